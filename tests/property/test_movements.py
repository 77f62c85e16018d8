"""Movements lose nobody, and it doesn't matter on which day a case counts its people."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec
from factory import ZONE, place, small_case
from hypothesis import given
from hypothesis import strategies as st

from safepassage.model.case import Case
from safepassage.model.places import AssemblyPoint
from safepassage.model.territory import Movement
from safepassage.read.movements import populations_on
from safepassage.territory.people import people_on

POINTS = ("a", "b", "c")
DAYS = tuple(f"2018-03-{day:02}" for day in range(1, 15))
POPULATIONS = {"a": 500, "b": 40, "c": 0}

movements = st.lists(
    st.builds(
        Movement,
        id=st.just("m"),
        on=st.sampled_from(DAYS),
        origin=st.sampled_from(("", *POINTS)),
        destination=st.sampled_from(("", *POINTS)),
        persons=st.integers(1, 300),
        claim=st.just("c1"),
    ),
    max_size=12,
).map(tuple)


def case_from(first_day: int, moved: tuple[Movement, ...]) -> Case:
    """A case whose horizon starts on a day of March, as it is read from a table."""
    start = datetime(2018, 3, first_day, 6, tzinfo=ZONE)
    there = populations_on(POPULATIONS, moved, start.date().isoformat())
    return small_case(
        horizon=(int(start.timestamp()), int((start + timedelta(days=20)).timestamp())),
        assembly_points=tuple(
            place(AssemblyPoint, name, population=there[name]) for name in POINTS
        ),
        movements=moved,
    )


@given(moved=movements, on=st.sampled_from(DAYS), first_day=st.integers(1, 20))
def test_people_on_a_date_are_the_same_whenever_the_horizon_starts(
    moved: tuple[Movement, ...], on: str, first_day: int
) -> None:
    found = {one.point: one.persons for one in people_on(case_from(first_day, moved), on)}
    assert found == populations_on(POPULATIONS, moved, on)


@given(moved=movements, on=st.sampled_from(DAYS))
def test_who_moves_between_points_stays_inside(moved: tuple[Movement, ...], on: str) -> None:
    among = tuple(one for one in moved if one.origin and one.destination)
    case = case_from(7, among)
    assert sum(one.persons for one in people_on(case, on)) == sum(POPULATIONS.values())


@given(moved=movements, on=st.sampled_from(DAYS))
def test_every_person_comes_from_the_table_or_from_a_movement(
    moved: tuple[Movement, ...], on: str
) -> None:
    for one in people_on(case_from(7, moved), on):
        assert one.persons == POPULATIONS[one.point] + sum(each.persons for each in one.moved)


@given(moved=movements)
def test_the_order_of_movements_changes_nobody(moved: tuple[Movement, ...]) -> None:
    turned = tuple(msgspec.structs.replace(one, id="x") for one in reversed(moved))
    last = DAYS[-1]
    count = [
        [one.persons for one in people_on(case_from(7, rows), last)] for rows in (moved, turned)
    ]
    assert count[0] == count[1]
