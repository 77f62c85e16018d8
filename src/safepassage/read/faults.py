"""The faults of a case folder, gathered so that none is lost and no screen is flooded."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import islice
from typing import Literal

from safepassage.errors import Fault
from safepassage.shown import shown

SHOWN = 20
"""Faults of one kind that are listed one by one; the rest are counted."""

Remedy = str | Callable[[], str]
"""What to do; a costly one is a function, called only if the fault is shown."""

MOST_COMPARED = 2000
"""Known words that a wrong one is compared with: each takes time, and there may be a million."""

_INDEX = re.compile(r"\[\d+\]")


@dataclass
class _Kind:
    shown: list[Fault] = field(default_factory=list)
    more: int = 0

    def listed(self) -> list[Fault]:
        if not self.more:
            return self.shown
        last = self.shown[-1]
        rest = Fault(
            file=last.file,
            column=last.column,
            found=f"and {self.more:,} more of this kind",
            expected=last.expected,
            remedy="Correct those above first; the same mistake is often in a whole column.",
            severity=last.severity,
        )
        return [*self.shown, rest]


class Faults:
    """Collects faults and warnings; memory and text stay small however many there are.

    Faults alike in file, column and expectation are of one kind: the first `SHOWN` are kept, the
    others counted.
    """

    def __init__(self) -> None:
        """Nothing wrong yet."""
        self._kinds: dict[tuple[str, ...], _Kind] = {}

    def add(
        self,
        file: str,
        found: str,
        expected: str,
        remedy: Remedy,
        *,
        row: int | None = None,
        column: str | None = None,
        severity: Literal["error", "warning"] = "error",
    ) -> None:
        """Note one fault."""
        key = (severity, file, _INDEX.sub("[]", column or ""), expected)
        kind = self._kinds.setdefault(key, _Kind())
        if len(kind.shown) >= SHOWN:
            kind.more += 1
            return
        kind.shown.append(
            Fault(
                file=shown(file),
                found=shown(found),
                expected=expected,
                remedy=shown(remedy if isinstance(remedy, str) else remedy()),
                row=row,
                column=None if column is None else shown(column),
                severity=severity,
            )
        )

    def warn(
        self,
        file: str,
        found: str,
        expected: str,
        remedy: str,
        *,
        row: int | None = None,
        column: str | None = None,
    ) -> None:
        """Note something that doesn't forbid a plan but that people should know first."""
        self.add(file, found, expected, remedy, row=row, column=column, severity="warning")

    def _listed(self, severity: str) -> tuple[Fault, ...]:
        kinds = [kind for key, kind in self._kinds.items() if key[0] == severity]
        files = list(dict.fromkeys(kind.shown[0].file for kind in kinds))
        kinds.sort(key=lambda kind: (files.index(kind.shown[0].file), kind.shown[0].row or 0))
        return tuple(fault for kind in kinds for fault in kind.listed())

    @property
    def errors(self) -> tuple[Fault, ...]:
        """Everything that forbids a plan, file by file, kind by kind."""
        return self._listed("error")

    @property
    def warnings(self) -> tuple[Fault, ...]:
        """Everything worth knowing that forbids nothing."""
        return self._listed("warning")


def quoted(value: object) -> str:
    """A found value for a message, cut so that a broken file can't fill the screen."""
    try:
        text = repr(value) if isinstance(value, str) else str(value)
    except (ValueError, RecursionError):
        # A number of thousands of digits, or tables in tables in tables.
        text = f"a {type(value).__name__} without end"
    return text if len(text) <= 60 else text[:57] + "..."


def did_you_mean(word: str, known: Iterable[str], otherwise: str) -> str:
    """A remedy that names the nearest known word, if one is near."""
    near = get_close_matches(word[:100], list(islice(known, MOST_COMPARED)), n=1, cutoff=0.6)
    return f"Did you mean {near[0]!r}?" if near else otherwise
