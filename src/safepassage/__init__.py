"""Plan a safe passage, prove how good the plan is, and check every promise.

>>> import safepassage
>>> case = safepassage.read_case("my-case")
>>> result = safepassage.plan(case, effort=2)
>>> safepassage.verify(case, result.plan)
()
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from safepassage.check import verify
    from safepassage.errors import SafePassageError
    from safepassage.model.case import Case
    from safepassage.model.plan import Plan
    from safepassage.read import load_case, read_case, write_template
    from safepassage.read.plan import read_plan
    from safepassage.report.summary import summarise
    from safepassage.solve import plan

__version__ = "0.1.0"

__all__ = [
    "Case",
    "Plan",
    "SafePassageError",
    "load_case",
    "plan",
    "read_case",
    "read_plan",
    "summarise",
    "verify",
    "write_template",
]

_HOME = {
    "Case": "safepassage.model.case",
    "Plan": "safepassage.model.plan",
    "SafePassageError": "safepassage.errors",
    "load_case": "safepassage.read",
    "plan": "safepassage.solve",
    "read_case": "safepassage.read",
    "read_plan": "safepassage.read.plan",
    "summarise": "safepassage.report.summary",
    "verify": "safepassage.check",
    "write_template": "safepassage.read",
}


def __getattr__(name: str) -> Any:
    """Fetch a public name from its room when it is first asked for.

    The checker must run where the planner can't be imported, so the package imports neither.
    """
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
