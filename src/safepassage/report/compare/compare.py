"""`compare`: two plans figure by figure, place by place, and what their cases differ in."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

import msgspec

from safepassage.model.case import Case
from safepassage.model.plan import Plan
from safepassage.report.compare.cases import Change, changes
from safepassage.report.figures import refuse_absurd
from safepassage.report.journeys import journeys
from safepassage.report.summary import Summary, summarise


class Side(msgspec.Struct, frozen=True, kw_only=True):
    """One of the two: its figures, and people by assembly point and by destination."""

    summary: Summary
    by_point: dict[str, int]
    by_destination: dict[str, int]


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """Two plans beside each other.

    `sooner_seconds` is how much sooner the second has its last person out, negative if later, and
    None where one of them doesn't have everyone out.
    """

    first: Side
    second: Side
    sooner_seconds: int | None
    more_out: int
    same_case: bool
    changes: tuple[Change, ...]


def compare(one: tuple[Case, Plan], other: tuple[Case, Plan]) -> Comparison:
    """Set the second plan, with its case, against the first.

    Raises
    ------
    PlanFileError
        if a plan holds figures that nobody can read.
    """
    for case, plan in (one, other):
        refuse_absurd(case, plan)
    first, second = _side(*one), _side(*other)
    return Comparison(
        first=first,
        second=second,
        sooner_seconds=_sooner(first.summary, second.summary),
        more_out=second.summary.people_out - first.summary.people_out,
        same_case=one[0].digest == other[0].digest,
        changes=changes(one[0], other[0]),
    )


def _side(case: Case, plan: Plan) -> Side:
    told = journeys(case, plan)
    points, destinations = Counter[str](), Counter[str]()
    for journey in told.all:
        destinations[journey.destination] += journey.persons
        for call in journey.calls:
            points[call.place] += call.persons
    return Side(
        summary=summarise(
            case, plan, broken_promises=(), planning_seconds=0.0, peak_memory_mib=0.0
        ),
        by_point={point.id: points[point.id] for point in case.assembly_points},
        by_destination={place.id: destinations[place.id] for place in case.destinations},
    )


def _sooner(one: Summary, other: Summary) -> int | None:
    if one.clearance_time is None or other.clearance_time is None:
        return None
    first, second = map(datetime.fromisoformat, (one.clearance_time, other.clearance_time))
    return round((first - second).total_seconds())
