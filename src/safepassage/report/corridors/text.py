"""Ways out in words, a table for each pocket."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from safepassage.report.corridors.told import Told
from safepassage.report.text import table

HEADER = ("to", "way", "through", "time", "km", "exposure", "guard", "weakest stretch", "on it")


def corridors_text(told: Told) -> str:
    """Everything, ready to print."""
    return "\n".join(_lines(told))


def _lines(told: Told) -> Iterator[str]:
    yield f"{told.title}: ways out on {told.on}"
    yield from (f"  {note}" for note in told.notes)
    for origin, pairs in groupby(told.pairs, key=lambda pair: (pair.origin, pair.pocket)):
        name, pocket = origin
        others = [each for each in pocket if each != name]
        yield f"\nFrom {name}" + (f" (with {', '.join(others)})" if others else "")
        rows = [HEADER]
        missing = []
        for pair in pairs:
            if pair.none:
                missing.append(f"  {pair.destination}: {pair.none}")
            for way in pair.ways:
                told_way = (way.time, way.kilometres, way.exposure, way.guard, way.weakest)
                name = pair.destination if way.number == 1 else ""
                rows.append((name, str(way.number), way.crossing, *told_way, way.on_it))
        if len(rows) > 1:
            yield "\n".join(f"  {line}" for line in table(rows).split("\n"))
        yield from missing
