"""How long does it take to find every way out that nothing beats, and how many are there?

    python benchmarks/corridors.py                         100,000 arcs, exact and within 5 %
    python benchmarks/corridors.py --arcs 1000 --plain     and by labels without a look ahead
    python benchmarks/corridors.py --hard                  seconds and risk of each arc drawn apart

Streets and incidents are invented: an enclave is the middle half of a grid of streets, with a
crossing on three of its edges and all other streets over its edge closed; three pockets lie inside
and six destinations outside, each to be reached from each pocket. Times, front sizes and memory are
of all 18 pairs together. Danger is measured apart (`exposure.py`), and no guard is asked for.

With `--plain` the same ways are found by the textbook's label setting (Martins, 1984): labels in
order of time and exposure, compared with those at their node only, from each pocket to everywhere,
with the crossing passed as a second layer of the network. It has to come to the same ways.
"""

from __future__ import annotations

import argparse
import dataclasses
import math
from collections.abc import Sequence
from heapq import heappop, heappush
from typing import Any

import numpy as np
from exposure import ON, RULES, invented
from measure import Watch, machine, peak_mib
from squares import squares

from safepassage.corridors.corridors import Start, corridors
from safepassage.corridors.exposure import RoadRisk, road_risk
from safepassage.model.agreement import Agreement, Guard
from safepassage.model.case import Case
from safepassage.model.corridors import Corridors
from safepassage.model.places import AssemblyPoint, Crossing, Destination
from safepassage.model.roads import BoolArray, RoadTable

POCKETS = ((0.38, 0.4), (0.5, 0.62), (0.63, 0.42))
CROSSINGS = ((0.25, 0.5), (0.5, 0.75), (0.75, 0.45))
DESTINATIONS = ((0.05, 0.1), (0.05, 0.9), (0.5, 0.98), (0.95, 0.9), (0.95, 0.1), (0.1, 0.5))
"""Shares of the way from the south-western corner, north and east."""


def enclave_case(arcs: int, seed: int) -> tuple[Case, BoolArray]:
    """The invented case, and which arcs are shut, (A,)."""
    table = squares(arcs, seed)
    lines = math.isqrt(table.nodes)

    def node(share: tuple[float, float]) -> int:
        row, column = (round(part * (lines - 1)) for part in share)
        return row * lines + column

    nodes: dict[str, int] = {}

    def made(
        kind: type, name: str, shares: Sequence[tuple[float, float]], **more: int
    ) -> list[Any]:
        found = []
        for number, share in enumerate(shares, start=1):
            at = nodes[f"{name}-{number}"] = node(share)
            position = {"latitude": table.latitude[at], "longitude": table.longitude[at]}
            found.append(kind(id=f"{name}-{number}", name=name, **position, **more))
        return found

    case = Case(
        name="squares",
        title="Invented squares",
        timezone="UTC",
        horizon=(0, 86_400),
        agreement=Agreement(status="in_force", parties=(), guarantor="", destinations=()),
        windows=(),
        assembly_points=tuple(made(AssemblyPoint, "pocket", POCKETS)),
        crossings=tuple(
            made(Crossing, "crossing", CROSSINGS, convoy_vehicles=10, headway_seconds=900)
        ),
        destinations=tuple(made(Destination, "destination", DESTINATIONS)),
        staging_areas=(),
        vehicle_types=(),
        vehicles=(),
        groups=(),
        guard=Guard(),
        roads=table,
        place_nodes=nodes,
    )
    return case, _shut(table, lines, [nodes[one.id] for one in case.crossings])


def _shut(table: RoadTable, lines: int, gates: Sequence[int]) -> BoolArray:
    row, column = np.divmod(np.arange(table.nodes), lines)
    share = np.stack([row, column]) / (lines - 1)
    inside = np.zeros(table.nodes, dtype=np.bool_)
    inside[np.abs(share - 0.5).max(axis=0) < 0.25] = True
    inside[list(gates)] = False
    at_gate = np.isin(np.stack([table.tail, table.head]), gates).any(axis=0)
    over: BoolArray = np.logical_xor(inside[table.tail], inside[table.head])
    over[at_gate] = False
    return over


