"""Cuts ways at the places of a case, so that each is a junction: vehicles stop and turn there."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from safepassage.model.roads import FloatArray
from safepassage.simulate.extract import FRESH, SCALE, Extract, Position

_CUT = FRESH << 1
"""Ids of nodes and parts of ways that are made here."""

Foot = tuple[int, float, int]
"""A cut of a way: after its how many-th node, how far along to the next (0 to 1), at which node."""


def cut_at(found: Extract, places: Iterable[Position]) -> None:
    """Cut the way of every place that is no end or crossing of ways.

    A place that is no node of the map was put on a straight stretch: it becomes one there.
    """
    wanted = set(places)
    cuts = _bends(found, wanted)
    missing = sorted(wanted - set(found.positions.values()))
    if missing:
        for way, foot in _feet(found, missing):
            cuts[way].append(foot)
    for way, feet in sorted(cuts.items()):
        _cut(found, way, sorted(feet))


def _bends(found: Extract, wanted: set[Position]) -> dict[int, list[Foot]]:
    """Cuts at nodes of the map that only one way passes, by way."""
    uses = Counter(node for way in found.ways.values() for node in way.nodes)
    cuts: dict[int, list[Foot]] = defaultdict(list)
    for way in found.ways.values():
        for at, node in enumerate(way.nodes[1:-1], start=1):
            if uses[node] == 1 and found.positions[node] in wanted:
                cuts[way.id].append((at, 0.0, node))
    return cuts


def _feet(found: Extract, missing: Sequence[Position]) -> Iterable[tuple[int, Foot]]:
    """New nodes, each with the way whose nearest stretch it is on."""
    stretches = [(way.id, at) for way in found.ways.values() for at in range(len(way.nodes) - 1)]
    start = _positions(found, [found.ways[way].nodes[at] for way, at in stretches])
    end = _positions(found, [found.ways[way].nodes[at + 1] for way, at in stretches])
    for number, place in enumerate(missing):
        nearest, along = _foot(np.array(place, dtype=np.float64), start, end)
        way, at = stretches[nearest]
        found.positions[_CUT + number] = place
        yield way, (at, along, _CUT + number)


def _positions(found: Extract, nodes: Iterable[int]) -> FloatArray:
    return np.array([found.positions[node] for node in nodes], dtype=np.float64).reshape(-1, 2)


def _foot(place: FloatArray, start: FloatArray, end: FloatArray) -> tuple[int, float]:
    """The stretch nearest to a place, and how far along it (0 to 1)."""
    squeeze = np.array([1.0, np.cos(np.radians(place[0] / SCALE))])
    line, to = (end - start) * squeeze, (place - start) * squeeze
    length = np.maximum((line * line).sum(axis=1), 1.0)
    along = np.clip((line * to).sum(axis=1) / length, 0, 1)
    off = to - along[:, None] * line
    nearest = int(np.argmin((off * off).sum(axis=1)))
    return nearest, float(along[nearest])


def _cut(found: Extract, number: int, feet: Sequence[Foot]) -> None:
    """Replace a way by its parts, the first with its id; turns go by the part at their node."""
    way = found.ways[number]
    parts: list[list[int]] = [[]]
    before = 0
    for at, _, node in feet:
        parts[-1] += way.nodes[before : at + 1]
        if parts[-1][-1] != node:
            parts[-1].append(node)
        parts.append([node])
        before = at + 1
    parts[-1] += way.nodes[before:]
    ids = [number, *(_CUT + len(found.positions) + len(found.ways) + n for n in range(len(feet)))]
    for own, part in zip(ids, parts, strict=True):
        found.ways[own] = replace(way, id=own, nodes=tuple(part))
    found.turns[:] = [
        replace(
            turn,
            start=_part(parts, ids, turn.via) if turn.start == number else turn.start,
            end=_part(parts, ids, turn.via) if turn.end == number else turn.end,
        )
        for turn in found.turns
    ]


def _part(parts: Sequence[Sequence[int]], ids: Sequence[int], via: int) -> int:
    return next((own for own, part in zip(ids, parts, strict=True) if via in part), ids[0])
