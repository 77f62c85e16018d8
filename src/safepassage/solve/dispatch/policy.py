"""The dispatch policies the planner tries: what a control room could decide by rule."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from typing import Any, Literal

PointOrder = Literal["near", "far", "most", "fit", "soon"]
DestinationOrder = Literal["fit", "near", "far"]


@dataclass(frozen=True, slots=True)
class Policy:
    """One way to run the day.

    Attributes
    ----------
    points : which assembly point an entering vehicle is sent to: the nearest to the gate, the
        farthest, the one where most people wait, the farthest from which it is back when the gate
        is expected to be free ("fit"), or the one from which it is of use again soonest, by
        whatever gate that is ("soon")
    hold_in, hold_out : longest wait for a fuller convoy, in headways of the crossing
    stretch_in, stretch_out : a convoy is filled until its passage takes so many headways; everybody
        in it waits until its end, so short ones are quicker where screening is slow
    fill : an outbound convoy that passes in less than a headway waits for who comes while the gate
        would be idle, if that saves more waiting than it costs
    busy_gate : rather a load that is at the gate when it is free than one to a better destination
    pool : go on to further points where only small loads are left
    seats_in_ambulances : ambulances without patients carry others
    admit : where a destination can't receive all who accept only it, settle beforehand whom it
        receives, the more urgent first; else who comes first has the places
    out_first : outbound before inbound when both could start
    destinations : of those people accept, the one from which the vehicle is back when it is of use
        ("fit"), the nearest or the farthest
    margin : how many headways before the last possible moment a returning vehicle counts as of use
        that day ("fit" destinations)
    pace : of the guide's rounds of a day, the part that is set out for, destination by destination;
        None pays the guide no heed
    noise : spread of a random factor on the order of points, drawn with `seed`
    """

    points: PointOrder = "fit"
    hold_in: float = 0.0
    hold_out: float = 0.0
    stretch_in: float = 0.5
    stretch_out: float = 1.0
    fill: bool = True
    busy_gate: bool = False
    pool: bool = True
    seats_in_ambulances: bool = True
    admit: bool = True
    out_first: bool = True
    destinations: DestinationOrder = "fit"
    margin: float = 4.0
    pace: float | None = 0.8
    noise: float = 0.0
    seed: int = 0


ORDERS: tuple[PointOrder, ...] = ("soon", "near", "fit", "far", "most")

CHOICES: dict[str, tuple[object, ...]] = {
    "points": ORDERS,
    "destinations": ("fit", "near", "far"),
    "hold_in": (0.0, 0.5, 1.0, 2.0),
    "hold_out": (0.0, 0.5, 1.0, 2.0),
    "stretch_in": (0.5, 1.0, 1.5, 2.0),
    "stretch_out": (0.5, 1.0, 1.5, 2.0, 4.0),
    "fill": (False, True),
    "busy_gate": (False, True),
    "pool": (True, True, False),
    "seats_in_ambulances": (False, True),
    "out_first": (False, True),
    "margin": (0.0, 2.0, 4.0, 6.0),
    "pace": (None, 0.7, 0.8, 0.9, 1.0),
    "noise": (0.1, 0.3, 0.6),
}
"""What a neighbour may change, and to what."""


def standard_policies() -> tuple[Policy, ...]:
    """The first policies tried: guided and not, each order of points, short and long convoys.

    The first is the best bet where the fleet binds, the second where screening does. Those that
    heed no guide don't settle beforehand either whom a destination receives. Vehicles sent to the
    nearest point first don't wait for a fuller convoy, the others do; then the other way round:
    waiting pays where screening binds, and seldom where the fleet does.
    """
    listed = [
        Policy(
            points=points,
            hold_in=hold,
            hold_out=hold,
            stretch_in=stretch / 2,
            stretch_out=stretch,
            fill=(points == "near") == turned,
            pace=pace,
            pool=pool,
            admit=pace is not None,
        )
        for turned in (False, True)
        for pace, hold, stretch, pool in (
            (0.8, 0.0, 1.0, True),
            (1.0, 0.0, 2.0, True),
            (None, 1.0, 4.0, False),
        )
        for points in ORDERS
    ]
    second = listed.pop(len(ORDERS) + 1)
    return (listed[0], second, *listed[1:])


def neighbour(policy: Policy, rng: random.Random) -> Policy:
    """The policy with one or two of its rules changed."""
    changes: dict[str, Any] = {}
    for rule in rng.sample(sorted(CHOICES), rng.choice((1, 1, 2))):
        changes[rule] = rng.choice(CHOICES[rule])
        if rule == "noise":
            changes["seed"] = rng.randrange(1 << 30)
    return replace(policy, **changes)
