"""How long does it take to link incidents, and how much of what is one event is found?

    python benchmarks/links.py                       10,000 and 100,000 records
    python benchmarks/links.py --records 1000000     other numbers of records

Events are invented, on an ocean: an area, days enough for a density like that of a war reported
closely, and three sources, each of which has four in five of the events, with the position off by
what it says and now and then the day. So it is known which records are of one event. One line a
size: events on several records, the share of true pairs that were linked, and of linked pairs that
are true.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import combinations
from typing import NamedTuple, get_args

import numpy as np
from measure import Watch, fresh, machine, peak_mib

from safepassage.evidence import link
from safepassage.model.evidence import Incident, IncidentKind

SIZES = (10_000, 100_000)
SHARE = 0.8
"""Of the events, how many a source has."""

A_DAY = 20
"""Events a day."""

DEGREES = 1.0
"""Width and height of the area, about 110 km."""

PRECISIONS = (0, 1_000, 10_000)
"""Metres, one a source."""

KINDS = get_args(IncidentKind)
HEADER = "  records  seconds     cpu    MiB  several   found    true  review"


class Row(NamedTuple):
    """One size."""

    records: int
    seconds: float
    cpu: float
    mib: float
    several: int
    found: float
    true: float
    review: int


def incidents(records: int, seed: int = 0) -> list[tuple[int, Incident]]:
    """So many records, each with the number of its event."""
    random = np.random.default_rng([seed, records])
    events = round(records / SHARE / len(PRECISIONS))
    places = random.uniform(0, DEGREES, (events, 2))
    days = np.arange(events) // A_DAY
    kinds = random.integers(0, len(KINDS), events)
    made = []
    for source, metres in enumerate(PRECISIONS):
        off = random.uniform(-1, 1, (events, 2)) * metres / 160_000
        late = random.random(events) < 0.1
        for event in np.flatnonzero(random.random(events) < SHARE).tolist():
            latitude, longitude = (places[event] + off[event]).tolist()
            on = date(2000, 1, 1) + timedelta(int(days[event] + late[event]))
            record = Incident(
                id=f"{source}-{event}",
                on=on.isoformat(),
                kind=KINDS[kinds[event]],
                latitude=latitude,
                longitude=longitude - 30,
                precision_metres=metres,
                source=f"source {source}",
            )
            made.append((event, record))
    return made


def measure(records: int) -> Row:
    """Link so many records."""
    made = incidents(records)
    event_of = {record.id: event for event, record in made}
    watch = Watch()
    linked = link([record for _, record in made])
    seconds, cpu = watch.wall, watch.cpu
    several = [event.records for event in linked.events if len(event.records) > 1]
    pairs = [
        event_of[one.id] == event_of[other.id]
        for event in several
        for one, other in combinations(event, 2)
    ]
    counts = np.bincount([event for event, _ in made])
    true_pairs = int((counts * (counts - 1) // 2).sum())
    return Row(
        records=len(made),
        seconds=seconds,
        cpu=cpu,
        mib=peak_mib(),
        several=len(several),
        found=sum(pairs) / true_pairs,
        true=sum(pairs) / max(len(pairs), 1),
        review=len(linked.review),
    )


def line(row: Row) -> str:
    return (
        f"{row.records:>9,} {row.seconds:>8.2f} {row.cpu:>7.2f} {row.mib:>6,.0f} {row.several:>8,} "
        f"{row.found:>7.1%} {row.true:>7.1%} {row.review:>7,}"
    )


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description="Link invented incidents of three sources.",
        epilog="Example: python benchmarks/links.py --records 50000",
    )
    parser.add_argument("--records", type=int, nargs="+", default=SIZES)
    options = parser.parse_args(arguments)
    print(f"{machine()}.")
    print(HEADER)
    for records in options.records:
        print(line(fresh(measure, records)), flush=True)


if __name__ == "__main__":
    main()
