"""D1: a destination receives no more than it can, in all and each local day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from safepassage.check.broken import broken, figure, local_time
from safepassage.check.index import Index
from safepassage.model.broken import BrokenPromise


def reception(index: Index) -> Iterator[BrokenPromise]:
    """Persons by the local date they arrive on, against the daily and the total capacity."""
    arrivals: dict[str, dict[date | None, int]] = defaultdict(lambda: defaultdict(int))
    for ride in index.rides:
        if ride.destination in index.destinations:
            local = local_time(ride.stops[-1].arrive, index.case.zone)
            arrivals[ride.destination][local.date() if local else None] += ride.load.persons
    for name, by_date in arrivals.items():
        destination = index.destinations[name]
        yield from _over(f"destination {name}", sum(by_date.values()), destination.capacity)
        for day, persons in by_date.items():
            where = f"destination {name}, {day or 'beyond the calendar'}"
            yield from _over(where, persons, destination.daily_capacity)


def _over(where: str, persons: int, most: int | None) -> Iterator[BrokenPromise]:
    if most is not None and persons > most:
        what = f"{figure(persons)} persons arrive, at most {figure(most)}"
        yield broken("D1", where, what, persons - most, "persons")
