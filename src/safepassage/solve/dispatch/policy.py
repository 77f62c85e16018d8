"""The dispatch policies the planner tries: what a control room could decide by rule."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

PointOrder = Literal["near", "far", "most", "fit", "soon"]
DestinationOrder = Literal["fit", "near", "far"]
GuideUse = Literal["clock", "progress", "whole"] | None
Admission = Literal["alike", "late"] | None


KEPT = 5.0
"""How many times as many people as need be are kept for the mornings, by the policies that mind:
not everyone at those points goes where it is needed, or fills a vehicle."""


RESTED = 0.2
"""`Policy.rested`: what is left of the night's rest when the first gate opens, in rests."""

LONG_RESTED = 1.2
"""`Policy.rested`: a whole rest, and then the next convoy."""


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
    choosy_first : who accepts fewer destinations boards before larger groups that accept more
    busy_gate : rather a load that is at the gate when it is free than one to a better destination
    save : once no more than so many times the people are left at points where vehicles may wait
        overnight as only they can use the first minutes of the mornings, they are kept for those
    patient_last : at a gate, who may wait overnight lets those pass who may not
    pool : go on to further points where only small loads are left
    seats_in_ambulances : ambulances without patients carry others
    admit : where a destination can't receive all who accept only it, settle beforehand whom it
        receives, the more urgent first and of those alike a part at every point ("alike"), or first
        who can leave until the latest ("late"); None: who comes first has the places
    out_first : outbound before inbound when both could start
    destinations : of those people accept, the one from which the vehicle is back when it is of use
        ("fit"), the nearest or the farthest
    evening : where a nearer destination would cost a vehicle hours more than a farther one, since
        it is back after the last load of the day either way, the farther one comes first, whatever
        the guide says
    rested : how much later than it could a vehicle comes to a gate if its crew comes rested then
        and can drive farther, in rests of the crew
    urgent_after : hours after people at a point can first leave, before which nobody there gets a
        vehicle sooner for being urgent; whom a vehicle then takes, the urgent still board first
    margin : how many headways before the last possible moment a returning vehicle counts as of use
        that day ("fit" destinations)
    guide : whether the guide is kept to by the clock, day by day, or by progress, as to the mix of
        destinations after so many rounds, or day by day one of whole rounds ("whole", where it
        applies); None pays none any heed
    pace : of the guide's rounds of a day, the part that is set out for ("clock"); of what can be
        screened on a day, the part that rounds are planned for ("whole")
    ahead : how many days of rounds the dispatcher may run ahead of the guide's mix, or lag behind
        it ("progress")
    noise : spread of a random factor on the order of points, drawn with `seed`
    exceptions : (number of a load, how many) of loads that don't go where the rules send them: so
        many of the best pairs of point and destination are passed over, if there are more
    """

    points: PointOrder = "fit"
    hold_in: float = 0.0
    hold_out: float = 0.0
    stretch_in: float = 0.5
    stretch_out: float = 1.0
    fill: bool = True
    choosy_first: bool = False
    busy_gate: bool = False
    save: float = 0.0
    patient_last: bool = False
    pool: bool = True
    seats_in_ambulances: bool = True
    admit: Admission = "alike"
    out_first: bool = True
    destinations: DestinationOrder = "fit"
    evening: bool = False
    rested: float = 0.0
    urgent_after: float = 0.0
    margin: float = 4.0
    guide: GuideUse = "clock"
    pace: float = 0.8
    ahead: float = 0.25
    noise: float = 0.0
    seed: int = 0
    exceptions: tuple[tuple[int, int], ...] = ()

    def plain(self, done: int = 0) -> Policy:
        """The same rules, what has no effect beside the others as by default.

        Nor do exceptions have any of the first `done` loads, if those were made already.
        """
        default = Policy()
        return replace(
            self,
            exceptions=tuple(each for each in self.exceptions if each[0] >= done),
            pace=self.pace if self.guide in ("clock", "whole") else default.pace,
            ahead=self.ahead if self.guide == "progress" else default.ahead,
            seed=self.seed if self.noise else default.seed,
        )


ORDERS: tuple[PointOrder, ...] = ("soon", "near", "fit", "far", "most")

CHOICES: dict[str, tuple[object, ...]] = {
    "points": ORDERS,
    "destinations": ("fit", "near", "far"),
    "hold_in": (0.0, 0.5, 1.0, 2.0),
    "hold_out": (0.0, 0.5, 1.0, 2.0),
    "stretch_in": (0.2, 0.5, 1.0, 1.5, 2.0),
    "stretch_out": (0.5, 1.0, 1.5, 2.0, 4.0),
    "fill": (False, True),
    "choosy_first": (False, True),
    "busy_gate": (False, True),
    "save": (0.0, 2.0, KEPT),
    "patient_last": (False, True),
    "pool": (True, True, False),
    "seats_in_ambulances": (False, True),
    "out_first": (False, True),
    "margin": (0.0, 2.0, 4.0, 6.0),
    "guide": ("clock", "progress", None),
    "pace": (0.7, 0.8, 0.9, 1.0),
    "ahead": (0.1, 0.25, 0.5, 1.0),
    "noise": (0.1, 0.3, 0.6),
}
"""What a neighbour may change, and to what."""


FIRST: tuple[tuple[PointOrder, GuideUse, float, float, bool], ...] = (
    ("soon", "clock", 0.5, 4.0, True),
    ("soon", "clock", 0.5, 4.0, False),
    ("fit", "clock", 0.2, 4.0, False),
    ("fit", None, 0.2, 1.0, False),
    ("soon", None, 0.5, 1.0, False),
    ("near", None, 0.2, 1.0, False),
    ("fit", "progress", 0.5, 4.0, False),
    ("most", "progress", 0.5, 4.0, False),
    ("fit", "progress", 0.2, 4.0, False),
    ("soon", "progress", 0.5, 4.0, False),
    ("near", "progress", 0.5, 4.0, False),
    ("near", "clock", 0.5, 4.0, False),
    ("near", "clock", 0.2, 4.0, False),
)
"""`points`, `guide`, `stretch_in`, `margin` and whether people are kept for the mornings, of the
policies tried first.

