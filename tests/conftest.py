"""What holds for every test: examples of a property aren't timed, and are the same in every run.

A run that fails by chance tells nothing about the change it was started for. New examples are
hunted with `pytest --hypothesis-profile random`.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pkgutil import walk_packages

import pytest
from hypothesis import settings

import safepassage

settings.register_profile("repeatable", deadline=None, derandomize=True)
settings.register_profile("random", deadline=None)
settings.load_profile("repeatable")

# Examples draw on the constants of the modules loaded so far: load all, whatever runs first.
for module in walk_packages(safepassage.__path__, "safepassage."):
    if not module.name.endswith("__main__"):
        import_module(module.name)


LONGEST = ("test_wheel.py", "test_docs.py")
"""They begin first: begun last, one process would wait for the other to run a whole demo."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: item.path.name not in LONGEST)


@pytest.fixture(scope="module")
def little_effort() -> Iterator[None]:
    """Coarser grids and fewer dispatches: for what holds of any plan, and any bound."""
    with pytest.MonkeyPatch.context() as patch:
        module = import_module("safepassage.solve.plan")  # the package's `plan` is the function
        patch.setattr(module, "COLUMNS", 1500)
        patch.setattr(module, "LOOKS", 12_000)
        patch.setattr("safepassage.solve.exact.engine.WORK", 500)
        yield
