"""What to ask for, for the planner and the negotiator: first in plain words, then as a page."""

from safepassage.report.levers.answer import answer
from safepassage.report.levers.page import levers_page

__all__ = ["answer", "levers_page"]
