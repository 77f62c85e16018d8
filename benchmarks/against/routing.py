"""Bus evacuation in the solvers for vehicle routing: OR-Tools, PyVRP, VROOM.

Each load is a visit that takes a bus from its point to a shelter, so that the time between two
visits is from the one's shelter to the other's point. A bus may end anywhere.
"""

from __future__ import annotations

import itertools
import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from against.instance import Instance, Route, Times, by_turns, nearest_rooms

Leg = tuple[int, int]


@dataclass(frozen=True, kw_only=True)
class Found:
    """What a peer gave: routes, and the bound it proved, if it proves any."""

    routes: Sequence[Route] = ()
    bound: float | None = None
    note: str = ""


def or_tools(instance: Instance, seconds: float) -> Found:
    """OR-Tools routing: every load once to one of the shelters, which is the solver's choice.

    A node a load and shelter, one of each load's active; shelters' rooms as a sum of active nodes;
    the span of the time dimension is minimised. It begins with the plan of a plain rule, as its own
    ways to a first plan end at full shelters, and goes on by guided local search, which its manual
    recommends where there is a time limit.
    """
    from ortools.constraint_solver import pywrapcp, routing_enums_pb2  # noqa: PLC0415

    points = np.repeat(np.arange(len(instance.loads)), instance.loads).tolist()
    legs = [(p, s) for p in points for s in range(len(instance.rooms))]
    depots = np.repeat(np.arange(len(instance.buses)), instance.buses).tolist()
    starts = [len(legs) + depot for depot in depots]
    end = len(legs) + len(instance.buses)
    matrix = _between(instance, legs)
    manager = pywrapcp.RoutingIndexManager(end + 1, len(depots), starts, [end] * len(depots))
    model = pywrapcp.RoutingModel(manager)
    transit = model.RegisterTransitMatrix(matrix.tolist())
    model.SetArcCostEvaluatorOfAllVehicles(transit)
    model.AddDimension(transit, 0, 2 * by_turns_value(instance), True, "time")
    model.GetDimensionOrDie("time").SetGlobalSpanCostCoefficient(1_000)
    rooms = len(instance.rooms)
    for load in range(len(points)):  # without a penalty, one of them is a must
        nodes = [manager.NodeToIndex(load * rooms + shelter) for shelter in range(rooms)]
        model.AddDisjunction(nodes)
    for shelter, room in enumerate(instance.rooms.tolist()):
        nodes = [manager.NodeToIndex(load * rooms + shelter) for load in range(len(points))]
        model.solver().Add(model.solver().Sum([model.ActiveVar(node) for node in nodes]) <= room)
    settings = pywrapcp.DefaultRoutingSearchParameters()
    search = routing_enums_pb2.LocalSearchMetaheuristic
    settings.local_search_metaheuristic = search.GUIDED_LOCAL_SEARCH
    settings.time_limit.FromMilliseconds(int(1000 * seconds))
    model.CloseModelWithParameters(settings)
    begin = model.ReadAssignmentFromRoutes(_as_nodes(by_turns(instance), points, rooms), True)
    solution = model.SolveFromAssignmentWithParameters(begin, settings)
    if solution is None:
        return Found(note="no plan found")
    routes = []
    for bus, depot in enumerate(depots):
        own, at = [], solution.Value(model.NextVar(model.Start(bus)))
        while not model.IsEnd(at):
            own.append(legs[manager.IndexToNode(at)])
            at = solution.Value(model.NextVar(at))
        routes.append((depot, tuple(own)))
    return Found(routes=routes)


def _as_nodes(routes: Sequence[Route], points: Sequence[int], rooms: int) -> list[list[int]]:
    """Routes as nodes: a load of the point that is still free, at the shelter."""
    free: dict[int, list[int]] = {}
    for load, point in enumerate(points):
        free.setdefault(point, []).append(load)
    return [[free[point].pop() * rooms + shelter for point, shelter in own] for _, own in routes]


def py_vrp(instance: Instance, seconds: float) -> Found:
    """PyVRP: least makespan by bisection on the shift, each try stopped at its first solution.

    Shelters can't be full in it, so each load's is settled beforehand. An eighth of the time is
    the most that a try has; what is left goes to the next shorter shift, with other seeds.
    """
    from pyvrp import Client, Depot, Location, ProblemData, VehicleType, solve  # noqa: PLC0415
    from pyvrp.stop import FirstFeasible, MaxRuntime, MultipleCriteria  # noqa: PLC0415

    warnings.simplefilter("ignore")  # shifts that can't be kept are part of a bisection
    legs = nearest_rooms(instance)
    matrix = _between(instance, legs, ends_first=True)
    count = len(instance.buses)

    tried = itertools.count(1)

    def attempt(shift: int, most: float) -> list[Route] | None:
        data = ProblemData(
            locations=[Location(x=0, y=0) for _ in range(len(matrix))],
            clients=[Client(location=count + 1 + number) for number in range(len(legs))],
            depots=[Depot(location=number) for number in range(count + 1)],
            vehicle_types=[
                VehicleType(
                    num_available=int(buses),
                    start_depot=depot,
                    end_depot=count,
                    shift_duration=shift,
                    name=str(depot),
                )
                for depot, buses in enumerate(instance.buses)
            ],
            distance_matrices=[matrix],
            duration_matrices=[matrix],
        )
        stop = MultipleCriteria([FirstFeasible(), MaxRuntime(most)])
        best = solve(data, stop=stop, seed=next(tried), collect_stats=False).best
        if not best.is_feasible():
            return None
        return [
            (route.vehicle_type(), tuple(legs[one.idx] for one in route if one.is_client()))
            for route in best.routes()
        ]

    return _bisected(instance, attempt, seconds, again=True)


