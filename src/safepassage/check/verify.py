"""Every promise in turn, over one plan."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

from safepassage.check.account import account
from safepassage.check.broken import broken, clock, figure
from safepassage.check.choice import items_carried, own_choice
from safepassage.check.continuity import least_stays, one_place_at_a_time, stops_in_order, trip_form
from safepassage.check.convoys import convoy_rules, in_convoys
from safepassage.check.drivers import driver_hours, vehicle_range
from safepassage.check.guarded import guarded
from safepassage.check.index import Index, make_index
from safepassage.check.nights import nights_inside
from safepassage.check.reception import reception
from safepassage.check.routes import calls, legs, past_no_place, sound_routes
from safepassage.check.screening import one_at_a_time, screening_rate
from safepassage.check.seats import seats
from safepassage.check.together import together, with_carer
from safepassage.check.windows import inside_horizon, inside_windows, through_no_crossing
from safepassage.errors import PlanFileError
from safepassage.model.broken import BrokenPromise
from safepassage.model.case import Case
from safepassage.model.plan import PLAN_FORMAT, Plan
from safepassage.model.terms import IN_FORCE

Check = Callable[[Index], Iterator[BrokenPromise]]

CHECKS: tuple[Check, ...] = (
    inside_windows,
    inside_horizon,
    through_no_crossing,
    in_convoys,
    convoy_rules,
    screening_rate,
    one_at_a_time,
    seats,
    trip_form,
    stops_in_order,
    least_stays,
    one_place_at_a_time,
    nights_inside,
    driver_hours,
    vehicle_range,
    together,
    with_carer,
    own_choice,
    items_carried,
    reception,
    legs,
    calls,
    sound_routes,
    past_no_place,
    guarded,
    account,
)
"""Each yields one promise's faults, in the order of the promises."""

MOST = 500
"""Faults of one check that are spelt out; the others are counted."""


def verify(case: Case, plan: Plan) -> tuple[BrokenPromise, ...]:
    """Check a plan against its case, promise by promise; empty when every one is kept.

    Recomputed from the case alone, whatever the plan says, and whatever made it. A plan that is
    malformed breaks promises, too; it never ends in another error.

    Raises
    ------
    PlanFileError
        The plan is of another format, was made for another case, or is marked as what it isn't.
    """
    if plan.format != PLAN_FORMAT:
        raise PlanFileError(
            f"the plan has format {figure(plan.format)}; expected {PLAN_FORMAT}. "
            "Make the plan again with this version."
        )
    if plan.case_digest != case.digest:
        raise PlanFileError(
            f"the plan was made for case {plan.case_name} ({plan.case_digest[:12]}…); expected "
            f"{case.name} ({case.digest[:12]}…). Check it with its own case, or plan again."
        )
    if mark := _wrong_mark(case, plan):
        raise PlanFileError(f"the plan {mark}. Correct the mark, or plan again.")
    index = make_index(case, plan)
    return tuple(fault for check in CHECKS for fault in _first_of(check(index)))


def _wrong_mark(case: Case, plan: Plan) -> str:
    """What a plan's marks hide or invent; a reader relies on them before any figure."""
    for name in ("drawn_households", "schematic_roads", "under_duress"):
        stated, true = getattr(plan, name), getattr(case, name)
        if stated != true:
            return f"says {name} = {stated}; expected {true}, as its case says"
    return "" if plan.what_if else _out_of_force(case)


def _out_of_force(case: Case) -> str:
    """Why only a what-if is allowed: a window, or the horizon, that isn't wholly in force."""
    agreement = case.agreement
    unmarked = "isn't marked what_if; expected it to be"
    if not agreement.changes and agreement.status not in IN_FORCE:
        return f"{unmarked} while the agreement is {agreement.status}, not in_force"
    spans = [(window.opens, window.closes) for window in case.windows] or [case.horizon]
    for opens, closes in sorted(spans):
        if agreement.changes and not agreement.in_force_throughout(opens, closes):
            span = f"{clock(opens, case.zone)} to {clock(closes, case.zone)}"
            return f"{unmarked}, as the agreement isn't in force throughout {span}"
    return ""


def _first_of(faults: Iterator[BrokenPromise]) -> Iterator[BrokenPromise]:
    yield from islice(faults, MOST)
    if (following := next(faults, None)) is not None:
        more = 1 + sum(1 for _ in faults)
        yield broken(following.promise, "the plan", f"and {figure(more)} more like these")
