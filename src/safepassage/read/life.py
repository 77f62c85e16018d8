"""The agreement table: its life, one row a change of status."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import partial
from typing import get_args
from zoneinfo import ZoneInfo

from safepassage.model.terms import BEGINNINGS, FOLLOWS, Status, StatusChange
from safepassage.read.cells import LOCAL_TIME, STATEMENT, TEXT, word
from safepassage.read.clock import utc_seconds
from safepassage.read.columns import Column, Parsed
from safepassage.read.faults import Faults, did_you_mean, quoted

LIFE = (
    Column("at", LOCAL_TIME, "when it became so", "2018-03-06T10:00"),
    Column("status", word(*get_args(Status)), "what it then was", "offered"),
    Column("by", TEXT, "by whose word: a party, the guarantor or one of `others`", "one"),
    Column("source", TEXT, "who reported it, or the id of a claim", "a news agency"),
    Column("says", STATEMENT, "what was said", "Accepts the offer of 6 March", ""),
)

MAX_CHANGES = 1000


def read_life(
    parsed: Parsed | None, zone: ZoneInfo | None, actors: frozenset[str], faults: Faults
) -> tuple[StatusChange, ...]:
    """The sound rows as changes, with faults for what is out of order or by nobody known."""
    rows: list[tuple[int, StatusChange]] = []
    if parsed is None:
        return ()
    if len(parsed.rows) > MAX_CHANGES:
        faults.add(
            parsed.file,
            f"{len(parsed.rows):,} changes",
            f"at most {MAX_CHANGES:,} changes",
            "Check that it is the right file.",
        )
        return ()
    for row, values in parsed.sound():
        known_actor(parsed.file, row, "by", values["by"], actors, faults)
        at = moment(parsed.file, row, "at", values["at"], zone, faults)
        if at is not None:
            rows.append((row, StatusChange(**{**values, "at": at})))
    if not parsed.bad and len(rows) == len(parsed.rows):
        _in_order(parsed.file, rows, faults)
    return tuple(change for _, change in rows)


def _in_order(file: str, rows: list[tuple[int, StatusChange]], faults: Faults) -> None:
    """Fault dates that go back, and a status that can't follow the one before."""
    for before, (row, change) in _pairs(rows):
        if before is not None and change.at < before.at:
            faults.add(
                file,
                "a time before that of the row above",
                "changes in the order of time",
                "Sort the rows, or correct the time.",
                row=row,
                column="at",
            )
            continue
        allowed = BEGINNINGS if before is None else FOLLOWS[before.status]
        if change.status not in allowed:
            after = "as the first" if before is None else f"after {before.status}"
            faults.add(
                file,
                f"{change.status} {after}",
                "one of " + ", ".join(allowed),
                "Correct the status, or add the change between.",
                row=row,
                column="status",
            )


def _pairs(
    rows: Iterable[tuple[int, StatusChange]],
) -> Iterator[tuple[StatusChange | None, tuple[int, StatusChange]]]:
    before = None
    for row in rows:
        yield before, row
        before = row[1]


def actors_of(parties: Iterable[str], guarantor: str, others: Iterable[str]) -> frozenset[str]:
    """Parties, guarantor and others."""
    return frozenset((*parties, *others, guarantor)) - {""}


def known_actor(
    file: str, row: int, column: str, name: str, actors: frozenset[str], faults: Faults
) -> None:
    """Fault somebody whom the agreement doesn't name."""
    if name not in actors:
        faults.add(
            file,
            quoted(name),
            "the guarantor, or one of agreement.parties or agreement.others",
            partial(did_you_mean, name, actors, "Correct the name, or add it to others."),
            row=row,
            column=column,
        )


def moment(
    file: str,
    row: int,
    column: str,
    local: datetime | None,
    zone: ZoneInfo | None,
    faults: Faults,
) -> int | None:
    """UTC seconds of a cell's local time, which must exist on that day."""
    if local is None or zone is None:
        return None
    seconds = utc_seconds(local, zone)
    if seconds is None:
        faults.add(
            file,
            f"{local}, which clocks jump over in {zone.key}",
            "a local time that exists",
            "Daylight saving time starts then: write the time clocks show after the jump.",
            row=row,
            column=column,
        )
    return seconds