def vroom(instance: Instance, seconds: float) -> Found:
    """VROOM: least makespan by bisection on the end of the vehicles' time window.

    A load is a shipment from point to shelter, capacities see to it that it goes alone. Shelters
    can't be full in it, so each load's is settled beforehand. The highest level of exploration.
    """
    import vroom as peer  # noqa: PLC0415  a peer, which may be missing

    legs = nearest_rooms(instance)
    d, p, s = len(instance.buses), len(instance.loads), len(instance.rooms)
    far = int(max(instance.first.max(), instance.there.max(), instance.back.max())) * 4
    matrix = np.full((d + p + s, d + p + s), far, dtype=np.uint32)
    np.fill_diagonal(matrix, 0)
    matrix[:d, d : d + p] = instance.first
    matrix[d : d + p, d + p :] = instance.there
    matrix[d + p :, d : d + p] = instance.back
    depots = np.repeat(np.arange(d), instance.buses).tolist()

    def attempt(end: int, most: float) -> list[Route] | None:
        problem = peer.Input()
        problem.set_durations_matrix("car", matrix)
        problem.add_vehicle(
            [
                peer.Vehicle(bus, start=depot, capacity=[1], time_window=[0, end])
                for bus, depot in enumerate(depots)
            ]
        )
        for number, (point, shelter) in enumerate(legs):
            problem.add_shipment(
                peer.ShipmentStep(number, location=d + point),
                peer.ShipmentStep(number, location=d + p + shelter),
                amount=peer.Amount([1]),
            )
        solution = problem.solve(
            exploration_level=5, nb_threads=2, timeout=timedelta(seconds=max(most, 0.1))
        )
        if solution.summary.unassigned:
            return None
        steps = solution.routes[solution.routes["type"] == "pickup"]
        return [
            (depots[int(bus)], tuple(legs[int(number)] for number in own["id"]))
            for bus, own in steps.groupby("vehicle_id")
        ]

    return _bisected(instance, attempt, seconds, again=False)  # it has no seed


def by_turns_value(instance: Instance) -> int:
    """When the plain rule is done."""
    return instance.value(by_turns(instance))


def _bisected(
    instance: Instance,
    attempt: Callable[[int, float], list[Route] | None],
    seconds: float,
    *,
    again: bool,
) -> Found:
    """The best plan over tries to be done by ever closer limits, in at most so many seconds."""
    note = "shelters settled beforehand"
    started = time.perf_counter()
    high, low = by_turns_value(instance) + 1, 0
    best: list[Route] = []
    while high > 0 and (left := seconds - (time.perf_counter() - started)) > 0.05:
        # The first tries go down from what a plain rule has: a hopeless limit costs a whole try.
        limit = (low + high) // 2 if low else int(0.95 * high)
        if low + 1 >= high:
            if not again:
                break
            limit = high - 1
        routes = attempt(limit, min(left, seconds / 8))
        if routes is None:
            low = max(low, limit)
        else:
            best, high = routes, min(limit, instance.value(routes))
    return Found(routes=best, note=note) if best else Found(note=f"no plan found; {note}")


def _between(instance: Instance, legs: Sequence[Leg], *, ends_first: bool = False) -> Times:
    """Times between visits, (L + D + 1)²: loads, depots, then the end that is everywhere.

    A leg's own time is on the way to it. With `ends_first`, depots and end come before the loads.
    """
    loads, depots = len(legs), len(instance.buses)
    points, shelters = (np.array(column) for column in zip(*legs, strict=True))
    own = instance.there[points, shelters]
    matrix = np.zeros((loads + depots + 1, loads + depots + 1), dtype=np.int64)
    matrix[:loads, :loads] = instance.back[np.ix_(shelters, points)] + own
    matrix[loads:-1, :loads] = instance.first[:, points] + own
    if ends_first:
        order = np.r_[loads : loads + depots + 1, :loads]
        matrix = matrix[np.ix_(order, order)]
    np.fill_diagonal(matrix, 0)
    return matrix