The best bets come before the others: a large case gets no more than one or two. Short convoys
inward are quicker where screening is slow, and let too few in where it isn't; people are worth
keeping for the mornings where gates never rest."""


ALL_IN = 1.0
"""`Policy.stretch_in` that leaves no gate idle inward while vehicles wait."""

LONG_DRIVES = Policy(
    points="near",
    destinations="far",
    guide=None,
    hold_out=0.25,
    stretch_in=0.2,
    choosy_first=True,
    admit="late",
    rested=LONG_RESTED,
    urgent_after=3.0,
)
"""Where each far round costs a rest: far first and always rested, near with what time is left. On
the first day all vehicles come at once; so those who go far set out before near rounds with urgent
people keep the gate from them for hours, though not for half a day."""


def standard_policies(
    *, whole: bool, several: bool = False, quick: bool = False
) -> tuple[Policy, ...]:
    """The first policies tried: guided and not, each order of points, short and long convoys.

    With `whole` a guide of whole rounds applies; it's tried right after the first policy. With
    `several` vehicles make several rounds a day: they come rested for a far one in the evening, and
    the evening is kept for it; where screening is `quick` too, no gate inward is to be idle while
    they wait. Those that heed no guide don't settle beforehand whom a destination receives.
    Vehicles sent to the nearest point first don't wait for a fuller convoy outward, the others do;
    then the other way round: waiting pays where screening binds, and seldom where the fleet does.
    """
    found = [
        Policy(
            points=points,
            guide=guide,
            stretch_in=ALL_IN if quick and (points, guide) == ("soon", "clock") else stretch,
            margin=margin,
            fill=points != "near",
            choosy_first=keeps or points != "soon",
            save=KEPT if keeps else 0.0,
            patient_last=keeps,
            evening=several and guide == "clock",
            rested=RESTED if several and guide == "clock" else 0.0,
            admit=None if guide is None else "alike",
        )
        for points, guide, stretch, margin, keeps in FIRST
    ]
    found.insert(3, LONG_DRIVES)
    if whole:
        found[1:1] = [
            Policy(points=points, guide="whole", stretch_in=0.5, choosy_first=True)
            for points in ORDERS
        ]
    for turned in (False, True):
        for points in ORDERS:
            fill = (points == "near") == turned
            found += [
                Policy(points=points, guide="clock", fill=fill),
                Policy(points=points, guide="progress", fill=fill),
                Policy(
                    points=points,
                    guide=None,
                    fill=fill,
                    hold_in=1.0,
                    hold_out=1.0,
                    stretch_in=2.0,
                    stretch_out=4.0,
                    pool=False,
                    admit=None,
                ),
            ]
    return tuple(dict.fromkeys(found))


def openings(policy: Policy) -> Iterator[Policy]:
    """The policy with other rules for a first day, the best bets first.

    All vehicles come at once then, and gates wait for the first loads: longer convoys inward bring
    these sooner.
    """
    for stretch_out in (policy.stretch_out, 2.0):
        for points in (policy.points, "near", "fit"):
            for busy_gate in (True, False):
                for stretch_in in (1.0, 1.5):
                    yield replace(
                        policy,
                        points=points,
                        stretch_in=stretch_in,
                        stretch_out=stretch_out,
                        busy_gate=busy_gate,
                    )


ENDINGS: tuple[dict[str, Any], ...] = (
    {"guide": "progress", "ahead": 0.1},
    {"guide": None},
    {"evening": False},
)
"""What the last people are tried with, the rest as it was: a guide by the clock puts off until the
evening what could go at once, and sends far in the evening though near is all that is left."""


def neighbour(policy: Policy, rng: random.Random, *, whole: bool) -> Policy:
    """The policy with one or two of its rules changed; `whole` as in `standard_policies`."""
    choices = {**CHOICES, "guide": (*CHOICES["guide"], "whole")} if whole else CHOICES
    changes: dict[str, Any] = {}
    for rule in rng.sample(sorted(choices), rng.choice((1, 1, 2))):
        changes[rule] = rng.choice(choices[rule])
        if rule == "noise":
            changes["seed"] = rng.randrange(1 << 30)
    return replace(policy, **changes)


def excepted(policy: Policy, rng: random.Random, loads: range) -> Policy:
    """The policy with one to three of these loads made an exception of, or none any more."""
    exceptions = dict(policy.exceptions)
    for number in rng.choices(loads, k=rng.choice((1, 1, 2, 3))):
        if number in exceptions and rng.random() < 0.5:
            del exceptions[number]
        else:
            exceptions[number] = rng.choice((1, 1, 1, 2, 3))
    return replace(policy, exceptions=tuple(sorted(exceptions.items())))
