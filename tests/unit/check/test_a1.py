"""A1: every registered person is accounted for, exactly once."""

from __future__ import annotations

import pytest
from variants import (
    FREE_GATE,
    Variant,
    add,
    boards,
    breaks,
    check,
    faults,
    group,
    keeps,
    not_served,
    plan_with,
)

from safepassage.model.plan import Boarding, NotServed


def entry(name: str = "g2", promise: str = "W1", reason: str = "no window left") -> NotServed:
    return NotServed(group=name, promise=promise, reason=reason)


def t5_boards(*more: Boarding, g9: int = 2, g10: int = 3, escorts: int = 0) -> tuple[Boarding, ...]:
    return (
        Boarding(group="g9", seated=g9, escorts=escorts),
        Boarding(group="g10", seated=g10),
        *more,
    )


KEEPS = (
    keeps("another promise binds", plan_with(not_served=(entry(),))),
    keeps(
        "boards in two halves at one stop",
        boards("t5", 2, *t5_boards(Boarding(group="g9", seated=1), g9=1)),
    ),
)
BREAKS = (
    breaks("A1", "forgotten", plan_with(not_served=())),
    breaks("A1", "someone of it left behind", boards("t5", 2, *t5_boards(g9=1))),
    breaks("A1", "someone too many", FREE_GATE, group("g9", persons=1)),
    breaks("A1", "on a seat instead of a stretcher", group("g9", stretchers=1)),
    breaks("A1", "no wheelchair place asked", group("g9", wheelchairs=1)),
    breaks("A1", "need of an escort lost", group("g9", escorts=1)),
    breaks("A1", "aboard and not served", not_served("g1")),
    breaks("A1", "not served twice", not_served("g2")),
    breaks("A1", "not served for no promise", plan_with(not_served=(entry(promise="Z9"),))),
    breaks("A1", "not served for nothing", plan_with(not_served=(entry(promise=""),))),
    breaks("A1", "not served without a reason", plan_with(not_served=(entry(reason=" "),))),
    breaks(
        "A1", "unknown group aboard", boards("t5", 2, *t5_boards(Boarding(group="who", seated=0)))
    ),
    breaks("A1", "unknown group not served", add(not_served=(entry("who"),))),
    breaks("A1", "stays, yet not served", not_served("g13")),
    breaks("A1", "undecided, yet not served", not_served("g14")),
    breaks("A1", "minus one", boards("t5", 2, *t5_boards(Boarding(group="g9", seated=-1)))),
    breaks("A1", "nobody boards", boards("t5", 2, *t5_boards(Boarding(group="g9", seated=0)))),
)


@pytest.mark.parametrize("variant", KEEPS + BREAKS, ids=str)
def test_account(variant: Variant) -> None:
    check(variant)


def test_boarding_twice_is_too_many() -> None:
    found = faults(
        FREE_GATE, boards("t3", 3, Boarding(group="g7", seated=3), Boarding(group="g9", seated=1))
    )
    assert {fault.promise for fault in found} == {"H1", "A1"}
    assert "3 seated persons board, 2 registered" in {fault.what for fault in found}


def test_a_negative_boarding_hides_nobody() -> None:
    crowd = t5_boards(Boarding(group="g9", seated=-9), g9=11)
    codes = {fault.promise for fault in faults(boards("t5", 2, *crowd))}
    assert codes == {"A1", "V1", "C2"}


def test_more_escorts_than_persons() -> None:
    found = faults(group("g9", escorts=3), boards("t5", 2, *t5_boards(escorts=3)))
    assert "3 of 2 persons of group g9 need an escort" in {fault.what for fault in found}
