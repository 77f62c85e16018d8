"""The plan by hand with everything beside it that a case can have, each with a word of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from factory import at
from good_plan import good
from incidents import incident
from terms_case import change, term

from safepassage.cli.background import background
from safepassage.model.background import Background
from safepassage.model.broken import BrokenPromise
from safepassage.model.case import Case
from safepassage.model.evidence import Claim, DailyFigure
from safepassage.model.guard import Duty, GuardNeed, Post, Stretch
from safepassage.model.guard import Position as At
from safepassage.model.plan import Plan
from safepassage.model.territory import ControlArea, Movement, Ring


def box(west: float, south: float, east: float, north: float) -> Ring:
    return ((west, south), (east, south), (east, north), (west, north), (west, south))


WHOLE = box(36.39, 33.49, 36.48, 33.58)
HALF = box(36.39, 33.49, 36.435, 33.58)
FRAME = box(36.3, 33.4, 36.6, 33.7)


def area(on: str, *rings: Ring, **more: Any) -> ControlArea:
    fields: dict[str, Any] = {
        "on": on,
        "name": "Enclavecanary",
        "held_by": "holdercanary",
        "enclave": True,
        "polygons": (rings,),
        "approximate": True,
        "source": "sketchcanary",
    }
    return ControlArea(**(fields | more))


def claim(name: str, topic: str = "killed", **more: Any) -> Claim:
    fields: dict[str, Any] = {
        "id": name,
        "topic": topic,
        "statement": f"{name} said",
        "claimed_by": f"{name} claimant",
        "reported_by": "newscanary",
    }
    return Claim(**(fields | more))


CLAIMS = (
    claim("lowclaim", low=100, high=100, unit="persons", since="2018-02-18", until="2018-02-20"),
    claim("rangeclaim", low=200, high=300, unit="persons", since="2018-02-18", until="2018-02-20"),
    claim("keptclaim", "ceasefire", since="2018-03-05", holds="kept"),
    claim("brokenclaim", "ceasefire", since="2018-03-05", holds="broken"),
    claim("pauseclaim", "ceasefire", since="2018-03-04"),
)
SERIES = tuple(
    DailyFigure(
        series="seriescanary",
        topic="killed",
        on=f"2018-02-{day}",
        figure=figure,
        unit="persons",
        place="placecanary",
        claimed_by="countercanary",
        reported_by="newscanary",
    )
    for day, figure in ((18, 40), (19, 0), (20, 50))
)
TERMS = (
    term("corridor", "corridor-1", says="old corridor words", until=None),
    term(
        "corridor",
        "corridor-2",
        says="corridorcanary",
        replaces="corridor-1",
        since=at(5, "00:00"),
        until=None,
    ),
    term("immunity", says="immunitycanary", until=at(2, "00:00")),
    term("exclusion", says="exclusioncanary", by="a third", binds=()),
)
GUARD = GuardNeed(
    reach_metres=2000,
    metres=30_000,
    needed=3,
    at_least=2,
    posts=(
        Post(
            id="postid",
            latitude=33.5432,
            longitude=36.4321,
            reach_metres=2000,
            duties=(Duty(start=at(7, "08:17"), end=at(7, "11:43")),),
        ),
    ),
    uncovered=(Stretch(arcs=(0,), metres=600, near=At(latitude=33.5, longitude=36.4)),),
    uncovered_at_least=500,
)


def case_and_plan(**changes: Any) -> tuple[Case, Plan]:
    """The small case and its plan with all of it."""
    case, plan = good()
    agreement = msgspec.structs.replace(
        case.agreement,
        terms=TERMS,
        changes=(change(1, "offered"), change(3, "in_force")),
        status="in_force",
        guarantor="guarantor",
        others=("a third",),
    )
    fields: dict[str, Any] = {
        "agreement": agreement,
        "claims": CLAIMS,
        "series": SERIES,
        "incidents": (
            incident("hit", "eventscanary", on="2018-03-05", latitude=33.53, longitude=36.43),
        ),
        "control": (
            area("2018-02-18", WHOLE),
            area("2018-02-18", FRAME, WHOLE, enclave=False, held_by="othercanary", name="frame"),
            area("2018-03-06", HALF),
        ),
        "movements": (
            Movement(id="fled", on="2018-03-05", destination="north", persons=5, claim="lowclaim"),
        ),
    }
    case = case.replace(**(fields | changes))
    return case, msgspec.structs.replace(plan, case_digest=case.digest, guard=GUARD)


def named_all(name: str) -> tuple[Case, Plan]:
    """The same with one text for whatever strangers wrote."""
    case, _ = case_and_plan()
    replace = msgspec.structs.replace
    return case_and_plan(
        agreement=replace(
            case.agreement,
            terms=tuple(replace(one, says=name, source=name) for one in case.agreement.terms),
            changes=tuple(replace(one, says=name) for one in case.agreement.changes),
        ),
        claims=tuple(
            replace(one, statement=name, claimed_by=name, reported_by=name, place=name)
            for one in case.claims
        ),
        series=tuple(replace(one, series=name, place=name) for one in case.series),
        control=tuple(
            replace(one, name=name, held_by=f"{one.held_by} {name}", source=name)
            for one in case.control
        ),
    )


def beside(case: Case, plan: Plan, broken: Sequence[BrokenPromise] = ()) -> Background:
    return background(case, plan, broken, lambda _: None)
