"""Pictures by date, what was lost, who is inside, and how old the picture is."""

from __future__ import annotations

from typing import Any

import pytest
from ground_case import area, box, ground_case

from safepassage.model.case import Case
from safepassage.model.exposure import ExposureRules
from safepassage.model.territory import Movement
from safepassage.territory.people import people_on
from safepassage.territory.picture import picture

WHOLE = area(box(0, 0, 30, 20), on="2018-02-18")
LESS = area(box(0, 0, 20, 20), on="2018-03-06")
AROUND = area(box(20, 0, 30, 20), on="2018-03-06", enclave=False, approximate=True)
SPOTS = {"west": (5.0, 10.0), "east": (25.0, 10.0)}


def case_of(*control: Any, **changes: Any) -> Case:
    return ground_case(SPOTS, [("west", "east")], control, points=["west", "east"], **changes)


def test_a_third_lost() -> None:
    found = picture(case_of(WHOLE, LESS, AROUND), "2018-03-07")
    assert found is not None and found.lost is not None
    assert found.lost.share_lost == pytest.approx(1 / 3, rel=1e-9)
    assert found.lost.square_kilometres_gained == 0
    assert found.square_kilometres == pytest.approx(2 / 3 * found.lost.square_kilometres_then)
    assert found.square_kilometres == pytest.approx(4 * 1.10905 * 0.92907, rel=1e-3)


def test_ground_gained_makes_no_loss_smaller() -> None:
    moved = area(box(10, 0, 40, 20), on="2018-03-06")
    found = picture(case_of(WHOLE, moved), "2018-03-06")
    assert found is not None and found.lost is not None
    assert found.lost.share_lost == pytest.approx(1 / 3)
    assert found.lost.square_kilometres_gained == pytest.approx(found.lost.square_kilometres_lost)


def test_the_last_picture_on_or_before_the_date() -> None:
    case = case_of(WHOLE, LESS, AROUND)
    drawn = {}
    for on in ("2018-02-17", "2018-02-18", "2018-03-05", "2018-03-06", "2018-04-01"):
        found = picture(case, on)
        drawn[on] = found and (found.drawn, found.age_days)
    assert drawn == {
        "2018-02-17": None,
        "2018-02-18": ("2018-02-18", 0),
        "2018-03-05": ("2018-02-18", 15),
        "2018-03-06": ("2018-03-06", 0),
        "2018-04-01": ("2018-03-06", 26),
    }


@pytest.mark.parametrize(
    ("on", "since", "counted"),
    [
        ("2018-03-06", None, "2018-02-18"),
        ("2018-03-09", None, "2018-02-18"),
        ("2018-03-09", "2018-03-07", "2018-03-06"),
        ("2018-03-09", "2018-02-17", None),
        ("2018-03-06", "2018-03-06", None),
        ("2018-02-20", None, None),
    ],
)
def test_since_when(on: str, since: str | None, counted: str | None) -> None:
    third = area(box(0, 0, 10, 20), on="2018-03-09")
    found = picture(case_of(WHOLE, LESS, third), on, since)
    assert found is not None
    assert (found.lost and found.lost.since) == counted


@pytest.mark.parametrize(("on", "stale"), [("2018-03-09", False), ("2018-03-10", True)])
def test_a_picture_older_than_the_case_allows_is_stale(on: str, stale: bool) -> None:
    found = picture(case_of(LESS, exposure=ExposureRules(stale_days=3)), on)
    assert found is not None
    assert found.stale is stale


def test_who_holds_which_ground() -> None:
    found = picture(case_of(WHOLE, AROUND, LESS), "2018-03-06")
    assert found is not None
    assert [(one.held_by, one.enclave, one.names, one.approximate) for one in found.grounds] == [
        ("one side", True, ("the enclave",), False),
        ("other side", False, ("ground around",), True),
    ]
    assert found.grounds[1].square_kilometres == pytest.approx(found.square_kilometres / 2)


def test_parts_of_one_holder_are_one_ground() -> None:
    parts = [area(box(0, 0, 10, 20)), area(box(20, 0, 30, 20), name="east", source="another")]
    found = picture(case_of(*parts), "2018-03-06")
    assert found is not None
    (only,) = found.grounds
    assert only.names == ("the enclave", "east")
    assert only.sources == ("a monitor", "another")


def moves(*rows: tuple[str, str, str, int]) -> tuple[Movement, ...]:
    return tuple(
        Movement(id=f"m{n}", on=on, origin=origin, destination=to, persons=persons, claim="c1")
        for n, (on, origin, to, persons) in enumerate(rows)
    )


def test_people_inside_by_date() -> None:
    """The horizon starts on 7 March, and populations are those of that day."""
    moved = moves(
        ("2018-03-05", "", "west", 40),
        ("2018-03-07", "east", "west", 1),
        ("2018-03-08", "east", "", 9),
    )
    case = case_of(WHOLE, LESS, movements=moved)
    there = {
        on: [one.persons for one in people_on(case, on)]
        for on in ("2018-03-04", "2018-03-05", "2018-03-07", "2018-03-08")
    }
    assert there == {
        "2018-03-04": [59, 101],
        "2018-03-05": [99, 101],
        "2018-03-07": [100, 100],
        "2018-03-08": [100, 91],
    }
    early, late = picture(case, "2018-03-05"), picture(case, "2018-03-08")
    assert early is not None and late is not None
    assert early.persons_inside == 200
    assert late.persons_inside == 100
    assert [one.point for one in late.outside] == ["east"]


def test_every_change_names_its_claim() -> None:
    moved = moves(("2018-03-08", "east", "west", 1), ("2018-03-05", "", "west", 40))
    west, east = people_on(case_of(movements=moved), "2018-03-08")
    assert [(one.on, one.persons, one.movement, one.claim) for one in west.moved] == [
        ("2018-03-05", 40, "m1", "c1"),
        ("2018-03-08", 1, "m0", "c1"),
    ]
    assert [one.persons for one in east.moved] == [-1]
    assert people_on(case_of(movements=moved), "2018-03-04")[0].moved == ()
