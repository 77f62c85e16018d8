"""What a whole plan exposes people to: people × minutes × risk."""

from __future__ import annotations

from safepassage.corridors.exposure import MICRO, RoadRisk
from safepassage.model.case import Case
from safepassage.model.corridors import PlanExposure
from safepassage.model.plan import Plan


def plan_exposure(case: Case, plan: Plan, risk: RoadRisk) -> PlanExposure:
    """The sum over everybody aboard, from boarding to arrival, while their vehicle drives.

    The plan keeps its promises: its routes run on the roads of the case. Waiting at a place counts
    nothing, since no risk is known of places.
    """
    by_profile = {
        profile: risk.exposure(case.roads.seconds[row])
        for row, profile in enumerate(case.roads.profiles)
    }
    of_route = {
        route.id: int(by_profile[route.profile][list(route.arcs)].sum()) for route in plan.routes
    }
    people = exposure = 0
    for trip in plan.trips:
        aboard = 0
        for stop in trip.stops:
            exposure += aboard * of_route.get(stop.route or "", 0)
            aboard += sum(boarding.persons for boarding in stop.boardings)
        people += aboard
    return PlanExposure(people=people, exposure=exposure / MICRO)
