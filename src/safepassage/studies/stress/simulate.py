"""`simulate`: what becomes of a plan in one world."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np

from safepassage.model.outcome import Outcome
from safepassage.studies.stress.boarding import ABOARD
from safepassage.studies.stress.kept import broken
from safepassage.studies.stress.run import Run
from safepassage.studies.stress.standing import Standing, prepare
from safepassage.studies.stress.trips import Trip
from safepassage.studies.stress.world import World

__all__ = ["Ran", "Standing", "prepare", "simulate"]


@dataclass(frozen=True, kw_only=True)
class Ran:
    """A run that has ended."""

    outcome: Outcome
    trips: tuple[Trip, ...]
    """Every trip that was made, and in it the convoys that it rode in, in the order of delivery."""
    dropped: tuple[int, ...]
    """Units that never came, or changed their mind before they could leave."""


def simulate(standing: Standing, world: World) -> Ran:
    """Carry a plan through one world, and check the promises over what came of it."""
    with _without_collector():
        return _simulate(standing, world)


def _simulate(standing: Standing, world: World) -> Ran:
    run = Run(standing, world)
    run.go()
    del run.dispatcher, run.packing  # they know the run: nothing is left for the collector
    stays = ~world.comes | (world.withdraws < standing.horizon[1])
    aboard = np.array(run.boarding.state, dtype=np.int8) == ABOARD
    for order in run.inside:  # who never got out
        aboard[list(order.called)] = False
    dropped = np.flatnonzero(~aboard & stays)
    waits = np.flatnonzero(~aboard & ~stays)
    left = standing.refused + sum(standing.units[u].persons for u in waits.tolist())
    out = sorted((trip.out.end, trip.persons) for trip in run.done if trip.out is not None)
    ends = [*standing.calendar[1 : standing.days], standing.horizon[1]]
    clearance = out[-1][0] if out else standing.opening
    return Ran(
        outcome=Outcome(
            run=world.run,
            clearance=None if left else clearance,
            out=tuple(_out_by(out, ends)),
            came=sum(persons for _, persons in out) + left,
            left=left,
            broken_promises=broken(standing, world, run.done),
        ),
        trips=tuple(run.done),
        dropped=tuple(dropped.tolist()),
    )


@contextmanager
def _without_collector() -> Iterator[None]:
    """A run leaves no circles behind; looking for them took a fifth of its time."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def _out_by(out: Sequence[tuple[int, int]], ends: Sequence[int]) -> list[int]:
    """Persons out by each of some times."""
    at = np.array([end for end, _ in out], dtype=np.int64)
    persons = np.cumsum([0, *(persons for _, persons in out)])
    found: list[int] = persons[np.searchsorted(at, ends, side="right")].tolist()
    return found
