"""Every error raised on purpose, in one tree: messages say where, what and how to mend it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec


class Fault(msgspec.Struct, frozen=True):
    """One thing wrong in a file of a case.

    `row` counts as people see it in a spreadsheet: the header is row 1. Faults that concern the
    whole file, or a key of `case.toml`, have no row; then `column` is the key.
    """

    file: str
    found: str
    expected: str
    remedy: str
    row: int | None = None
    column: str | None = None
    severity: Literal["error", "warning"] = "error"

    def __str__(self) -> str:
        """One line: where, what was found and expected, what to do."""
        where = self.file
        if self.row is not None:
            where += f", row {self.row}"
        if self.column is not None:
            where += f", {self.column}"
        return f"{where}: {self.found}; expected {self.expected}. {self.remedy}"


class SafePassageError(Exception):
    """Root of every error this package raises on purpose."""


class CaseError(SafePassageError):
    """A case folder that can't be planned; carries every fault of every file."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        """Keep the faults; the message has one a line."""
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))

    def __reduce__(self) -> tuple[type[CaseError], tuple[Sequence[Fault]]]:
        """From another process it arrives with its faults, not made of its message."""
        return type(self), (self.faults,)


class PlanFileError(SafePassageError):
    """A plan file that can't be read, or that belongs to another case."""


class TermsError(SafePassageError):
    """The agreement doesn't allow a plan yet; `missing` says what must be settled first."""

    def __init__(self, missing: Sequence[str]) -> None:
        """Keep what is missing; the message joins it."""
        self.missing = tuple(missing)
        super().__init__("; ".join(self.missing))

    def __reduce__(self) -> tuple[type[TermsError], tuple[Sequence[str]]]:
        """From another process it arrives with what is missing, not made of its message."""
        return type(self), (self.missing,)


class EvidenceError(SafePassageError):
    """A question that a case's evidence can't answer: no such topic, or too much to tell apart."""


class LanguageError(SafePassageError):
    """A language that reports aren't written in, or a catalogue that can't be read."""


class AudienceError(SafePassageError):
    """A document that its audience may not have, or not yet."""


class SolverError(SafePassageError):
    """The linear-programming solver failed in a way that leaves no valid bound."""


class StudyError(SafePassageError):
    """A study that can't be made, or whose workers were lost again and again."""
