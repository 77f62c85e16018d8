"""Which two levers to try together: one whose limit binds right behind the other's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from safepassage.studies.levers.answers import Base, Shares
from safepassage.studies.levers.told import Pulled
from safepassage.studies.levers.touched import OF_VEHICLES, share

PAIRS = 8
"""Pairs that are tried."""

BINDS = 0.15
"""Part of the dual value from which on a limit binds."""


def likely_pairs(
    base: Base, levers: Sequence[Pulled], before: Shares
) -> list[tuple[Pulled, Pulled]]:
    """Pairs where, with the first pulled as far as it helps, what the second eases binds."""
    scored: dict[frozenset[int], tuple[float, tuple[Pulled, Pulled]]] = {}
    for n, one in enumerate(levers):
        at_start = _share(base, one, before)
        if at_start < BINDS:
            continue
        for m, behind in _behind(base, n, levers):
            key, score = frozenset((n, m)), at_start * behind
            if score > scored.get(key, (0.0,))[0]:
                scored[key] = score, (one, levers[m])
    best = sorted(scored.items(), key=lambda item: (-item[1][0], sorted(item[0])))
    return [pair for _, (_, pair) in best[:PAIRS]]


def _behind(base: Base, n: int, levers: Sequence[Pulled]) -> Iterator[tuple[int, float]]:
    """Of each kind the lever that eases most of what binds then, with that part."""
    best: dict[str, tuple[float, int]] = {}
    for m, other in enumerate(levers):
        if m == n or _alike(levers[n], other):
            continue
        part = _share(base, other, levers[n].found.after)
        if part >= BINDS and part > best.get(other.handle.kind, (0.0,))[0]:
            best[other.handle.kind] = part, m
    for part, m in best.values():
        yield m, part


def _alike(one: Pulled, other: Pulled) -> bool:
    """Whether both are more of the same."""
    kind = one.handle.kind
    return kind == other.handle.kind and (
        kind in OF_VEHICLES or not one.handle.where or not other.handle.where
    )


def _share(base: Base, pulled: Pulled, found: Shares) -> float:
    handle = pulled.handle
    if handle.kind == "days" and base.answer.likely.about is not None:
        return 0.0
    return share(base.problem, handle.kind, handle.where, found)
