"""How many days, buses and ambulances make a drill that is neither trivial nor hopeless."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

import numpy as np

from safepassage.drill.layout import Layout
from safepassage.drill.options import Drill
from safepassage.drill.sites import common_network
from safepassage.model.roads import RoadTable

PART_OF_TIME = 0.6
"""Part of the hours open that the drill should take, at the rates and with the fleet chosen."""

SEATS_FILLED = 0.9
"""Part of the seats filled on average: households go together."""

HANDOVER_MINUTES = 15
TURNAROUND_MINUTES = 10

STRETCHERS, WHEELCHAIRS, ESCORTS = 0.004, 0.006, 0.002
"""Share of persons who need a stretcher place, a wheelchair place, a medic."""

_PATIENTS_A_TRIP = 1.5


@dataclass(frozen=True, kw_only=True)
class Size:
    """Days of the drill and its fleet."""

    days: int
    buses: int
    ambulances: int


def size(drill: Drill, table: RoadTable, layout: Layout) -> Size:
    """Days and vehicles asked for, or else found from a round trip and from the screening rates.

    A round trip goes from a crossing to a point, to the nearest crossing, to its end and back, with
    loading, handover, turnaround, half a headway at the gate each way and the screening of a full
    convoy once. Days: the persons leaving over what all crossings screen a day, over
    `PART_OF_TIME`, two at least. Buses: the persons leaving over seats filled a trip, over the
    trips that fit in `PART_OF_TIME` of the hours open. All of it is an estimate to choose a case
    by; the plan has its own proof.
    """
    hours = drill.open_hours
    screened = drill.persons_per_hour * drill.crossings * hours
    days = drill.days or max(2, ceil(drill.leaving / screened / PART_OF_TIME))
    trips = days * PART_OF_TIME * hours / round_trip_hours(drill, table, layout)
    loads = drill.leaving / (drill.seats * SEATS_FILLED)
    patients = drill.leaving * (STRETCHERS + ESCORTS) / _PATIENTS_A_TRIP
    return Size(
        days=days,
        buses=drill.buses or max(1, ceil(loads / trips)),
        ambulances=max(2, ceil(patients / trips)) if drill.ambulances is None else drill.ambulances,
    )


def round_trip_hours(drill: Drill, table: RoadTable, layout: Layout) -> float:
    """Hours of an average round trip, from a crossing to a point, a destination and back."""
    net = common_network(table, layout.crossings)
    inside = net.seconds(layout.points, layout.crossings).astype(np.float64)
    inside[inside < 0] = np.inf
    beyond = [int(net.seconds([way.crossing], [way.end])[0, 0]) for way in layout.ways]
    driving = 2 * float(np.array(layout.shares) @ inside.min(axis=1)) + 2 * float(np.mean(beyond))
    full = drill.convoy * drill.seats / drill.persons_per_hour
    screening = max(full, drill.convoy / drill.vehicles_per_hour)
    standing = drill.loading + HANDOVER_MINUTES + TURNAROUND_MINUTES + drill.headway
    return driving / 3600 + standing / 60 + screening
