"""The exact engine against the true optimum of tiny instances, found by trying everything."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise, permutations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safepassage.solve.exact.instance import NEVER, Instance, Ints, slots
from safepassage.solve.exact.search import WORK, Answer, Search

LATEST = 800


def shortest(table: Ints, between: Iterable[int]) -> Ints:
    """The shortest ways past these places."""
    for middle in between:
        table = np.minimum(table, table[:, middle, None] + table[None, middle, :])
    return table


def drawn(seed: int, *, whole: bool, past_places: bool = True) -> Instance:
    """Two or three points, one to three destinations, up to three vehicles of one or two types.

    Empty vehicles go the shortest way. Where people are driven past no places, loads go by the
    roads as drawn, which are not metric, or by way of stops at other points.
    """
    rng = random.Random(seed)
    points, ends, starts = rng.randint(2, 3), rng.randint(1, 3), rng.randint(1, 2)
    places = points + ends + starts
    longest = 9 if past_places else 25
    roads = np.array([[rng.randint(1, longest) for _ in range(places)] for _ in range(places)])
    table = shortest(roads + roads.T, range(places))
    laden = table if past_places else shortest(roads + roads.T, range(points))
    p, d = slice(0, points), slice(points, points + ends)
    speeds = [1, rng.choice((1, 2))][: rng.randint(1, 2)]
    stay = rng.randint(0, 2)
    kinds = [rng.randrange(len(speeds)) for _ in range(starts)]
    most = 5 if whole else 4
    demand = [1] * points
    while sum(demand) < most:
        demand[rng.randrange(points)] += 1
    accepts = [[rng.random() < 0.8 for _ in range(ends)] for _ in range(points)]
    for row in accepts:
        row[rng.randrange(ends)] = True
    hop = np.stack([laden[p, p] * speed + stay for speed in speeds])
    hop[:, range(points), range(points)] = NEVER
    return Instance(
        count=np.array([rng.randint(1, 2) for _ in range(starts)]),
        kind=np.array(kinds),
        ready=np.stack(
            [
                table[points + ends + g, p] * speeds[k] + stay + rng.choice((0, 0, 7))
                for g, k in enumerate(kinds)
            ]
        ),
        out=np.stack([laden[p, d] * speed for speed in speeds]),
        back=np.stack([table[d, p] * speed + stay for speed in speeds]),
        hop=hop,
        carry=np.full(len(speeds), 1 if whole else 2),
        demand=np.array(demand),
        point=np.arange(points),
        accepts=np.array(accepts),
        fits=np.ones((len(speeds), points), dtype=np.bool_),
        room=np.array([rng.choice((2, most, most)) for _ in range(ends)]),
        whole=whole,
    )


Vehicle = tuple[int, int, int]
"""Group, -1 and 0 before it starts; then type, destination and the slot it arrived in."""

State = tuple[tuple[int, ...], tuple[int, ...], tuple[Vehicle, ...]]
"""Shares left by class (there is one a point), room left by destination, and the vehicles."""


def optimum(instance: Instance) -> int:
    """The least time of the last arrival; `LATEST` if nobody can bring everyone."""
    every_trip = _Trips(instance)

    @cache
    def least(state: State) -> int:
        left, room, vehicles = state
        if not any(left):
            return 0
        found = LATEST
        for number, vehicle in enumerate(vehicles):
            if vehicle in vehicles[:number]:
                continue
            rest = vehicles[:number] + vehicles[number + 1 :]
            for gone, moved in every_trip(left, room, vehicle):
                after = tuple(n - m for n, m in zip(left, gone, strict=True))
                kept = tuple(n - sum(gone) * (d == moved[1]) for d, n in enumerate(room))
                then = least((after, kept, tuple(sorted((*rest, moved)))))
                found = min(found, max(moved[2], then))
        return found

    start = tuple((g, -1, 0) for g, n in enumerate(instance.count.tolist()) for _ in range(n))
    return least((tuple(instance.demand.tolist()), tuple(instance.room.tolist()), start))


class _Trips:
    """Every trip: every load, in the quickest order of its points, to every destination."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance

    def __call__(
        self, left: tuple[int, ...], room: tuple[int, ...], vehicle: Vehicle
    ) -> Iterator[tuple[tuple[int, ...], Vehicle]]:
        k = int(self.instance.kind[vehicle[0]]) if vehicle[1] < 0 else vehicle[0]
        carry = int(self.instance.carry[k])
        for gone in product(*(range(min(n, carry) + 1) for n in left)):
            visited = [p for p, n in enumerate(gone) if n]
            for d, most in enumerate(room):
                if 0 < sum(gone) <= min(carry, most) and self.instance.accepts[visited, d].all():
                    yield gone, (k, d, self._quickest(vehicle, k, visited, d))

    def _quickest(self, vehicle: Vehicle, k: int, visited: list[int], d: int) -> int:
        g, place, slot = vehicle
        there = self.instance.ready[g] if place < 0 else self.instance.back[k, place]
        return slot + min(
            int(there[order[0]])
            + sum(int(self.instance.hop[k, a, b]) for a, b in pairwise(order))
            + int(self.instance.out[k, order[-1], d])
            for order in permutations(visited)
        )


def answer(instance: Instance) -> Answer:
    return Search(
        instance,
        latest=LATEST - 1,
        effort=1,
        work=50 * WORK,
        should_stop=lambda: False,
        on_bound=lambda _: None,
    ).run()


def assert_brings_everyone(instance: Instance, found: Answer) -> None:
    """Recounted from the routes: everyone in vehicles there are, by the time stated."""
    assert found.routes is not None
    brought = np.zeros_like(instance.demand)
    used = np.zeros_like(instance.count)
    for route in found.routes:
        used[route.start] += 1
        for leg in route.legs:
            assert instance.accepts[leg.cls, leg.end] and instance.point[leg.cls] == leg.point
            brought[leg.cls] += instance.carry[instance.kind[route.start]]
    assert (brought >= instance.demand).all() and (used <= instance.count).all()
    assert max(slots(instance, route) for route in found.routes) == found.arrival


@pytest.mark.parametrize("past_places", [True, False])
@pytest.mark.parametrize("seed", range(60))
def test_with_full_loads_bound_and_routes_are_the_optimum(seed: int, past_places: bool) -> None:
    instance = drawn(seed, whole=True, past_places=past_places)
    best, found = optimum(instance), answer(instance)
    if best >= LATEST:
        assert found.routes is None
    else:
        assert found.bound == found.arrival == best
        assert_brings_everyone(instance, found)


@pytest.mark.parametrize("past_places", [True, False])
@pytest.mark.parametrize("seed", range(60))
def test_with_part_loads_and_several_stops_no_bound_exceeds_the_optimum(
    seed: int, past_places: bool
) -> None:
    instance = drawn(seed, whole=False, past_places=past_places)
    best, found = optimum(instance), answer(instance)
    assert found.bound <= best
    if found.routes is not None:
        assert found.arrival >= best
        assert_brings_everyone(instance, found)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**9))
def test_a_drawn_instance_has_its_optimum(seed: int) -> None:
    instance = drawn(seed, whole=True)
    best, found = optimum(instance), answer(instance)
    assert found.bound == best or best >= LATEST
