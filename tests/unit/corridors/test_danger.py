"""What a case says becomes danger on a day: terms that bind, the picture, the plan's people."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from factory import at, small_case
from good_plan import good
from ground_case import area, box, ground_case
from msgspec import structs

from safepassage.corridors.carried import plan_exposure
from safepassage.corridors.corridors import corridors
from safepassage.corridors.danger import bound_on, danger
from safepassage.corridors.exposure import RoadRisk
from safepassage.corridors.fault import CorridorsError
from safepassage.corridors.starts import starts
from safepassage.model.case import Case
from safepassage.model.evidence import Incident
from safepassage.model.terms import Term
from safepassage.territory.front import shut

ON = "2018-03-07"
SPOTS = {
    "town": (0.0, 0.0),
    "village": (30.0, 0.0),
    "other": (10.0, 0.0),
    "gate": (50.0, 0.0),
    "back": (50.0, 20.0),
    "near": (90.0, 0.0),
}
LINKS = [("town", "other"), ("other", "village"), ("village", "gate"), ("gate", "near")]


def term(name: str, **more: Any) -> Term:
    fields: dict[str, Any] = {
        "id": name,
        "topic": "safe_passage",
        "says": "lets people pass",
        "by": "guarantor",
        "since": at(6, "12:00"),
        "source": "a monitor",
    }
    return Term(**(fields | more))


def case_of(*terms: Term, **changes: Any) -> Case:
    pictures = (area(box(-20, -20, 45, 20)), area(box(45, -20, 120, 20), enclave=False))
    case = ground_case(
        SPOTS,
        LINKS,
        pictures,
        points=("town", "other", "village"),
        crossings=("gate",),
        destinations=("near",),
        **changes,
    )
    return with_terms(case, *terms)


def with_terms(case: Case, *terms: Term) -> Case:
    return case.replace(agreement=structs.replace(case.agreement, terms=terms))


def arc(case: Case, one: str, other: str) -> int:
    nodes = case.place_nodes
    both = (case.roads.tail == nodes[one]) & (case.roads.head == nodes[other])
    return int(np.flatnonzero(both)[0])


def test_who_gives_a_term_of_passage_and_whom_it_names_is_bound_while_it_stands() -> None:
    case = with_terms(
        small_case(),
        term("a", binds=("one side",), until=at(8, "12:00")),
        term("b", by="other side", topic="vehicles"),
    )
    assert bound_on(case, "2018-03-05") == frozenset()
    assert bound_on(case, "2018-03-06") == {"guarantor", "one side"}
    assert bound_on(case, "2018-03-07") == {"guarantor", "one side"}
    assert bound_on(case, "2018-03-08") == frozenset()


def test_ground_of_who_is_not_bound_is_a_danger_and_the_edge_is_another() -> None:
    free = danger(case_of(), ON)
    bound = danger(case_of(term("a", binds=("one side", "other side"))), ON)
    case = case_of()
    beyond, inside = arc(case, "gate", "near"), arc(case, "town", "other")
    # The ground of both ends 3 km east of the gate.
    assert free.unbound[inside] == pytest.approx(case.exposure.unbound_weight)
    assert free.unbound[beyond] == pytest.approx(case.exposure.unbound_weight)
    assert bound.unbound.max() == 0
    assert free.front_line[arc(case, "village", "gate")] > 0.2 > free.front_line[beyond]
    assert (free.front_line == bound.front_line).all()


def test_before_the_first_picture_no_front_is_known() -> None:
    early = danger(case_of(), "2018-03-05")
    assert early.total.max() == 0


def test_linked_records_can_be_given_in_place_of_the_case_s_own() -> None:
    one = Incident(
        id="i",
        on="2018-03-06",
        kind="shelling",
        latitude=33.5,
        longitude=36.4,
        source="a monitor",
    )
    case = case_of(incidents=(one,))
    own = danger(case, ON).incidents
    assert own[arc(case, "town", "other")] > 0
    assert danger(case, ON, ()).incidents.max() == 0
    assert danger(case, ON, (one, one)).incidents == pytest.approx(2 * own)


def test_ways_begin_where_most_people_of_a_pocket_are() -> None:
    case = case_of()
    points = tuple(
        structs.replace(point, population=persons)
        for point, persons in zip(case.assembly_points, (10, 30, 20), strict=True)
    )
    case = case.replace(assembly_points=points)
    (start,) = starts(case, ON)
    assert (start.pocket, start.point) == (("town", "other", "village"), "other")
    asked = starts(case, ON, "town")
    assert [(one.pocket, one.point) for one in asked] == [(start.pocket, "town")]
    with pytest.raises(CorridorsError, match="'nowhere'; expected the id of an assembly point"):
        starts(case, ON, "nowhere")


def test_a_way_out_over_the_edge_leads_through_the_crossing() -> None:
    case = case_of()
    closed = shut(case, ON)
    found = corridors(case, ON, starts(case, ON), shut=closed, risk=danger(case, ON))
    (pair,) = found.pairs
    assert [way.crossing for way in pair.ways] == ["gate"]
    assert found.picture_days == 1
    assert not found.stale
    later = corridors(case, "2018-03-20", (), shut=closed, risk=danger(case, ON))
    assert (later.picture_days, later.stale) == (14, True)


def test_a_plan_exposes_those_aboard_for_as_long_as_they_ride() -> None:
    case, plan = good()
    ones = np.ones(case.roads.arcs)
    found = plan_exposure(
        case, plan, RoadRisk(incidents=ones, front_line=0 * ones, unbound=0 * ones)
    )
    seconds = people = 0
    for trip in plan.trips:
        boarded = [sum(b.persons for b in stop.boardings) for stop in trip.stops]
        for number, stop in enumerate(trip.stops):
            if stop.route:
                route = next(one for one in plan.routes if one.id == stop.route)
                seconds += sum(boarded[:number]) * route.seconds
        people += sum(boarded)
    assert people > 0
    assert found.people == people
    assert found.exposure == pytest.approx(seconds / 60)
    nobody = RoadRisk(incidents=0 * ones, front_line=0 * ones, unbound=0 * ones)
    assert plan_exposure(case, plan, nobody).exposure == 0
