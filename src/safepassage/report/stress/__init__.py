"""How likely a plan is to hold, for the planner: first in plain words, then as a page."""

from safepassage.report.stress.answer import answer
from safepassage.report.stress.page import stress_page

__all__ = ["answer", "stress_page"]
