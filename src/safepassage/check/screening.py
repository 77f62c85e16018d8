"""C2: screening at a crossing never exceeds its rate."""

from __future__ import annotations

from collections.abc import Iterator

from safepassage.check.broken import broken, clock, figure
from safepassage.check.convoys import servers
from safepassage.check.index import Index
from safepassage.model.broken import BrokenPromise

_NEVER = 10**12
"""Seconds to screen somebody where the rate is nought."""


def screening_rate(index: Index) -> Iterator[BrokenPromise]:
    """A convoy takes as long as its vehicles and its persons need, whichever is longer."""
    for convoy in index.convoys.values():
        crossing = index.crossings.get(convoy.crossing)
        if crossing is None:
            continue  # C1
        passages = index.passages.get(convoy.id, [])
        vehicles = len(passages)
        persons = sum(passage.persons for passage in passages)
        least = max(
            _seconds(vehicles, crossing.vehicles_per_hour),
            _seconds(persons, crossing.persons_per_hour),
        )
        taken = convoy.end - convoy.start
        if taken < least:
            what = (
                f"takes {figure(taken)} s for {figure(vehicles)} vehicles with "
                f"{figure(persons)} persons, at least {figure(least)} s"
            )
            where = f"convoy {convoy.id}, crossing {convoy.crossing}"
            yield broken("C2", where, what, least - taken, "seconds")


def _seconds(count: int, per_hour: int | None) -> int:
    if per_hour is None or count == 0:
        return 0
    return -(-3600 * count // per_hour) if per_hour > 0 else _NEVER


def one_at_a_time(index: Index) -> Iterator[BrokenPromise]:
    """The next convoy of a server starts no earlier than the one before ends."""
    zone = index.case.zone
    for (gate, _), convoys in servers(index).items():
        latest = convoys[0]
        for convoy in convoys[1:]:
            if convoy.start < latest.end:
                what = (
                    f"starts {clock(convoy.start, zone)}, before convoy {latest.id} "
                    f"ends {clock(latest.end, zone)}"
                )
                where = f"convoy {convoy.id}, crossing {gate}"
                yield broken("C2", where, what, latest.end - convoy.start, "seconds")
            latest = max(latest, convoy, key=lambda passage: passage.end)
