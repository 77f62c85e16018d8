"""The independent checker: a case and a plan in, the broken promises out (none is the aim)."""

from safepassage.check.verify import verify
from safepassage.model.broken import PROMISES, BrokenPromise, Promise

__all__ = ["PROMISES", "BrokenPromise", "Promise", "verify"]
