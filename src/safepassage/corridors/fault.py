"""The one error of this room."""

from __future__ import annotations

from safepassage.errors import SafePassageError


class CorridorsError(SafePassageError):
    """Ways asked for from a place that isn't there."""
