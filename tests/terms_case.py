"""The small case with an agreement that leaves nothing open, and ways to leave something open."""

from __future__ import annotations

from typing import Any, get_args

import msgspec
from factory import at, group, small_case

from safepassage.model.agreement import Guard
from safepassage.model.case import Case
from safepassage.model.findings import Finding
from safepassage.model.people import TravelGroup
from safepassage.model.plan import Plan
from safepassage.model.terms import Status, StatusChange, Term, Topic
from safepassage.model.territory import ControlArea
from safepassage.terms import review

ON = at(6, "12:00")
"""The day before the first window."""
ONE, OTHER, GUARANTOR, THIRD = "one side", "other side", "guarantor", "a third"


def term(topic: Topic, name: str = "", **more: Any) -> Term:
    """A term in writing of the guarantor that binds both parties until after the last window."""
    fields: dict[str, Any] = {
        "id": name or topic,
        "topic": topic,
        "says": f"On {topic}",
        "by": GUARANTOR,
        "binds": (ONE, OTHER),
        "written": True,
        "since": at(1, "00:00"),
        "until": at(20, "00:00"),
        "source": "an agency",
    }
    return Term(**(fields | more))


def change(day: int, status: Status, by: str = GUARANTOR, **more: Any) -> StatusChange:
    fields: dict[str, Any] = {
        "at": at(day, "00:00"),
        "status": status,
        "by": by,
        "source": "an agency",
    }
    return StatusChange(**(fields | more))


LIFE = (change(1, "offered"), change(2, "accepted", ONE), change(3, "in_force"))
SETTLED = (
    *(term(topic) for topic in get_args(Topic) if topic not in ("destination", "exclusion")),
    *(term("destination", f"to-{name}", place=name) for name in ("near", "far")),
)


def without(*ids: str) -> tuple[Term, ...]:
    return tuple(one for one in SETTLED if one.id not in ids)


def area(held_by: str = ONE, on: str = "2018-03-05", **more: Any) -> ControlArea:
    fields: dict[str, Any] = {
        "on": on,
        "name": f"ground of {held_by}",
        "held_by": held_by,
        "enclave": False,
        "polygons": ((((36.0, 33.0), (36.1, 33.0), (36.1, 33.1), (36.0, 33.0)),),),
        "source": "a map",
    }
    return ControlArea(**(fields | more))


def settled(
    terms: tuple[Term, ...] = SETTLED,
    changes: tuple[StatusChange, ...] = LIFE,
    case: dict[str, Any] | None = None,
    **agreement: Any,
) -> Case:
    """A case in which nothing is open, but for what is given."""
    base = small_case(
        control=(area(),),
        guard=Guard(required=True, escorts=True),
        groups=GROUPS,
    )
    fields: dict[str, Any] = {
        "terms": terms,
        "changes": changes,
        "others": (THIRD,),
        "status": changes[-1].status if changes else "in_force",
    }
    agreed = msgspec.structs.replace(base.agreement, **(fields | agreement))
    return base.replace(agreement=agreed, **(case or {}))


GROUPS: tuple[TravelGroup, ...] = (
    group(1, "north", 4),
    group(2, "north", 4, stretchers=1, attendants=1, medical_class=1),
    group(3, "south", 2, children=1, unaccompanied=1, carer="g4"),
    group(4, "south", 3),
    group(5, "south", 5, choice="stay", destinations=()),
)


def found(case: Case, on: int = ON, plan: Plan | None = None) -> list[Finding]:
    return list(review(case, on, plan).findings)


def the_finding(case: Case, on: int = ON) -> Finding:
    """The only thing that is open."""
    findings = found(case, on)
    assert len(findings) == 1, [finding.what for finding in findings]
    return findings[0]
