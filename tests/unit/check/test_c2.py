"""C2: a gate screens no faster than its rate, one convoy at a time."""

from __future__ import annotations

import pytest
from factory import at
from variants import FREE_GATE, Change, Variant, add, breaks, check, faults, gate, keeps

from safepassage.model.agreement import Direction
from safepassage.model.plan import Convoy

OUT_1_ENDS = at(7, "09:50") + 30


def empty_convoy(start: int, direction: Direction = "out", end: int | None = None) -> Change:
    return add(
        convoys=(
            Convoy(
                id="empty",
                crossing="gate",
                direction=direction,
                start=start,
                end=start if end is None else end,
            ),
        )
    )


NO_HEADWAY = gate(headway_seconds=0)
KEEPS = (
    keeps("both rates exactly", gate(vehicles_per_hour=60, persons_per_hour=120)),
    keeps("rounded up, not down", gate(persons_per_hour=120)),
    keeps("no rate asks nothing", FREE_GATE),
    keeps("next starts as the one before ends", NO_HEADWAY, empty_convoy(OUT_1_ENDS)),
    keeps("other direction has its own server", NO_HEADWAY, empty_convoy(OUT_1_ENDS - 9, "in")),
)
BREAKS = (
    breaks("C2", "too fast for the persons", gate(persons_per_hour=119)),
    breaks("C2", "too fast for the vehicles", gate(vehicles_per_hour=59)),
    breaks("C2", "a rate of nought", gate(persons_per_hour=0)),
    breaks("C2", "starts before the one before ends", NO_HEADWAY, empty_convoy(OUT_1_ENDS - 1)),
    breaks(
        "C2",
        "shared server",
        gate(headway_seconds=0, shared=True),
        empty_convoy(OUT_1_ENDS - 1, "in"),
    ),
    breaks("C2", "ends before it starts", empty_convoy(at(7, "12:30"), end=at(7, "12:30") - 1)),
)


@pytest.mark.parametrize("variant", KEEPS + BREAKS, ids=str)
def test_screening(variant: Variant) -> None:
    check(variant)


def test_time_is_rounded_up() -> None:
    # 11 persons at 119 an hour take 332.8 s, 9 persons 272.3 s.
    found = faults(gate(persons_per_hour=119))
    assert [fault.amount for fault in found] == [3, 3, 3, 3]
    assert found[0].what == "takes 330 s for 2 vehicles with 11 persons, at least 333 s"


def test_a_long_convoy_keeps_the_server_past_a_short_one() -> None:
    long = Convoy(
        id="long",
        crossing="gate",
        direction="out",
        start=at(9, "09:00"),
        end=at(9, "11:00"),
    )
    brief = [
        Convoy(id=name, crossing="gate", direction="out", start=at(9, clock), end=at(9, clock))
        for name, clock in (("b", "09:30"), ("c", "10:59"), ("d", "11:00"))
    ]
    found = faults(NO_HEADWAY, add(convoys=(long, *brief)))
    assert [fault.where.split(",")[0] for fault in found] == ["convoy b", "convoy c"]
    assert [fault.amount for fault in found] == [5400, 60]
