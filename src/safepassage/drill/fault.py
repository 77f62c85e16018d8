"""The one error of this room."""

from __future__ import annotations

from safepassage.errors import SafePassageError


class DrillError(SafePassageError):
    """An extract or a wish from which no drill can be made."""

    def __init__(self, where: str, found: str, expected: str, remedy: str) -> None:
        """One line: where, what was found and expected, what to do."""
        super().__init__(f"{where}: {found}; expected {expected}. {remedy}")
