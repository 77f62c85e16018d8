"""C1: passages only in convoys, of limited size, a headway apart."""

from __future__ import annotations

import pytest
from factory import at
from variants import Variant, add, breaks, check, convoy, faults, gate, keeps, stop

from safepassage.model.plan import Convoy

INBOUND = Convoy(
    id="later",
    crossing="gate",
    direction="in",
    start=at(8, "10:15"),  # ten minutes after out-4
    end=at(8, "10:15"),
)

KEEPS = (
    keeps("as many vehicles as may be", gate(convoy_vehicles=3)),
    keeps("headway exactly kept", gate(headway_seconds=1500)),
    keeps("other direction has its own headway", add(convoys=(INBOUND,))),
    keeps("shared, but far enough apart", gate(shared=True)),
    keeps("arrives as the convoy starts", stop("t2", 1, arrive=at(7, "09:00"))),
)
BREAKS = (
    breaks("C1", "one vehicle too many", gate(convoy_vehicles=2)),
    breaks("C1", "headway a second short", gate(headway_seconds=1501)),
    breaks("C1", "shared headway", gate(shared=True), add(convoys=(INBOUND,))),
    breaks("C1", "late at the gate", stop("t2", 1, arrive=at(7, "09:00") + 1)),
    breaks("C1", "goes on before the end", stop("t3", 1, depart=at(7, "09:03") - 1)),
    breaks("C1", "passes alone", stop("t4", 1, convoy=None)),
    breaks("C1", "leaves alone", stop("t4", 3, convoy=None)),
    breaks("C1", "unknown convoy", stop("t4", 1, convoy="nowhere")),
    breaks("C1", "convoy at an assembly point", stop("t4", 2, convoy="in-2")),
    breaks("C1", "convoy of another direction", convoy("in-2", direction="out")),
    breaks("C1", "convoy of an unknown crossing", convoy("in-2", crossing="elsewhere")),
    breaks("C1", "convoy at a place that is no crossing", convoy("in-2", crossing="north")),
    breaks("C1", "convoy id twice", add(convoys=(INBOUND, INBOUND))),
)


@pytest.mark.parametrize("variant", KEEPS + BREAKS, ids=str)
def test_convoys(variant: Variant) -> None:
    check(variant)


def test_the_passage_is_named() -> None:
    (fault,) = faults(stop("t2", 1, arrive=at(7, "09:00") + 90))
    assert fault.where == "trip t2, stop 2, crossing gate"
    assert (fault.amount, fault.unit) == (90, "seconds")
    assert fault.what == (
        "arrives 2018-03-07 09:01:30, after its convoy in-1 starts 2018-03-07 09:00:00"
    )


def test_empty_vehicles_count() -> None:
    (fault,) = faults(gate(convoy_vehicles=1, headway_seconds=0), stop("t1", 0, boardings=()))[:1]
    assert fault.what == "3 vehicles, at most 1 in a convoy"
    assert fault.amount == 2


def test_vehicles_of_a_convoy_at_two_crossings_are_its_own() -> None:
    found = faults(convoy("in-2", crossing="elsewhere"))
    assert [fault.what for fault in found] == [
        "its convoy in-2 passes crossing elsewhere",
        "no such crossing in the case",
    ]
