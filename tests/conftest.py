"""What holds for every test: examples of a property aren't timed, and are the same in every run.

A run that fails by chance tells nothing about the change it was started for. New examples are
hunted with `pytest --hypothesis-profile random`.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import walk_packages

from hypothesis import settings

import safepassage

settings.register_profile("repeatable", deadline=None, derandomize=True)
settings.register_profile("random", deadline=None)
settings.load_profile("repeatable")

# Examples draw on the constants of the modules loaded so far: load all, whatever runs first.
for module in walk_packages(safepassage.__path__, "safepassage."):
    if not module.name.endswith("__main__"):
        import_module(module.name)
