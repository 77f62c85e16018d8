"""What a report says, as plain records in totals: cut to an audience before anything is drawn."""

from safepassage.report.brief.brief import Brief, brief

__all__ = ["Brief", "brief"]
