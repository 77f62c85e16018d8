"""W1: every convoy inside one open window, and no way around the gate."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from safepassage.check.broken import broken, clock
from safepassage.check.index import Index
from safepassage.model.broken import BrokenPromise
from safepassage.model.plan import Convoy


def inside_windows(index: Index) -> Iterator[BrokenPromise]:
    """Every convoy lies inside one window of its crossing and direction, and in the horizon."""
    windows: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for window in index.case.windows:
        windows[window.crossing, window.direction].append((window.opens, window.closes))
    for convoy in index.convoys.values():
        if convoy.crossing not in index.crossings:
            continue  # C1
        opened = windows.get((convoy.crossing, convoy.direction), [])
        yield from _outside(index, convoy, opened, "any window")
        yield from _outside(index, convoy, [index.case.horizon], "the horizon")


def _outside(
    index: Index, convoy: Convoy, spans: list[tuple[int, int]], name: str
) -> Iterator[BrokenPromise]:
    nearest = min(spans, key=lambda span: _beyond(convoy, span), default=None)
    if nearest is not None and _beyond(convoy, nearest) <= 0:
        return
    zone = index.case.zone
    passage = f"passes {clock(convoy.start, zone)} to {clock(convoy.end, zone)}, outside {name}"
    where = f"convoy {convoy.id}, crossing {convoy.crossing} {convoy.direction}"
    if nearest is None:
        yield broken("W1", where, f"{passage}: it is never open in this direction")
        return
    span = f"{clock(nearest[0], zone)} to {clock(nearest[1], zone)}"
    yield broken(
        "W1", where, f"{passage}; the nearest is {span}", _beyond(convoy, nearest), "seconds"
    )


def _beyond(convoy: Convoy, span: tuple[int, int]) -> int:
    """Seconds a convoy sticks out of a half-open span; at most 0 inside it."""
    opens, closes = span
    return max(opens - convoy.start, convoy.start - closes + 1, convoy.end - closes)


def inside_horizon(index: Index) -> Iterator[BrokenPromise]:
    """Without crossings, no trip begins before the horizon, and each arrives before its end."""
    if index.case.crossings:
        return
    opens, closes = index.case.horizon
    zone = index.case.zone
    for ride in index.rides:
        if not ride.stops:
            continue  # V2
        leaves, arrives = ride.stops[0].depart, ride.stops[-1].arrive
        if leaves < opens:
            what = f"leaves {clock(leaves, zone)}, before the horizon begins {clock(opens, zone)}"
            yield broken("W1", ride.where(0), what, opens - leaves, "seconds")
        if arrives >= closes:
            what = f"arrives {clock(arrives, zone)}, the horizon ends {clock(closes, zone)}"
            yield broken(
                "W1", ride.where(len(ride.stops) - 1), what, arrives - closes + 1, "seconds"
            )


def through_no_crossing(index: Index) -> Iterator[BrokenPromise]:
    """No route runs through a crossing's road node: only its first and last node may be one."""
    roads, nodes = index.case.roads, index.case.place_nodes
    gates = {nodes[gate]: gate for gate in index.crossings if gate in nodes}
    is_gate = np.zeros(roads.nodes, dtype=np.bool_)
    is_gate[list(gates)] = True
    for measured in index.routes.values():
        inner = measured.inner(roads)
        for node in inner[is_gate[inner]]:
            what = f"runs through the road node of crossing {gates[int(node)]}, in no convoy"
            yield broken("W1", f"route {measured.route.id}", what)
