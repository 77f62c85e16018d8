"""An assembly point's list: who is called when, and the seats that are sent for them.

At Bangui in 2014 there was room for 250 and 2,000 came; children died in the crush (Humanity &
Inclusion). So no more people are ever called than there are places for, each of the kind they need.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import msgspec

from safepassage.model.plan import Boarding
from safepassage.report.journeys import Call, Journey, Journeys
from safepassage.report.sheets.convoy_list import Aboard, boarded
from safepassage.report.sheets.head import place_name


class CalledGroup(msgspec.Struct, frozen=True, kw_only=True):
    """A travel group, or its part, and the vehicle it is called to."""

    group: str
    persons: int
    stretchers: int
    wheelchairs: int
    escorts: int
    vehicle: str
    convoy: str
    destination: str


class CallUp(msgspec.Struct, frozen=True, kw_only=True):
    """Everyone who is called to a point at one time, by the minute, UTC seconds.

    `seats` are the places of the vehicles sent that nobody took before; `short` is how many people
    are called without a place of the kind they need: 0 in every plan that keeps V1.
    """

    at: int
    persons: int
    seats: int
    short: int
    vehicles: int
    groups: tuple[CalledGroup, ...]


class PointList(msgspec.Struct, frozen=True, kw_only=True):
    """An assembly point, call by call."""

    place: str
    persons: int
    seats: int
    short: int
    calls: tuple[CallUp, ...]


def point_lists(told: Journeys) -> tuple[PointList, ...]:
    """Every assembly point where somebody is called, in the order of the case."""
    calls = defaultdict[str, defaultdict[int, list[tuple[Journey, Call]]]](
        lambda: defaultdict(list)
    )
    for journey in told.all:
        for call in journey.calls:
            calls[call.place][call.at // 60 * 60].append((journey, call))
    order = {point.id: number for number, point in enumerate(told.case.assembly_points)}
    found = []
    for place in sorted(calls, key=lambda name: (order.get(name, len(order)), name)):
        called = tuple(_call_up(told, at, here) for at, here in sorted(calls[place].items()))
        found.append(
            PointList(
                place=place_name(told.case, place),
                persons=sum(call.persons for call in called),
                seats=sum(call.seats for call in called),
                short=sum(call.short for call in called),
                calls=called,
            )
        )
    return tuple(found)


def _call_up(told: Journeys, at: int, here: list[tuple[Journey, Call]]) -> CallUp:
    free = [_free(journey, call) for journey, call in here]
    return CallUp(
        at=at,
        persons=sum(call.persons for _, call in here),
        seats=sum(places.persons for places in free),
        short=sum(
            _short(places, boarded(call.boardings))
            for places, (_, call) in zip(free, here, strict=True)
        ),
        vehicles=len(here),
        groups=tuple(
            group
            for journey, call in sorted(here, key=lambda one: one[0].vehicle)
            for group in _groups(told, journey, call.boardings)
        ),
    )


def _free(journey: Journey, called: Call) -> Aboard:
    """Places that nobody took at the points before."""
    before = boarded(
        one for call in journey.calls if call.depart < called.depart for one in call.boardings
    )
    kind = journey.type
    seated = max(0, kind.seats - before.seated)
    stretchers = max(0, kind.stretchers - before.stretchers)
    wheelchairs = max(0, kind.wheelchairs - before.wheelchairs)
    return Aboard(
        persons=seated + stretchers + wheelchairs,
        seated=seated,
        stretchers=stretchers,
        wheelchairs=wheelchairs,
    )


def _short(free: Aboard, called: Aboard) -> int:
    return (
        max(0, called.seated - free.seated)
        + max(0, called.stretchers - free.stretchers)
        + max(0, called.wheelchairs - free.wheelchairs)
    )


def _groups(
    told: Journeys, journey: Journey, boardings: tuple[Boarding, ...]
) -> Iterator[CalledGroup]:
    for one in boardings:
        yield CalledGroup(
            group=one.group,
            persons=one.persons,
            stretchers=one.stretchers,
            wheelchairs=one.wheelchairs,
            escorts=one.escorts,
            vehicle=journey.vehicle,
            convoy="" if journey.outward is None else journey.outward.id,
            destination=place_name(told.case, journey.destination),
        )
