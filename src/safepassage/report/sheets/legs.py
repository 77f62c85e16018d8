"""The drives of a plan by the convoy that they belong to, vehicles that drive together as one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from safepassage.model.plan import Convoy, Route
from safepassage.report.journeys import Journey, Journeys, Leg


@dataclass(frozen=True, kw_only=True, slots=True)
class ConvoyLeg:
    """The vehicles of a convoy on one way: the first departs, the last arrives, UTC seconds.

    `route` is that of the first of them; others may drive the same roads at other speeds.
    """

    convoy: Convoy
    route: Route
    vehicles: int
    persons: int
    depart: int
    arrive: int


def convoy_legs(told: Journeys) -> tuple[ConvoyLeg, ...]:
    """Every convoy's legs by its start, then by departure; routes over the same roads are one."""
    alike: dict[tuple[str, str, str, tuple[int, ...]], list[tuple[Convoy, Leg]]] = {}
    for journey in told.all:
        for convoy, leg in legs_of(journey):
            route = told.routes.get(leg.route)
            if route is not None:
                way = convoy.id, route.origin, route.destination, route.arcs
                alike.setdefault(way, []).append((convoy, leg))
    found = [
        ConvoyLeg(
            convoy=together[0][0],
            route=told.routes[together[0][1].route],
            vehicles=len(together),
            persons=sum(leg.persons for _, leg in together),
            depart=min(leg.depart for _, leg in together),
            arrive=max(leg.arrive for _, leg in together),
        )
        for together in alike.values()
    ]
    return tuple(
        sorted(
            found,
            key=lambda one: (one.convoy.start, one.convoy.id, one.depart, one.route.id),
        )
    )


def legs_of(journey: Journey) -> Iterator[tuple[Convoy, Leg]]:
    """Each leg with its convoy: the one in until people board, the one out from there on."""
    turn = journey.calls[0].depart if journey.calls else _passed(journey.inward)
    for leg in journey.legs:
        going_in = journey.inward if leg.depart < turn else None
        convoy = going_in or journey.outward or journey.inward
        if convoy is not None:
            yield convoy, leg


def _passed(convoy: Convoy | None) -> int:
    return 0 if convoy is None else convoy.end
