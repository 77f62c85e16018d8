"""`simulate`: what becomes of a plan in one world."""

from __future__ import annotations

from dataclasses import dataclass

from safepassage.model.outcome import Outcome
from safepassage.studies.stress.boarding import ABOARD, WAITING
from safepassage.studies.stress.run import Run
from safepassage.studies.stress.standing import Standing, prepare
from safepassage.studies.stress.trips import Trip
from safepassage.studies.stress.world import NEVER, World

__all__ = ["Ran", "prepare", "simulate"]


@dataclass(frozen=True, kw_only=True)
class Ran:
    """A run that has ended."""

    outcome: Outcome
    trips: tuple[Trip, ...]
    """Every trip that was made; with them the convoys that they rode in."""
    dropped: tuple[int, ...]
    """Units that never came, or changed their mind before they could leave."""


def simulate(standing: Standing, world: World) -> Ran:
    """Carry a plan through one world, and check the promises over what came of it."""
    run = Run(standing, world)
    run.go()
    from safepassage.studies.stress.kept import broken

    units, state = standing.units, run.boarding.state
    comes = world.comes.tolist()
    dropped = tuple(
        u
        for u in range(len(units))
        if state[u] != ABOARD
        and (not comes[u] or world.withdraws[u] < min(NEVER, standing.horizon[1]))
    )
    gone = set(dropped)
    left = standing.refused + sum(
        units[u].persons for u in range(len(units)) if state[u] == WAITING and u not in gone
    )
    aboard = {order.number for order in run.inside}
    assert not aboard or True
    out_at = sorted((trip.out.end, trip.persons) for trip in run.done if trip.out is not None)
    total = sum(persons for _, persons in out_at)
    ends = [*standing.calendar[1 : standing.days], standing.horizon[1]]
    return Ran(
        outcome=Outcome(
            run=world.run,
            clearance=None if left else (out_at[-1][0] if out_at else standing.opening),
            out=tuple(_by(out_at, ends)),
            came=total + left,
            left=left,
            broken_promises=broken(standing, world, run.done),
        ),
        trips=tuple(run.done),
        dropped=dropped,
    )


def _by(out_at: list[tuple[int, int]], ends: list[int]) -> list[int]:
    """Persons out by each of some times."""
    found, n, persons = [], 0, 0
    for end in ends:
        while n < len(out_at) and out_at[n][0] <= end:
            persons += out_at[n][1]
            n += 1
        found.append(persons)
    return found
