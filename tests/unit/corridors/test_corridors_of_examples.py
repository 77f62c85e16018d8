"""Ways out of the worked examples, against the travel times that planning goes by (R1)."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from safepassage.corridors.corridors import Start, corridors
from safepassage.corridors.exposure import RoadRisk
from safepassage.model.case import Case
from safepassage.model.corridors import WaysOut
from safepassage.read import read_case
from safepassage.roads.travel import TravelTimes, travel_times

EXAMPLES = Path(__file__).parents[3] / "examples"
NAMES = sorted(path.name for path in EXAMPLES.iterdir())


def fastest(case: Case, times: TravelTimes, pair: WaysOut) -> int | None:
    """Least seconds over exactly one crossing, or straight where there is none."""

    def seconds(origin: str, end: str) -> int | None:
        return times.seconds(pair.profile, origin, end)

    if not case.crossings:
        return seconds(pair.origin, pair.destination)
    halves = [
        (seconds(pair.origin, gate.id), seconds(gate.id, pair.destination))
        for gate in case.crossings
    ]
    return min((a + b for a, b in halves if a is not None and b is not None), default=None)


@pytest.mark.parametrize("name", NAMES)
def test_the_fastest_way_is_as_fast_as_planning_takes_it_to_be(name: str) -> None:
    case = read_case(EXAMPLES / name)
    barred = [gate.id for gate in case.crossings] if case.past_places else list(case.place_nodes)
    times = travel_times(case.roads, case.place_nodes, barred)
    random = np.random.default_rng(3)
    risk = random.uniform(0, 2, case.roads.arcs)
    none = np.zeros(case.roads.arcs)
    found = corridors(
        case,
        "2018-03-24",
        [Start(pocket=(point.id,), point=point.id) for point in case.assembly_points],
        shut=np.zeros(case.roads.arcs, dtype=np.bool_),
        risk=RoadRisk(incidents=risk, front_line=none, unbound=none),
        guard=False,
    )
    assert any(pair.ways for pair in found.pairs)
    for pair in found.pairs:
        if pair.profile:
            assert (pair.ways[0].seconds if pair.ways else None) == fastest(case, times, pair)
        for way in pair.ways:
            arcs = list(way.arcs)
            assert (case.roads.head[arcs[:-1]] == case.roads.tail[arcs[1:]]).all()
            assert way.seconds == case.roads.seconds[
                case.roads.profiles.index(pair.profile), arcs
            ].sum(dtype=np.int64)
