"""Roads, ways and movements: what a map may be drawn from."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import msgspec
import numpy as np
import pytest
from factory import at, small_case, star_roads
from good_plan import T1, good, leave, trip
from reported import briefed, page_of

from safepassage.model.case import Case
from safepassage.model.plan import Plan, Route
from safepassage.model.roads import RoadTable
from safepassage.report.brief import ground
from safepassage.report.brief.ground import Ground

ARRAYS = ("tail", "head", "metres", "open", "highway", "facts", "way")


def told(case: Case | None = None, plan: Plan | None = None) -> Ground:
    good_case, good_one = good()
    return briefed(case or good_case, plan or good_one).ground


def bare(table: RoadTable) -> RoadTable:
    """The table without an arc."""
    arrays: dict[str, Any] = {name: getattr(table, name)[:0] for name in ARRAYS}
    return replace(
        table,
        **arrays,
        seconds=table.seconds[:, :0],
        passable=table.passable[:, :0],
        shape_start=np.zeros(1, dtype=np.int32),
        shape_latitude=table.shape_latitude[:0],
        shape_longitude=table.shape_longitude[:0],
    )


def two_arcs() -> RoadTable:
    """Between a and b there and back, by a bend."""
    table, _ = star_roads({("a", "b"): 100})
    return replace(
        table,
        shape_start=np.array([0, 3, 6], dtype=np.int32),
        shape_latitude=np.array([33.5, 33.52, 33.51, 33.51, 33.52, 33.5]),
        shape_longitude=np.array([36.4, 36.4, 36.41, 36.41, 36.4, 36.4]),
    )


def test_each_stretch_stands_once_whichever_way_it_is_driven() -> None:
    roads = told().roads
    assert len(roads) == 6
    ends = {frozenset(zip(road.latitudes, road.longitudes, strict=True)) for road in roads}
    assert len(ends) == 6


def test_two_stretches_between_the_same_ends_are_two() -> None:
    table = two_arcs()
    longer = replace(table, metres=np.array([1000, 1200], dtype=np.int32))
    case = small_case()
    assert len(briefed(case.replace(roads=table), empty()).ground.roads) == 1
    assert len(briefed(case.replace(roads=longer), empty()).ground.roads) == 2


def empty() -> Plan:
    return msgspec.structs.replace(good()[1], trips=(), convoys=(), routes=())


@pytest.mark.parametrize(("states", "shown"), [((0, 0), False), ((0, 1), True), ((1, 0), True)])
def test_a_stretch_is_closed_if_both_its_directions_are(
    states: tuple[int, int], shown: bool
) -> None:
    table = replace(two_arcs(), open=np.array(states, dtype=np.bool_))
    (road,) = briefed(small_case(roads=table, place_nodes={}), empty()).ground.roads
    assert road.open is shown


def test_a_line_has_every_bend_and_where_arcs_meet_one_point() -> None:
    case, plan = good()
    table = two_arcs()
    route = Route(
        id="r", origin="gate", destination="near", profile="bus", arcs=(0, 1), seconds=9, metres=9
    )
    stops = tuple(
        msgspec.structs.replace(stop, route="r" if stop.route == "gate>near" else None)
        for stop in T1.stops
    )
    one = msgspec.structs.replace(
        plan, routes=(route,), trips=(msgspec.structs.replace(T1, stops=stops),)
    )
    (way,) = told(case.replace(roads=table), one).ways
    assert way.latitudes == (33.5, 33.52, 33.51, 33.52, 33.5)
    assert way.longitudes == (36.4, 36.4, 36.41, 36.4, 36.4)
    assert (way.people, way.outside) == (9, True)


def test_a_way_has_all_who_ride_along_it_and_only_loaded_ones_lead_outside() -> None:
    found = told()
    routes = sorted({leg for t in good()[1].trips for s in t.stops if (leg := s.route)})
    people = dict(zip(routes, ((w.people, w.outside) for w in found.ways), strict=True))
    assert people["gate>near"] == (29, True)
    assert people["gate>far"] == (9, True)
    assert people["north>gate"] == (20, False)
    assert people["near>gate"] == (0, False)


def test_vehicles_that_drive_alike_are_one_movement() -> None:
    found = told()
    departs = Counter(m.depart for m in found.movements)
    assert departs[at(7, "08:45")] == 1
    first = found.movements[0]
    assert (first.depart, first.arrive) == (at(7, "08:45"), at(7, "08:55"))
    assert (first.vehicles, first.people) == (3, 0)
    outward = next(m for m in found.movements if m.depart == at(7, "09:50") + 30)
    assert (outward.vehicles, outward.people) == (2, 11)
    legs = sum(
        len(t.stops) - 1 - sum(s.route is None for s in t.stops[1:]) for t in good()[1].trips
    )
    assert sum(m.vehicles for m in found.movements) == legs
    assert list(found.movements) == sorted(
        found.movements, key=lambda m: (m.depart, m.arrive, m.way)
    )


def test_places_have_the_people_who_pass_them() -> None:
    people = {(spot.kind, spot.name): spot.people for spot in told().places}
    assert people == {
        ("staging_area", "Depot"): 0,
        ("assembly_point", "North"): 21,
        ("assembly_point", "South"): 17,
        ("crossing", "Gate"): 38,
        ("destination", "Near"): 29,
        ("destination", "Far"): 9,
    }


@pytest.mark.parametrize("backward", [False, True])
def test_among_too_many_roads_those_in_use_are_kept_in_either_direction(
    monkeypatch: pytest.MonkeyPatch, backward: bool
) -> None:
    monkeypatch.setattr(ground, "MOST_ROADS", 1)
    case, plan = good()
    table = replace(
        case.roads,
        classes=("primary", "track"),
        highway=np.array([1, 0, 0, 0, 0, 0] * 2, dtype=np.uint8),
    )
    # Links stand first outward, then back: depot to gate is arc 0, gate to depot arc 6.
    used = Route(
        id="r",
        origin="gate",
        destination="depot",
        profile="bus",
        arcs=(6,) if backward else (0,),
        seconds=9,
        metres=9,
    )
    (road,) = told(case.replace(roads=table), msgspec.structs.replace(plan, routes=(used,))).roads
    ends = table.tail[0], table.head[0]
    assert set(road.latitudes) == {round(float(table.latitude[node]), 5) for node in ends}
    assert not road.major


def test_important_roads_come_before_small_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ground, "MOST_ROADS", 2)
    case = small_case()
    table = replace(
        case.roads,
        classes=("track", "service", "motorway", "unheard_of"),
        highway=np.array([0, 1, 3, 2, 0, 0] * 2, dtype=np.uint8),
    )
    roads = told(case.replace(roads=table), empty()).roads
    assert sorted(road.major for road in roads) == [False, True]


def test_a_case_without_roads_and_with_one_place_has_a_map() -> None:
    case = small_case()
    table = bare(case.roads)
    one = case.replace(
        roads=table,
        place_nodes={},
        assembly_points=(),
        crossings=(),
        staging_areas=(),
        destinations=case.destinations[:1],
        agreement=msgspec.structs.replace(case.agreement, destinations=("near",)),
    )
    found = told(one, empty())
    assert found.roads == ()
    assert len(found.places) == 1
    assert 'data-view="whole"' in page_of(one, empty())


def test_places_at_one_road_node_are_joined_by_a_way_between_them() -> None:
    case, plan = good()
    route = Route(
        id="depot>gate",
        origin="depot",
        destination="gate",
        profile="bus",
        arcs=(),
        seconds=0,
        metres=0,
    )
    others = tuple(r for r in plan.routes if r.id != "depot>gate")
    found = told(case, msgspec.structs.replace(plan, routes=(route, *others)))
    way = found.ways[0]
    assert (way.latitudes, way.longitudes) == ((33.5, 33.5), (36.4, 36.4))
    assert page_of(case, msgspec.structs.replace(plan, routes=(route, *others)))


def test_the_corridor_is_the_way_of_most_people_for_each_crossing_and_destination() -> None:
    corridors = briefed(*good()).corridor
    assert [(one.crossing, one.destination) for one in corridors] == [
        ("Gate", "Far"),
        ("Gate", "Near"),
    ]
    plan = good()[1]
    empty_back = msgspec.structs.replace(
        plan, trips=(trip("t9", "bus-3", leave("gate", 7, "09:00"), leave("far", 7, "13:00")),)
    )
    assert briefed(good()[0], empty_back).corridor == ()
