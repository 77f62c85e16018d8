"""`report.html`: one file that opens offline on a phone or a desk, and prints."""

from safepassage.report.page.page import report_page

__all__ = ["report_page"]
