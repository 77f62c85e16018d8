"""The answer first: who is out by when, how good that is proved to be, and what holds it up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

import msgspec

from safepassage.model.case import Case
from safepassage.model.plan import Binding
from safepassage.report.journeys import Journeys
from safepassage.report.summary import Summary


class Unserved(msgspec.Struct, frozen=True, kw_only=True):
    """How many people have no seat, for one reason."""

    promise: str
    reason: str
    people: int


class Binds(msgspec.Struct, frozen=True, kw_only=True):
    """A promise that holds the bound up: where, and its share of the bound's weight (0 to 1)."""

    promise: str
    where: str
    where_local: str
    share: float


class Broken(msgspec.Struct, frozen=True, kw_only=True):
    """A promise that the plan doesn't keep, and how often; no trip, vehicle or group is named."""

    promise: str
    times: int


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """The figures of `Summary`, with times in UTC seconds."""

    registered: int
    leaving: int
    staying: int
    undecided: int
    not_asked: int
    out: int
    arrived: int
    not_served: int
    unserved: tuple[Unserved, ...]
    out_bound: int
    first_window: int
    first_out: int | None
    last_out: int | None
    """The last in this plan, whether or not that is everyone."""
    clearance: int | None
    clearance_bound: int | None
    last_arrival: int | None
    gap: float | None
    gap_open: float | None
    longest_wait: int
    binds: tuple[Binds, ...]
    trips: int
    convoys: int
    vehicles: int
    faults: int
    """How often the plan breaks a promise; above 0 it isn't to be acted on."""
    broken: tuple[Broken, ...]


def answer(told: Journeys, summary: Summary) -> Answer:
    """The answer of a plan's summary."""
    out = [j.out for j in told.all if j.out is not None and j.persons]
    return Answer(
        registered=summary.people_registered,
        leaving=summary.people_choosing_to_leave,
        staying=summary.people_staying,
        undecided=summary.people_undecided - summary.people_not_asked,
        not_asked=summary.people_not_asked,
        out=summary.people_out,
        arrived=summary.people_arrived,
        not_served=summary.people_not_served,
        unserved=tuple(
            Unserved(promise=total.promise, reason=total.reason, people=total.people)
            for total in summary.not_served
        ),
        out_bound=summary.people_out_bound,
        first_window=told.first,
        first_out=min(out, default=None),
        last_out=max(out, default=None),
        clearance=_seconds(summary.clearance_time),
        clearance_bound=_seconds(summary.clearance_time_bound),
        last_arrival=_seconds(summary.last_arrival),
        gap=summary.gap,
        gap_open=summary.gap_open,
        longest_wait=summary.longest_wait_seconds,
        binds=tuple(_binds(told.case, summary.binding)),
        trips=summary.trips,
        convoys=summary.convoys,
        vehicles=summary.vehicles_used,
        faults=len(summary.broken_promises),
        broken=tuple(
            Broken(promise=promise, times=times)
            for promise, times in Counter(b.promise for b in summary.broken_promises).items()
        ),
    )


def _seconds(moment: str | None) -> int | None:
    return None if moment is None else int(datetime.fromisoformat(moment).timestamp())


def _binds(case: Case, binding: Iterable[Binding]) -> Iterable[Binds]:
    """Most weight first; a place by its name, anything else as the bound calls it."""
    for item in sorted(binding, key=lambda one: -one.share):
        place = case.places.get(item.where)
        yield Binds(
            promise=item.promise,
            where=place.name if place else item.where,
            where_local=place.name_local if place else "",
            share=item.share,
        )
