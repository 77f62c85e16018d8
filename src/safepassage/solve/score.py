"""How good a schedule is, in the order of the objectives."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from safepassage.model.people import NOT_URGENT
from safepassage.solve.dispatch.rounds import Round, Schedule
from safepassage.solve.problem import Problem

TOLERANCE = 12 * 3600
"""How much later (seconds) than in the best dispatch known an urgent class may be out on average:
every dispatch boards the urgent first, and minutes between two of them must not cost everybody else
a day."""

Rank = tuple[tuple[int, ...], tuple[int, ...], float, int, float, int]
"""Less is better, compared from the left."""


@dataclass(frozen=True, slots=True)
class Score:
    """How good a schedule is.

    `left` persons not served, by medical class; `urgent` their mean time out in seconds, by
    urgent class; `clearance` UTC seconds; `mean` time out of all in seconds; `metres` driven.
    """

    left: tuple[int, ...]
    urgent: tuple[int, ...]
    clearance: int
    mean: float
    metres: int

    def rank(self, least: Sequence[int], late: float = 0.0) -> Rank:
        """By the order of the objectives; `least` are the least urgent means known.

        `late` goes before the clearance, where that is to be judged by something else first.
        """
        behind = tuple(
            max(0, mean - best - TOLERANCE) for mean, best in zip(self.urgent, least, strict=True)
        )
        return self.left, behind, late, self.clearance, self.mean, self.metres


class Least:
    """The least mean time out known of each urgent class, where as many are served as ever."""

    def __init__(self) -> None:
        """Nothing is known yet."""
        self._left: tuple[int, ...] | None = None
        self.urgent: tuple[int, ...] = ()

    def learn(self, score: Score) -> None:
        """There is a schedule like this."""
        if self._left is None or score.left < self._left:
            self._left, self.urgent = score.left, score.urgent
        elif score.left == self._left:
            self.urgent = tuple(map(min, self.urgent, score.urgent))


def score(problem: Problem, schedule: Schedule) -> Score:
    """Rate a schedule."""
    classes = range(1, NOT_URGENT + 1)
    left = dict.fromkeys(classes, 0)
    for index in schedule.left:
        unit = problem.units[index]
        left[unit.medical_class] += unit.persons
    out = dict.fromkeys(classes, 0)
    time = dict.fromkeys(classes, 0)
    opening = problem.case.first_opening
    for item in schedule.rounds:
        assert item.outbound is not None
        for call in item.calls:
            for share in call.shares:
                medical = problem.units[share.unit].medical_class
                out[medical] += share.persons
                time[medical] += share.persons * (item.outbound.end - opening)
    return Score(
        left=tuple(left[medical] for medical in classes),
        urgent=tuple(time[m] // max(1, out[m]) for m in classes if m < NOT_URGENT),
        clearance=clearance(schedule),
        mean=sum(time.values()) / max(1, sum(out.values())),
        metres=sum(sum(_metres(problem, item)) for item in schedule.rounds),
    )


def clearance(schedule: Schedule) -> int:
    """When the last person is out, UTC seconds; 0 if nobody goes."""
    return max((item.outbound.end for item in schedule.rounds if item.outbound), default=0)


def lateness(schedule: Schedule, bound: int | None) -> float:
    """Person-seconds out after a bound on clearance (UTC seconds); 0 without one."""
    if bound is None:
        return 0.0
    return float(
        sum(
            item.persons * max(0, item.outbound.end - bound)
            for item in schedule.rounds
            if item.outbound is not None
        )
    )


def people_out(schedule: Schedule) -> int:
    """Persons who have a place."""
    return sum(item.persons for item in schedule.rounds)


def _metres(problem: Problem, item: Round) -> Iterator[int]:
    lengths = problem.metres[problem.fleet[item.vehicle]]
    places = [item.origin]
    if item.base is not None:
        places.append(item.base)
    if item.inbound is not None:
        places.append(problem.at_crossing(item.inbound.crossing))
    places += [problem.at_point(call.point) for call in item.calls]
    if item.outbound is not None:
        places.append(problem.at_crossing(item.outbound.crossing))
    places.append(problem.at_destination(item.destination))
    return (lengths[a][b] for a, b in itertools.pairwise(places))
