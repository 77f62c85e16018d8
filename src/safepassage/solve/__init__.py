"""Solve: a Case becomes a Plan with a proven bound."""

from safepassage.solve.plan import Progress, Result, plan

__all__ = ["Progress", "Result", "plan"]
