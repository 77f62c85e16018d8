"""The gates of a world as a run begins: their lanes, and the nights on which none is open."""

from __future__ import annotations

from safepassage.model.agreement import Direction
from safepassage.solve.problem import WAYS
from safepassage.studies.stress.lanes import Lane, Server
from safepassage.studies.stress.standing import Standing
from safepassage.studies.stress.world import World


def real_nights(standing: Standing, world: World) -> list[int]:
    """Midnights at which no crossing is really open outward."""
    spans = [span for gate in world.windows["out"] for span in gate]
    return [
        midnight
        for midnight in standing.midnights
        if not any(opens <= midnight < closes for opens, closes in spans)
    ]


def open_lanes(standing: Standing, world: World) -> dict[Direction, list[Lane]]:
    """A lane for every crossing and direction; a shared crossing has one server for both."""
    found: dict[Direction, list[Lane]] = {"in": [], "out": []}
    factors = world.screening.tolist()
    expected: dict[Direction, list[dict[int, int]]] = {
        way: [{} for _ in standing.gates] for way in WAYS
    }
    for parts, *_ in standing.orders:
        first = parts[0]
        passages: tuple[tuple[Direction, int, int], ...] = (
            ("in", first.into, first.enters),
            ("out", first.out, first.leaves),
        )
        for way, gate, start in passages:
            if gate >= 0:
                slots = expected[way][gate]
                slots[start] = slots.get(start, 0) + len(parts)
    for c, door in enumerate(standing.gates):
        server = Server()
        for way in WAYS:
            slots = expected[way][c]
            starts = sorted(slots)
            found[way].append(
                Lane(
                    c,
                    way,
                    door,
                    world.windows[way][c],
                    factors[c],
                    standing.calendar,
                    server if door.shared else Server(),
                    starts,
                    [slots[start] for start in starts],
                )
            )
    return found
