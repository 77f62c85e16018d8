"""What a plan does, counted from its trips: who is out when, seats, people called, arrivals."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from safepassage.model.case import Case
from safepassage.model.plan import Plan

_LAST = 2**33
"""A time after the year 2200: what lies beyond is a corrupt file's, and breaks promises."""


def _instant(seconds: int) -> int:
    return max(0, min(seconds, _LAST))


def out_times(case: Case, plan: Plan) -> dict[str, int]:
    """When the last of each boarded group is out: past the last crossing, or arrived (UTC s)."""
    ends = {convoy.id: convoy.end for convoy in plan.convoys}
    out: dict[str, int] = {}
    for trip in plan.trips:
        passages = [ends[stop.convoy] for stop in trip.stops if stop.convoy in ends]
        arrived = [stop.arrive for stop in trip.stops]
        last = _instant((passages if case.crossings and passages else arrived or [0])[-1])
        for stop in trip.stops:
            for boarding in stop.boardings:
                out[boarding.group] = max(last, out.get(boarding.group, last))
    return out


def seats_and_called(case: Case, plan: Plan) -> tuple[Counter[str], Counter[str]]:
    """Free places that reach each point on a local day, and people who board there, by both."""
    places = {kind.id: kind.places for kind in case.vehicle_types}
    of_vehicle = {vehicle.id: places.get(vehicle.type, 0) for vehicle in case.vehicles}
    points = {point.id for point in case.assembly_points}
    seats: Counter[str] = Counter()
    called: Counter[str] = Counter()
    for trip in plan.trips:
        aboard = 0
        for stop in trip.stops:
            boarding = sum(one.persons for one in stop.boardings)
            if stop.place in points and boarding:
                day = datetime.fromtimestamp(_instant(stop.depart), case.zone).date()
                seats[f"{stop.place} on {day}"] += of_vehicle.get(trip.vehicle, 0) - aboard
                called[f"{stop.place} on {day}"] += boarding
            aboard += boarding
    return seats, called


def arrivals(plan: Plan) -> Counter[str]:
    """People the plan brings to each place."""
    brought: Counter[str] = Counter()
    for trip in plan.trips:
        persons = sum(one.persons for stop in trip.stops for one in stop.boardings)
        if persons and trip.stops:
            brought[trip.stops[-1].place] += persons
    return brought
