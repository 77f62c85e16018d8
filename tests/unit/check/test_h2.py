"""H2: a choice, never a removal."""

from __future__ import annotations

import pytest
from variants import (
    FREE_GATE,
    Variant,
    boards,
    breaks,
    check,
    destination,
    faults,
    group,
    keeps,
    plan_with,
    terms,
)

from safepassage.model.plan import Boarding

KEEPS = (
    keeps("accepts this destination only", group("g1", destinations=("near",))),
    keeps("terms state none, a what-if", terms(destinations=()), plan_with(what_if=True)),
)
BREAKS = (
    breaks("H2", "taken where it would not go", group("g1", destinations=("far",))),
    breaks("H2", "accepted no destination", group("g3", destinations=())),
    breaks("H2", "terms state another destination", terms(destinations=("near",))),
    breaks("H2", "terms state none", terms(destinations=())),
    breaks(
        "H2", "terms state others, a what-if", terms(destinations=("x",)), plan_with(what_if=True)
    ),
    breaks("H2", "chose to stay", group("g1", choice="stay"), also=("A1",)),
    breaks("H2", "undecided", group("g1", choice="undecided"), also=("A1",)),
    breaks("H2", "not asked", group("g1", choice="not_asked"), also=("A1",)),
)


@pytest.mark.parametrize("variant", KEEPS + BREAKS, ids=str)
def test_choice(variant: Variant) -> None:
    check(variant)


def test_a_stayer_aboard_is_named_once() -> None:
    found = faults(
        FREE_GATE,
        destination("near", daily_capacity=None),
        group("g13", persons=1),
        boards(
            "t5",
            2,
            Boarding(group="g9", seated=2),
            Boarding(group="g10", seated=3),
            Boarding(group="g13", seated=1),
        ),
    )
    assert [(fault.promise, fault.where, fault.what) for fault in found] == [
        ("H2", "group g13", "boards t5; its choice is stay"),
        ("A1", "group g13", "its choice is stay, yet it is aboard"),
    ]


def test_both_destinations_are_told() -> None:
    (fault,) = faults(group("g1", destinations=("far",)))
    assert fault.what == "is taken to near; it accepted far"
