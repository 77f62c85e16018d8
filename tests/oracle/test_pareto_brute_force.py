"""Ways that nothing beats in time and exposure, against every simple path of small networks."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from road_lines import road_table

from safepassage.corridors.pareto import Path, graph, pareto
from safepassage.model.roads import RoadTable

NODES = 6


class Net(NamedTuple):
    """Arcs with their ends, seconds and exposure; nodes that nothing may run through."""

    arcs: tuple[tuple[int, int, int, int], ...]
    gates: frozenset[int]


nets = st.builds(
    Net,
    st.lists(
        st.tuples(
            st.integers(0, NODES - 1),
            st.integers(0, NODES - 1),
            st.integers(1, 6),
            st.integers(0, 5),
        ),
        max_size=16,
    ).map(tuple),
    st.frozensets(st.integers(1, NODES - 2), max_size=2),
)


def table_of(net: Net) -> RoadTable:
    made = road_table([])
    count = len(net.arcs)
    ends = np.array(net.arcs, dtype=np.int32).reshape(count, 4)
    changes = {
        "latitude": np.zeros(NODES),
        "longitude": np.zeros(NODES),
        "tail": ends[:, 0],
        "head": ends[:, 1],
        "metres": np.ones(count, dtype=np.int32),
        "seconds": ends[None, :, 2],
    }
    fields = {name: getattr(made, name) for name in made.__dataclass_fields__}
    return RoadTable(**(fields | changes))


def found(net: Net, origin: int, end: int, epsilon: float = 0.0) -> tuple[Path, ...]:
    table = table_of(net)
    exposure = np.array([arc[3] for arc in net.arcs], dtype=np.int64)
    usable = np.ones(table.arcs, dtype=np.bool_)
    made = graph(table, usable, table.seconds[0], exposure, net.gates, table.barred(0))
    return pareto(made, origin, end, epsilon)


def simple_paths(net: Net, origin: int, end: int) -> Iterator[tuple[int, ...]]:
    """Arcs of every path that comes to no node twice and runs through no gate."""

    def onward(node: int, path: tuple[int, ...], seen: frozenset[int]) -> Iterator[tuple[int, ...]]:
        if node == end:
            yield path
        elif node == origin or node not in net.gates:
            for number, (tail, head, _, _) in enumerate(net.arcs):
                if tail == node and head not in seen:
                    yield from onward(head, (*path, number), seen | {head})

    return onward(origin, (), frozenset({origin}))


def cost(net: Net, path: tuple[int, ...]) -> tuple[int, int]:
    return sum(net.arcs[arc][2] for arc in path), sum(net.arcs[arc][3] for arc in path)


def best(net: Net, origin: int, end: int) -> list[tuple[int, int]]:
    costs = {cost(net, path) for path in simple_paths(net, origin, end)}
    return sorted(
        (s, e)
        for s, e in costs
        if not any((t <= s and f <= e) and (t, f) != (s, e) for t, f in costs)
    )


@given(nets)
def test_exactly_what_no_simple_path_beats(net: Net) -> None:
    for end in range(NODES):
        paths = found(net, 0, end)
        assert [(path.seconds, path.exposure) for path in paths] == best(net, 0, end)
        for path in paths:
            assert path.arcs in set(simple_paths(net, 0, end))
            assert cost(net, path.arcs) == (path.seconds, path.exposure)


@given(nets, st.sampled_from([0.01, 0.25, 1.0]))
def test_within_epsilon_of_every_one_that_is_left_out(net: Net, epsilon: float) -> None:
    for end in range(NODES):
        paths = found(net, 0, end, epsilon)
        exact = best(net, 0, end)
        assert {(path.seconds, path.exposure) for path in paths} <= set(exact)
        for seconds, exposure in exact:
            assert any(
                path.seconds <= seconds and path.exposure <= (1 + epsilon) * exposure
                for path in paths
            )


def test_ties_are_one_path_always_the_same() -> None:
    net = Net(((0, 1, 1, 1), (0, 1, 1, 1), (0, 2, 1, 0), (2, 1, 1, 1)), frozenset())
    assert [path.arcs for path in found(net, 0, 1)] == [(0,)]


def test_parallel_arcs_are_ways_of_their_own() -> None:
    net = Net(((0, 1, 9, 0), (0, 1, 1, 5), (0, 1, 5, 5)), frozenset())
    assert [path.arcs for path in found(net, 0, 1)] == [(1,), (0,)]


def test_without_exposure_the_fastest_is_the_only_one() -> None:
    net = Net(((0, 1, 2, 0), (1, 2, 2, 0), (0, 2, 5, 0)), frozenset())
    assert [(path.seconds, path.exposure) for path in found(net, 0, 2)] == [(4, 0)]


def test_no_way_is_no_path_and_to_where_one_is_takes_nothing() -> None:
    net = Net(((1, 0, 1, 0),), frozenset())
    assert found(net, 0, 1) == ()
    assert found(net, 0, 0) == (Path(seconds=0, exposure=0, arcs=()),)


@pytest.mark.parametrize("size", [12])
def test_a_front_as_long_as_it_can_get(size: int) -> None:
    """Every junction offers twice the time or twice the exposure: all 2^n sums, none beaten."""
    arcs = []
    for node, step in enumerate(1 << n for n in range(size)):
        arcs += [(node, node + 1, 1 + step, 0), (node, node + 1, 1, step)]
    net = Net(tuple(arcs), frozenset())
    table = table_of(net)
    fields = {name: getattr(table, name) for name in table.__dataclass_fields__}
    long = RoadTable(**(fields | {"latitude": np.zeros(size + 1), "longitude": np.zeros(size + 1)}))
    exposure = np.array([arc[3] for arc in arcs], dtype=np.int64)
    made = graph(
        long, np.ones(len(arcs), dtype=np.bool_), long.seconds[0], exposure, (), long.barred(0)
    )
    paths = pareto(made, 0, size)
    assert len(paths) == 1 << size
    assert all(a.seconds < b.seconds and a.exposure > b.exposure for a, b in pairwise(paths))
    assert len(pareto(made, 0, size, 0.1)) < 100
