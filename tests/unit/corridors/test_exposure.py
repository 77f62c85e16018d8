from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from made_incidents import incident
from road_lines import Point, at_metres, metres, road_table

from safepassage.corridors import samples
from safepassage.corridors.exposure import road_risk
from safepassage.corridors.samples import sampled
from safepassage.model.exposure import ExposureRules
from safepassage.model.roads import RoadTable

ON = "2018-03-11"
RULES = ExposureRules(
    reach_metres=1000, front_line_metres=500, front_line_weight=0.8, unbound_weight=0.3
)


def straight(*spots: tuple[float, float]) -> list[Point]:
    return [at_metres(*spot) for spot in spots]


def box(south: float, west: float, north: float, east: float) -> shapely.Polygon:
    (a, b), (c, d) = at_metres(south, west), at_metres(north, east)
    return shapely.box(b, a, d, c)


def points_of(table: RoadTable, arc: int) -> list[tuple[float, float]]:
    found = []
    for part in sampled(table):
        longitude, latitude = part.degrees()
        found += [
            (float(latitude[n]), float(longitude[n])) for n in np.flatnonzero(part.arc == arc)
        ]
    return found


def test_an_arc_is_measured_in_the_middle_of_equal_pieces_along_its_shape() -> None:
    table = road_table([straight((0, 0), (300, 0), (300, 300))])
    found = points_of(table, 0)
    expected = straight((100, 0), (300, 0), (300, 200))
    assert len(found) == 3
    assert all(metres(a, b) < 1 for a, b in zip(found, expected, strict=True))


def test_there_and_back_are_alike() -> None:
    table = road_table([straight((0, 0), (900, 0), (900, 200)), straight((0, 0), (0, 10))])
    risk = road_risk(table, [incident(north=200)], ON, RULES).total
    assert risk[0] == pytest.approx(risk[1], rel=1e-9)
    assert risk[2] == pytest.approx(risk[3], rel=1e-9)


def test_an_arc_of_no_length_has_the_risk_where_it_is() -> None:
    table = road_table([straight((0, 0), (0, 0), (0, 1))])
    table.shape_latitude[:] = table.shape_latitude[0]
    table.shape_longitude[:] = table.shape_longitude[0]
    risk = road_risk(table, [incident(kind="shelling")], ON, RULES)
    assert risk.incidents == pytest.approx([1.0, 1.0], abs=1e-4)


def test_a_long_road_has_the_average_along_it() -> None:
    table = road_table([straight((0, -5000), (0, 5000))])
    risk = road_risk(table, [incident()], ON, RULES)
    # Along a line through the incident the kernel's mean over its reach is 8/15.
    assert risk.incidents[0] == pytest.approx(8 / 15 * 2000 / 10_000, rel=0.02)


def test_a_front_line_fades_in_a_straight_line() -> None:
    table = road_table([straight((0, 250), (10, 250)), straight((0, 600), (10, 600))])
    edge = box(-5000, -5000, 5000, 0).boundary
    risk = road_risk(table, [], ON, RULES, front_line=edge)
    assert risk.front_line[0] == pytest.approx(0.8 * 0.5, rel=0.01)
    assert risk.front_line[2] == 0
    assert risk.unbound.max() == 0 == risk.incidents.max()


def test_unbound_ground_counts_as_far_as_a_road_runs_on_it() -> None:
    table = road_table([straight((0, -500), (0, 500)), straight((0, 500), (0, 900))])
    risk = road_risk(table, [], ON, RULES, unbound=box(-1000, -1000, 1000, 1))
    assert risk.unbound[0] == pytest.approx(0.3 * 3 / 5, rel=1e-9)
    assert risk.unbound[2] == 0


def test_the_three_add_up_and_exposure_counts_minutes_in_millionths() -> None:
    table = road_table([straight((0, 0), (0, 10))])
    risk = road_risk(
        table,
        [incident(kind="shelling")],
        ON,
        RULES,
        front_line=box(-5000, -5000, 5000, 0).boundary,
        unbound=box(-50, -50, 50, 50),
    )
    total = float(risk.total[0])
    assert total == pytest.approx(1 + 0.8 * 0.99 + 0.3, abs=1e-2)
    assert risk.exposure(np.array([90, 10**8]))[0] == round(total * 1.5 * 1e6)


def test_parts_of_many_arcs_are_as_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    table = road_table([straight((100 * n, 0), (100 * n, 700)) for n in range(9)])
    incidents = [incident(n, 90 * n, 80 * n) for n in range(9)]
    whole = road_risk(table, incidents, ON, RULES)
    monkeypatch.setattr(samples, "_ARCS_AT_ONCE", 4)
    assert road_risk(table, incidents, ON, RULES).total == pytest.approx(whole.total, rel=1e-9)


def test_no_roads_no_risk() -> None:
    table = road_table([])
    assert len(road_risk(table, [incident()], ON, RULES).total) == 0


SPOTS = st.tuples(st.integers(-3000, 3000), st.integers(-3000, 3000))


@given(st.lists(SPOTS, max_size=6), SPOTS, st.integers(0, 9000), st.sampled_from(["", "a", "b"]))
def test_another_incident_never_lowers_a_risk(
    spots: list[tuple[int, int]], more: tuple[int, int], precision: int, event: str
) -> None:
    table = road_table([straight((0, -2000), (100, 0), (0, 2000)), straight((0, 0), (1500, 0))])
    known = [incident(n, *spot, event="ab"[n % 2]) for n, spot in enumerate(spots)]
    added = incident(99, *more, precision_metres=precision, event=event)
    before = road_risk(table, known, ON, RULES).total
    after = road_risk(table, [*known, added], ON, RULES).total
    assert (after >= before - 1e-12).all()
