"""The languages of reports: catalogues of translations in the `.po` form, dates and numbers."""

from safepassage.report.language.catalogue import Language, language

__all__ = ["Language", "language"]
