"""H3: what is carried is within the terms; no arm in an ambulance or marked vehicle."""

from __future__ import annotations

import pytest
from variants import (
    FREE_GATE,
    Variant,
    boards,
    breaks,
    check,
    coach,
    faults,
    group,
    keeps,
    terms,
    vehicle_type,
)

from safepassage.model.agreement import Category, Item
from safepassage.model.plan import Boarding

ARMED = {"category": "fighter", "items": ("weapon",)}
ALONE = boards("t1", 2, Boarding(group="g1", seated=4), Boarding(group="g4", seated=3))

KEEPS = (
    keeps("nothing carried", group("g1", items=())),
    keeps(
        "a fighter without arms in a marked vehicle",
        group("g12", items=("luggage",)),
        coach(emblem=True),
    ),
    keeps("arms ride on the bus, the patient doesn't", group("g11", **ARMED)),
    keeps("armed, and not every attendant rides along", group("g11", attendants=3, **ARMED)),
    keeps(
        "armed, and the patient rides alone",
        group("g11", **ARMED),
        boards("t2", 2, Boarding(group="g11", seated=0, stretchers=1)),
        boards(
            "t1", 2, *(Boarding(group=g, seated=n) for g, n in (("g11", 3), ("g1", 4), ("g4", 3)))
        ),
        FREE_GATE,
    ),
    keeps("category unknown, nothing carried", group("g1", items=(), category="other")),
)
BREAKS = (
    breaks("H3", "civilian with a weapon", group("g1", items=("luggage", "weapon"))),
    breaks("H3", "item nobody may carry", group("g1", items=("piano",))),
    breaks("H3", "category unknown to the terms", group("g1", category="other")),
    breaks(
        "H3", "terms narrowed", terms(categories=(Category(id="civilian", may_carry=("luggage",)),))
    ),
    breaks("H3", "arm in a marked vehicle", coach(emblem=True)),
    breaks(
        "H3",
        "luggage is an arm by the terms",
        terms(items=(Item(id="luggage", arm=True),)),
        vehicle_type("bus", emblem=True),
    ),
    breaks(
        "H3",
        "armed rest in a marked vehicle",
        group("g11", **ARMED),
        coach(emblem=True),
        group("g12", items=()),
    ),
    breaks("H3", "armed, and all in the ambulance", group("g11", persons=2, **ARMED), ALONE),
    breaks(
        "H3",
        "armed, not as case (a) has it",
        group("g11", attendants=0, **ARMED),
        also=("H1",),
    ),
)


@pytest.mark.parametrize("variant", KEEPS + BREAKS, ids=str)
def test_items(variant: Variant) -> None:
    check(variant)


def test_the_items_are_told() -> None:
    (fault,) = faults(group("g1", items=("luggage", "weapon", "piano")))
    assert fault.what == "carries weapon, piano, not allowed to category civilian"
