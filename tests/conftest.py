"""What holds for every test: examples of a property aren't timed, and are the same in every run.

A run that fails by chance tells nothing about the change it was started for. New examples are
hunted with `pytest --hypothesis-profile random`.
"""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("repeatable", deadline=None, derandomize=True)
settings.register_profile("random", deadline=None)
settings.load_profile("repeatable")
