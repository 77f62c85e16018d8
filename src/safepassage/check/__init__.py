"""The independent checker: a case and a plan in, the broken promises out (none is the aim)."""

from safepassage.check.broken import PROMISES, BrokenPromise, Promise
from safepassage.check.verify import verify

__all__ = ["PROMISES", "BrokenPromise", "Promise", "verify"]
