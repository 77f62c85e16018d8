"""Ways out compared, for the planner: a table in words, and a page with maps."""

from safepassage.report.corridors.page import corridors_page
from safepassage.report.corridors.text import corridors_text
from safepassage.report.corridors.told import Told, told

__all__ = ["Told", "corridors_page", "corridors_text", "told"]
