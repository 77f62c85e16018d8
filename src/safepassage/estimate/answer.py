"""`estimate`: from a few figures to a bound, a timetable and what holds it up."""

from __future__ import annotations

import msgspec

from safepassage.estimate.bound import bounds
from safepassage.estimate.figures import Figures
from safepassage.estimate.term import Term
from safepassage.estimate.timetable import Timetable, timetable
from safepassage.estimate.windows import DAY, DailyWindows


class Estimate(msgspec.Struct, frozen=True, kw_only=True):
    """What was found; instants are seconds from the midnight that begins day 1."""

    figures: Figures
    terms: tuple[Term, ...]
    """Each bound, the latest clearance first: that one is the bound, the next binds next."""
    timetable: Timetable
    round_the_clock: int
    """The bound if the crossings were open all day from the first opening on."""

    @property
    def bound(self) -> int:
        """No plan has the last person out sooner."""
        return self.terms[0].clearance

    @property
    def exact(self) -> bool:
        """The timetable is as early as the bound: none is better."""
        return self.bound == self.timetable.clearance


def estimate(figures: Figures, *others: Figures) -> Estimate:
    """A bound for every plan of a case with these figures, and a timetable that keeps them.

    Others differ only in who uses which crossing: the bound is the same, and the timetable is the
    best of all.

    Raises
    ------
    EstimateError
        if no timetable keeps them, or it takes more than 3,650 days.
    """
    always = msgspec.structs.replace(figures, windows=DailyWindows(((0, DAY),)))
    first = figures.windows.first
    terms = bounds(figures)
    tables = [(each, timetable(each, terms[0].clearance)) for each in (figures, *others)]
    chosen, table = min(tables, key=lambda pair: pair[1].clearance)
    return Estimate(
        figures=chosen,
        terms=terms,
        timetable=table,
        round_the_clock=first + bounds(always)[0].clearance,
    )


def out_by(table: Timetable, time: int) -> int:
    """People out by a time in a timetable."""
    return sum(load.persons for each in table.passages if each.out <= time for load in each.loads)
