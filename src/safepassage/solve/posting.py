"""Where the posts at hand stand, before anything is planned: then only what they reach is driven.

If they can reach all the quickest ways between the places that trips go to, they do, and nothing is
lost. Else the quickest journeys have them first: a journey takes a vehicle in, to a point, out to a
destination and back to the gate. One after the other is kept if the posts reach it together with
those kept before; what they reach after that may be driven, whatever it was meant for.

Bounds know nothing of it: they hold for all ways that any post could guard (`coverable`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product

import numpy as np
from numpy.typing import NDArray

from safepassage.guard.need import Posted
from safepassage.guard.posts import least_posts
from safepassage.guard.reach import coverable
from safepassage.model.agreement import Guard, GuardPost
from safepassage.model.case import Case
from safepassage.model.guard import Position
from safepassage.model.roads import BoolArray
from safepassage.roads.guard import reached_by
from safepassage.solve.ways import Ways

_Leg = tuple[str, str]
_Arcs = frozenset[int]


def is_posted(guard: Guard) -> bool:
    """Whether the plan places posts: a guard is required, and posts are at hand to give it."""
    return guard.required and not guard.escorts and guard.posts_at_hand is not None


def guardable(case: Case, covered: BoolArray) -> BoolArray:
    """Arcs, (A,), that are `covered`, (A,), or could be by a post that the plan places."""
    if not is_posted(case.guard):
        return covered
    able: BoolArray = covered | coverable(case.roads, case.guard.reach_metres)
    return able


def place_posts(ways: Ways, covered: BoolArray) -> Posted:
    """Places for the posts at hand, by the quickest ways over all that could be guarded."""
    case = ways.case
    assert case.guard.posts_at_hand is not None
    search = _Search(ways, covered, case.guard.posts_at_hand)
    wanted = frozenset().union(*(search.arcs(leg) for leg in _legs(case)))
    if search.take([wanted]):
        return Posted(positions=search.positions, wanted=_array(wanted), enough=True)
    search.take(search.arcs(*journey) for journey in search.by_time(_journeys(case)))
    search.take(search.arcs(*leg) for leg in search.by_time((leg,) for leg in _legs(case)))
    return Posted(positions=search.positions, wanted=_array(wanted), enough=False)


def reached(case: Case, posted: Posted) -> BoolArray:
    """The arcs that the posts reach, (A,)."""
    found = np.zeros(case.roads.arcs, dtype=np.bool_)
    for at in posted.positions:
        post = GuardPost(
            id="",
            latitude=at.latitude,
            longitude=at.longitude,
            reach_metres=case.guard.reach_metres,
        )
        found |= reached_by(case.roads, post)
    return found


class _Search:
    """The arcs kept so far, and posts for them."""

    def __init__(self, ways: Ways, covered: BoolArray, hand: int) -> None:
        self.ways = ways
        self.covered = covered
        self.hand = hand
        self.positions: tuple[Position, ...] = ()
        self._kept: _Arcs = frozenset()
        self._failed: list[_Arcs] = []
        types = {kind.id: kind.profile for kind in ways.case.vehicle_types}
        self._profiles = sorted({types[vehicle.type] for vehicle in ways.case.vehicles})

    def arcs(self, *legs: _Leg) -> _Arcs:
        """Arcs of these legs that no post of the case reaches, for each profile that has them."""
        found: set[int] = set()
        for profile, (a, b) in product(self._profiles, legs):
            if self._seconds(profile, a, b) is not None:
                found.update(self.ways.between(a, b).route(profile, a, b))
        return frozenset(arc for arc in found if not self.covered[arc])

    def by_time(self, journeys: Iterable[tuple[_Leg, ...]]) -> list[tuple[_Leg, ...]]:
        """The quickest first, without those that no vehicle can make."""
        timed = []
        for journey in journeys:
            tables = ([self._seconds(p, *leg) for leg in journey] for p in self._profiles)
            seconds = [sum(filter(None, legs)) for legs in tables if None not in legs]
            timed += [(min(seconds), journey)] if seconds else []
        return [journey for _, journey in sorted(timed)]

    def take(self, sets: Iterable[_Arcs]) -> bool:
        """Keep each of the sets if the posts at hand reach it beside those kept; whether all were.

        More was kept since a set failed, so that it and whatever contains it fails again.
        """
        every = True
        for arcs in sets:
            together = self._kept | arcs
            if together == self._kept:
                continue
            if any(failed <= together for failed in self._failed):
                every = False
                continue
            need = least_posts(
                self.ways.case.roads, sorted(together), self.ways.case.guard.reach_metres
            )
            if need.too_long or len(need.posts) > self.hand:
                self._failed.append(arcs)
                every = False
                continue
            self._kept, self.positions = together, need.posts
        return every

    def _seconds(self, profile: str, origin: str, destination: str) -> int | None:
        return self.ways.between(origin, destination).seconds(profile, origin, destination)


def _journeys(case: Case) -> Iterator[tuple[_Leg, ...]]:
    """Each way that a vehicle can take somebody out: in, to a point, out, and back for more."""
    points, ends = _places(case)
    starts = {vehicle.start for vehicle in case.vehicles}
    inside = starts & {point.id for point in case.assembly_points}
    outside = sorted(starts - inside)
    if not case.crossings:
        for start, p, d in product(sorted(starts), points, ends):
            yield (start, p), (p, d), (d, p)
        return
    for gate, p, d in product([each.id for each in case.crossings], points, ends):
        core = (p, gate), (gate, d), (d, gate), (gate, p)
        if inside:
            yield core
        for start in outside:
            yield (start, gate), *core


def _legs(case: Case) -> list[_Leg]:
    """Every leg that a trip may have."""
    points, ends = _places(case)
    gates = [each.id for each in case.crossings]
    rests = [each.id for each in case.staging_areas]
    starts = {vehicle.start for vehicle in case.vehicles}
    inside = starts & {point.id for point in case.assembly_points}
    outside = sorted((starts - inside) | set(ends))
    found: list[_Leg] = [
        *product(outside, rests),
        *product([*outside, *rests], gates or points),
        *product(sorted({*points, *inside}), points),
        *product(points, gates or ends),
    ]
    if gates:
        found += [*product(gates, points), *product(gates, ends)]
    return sorted({(a, b) for a, b in found if a != b})


def _places(case: Case) -> tuple[list[str], list[str]]:
    """Points that somebody leaves from, and destinations that somebody accepts and may go to."""
    leaving = [group for group in case.groups if group.choice == "leave"]
    stated = set(case.agreement.destinations)
    accepted = {name for group in leaving for name in group.destinations}
    return (
        sorted({group.assembly_point for group in leaving}),
        sorted(accepted & stated if stated else accepted),
    )


def _array(arcs: _Arcs) -> NDArray[np.int64]:
    return np.array(sorted(arcs), dtype=np.int64)
