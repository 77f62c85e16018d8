"""The ways out of each pocket: through one crossing, to each destination."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from safepassage.corridors.exposure import MICRO, RoadRisk
from safepassage.corridors.pareto import Graph, Path, graph, pareto
from safepassage.corridors.stretch import facts_on, weakest
from safepassage.guard.posts import least_posts
from safepassage.model.case import Case
from safepassage.model.corridors import Corridors, CorridorWay, WaysOut
from safepassage.model.places import CallingPlace
from safepassage.model.roads import BoolArray, IntArray
from safepassage.model.territory import age_days
from safepassage.territory.day import day_of


@dataclass(frozen=True, kw_only=True)
class Start:
    """Where the ways out of a pocket begin."""

    pocket: tuple[str, ...]
    """Ids of all assembly points in it."""
    point: str
    """Id of the one that the ways begin at."""


def corridors(
    case: Case,
    on: str,
    starts: Sequence[Start],
    *,
    shut: BoolArray,
    risk: RoadRisk,
    epsilon: float = 0.0,
    guard: bool = True,
) -> Corridors:
    """The ways from each start through exactly one crossing to each destination, on an ISO date.

    They go by arcs, (A,), that are open, passable for the profile of most of the fleet and not
    `shut`; through no crossing but their own, and past no other place where the case forbids it
    (R1). Without crossings they go straight to the destination. `guard` asks for the least number
    of posts for each, at the reach of the case.

    All ways to all crossings, and on from them, are found first; what is put together of the two
    and no other beats is what no way beats at all. Each half and what is then kept of their sums is
    within the square root of 1 + epsilon, so that all is within 1 + epsilon.
    """
    slack = math.sqrt(1 + epsilon) - 1
    roads = {profile: _Roads(case, profile, shut, risk, slack) for profile in case.roads.profiles}
    return Corridors(
        on=on,
        epsilon=epsilon,
        picture_days=(age := age_days(case.control, on)),
        stale=age is not None and age > case.exposure.stale_days,
        incidents=sum(incident.on <= on for incident in case.incidents),
        pairs=tuple(
            WaysOut(
                pocket=start.pocket,
                origin=start.point,
                destination=destination.id,
                profile=(profile := main_profile(case, start.point, destination.id)),
                ways=tuple(
                    _told(case, on, roads[profile], risk, *way, guard=guard)
                    for way in roads[profile].ways(start.point, destination.id)
                )
                if profile
                else (),
            )
            for start in starts
            for destination in case.destinations
        ),
    )


def main_profile(case: Case, origin: str, destination: str) -> str:
    """The profile by which most places of the fleet drive that may call at both (R1).

    Empty where none may. Where the case has no vehicles it is the first of the road table.
    """
    if not case.vehicles:
        return case.roads.profiles[0]
    ends = [case.places[place] for place in (origin, destination)]
    types = {kind.id: kind for kind in case.vehicle_types}
    places = Counter[str]()
    for vehicle in case.vehicles:
        if all(end.admits(vehicle.type) for end in ends if isinstance(end, CallingPlace)):
            places[types[vehicle.type].profile] += types[vehicle.type].places
    return max(case.roads.profiles, key=lambda profile: places[profile]) if places else ""


class _Roads:
    """The roads of a profile, and the halves of ways that were found on them already."""

    def __init__(
        self, case: Case, profile: str, shut: BoolArray, risk: RoadRisk, slack: float
    ) -> None:
        row = case.roads.profiles.index(profile)
        gates = [crossing.id for crossing in case.crossings]
        barred = gates if case.past_places else list(case.place_nodes)
        self.case, self.slack = case, slack
        self.seconds: IntArray = case.roads.seconds[row]
        self.graph: Graph = graph(
            case.roads,
            case.roads.open & case.roads.passable[row] & ~shut,
            self.seconds,
            risk.exposure(self.seconds),
            [case.place_nodes[place] for place in barred],
            case.roads.barred(row),
        )
        self.halves: dict[tuple[int, int], tuple[Path, ...]] = {}

    def ways(self, origin: str, destination: str) -> list[tuple[str, Path]]:
        """Crossing and path of the ways that none beats, fastest first."""
        if not self.case.crossings:
            return [("", path) for path in self._half(origin, destination)]
        whole: list[tuple[str, Path, Path]] = []
        seconds, exposure = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
        for gate in self.case.crossings:
            first, second = self._half(origin, gate.id), self._half(gate.id, destination)
            whole += [(gate.id, *halves) for halves in product(first, second)]
            seconds.append(_sums([one.seconds for one in first], [one.seconds for one in second]))
            exposure.append(
                _sums([one.exposure for one in first], [one.exposure for one in second])
            )
        kept = unbeaten(np.concatenate(seconds), np.concatenate(exposure), self.slack)
        return [(gate, _joined(*halves)) for gate, *halves in (whole[number] for number in kept)]

    def _half(self, origin: str, end: str) -> tuple[Path, ...]:
        nodes = self.case.place_nodes[origin], self.case.place_nodes[end]
        if nodes not in self.halves:
            self.halves[nodes] = pareto(self.graph, *nodes, self.slack)
        return self.halves[nodes]


def _told(
    case: Case, on: str, roads: _Roads, risk: RoadRisk, crossing: str, path: Path, *, guard: bool
) -> CorridorWay:
    table, arcs = case.roads, path.arcs
    needed = least_posts(table, arcs, case.guard.reach_metres) if guard else None
    return CorridorWay(
        crossing=crossing,
        opens=not crossing or _opens(case, crossing, on),
        seconds=path.seconds,
        metres=int(table.metres[list(arcs)].sum(dtype=np.int64)),
        exposure=path.exposure / MICRO,
        weakest=weakest(table, risk, roads.seconds, arcs),
        facts=facts_on(table, arcs),
        posts=len(needed.posts) if needed else None,
        posts_at_least=needed.at_least if needed else None,
        escort_metres=sum(part.metres for part in needed.too_long) if needed else 0,
        arcs=arcs,
    )


def unbeaten(
    seconds: NDArray[np.int64], exposure: NDArray[np.int64], slack: float = 0.0
) -> list[int]:
    """Which of some ways, (n,), no other beats, fastest first; of those that cost alike the first.

    With a slack, also without those that one kept has at most 1 + slack times the exposure of.
    """
    order = np.lexsort((exposure, seconds))
    least = np.minimum.accumulate(exposure[order])
    kept: list[int] = []
    for number in order[np.append(True, least[1:] < least[:-1])[: len(order)]].tolist():
        if not kept or exposure[kept[-1]] > (1 + slack) * exposure[number]:
            kept.append(number)
    return kept


def _sums(first: Sequence[int], second: Sequence[int]) -> NDArray[np.int64]:
    """Every sum of one of the first and one of the second, in the order of `product`."""
    return np.add.outer(np.array(first, dtype=np.int64), np.array(second, dtype=np.int64)).ravel()


def _joined(first: Path, second: Path) -> Path:
    return Path(
        seconds=first.seconds + second.seconds,
        exposure=first.exposure + second.exposure,
        arcs=first.arcs + second.arcs,
    )


def _opens(case: Case, crossing: str, on: str) -> bool:
    """Whether a crossing has an outward window on a local day."""
    begins, ends = day_of(case, on)
    return any(
        window.crossing == crossing
        and window.direction == "out"
        and window.opens < ends
        and window.closes > begins
        for window in case.windows
    )
