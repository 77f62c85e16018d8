"""C1: vehicles pass only in convoys, of limited size, a headway apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from safepassage.check.broken import broken, clock, figure
from safepassage.check.index import Index, Passage, repeated
from safepassage.check.ride import Ride
from safepassage.model.broken import BrokenPromise
from safepassage.model.plan import Convoy


def in_convoys(index: Index) -> Iterator[BrokenPromise]:
    """Every stop at a crossing is in a convoy of that crossing and direction, and in its time."""
    for ride in index.rides:
        yield from _without_convoy(ride)
    for name, passages in index.passages.items():
        convoy = index.convoys.get(name)
        for passage in passages:
            where = passage.ride.where(passage.number)
            if convoy is None:
                yield broken("C1", where, f"its convoy {name} is not in the plan")
            else:
                yield from _belongs(passage, convoy, where)
                yield from _keeps_time(index, passage, convoy, where)


def _without_convoy(ride: Ride) -> Iterator[BrokenPromise]:
    for number, stop in enumerate(ride.stops):
        if ride.kinds[number] == "C" and stop.convoy is None:
            yield broken("C1", ride.where(number), "passes without a convoy")
        if ride.kinds[number] != "C" and stop.convoy is not None:
            what = f"is in convoy {stop.convoy}, but this is no crossing"
            yield broken("C1", ride.where(number), what)


def _belongs(passage: Passage, convoy: Convoy, where: str) -> Iterator[BrokenPromise]:
    if convoy.crossing != passage.stop.place:
        yield broken("C1", where, f"its convoy {convoy.id} passes crossing {convoy.crossing}")
    if convoy.direction != passage.way:
        what = f"goes {passage.way}, its convoy {convoy.id} goes {convoy.direction}"
        yield broken("C1", where, what)


def _keeps_time(
    index: Index, passage: Passage, convoy: Convoy, where: str
) -> Iterator[BrokenPromise]:
    stop, zone = passage.stop, index.case.zone
    if stop.arrive > convoy.start:
        what = (
            f"arrives {clock(stop.arrive, zone)}, after its convoy {convoy.id} "
            f"starts {clock(convoy.start, zone)}"
        )
        yield broken("C1", where, what, stop.arrive - convoy.start, "seconds")
    if stop.depart != convoy.end:
        what = (
            f"goes on {clock(stop.depart, zone)}, not when its convoy {convoy.id} "
            f"ends {clock(convoy.end, zone)}"
        )
        yield broken("C1", where, what, abs(stop.depart - convoy.end), "seconds")


def convoy_rules(index: Index) -> Iterator[BrokenPromise]:
    """Convoys have their own ids and a known crossing, few enough vehicles, and the headway."""
    for name in repeated(index.plan.convoys):
        yield broken("C1", f"convoy {name}", "this id is used for more than one convoy")
    for convoy in index.convoys.values():
        crossing = index.crossings.get(convoy.crossing)
        where = f"convoy {convoy.id}, crossing {convoy.crossing}"
        if crossing is None:
            yield broken("C1", where, "no such crossing in the case")
            continue
        vehicles = len(index.passages.get(convoy.id, ()))
        over = vehicles - crossing.convoy_vehicles
        if over > 0:
            what = f"{figure(vehicles)} vehicles, at most {crossing.convoy_vehicles} in a convoy"
            yield broken("C1", where, what, over, "vehicles")
    yield from _headways(index)


def _headways(index: Index) -> Iterator[BrokenPromise]:
    for (gate, _), convoys in servers(index).items():
        least = index.crossings[gate].headway_seconds
        for before, convoy in pairwise(convoys):
            apart = convoy.start - before.start
            if apart < least:
                what = (
                    f"starts {figure(apart)} s after convoy {before.id}, "
                    f"at least {figure(least)} s apart"
                )
                where = f"convoy {convoy.id}, crossing {gate}"
                yield broken("C1", where, what, least - apart, "seconds")


def servers(index: Index) -> dict[tuple[str, str], list[Convoy]]:
    """Convoys by start: of a crossing and direction, or of a crossing where it is shared."""
    found: dict[tuple[str, str], list[Convoy]] = defaultdict(list)
    for convoy in index.convoys.values():
        crossing = index.crossings.get(convoy.crossing)
        if crossing is not None:
            way = "in and out" if crossing.shared else convoy.direction
            found[crossing.id, way].append(convoy)
    for convoys in found.values():
        convoys.sort(key=lambda convoy: (convoy.start, convoy.end))
    return dict(found)
