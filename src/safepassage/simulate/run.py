"""`simulate`: from a case and its plan to what SUMO measured."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from safepassage.model.case import Case
from safepassage.model.plan import Plan
from safepassage.model.simulated import Simulated
from safepassage.read.roads import RoadsSpec
from safepassage.simulate import measure
from safepassage.simulate.cut import cut_at
from safepassage.simulate.drive import options
from safepassage.simulate.extract import Box, Position, extract, position, xml
from safepassage.simulate.itinerary import Itinerary, itinerary
from safepassage.simulate.kinds import road_types, vehicle_classes, vehicle_type
from safepassage.simulate.log import Log, Track
from safepassage.simulate.match import Matched, match, shut
from safepassage.simulate.net import NET, Net, build_net, require_sumo
from safepassage.simulate.worker import drive_apart

TYPES = "vehicles.add.xml"

MARGIN_DEGREES = 0.01
"""Of roads around what the plan drives: a kilometre, for ways round and who gives way."""


@dataclass(frozen=True)
class Run:
    """What was measured, and what a picture of it needs."""

    simulated: Simulated
    log: Log
    itinerary: Itinerary
    tracks: Mapping[str, Track]
    matched: Mapping[str, Matched]
    net: bytes
    types: bytes


def simulate(
    case: Case,
    spec: RoadsSpec,
    plan: Plan,
    *,
    on_stage: Callable[[str], None] = lambda _: None,
    should_stop: Callable[[], bool] = lambda: False,
) -> Run:
    """Drive a plan that keeps its promises in SUMO, on the roads of its case.

    Vehicles drive at the case's own speeds at most; what SUMO adds is pulling away and braking,
    who gives way, signals, turns that the map bans, and each other. Nothing else is on the road.

    Parameters
    ----------
    case : the case, with times as planned
    spec : what it says of its roads, and where they are
    plan : a plan of this case that breaks no promise
    on_stage : told in words what is being done
    should_stop : asked often; once it says yes, what was measured so far is returned

    Raises
    ------
    StudyError
        if SUMO isn't installed, or fails.
    """
    version = require_sumo()
    routes = {route.id: route for route in plan.routes if route.arcs}
    plans = itinerary(case, plan)
    with tempfile.TemporaryDirectory(prefix="safepassage-") as folder:
        work = Path(folder)
        on_stage("building the roads")
        roads = case.roads
        classes = vehicle_classes(roads.profiles)
        found = extract(spec, roads.profiles, _box(case, plan))
        places = _positions(case)
        cut_at(found, places.values())
        net = build_net(found, xml(found), road_types(found.kinds, roads.profiles, classes), work)
        on_stage("finding the plan's routes")
        closed = shut(roads, net, found, {places[crossing.id] for crossing in case.crossings})
        matched = {name: match(route, roads, net, found, closed) for name, route in routes.items()}
        tracks = _tracks(matched, net)
        (work / TYPES).write_text(_types(case, classes), encoding="utf-8")
        horizon = f"{sum(map(len, plans.drives.values())):,} drives"
        log = drive_apart(
            work,
            options(work / NET, work / TYPES),
            plans,
            tracks,
            lambda _, over: on_stage(f"driving: {over:,} of {horizon}"),
            should_stop,
        )
        return Run(
            simulated=_simulated(case, plan, plans, log, matched, version),
            log=log,
            itinerary=plans,
            tracks=tracks,
            matched=matched,
            net=(work / NET).read_bytes(),
            types=(work / TYPES).read_bytes(),
        )


def _box(case: Case, plan: Plan) -> Box:
    """Around everything that the plan drives."""
    arcs = sorted({arc for route in plan.routes for arc in route.arcs})
    roads = case.roads
    spans = [slice(roads.shape_start[arc], roads.shape_start[arc + 1]) for arc in arcs]
    longitude = [value for span in spans for value in roads.shape_longitude[span].tolist()]
    latitude = [value for span in spans for value in roads.shape_latitude[span].tolist()]
    places = list(case.place_nodes.values())
    longitude += roads.longitude[places].tolist()
    latitude += roads.latitude[places].tolist()
    return (
        min(longitude) - MARGIN_DEGREES,
        min(latitude) - MARGIN_DEGREES,
        max(longitude) + MARGIN_DEGREES,
        max(latitude) + MARGIN_DEGREES,
    )


def _positions(case: Case) -> dict[str, Position]:
    """Where each place is on the road."""
    roads = case.roads
    return {
        place: position(float(roads.latitude[node]), float(roads.longitude[node]))
        for place, node in case.place_nodes.items()
    }


def _tracks(matched: Mapping[str, Matched], net: Net) -> dict[str, Track]:
    return {
        one.route: Track(f"r{number}", one.edges, one.lane, net.edges[one.edges[-1]].metres)
        for number, one in enumerate(matched.values(), start=1)
        if one.edges
    }


def _types(case: Case, classes: Mapping[str, str]) -> str:
    kinds = [vehicle_type(kind, classes[kind.profile]) for kind in case.vehicle_types]
    return "\n".join(["<additional>", *kinds, "</additional>"])


def _simulated(
    case: Case,
    plan: Plan,
    plans: Itinerary,
    log: Log,
    matched: Mapping[str, Matched],
    version: str,
) -> Simulated:
    drives = [drive for own in plans.drives.values() for drive in own]
    begun = [drive for drive in drives if drive.depart < log.until]
    late = measure.late_vehicles(drives, log.made)
    convoys = measure.late_convoys(plans.slots, log)
    failed = measure.not_driven(begun, log, matched)
    cut_short = len(log.made) < len(drives)
    return Simulated(
        case_name=case.name,
        case_digest=case.digest,
        sumo=version,
        holds=not (late or convoys or failed or cut_short),
        cut_short=cut_short,
        until=log.until,
        vehicles=len(plans.drives),
        drives=len(begun),
        driven=sum(drive.id in log.made for drive in begun) - len(failed),
        convoys=len(log.passed),
        late=late,
        late_convoys=convoys,
        queues=measure.queues(case, plans, log),
        legs=measure.legs(plan, drives, log, matched),
        detours=tuple(detour for one in matched.values() for detour in one.detours),
        not_driven=failed,
        stuck=tuple(sorted({name.rpartition(".")[0] for name in log.stuck})),
    )
