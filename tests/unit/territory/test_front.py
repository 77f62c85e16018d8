"""Which arcs the front line shuts, on maps small enough to see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from ground_case import Spot, area, box, ground_case

from safepassage.territory.front import shut

ENCLAVE = area(box(0, 0, 100, 100))
"""Some 10 km wide."""


def shut_arcs(
    spots: Mapping[str, Spot],
    *links: Sequence[Any],
    crossings: Sequence[str] = (),
    control: Sequence[Any] = (ENCLAVE,),
    on: str = "2018-03-06",
    through: Sequence[str] | None = None,
) -> list[tuple[str, str]]:
    case = ground_case(spots, links, control, crossings=crossings)
    names = list(spots)
    table = case.roads
    return [
        (names[table.tail[arc]], names[table.head[arc]])
        for arc in shut(case, on, through).nonzero()[0]
    ]


IN, OUT = (50, 50), (150, 50)


def test_an_arc_over_the_edge_is_shut_both_ways() -> None:
    assert shut_arcs({"in": IN, "out": OUT}, ("in", "out")) == [("in", "out"), ("out", "in")]


@pytest.mark.parametrize("other", [(20, 20), (0, 0), (100, 50)])
def test_an_arc_that_keeps_inside_is_open(other: Spot) -> None:
    assert shut_arcs({"in": IN, "other": other}, ("in", "other")) == []


def test_an_arc_that_keeps_outside_is_open() -> None:
    assert shut_arcs({"out": OUT, "other": (150, -20)}, ("out", "other")) == []


def test_an_arc_that_leaves_and_comes_back_is_shut() -> None:
    spots = {"a": IN, "b": (60, 50)}
    assert shut_arcs(spots, ("a", "b", [(55, 150)])) == [("a", "b"), ("b", "a")]


def test_a_node_on_the_edge_is_no_way_round() -> None:
    spots = {"in": IN, "edge": (100, 50), "out": OUT}
    assert shut_arcs(spots, ("in", "edge"), ("edge", "out")) == [("edge", "out"), ("out", "edge")]


def test_an_arc_through_the_enclave_from_outside_is_shut() -> None:
    spots = {"west": (-50, 50), "east": OUT}
    assert len(shut_arcs(spots, ("west", "east"))) == 2


def test_ground_in_a_hole_is_outside() -> None:
    ring = area(box(0, 0, 100, 100))
    holed = area(polygons=((ring.polygons[0][0], box(40, 40, 60, 60)),))
    assert len(shut_arcs({"a": IN, "b": (80, 50)}, ("a", "b"), control=[holed])) == 2


def test_a_crossing_lets_an_arc_at_its_node_pass_however_far_the_edge() -> None:
    spots = {"in": IN, "gate": (120, 50), "out": OUT}
    links = [("in", "gate"), ("gate", "out")]
    assert shut_arcs(spots, *links, crossings=["gate"]) == []
    assert len(shut_arcs(spots, *links)) == 2


@pytest.mark.parametrize(("north", "passes"), [(54, True), (56, False)])
def test_a_crossing_lets_arcs_pass_within_500_metres_of_it(north: float, passes: bool) -> None:
    """A thousandth of a degree of latitude is 111 m."""
    spots = {"in": (50, north), "out": (150, north), "gate": (100, 50), "far": (110, 50)}
    found = shut_arcs(spots, ("in", "out"), ("gate", "far"), crossings=["gate"])
    assert (found == []) is passes


def test_an_arc_that_meets_the_edge_elsewhere_too_is_shut() -> None:
    spots = {"in": IN, "out": (50, 150), "gate": (100, 50), "far": (110, 50)}
    over_the_gate_and_back = ("in", "out", [(105, 51), (80, 52)])
    links = [over_the_gate_and_back, ("gate", "far")]
    assert len(shut_arcs(spots, *links, crossings=["gate"])) == 2


def test_only_crossings_that_are_asked_for_let_pass() -> None:
    spots = {"in": IN, "gate": (120, 50), "out": OUT}
    links = [("in", "gate"), ("gate", "out")]
    assert len(shut_arcs(spots, *links, crossings=["gate"], through=[])) == 2
    assert shut_arcs(spots, *links, crossings=["gate"], through=["gate"]) == []


def test_the_last_picture_on_or_before_the_date_counts() -> None:
    control = [area(box(0, 0, 200, 100), on="2018-02-18"), ENCLAVE]
    for on, count in (("2018-02-17", 0), ("2018-02-18", 0), ("2018-03-05", 0), ("2018-03-06", 2)):
        found = shut_arcs({"in": IN, "out": OUT}, ("in", "out"), control=control, on=on)
        assert len(found) == count, on


def test_edges_between_areas_of_one_enclave_shut_nothing() -> None:
    halves = [area(box(0, 0, 50, 100)), area(box(50, 0, 100, 100), name="east")]
    assert shut_arcs({"a": (20, 50), "b": (80, 50)}, ("a", "b"), control=halves) == []


def test_every_part_of_an_enclave_has_an_edge() -> None:
    parts = [area(box(0, 0, 100, 40), box(0, 60, 100, 100))]
    assert len(shut_arcs({"a": (50, 20), "b": (50, 80)}, ("a", "b"), control=parts)) == 2


def test_ground_of_others_shuts_nothing_by_itself() -> None:
    others = area(box(110, 0, 200, 100), enclave=False)
    spots = {"out": (105, 50), "other": OUT}
    assert shut_arcs(spots, ("out", "other"), control=[ENCLAVE, others]) == []


def test_without_a_picture_nothing_is_shut() -> None:
    assert shut_arcs({"in": IN, "out": OUT}, ("in", "out"), control=[]) == []
