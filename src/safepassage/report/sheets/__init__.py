"""The sheets that people carry: manifests, maps, notification, release, timeline, situation."""

from safepassage.report.sheets.sheets import sheets

__all__ = ["sheets"]
