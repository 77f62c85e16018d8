"""What differs between two plans, and between the cases they were made for."""

from safepassage.report.compare.compare import Comparison, compare
from safepassage.report.compare.text import comparison_text

__all__ = ["Comparison", "compare", "comparison_text"]
