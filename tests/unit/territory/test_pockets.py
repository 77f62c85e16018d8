"""Pockets and ways out, on maps small enough to see."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

import msgspec
import numpy as np
from factory import at, small_case
from ground_case import area, box, ground_case

from safepassage.model.agreement import Window
from safepassage.model.case import Case
from safepassage.model.pockets import Pocket
from safepassage.model.terms import Term
from safepassage.territory.pockets import pockets

ENCLAVE = area(box(0, 0, 100, 100))
AROUND = area(box(100, 0, 300, 100), enclave=False)
ON = "2018-03-07"

SPOTS = {
    "north": (50.0, 80.0),
    "south": (50.0, 20.0),
    "gate": (110.0, 80.0),
    "second": (110.0, 20.0),
    "near": (200.0, 80.0),
    "far": (200.0, 20.0),
    "a": (40.0, 50.0),
    "b": (60.0, 50.0),
    "out": (150.0, 50.0),
}


def windows(*crossings: str, day: int = 8, direction: str = "out") -> tuple[Window, ...]:
    return tuple(
        Window(
            crossing=name,
            direction="in" if direction == "in" else "out",
            opens=at(day, "09:00"),
            closes=at(day, "14:00"),
        )
        for name in crossings
    )


def case_of(*links: Sequence[Any], control: Sequence[Any] = (ENCLAVE,), **changes: Any) -> Case:
    fields: dict[str, Any] = {
        "points": ["north", "south"],
        "crossings": ["gate", "second"],
        "destinations": ["near", "far"],
        "windows": windows("gate", "second"),
    }
    return ground_case(SPOTS, links, control, **(fields | changes))


def found(*links: Sequence[Any], on: str = ON, **changes: Any) -> tuple[Pocket, ...]:
    return pockets(case_of(*links, **changes), on)


def points(*links: Sequence[Any], **changes: Any) -> list[tuple[str, ...]]:
    return [pocket.points for pocket in found(*links, **changes)]


BOTH_OUT = [("north", "gate"), ("gate", "near"), ("south", "second"), ("second", "far")]


def test_points_with_a_road_between_are_one_pocket() -> None:
    assert points(("north", "south")) == [("north", "south")]


def test_points_with_no_road_between_are_two_whatever_the_polygon() -> None:
    assert points(*BOTH_OUT) == [("north",), ("south",)]


def test_one_polygon_and_roads_out_of_it_join_nothing() -> None:
    assert points(("north", "out"), ("out", "south")) == [("north",), ("south",)]


def test_two_polygons_are_two_pockets_though_a_road_joins_them() -> None:
    halves = [area(box(0, 0, 100, 40)), area(box(0, 60, 100, 100), name="north")]
    assert points(("north", "south"), control=halves) == [("north",), ("south",)]


def test_who_cannot_come_back_is_cut_off() -> None:
    assert points(("north", "south", None)) == [("north",), ("south",)]
    assert points(("north", "south", None), ("south", "a", None), ("a", "north", None)) == [
        ("north", "south")
    ]


def test_a_crossing_joins_no_pockets() -> None:
    inside = SPOTS | {"gate": (90.0, 50.0)}
    case = ground_case(
        inside,
        [("north", "gate"), ("gate", "south")],
        [ENCLAVE],
        points=["north", "south"],
        crossings=["gate"],
    )
    assert [pocket.points for pocket in pockets(case, ON)] == [("north",), ("south",)]


def test_closed_and_impassable_roads_join_nothing() -> None:
    case = case_of(("north", "south"))
    for shut in ("open", "passable"):
        roads = case.roads
        none = np.zeros_like(getattr(roads, shut))
        closed = case.replace(roads=dataclasses.replace(roads, **{shut: none}))
        assert len(pockets(closed, ON)) == 2


def test_points_outside_are_in_no_pocket() -> None:
    assert points(("north", "south"), control=[area(box(0, 60, 100, 100))]) == [("north",)]


def test_people_of_a_pocket_are_those_of_the_date() -> None:
    assert [pocket.persons for pocket in found(("north", "south"))] == [200]


def test_without_a_picture_there_is_no_pocket() -> None:
    assert found(("north", "south"), control=[]) == ()
    assert found(("north", "south"), on="2018-03-05") == ()
    assert pockets(small_case(), ON) == ()


def test_a_way_out_by_each_crossing() -> None:
    north, south = found(*BOTH_OUT)
    assert [(way.crossing, way.destinations) for way in north.ways] == [("gate", ("near",))]
    assert [(way.crossing, way.destinations) for way in south.ways] == [("second", ("far",))]
    assert (north.independent, south.independent) == (1, 1)


def test_two_ways_out_of_a_pocket_share_no_road() -> None:
    (both,) = found(*BOTH_OUT, ("north", "south"))
    assert [way.crossing for way in both.ways] == ["gate", "second"]
    assert both.independent == 2


def test_two_crossings_behind_one_road_are_one_way() -> None:
    links = [("north", "a"), ("a", "gate"), ("a", "second"), ("gate", "near"), ("second", "near")]
    (north,) = found(*links, points=["north"])
    assert len(north.ways) == 2
    assert north.independent == 1


def test_a_stretch_driven_against_another_way_counts_once() -> None:
    """Two ways only if one turns back what the shortest takes: the flow must find them."""
    links = [
        ("north", "a"),
        ("north", "south"),
        ("a", "south"),
        ("a", "gate"),
        ("south", "second"),
        ("gate", "near"),
        ("second", "far"),
    ]
    (pocket,) = found(*links)
    assert pocket.independent == 2


def test_a_crossing_without_a_window_from_then_on_is_no_way_out() -> None:
    (pocket,) = found(*BOTH_OUT, ("north", "south"), windows=windows("gate"))
    assert [way.crossing for way in pocket.ways] == ["gate"]
    assert pocket.independent == 1
    (after,) = found(*BOTH_OUT, ("north", "south"), on="2018-03-09")
    assert (after.ways, after.independent) == ((), 0)


def test_the_windows_of_the_day_itself_count() -> None:
    (pocket,) = found(*BOTH_OUT, ("north", "south"), on="2018-03-08")
    assert [len(way.windows) for way in pocket.ways] == [1, 1]


def test_a_window_inward_lets_nobody_out() -> None:
    (pocket,) = found(*BOTH_OUT, ("north", "south"), windows=windows("gate", direction="in"))
    assert pocket.ways == ()


def test_a_crossing_from_which_no_destination_is_reached_is_no_way_out() -> None:
    (pocket,) = found(("north", "south"), ("north", "gate"), ("gate", "out"))
    assert (pocket.ways, pocket.independent) == ((), 0)


def test_a_way_out_touches_no_closed_crossing() -> None:
    links = [("north", "south"), ("north", "gate"), ("gate", "second"), ("second", "far")]
    (pocket,) = found(*links, windows=windows("gate"))
    assert pocket.ways == ()
    (pocket,) = found(*links)
    assert [way.crossing for way in pocket.ways] == ["gate"]


def test_a_road_past_the_crossing_is_no_way_out() -> None:
    (pocket,) = found(("north", "south"), ("north", "out"), ("out", "near"))
    assert (pocket.ways, pocket.independent) == ((), 0)


def test_what_keeps_a_way_open_is_named() -> None:
    def term(name: str, topic: Any, place: str = "", since: int = at(6, "00:00")) -> Term:
        return Term(
            id=name, topic=topic, says="so", by="one side", since=since, place=place, source="s"
        )

    case = case_of(*BOTH_OUT, control=[ENCLAVE, AROUND])
    agreement = msgspec.structs.replace(
        case.agreement,
        terms=(
            term("all", "pause"),
            term("here", "screening_where", "gate"),
            term("there", "reception", "near"),
            term("elsewhere", "pause", "second"),
            term("unrelated", "complaints"),
            term("later", "pause", "gate", at(8, "00:00")),
        ),
    )
    north, _ = pockets(case.replace(agreement=agreement), ON)
    (way,) = north.ways
    assert way.terms == ("all", "here", "there")
    assert way.beyond == ("other side",)


def test_nobody_is_said_to_hold_the_ground_beyond() -> None:
    north, _ = found(*BOTH_OUT)
    assert north.ways[0].beyond == ()


def test_the_profile_that_carries_most_seats_counts() -> None:
    case = case_of(("north", "south"))
    roads = case.roads
    two = dataclasses.replace(
        roads,
        profiles=("ambulance", "bus"),
        seconds=np.repeat(roads.seconds, 2, axis=0),
        passable=np.array([[False] * roads.arcs, [True] * roads.arcs]),
    )
    base = small_case()
    buses = base.vehicles[:2]
    kinds = tuple(msgspec.structs.replace(kind, profile=kind.kind) for kind in base.vehicle_types)
    by_bus = case.replace(roads=two, vehicle_types=kinds, vehicles=buses)
    by_ambulance = by_bus.replace(vehicles=base.vehicles[3:])
    assert len(pockets(by_bus, ON)) == 1
    assert len(pockets(by_ambulance, ON)) == 2
