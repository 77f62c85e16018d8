"""The one error of this room."""

from __future__ import annotations

from safepassage.errors import SafePassageError


class RoadsError(SafePassageError):
    """A road file that can't be used; a reader adds which file of the case it is."""

    def __init__(self, found: str, expected: str, remedy: str) -> None:
        """Keep the three parts of the message as attributes too."""
        self.found = found
        self.expected = expected
        self.remedy = remedy
        super().__init__(f"{found}; expected {expected}. {remedy}")
