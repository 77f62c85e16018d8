"""The one error of this room."""

from __future__ import annotations

from safepassage.errors import SafePassageError


class EstimateError(SafePassageError):
    """Figures or an area that no estimate can be made from; the message says what to change."""
