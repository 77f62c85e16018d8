"""Cuts ways where a place was put on a straight stretch, so that vehicles can stop there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from safepassage.model.roads import FloatArray
from safepassage.simulate.extract import FRESH, SCALE, Extract, Position

_CUT = FRESH << 1
"""Ids of nodes and parts of ways that are made here."""


def cut_at(found: Extract, places: Iterable[Position]) -> None:
    """Make a node of every place that is none, on the nearest stretch, and cut the way there."""
    known = set(found.positions.values())
    missing = sorted(set(places) - known)
    if not missing:
        return
    stretches = [(way.id, at) for way in found.ways.values() for at in range(len(way.nodes) - 1)]
    start = _positions(found, [found.ways[way].nodes[at] for way, at in stretches])
    end = _positions(found, [found.ways[way].nodes[at + 1] for way, at in stretches])
    cuts: dict[int, list[tuple[int, float, int]]] = defaultdict(list)
    for number, place in enumerate(missing):
        nearest, along = _foot(np.array(place, dtype=np.float64), start, end)
        way, at = stretches[nearest]
        found.positions[_CUT + number] = place
        cuts[way].append((at, along, _CUT + number))
    for way, feet in cuts.items():
        _cut(found, way, sorted(feet))


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


def _cut(found: Extract, number: int, feet: list[tuple[int, float, int]]) -> None:
    """Replace a way by its parts; the first keeps its id, and so do turns into or out of it."""
    way = found.ways[number]
    nodes: list[int] = []
    parts: list[list[int]] = []
    before = 0
    for at, _, foot in feet:
        nodes += [*way.nodes[before : at + 1], foot]
        parts.append(nodes)
        nodes, before = [foot], at + 1
    parts.append([*nodes, *way.nodes[before:]])
    ids = [number, *(feet[n][2] for n in range(len(feet)))]
    for part, own in zip(parts, ids, strict=True):
        found.ways[own] = replace(way, id=own, nodes=tuple(part))
    found.turns[:] = [
        replace(
            turn,
            start=_part(parts, ids, turn.via, turn.start) if turn.start == number else turn.start,
            end=_part(parts, ids, turn.via, turn.end) if turn.end == number else turn.end,
        )
        for turn in found.turns
    ]


def _part(parts: list[list[int]], ids: list[int], via: int, number: int) -> int:
    return next((own for part, own in zip(parts, ids, strict=True) if via in part), number)