def plain_ways(
    case: Case, shut: BoolArray, risk: RoadRisk
) -> dict[tuple[str, str], list[tuple[int, int]]]:
    """Seconds and exposure of the ways of every pair, by label setting without a look ahead."""
    table = case.roads
    seconds = table.seconds[0].tolist()
    exposure = risk.exposure(table.seconds[0]).tolist()
    arcs: list[list[int]] = [[] for _ in range(table.nodes)]
    for arc in np.flatnonzero(table.open & ~shut).tolist():
        arcs[table.tail[arc]].append(arc)
    heads = table.head.tolist()
    gates = {case.place_nodes[one.id] for one in case.crossings}
    found: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for point in case.assembly_points:
        least = [[1 << 60] * table.nodes, [1 << 60] * table.nodes]
        kept: dict[int, list[tuple[int, int]]] = {}
        queue = [(0, 0, 0, case.place_nodes[point.id])]
        while queue:
            time, exposed, after, node = heappop(queue)
            if exposed >= least[after][node]:
                continue
            least[after][node] = exposed
            if after:
                kept.setdefault(node, []).append((time, exposed))
            begins_after = after
            if node in gates:
                if after:
                    continue
                begins_after = 1
            for arc in arcs[node]:
                if exposed + exposure[arc] < least[begins_after][heads[arc]]:
                    heappush(
                        queue,
                        (time + seconds[arc], exposed + exposure[arc], begins_after, heads[arc]),
                    )
        for end in case.destinations:
            found[point.id, end.id] = kept.get(case.place_nodes[end.id], [])
    return found


def hard(case: Case, seed: int) -> tuple[Case, RoadRisk]:
    """The same streets with seconds and risk of each arc drawn apart: what is fast says nothing of
    what is exposed, nor of the next street."""
    random = np.random.default_rng([seed, 3])
    arcs = case.roads.arcs
    seconds = random.integers(10, 60, (1, arcs)).astype(np.int32)
    none = np.zeros(arcs)
    return (
        case.replace(roads=dataclasses.replace(case.roads, seconds=seconds)),
        RoadRisk(incidents=random.uniform(0, 5, arcs), front_line=none, unbound=none),
    )


def found_ways(case: Case, shut: BoolArray, risk: RoadRisk, epsilon: float) -> Corridors:
    starts = [Start(pocket=(one.id,), point=one.id) for one in case.assembly_points]
    return corridors(
        case, ON.isoformat(), starts, shut=shut, risk=risk, epsilon=epsilon, guard=False
    )


def main(arguments: Sequence[str] | None = None) -> None:
    options = _parser().parse_args(arguments)
    case, shut = enclave_case(options.arcs, options.seed)
    if options.hard:
        case, risk = hard(case, options.seed)
    else:
        count = options.incidents or case.roads.arcs // 30
        incidents = invented(case.roads, count, options.seed)
        risk = road_risk(case.roads, incidents, ON.isoformat(), RULES)
    print(f"Streets and danger are invented. {machine()}.")
    print(
        f"{case.roads.arcs:,} arcs, {len(POCKETS)} pockets, {len(CROSSINGS)} crossings, "
        f"{len(DESTINATIONS)} destinations"
    )
    print(f"{'':>14} {'seconds':>8} {'cpu s':>8} {'MiB':>7} {'ways':>7} {'most':>6}")
    ours, exact = 0.0, None
    for epsilon in options.epsilon:
        watch = Watch()
        found = found_ways(case, shut, risk, epsilon)
        sizes = [len(pair.ways) for pair in found.pairs]
        name = "exact" if epsilon == 0 else f"within {100 * epsilon:g} %"
        print(_line(name, watch, sizes), flush=True)
        if epsilon == 0:
            ours, exact = watch.cpu, found
    if options.plain and exact is not None:
        watch = Watch()
        plain = plain_ways(case, shut, risk)
        print(_line("plain", watch, [len(ways) for ways in plain.values()]))
        same = all(
            plain[pair.origin, pair.destination]
            == [(way.seconds, round(way.exposure * 1e6)) for way in pair.ways]
            for pair in exact.pairs
        )
        print(f"{'ratio':>14} {watch.cpu / ours:.1f}, the same ways: {'yes' if same else 'NO'}")


def _line(name: str, watch: Watch, sizes: Sequence[int]) -> str:
    return (
        f"{name:>14} {watch.wall:>8.2f} {watch.cpu:>8.2f} {peak_mib():>7,.0f} {sum(sizes):>7,} "
        f"{max(sizes):>6,}"
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--arcs", type=int, default=100_000)
    parser.add_argument("--incidents", type=int, help="default: one for thirty arcs")
    parser.add_argument("--epsilon", type=float, nargs="+", default=[0.0, 0.05])
    parser.add_argument("--plain", action="store_true", help="by plain label setting too")
    parser.add_argument("--hard", action="store_true", help="seconds and risk drawn apart")
    parser.add_argument("--seed", type=int, default=1)
    return parser


if __name__ == "__main__":
    main()
