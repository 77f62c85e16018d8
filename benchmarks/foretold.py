"""What the first days of a pocket foretell of the rest: by the planner, and by repeating a day."""

from __future__ import annotations

import datetime
import math
from collections import Counter
from collections.abc import Callable, Mapping

import msgspec
from measure import Watch, tell
from pocket_case import MOST_MINUTES, Ground, Setting
from pockets import Counts, Pocket, Row, Total

from safepassage.check import verify
from safepassage.solve import plan

STEP = 15
"""Minutes by which hours are tried."""

MODELS = ("forecast", "days told", "buses told", "mean repeated", "last repeated")
"""Who foretells. The planner with the hours and buses of the days of calibration; the same, told on
which days movements would be suspended; told that and the buses of each day, open to midnight, so
that nothing is fitted; and the mean or the last of the days of calibration over again."""

ByDay = Mapping[datetime.date, int]


class Day(msgspec.Struct, frozen=True, kw_only=True):
    """People out on a day, as reported and by each model that says something of it."""

    date: datetime.date
    counts: Counts
    reported: int | None
    calibrated: bool
    foretold: dict[str, int]


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody says of all so far by the end of a day, and each model."""

    date: datetime.date
    reported: int
    reported_by: str
    rows: str
    foretold: dict[str, int]


class Off(msgspec.Struct, frozen=True, kw_only=True):
    """How far a model is off on the days after calibration that it and a report speak of."""

    days: int
    reported: int
    foretold: int
    mean_error: float
    """Mean of the absolute errors, persons a day."""

    @property
    def share(self) -> float:
        """The absolute errors by what was reported; infinite where that is nobody."""
        errors = self.mean_error * self.days
        return errors / self.reported if self.reported else math.inf


class Ends(msgspec.Struct, frozen=True, kw_only=True):
    """The last day by each model for one total; None is not within the days planned for."""

    total: Total
    foretold: dict[str, datetime.date | None]


class Foretold(msgspec.Struct, frozen=True, kw_only=True):
    """A pocket, foretold."""

    pocket: str
    title: str
    under_duress: bool
    persons_per_hour: int | None
    fitted_minutes: int
    fitted_people: int
    """Out on the days of calibration, when it is planned for them alone."""
    reported_people: int
    """Out on those days as reported."""
    days: tuple[Day, ...]
    off: dict[str, Off]
    so_far: tuple[Claim, ...]
    last_reported: datetime.date
    ends: tuple[Ends, ...]
    broken: int
    """Promises broken in any of the plans, as the checker counts."""
    cpu_seconds: float


class _Planner:
    """Plans settings of a pocket, and checks them."""

    def __init__(self, ground: Ground, effort: int) -> None:
        self.ground, self._effort = ground, effort
        self.broken = 0

    def __call__(self, setting: Setting, minutes: int) -> Counter[datetime.date]:
        """People out by local date."""
        watch = Watch()
        case = self.ground.case(setting, minutes)
        planned = plan(case, effort=self._effort, what_if=True).plan
        self.broken += len(verify(case, planned))
        out = self.ground.by_day(case, planned)
        tell(
            f"{self.ground.pocket.name}: {minutes} min on {len(setting.days)} days, "
            f"{out.total():,} of {setting.people:,} out, {watch.cpu:.0f} s"
        )
        return out


def foretell(pocket: Pocket, effort: int, rate: int | None = None) -> Foretold:
    """Fit the hours to the first days of a pocket and foretell the rest.

    `rate` is of persons an hour at its crossing, where not the case's own.
    """
    watch = Watch()
    ground = Ground(pocket, rate)
    planner = _Planner(ground, effort)
    first = Setting(pocket.totals[0].people, _dates(pocket, pocket.calibrated), pocket.fleet)
    minutes, fitted = fit(pocket.moved, lambda minutes: planner(first, minutes).total())
    by_total = [_of_total(planner, pocket, total, minutes) for total in pocket.totals]
    models = by_total[0] | _told(planner, pocket)
    days = tuple(_day(pocket, row, models) for row in pocket.days)
    return Foretold(
        pocket=pocket.name,
        title=pocket.title,
        under_duress=ground.base.under_duress,
        persons_per_hour=ground.crossing.persons_per_hour,
        fitted_minutes=minutes,
        fitted_people=fitted,
        reported_people=pocket.moved,
        days=days,
        off={model: found for model in models if (found := off(model, days))},
        so_far=tuple(_claim(row, by_total[0]) for row in pocket.so_far),
        last_reported=pocket.last,
        ends=tuple(
            Ends(total=total, foretold={model: _end(total, days) for model, days in said.items()})
            for total, said in zip(pocket.totals, by_total, strict=True)
        ),
        broken=planner.broken,
        cpu_seconds=watch.cpu,
    )


def fit(people: int, out: Callable[[int], int]) -> tuple[int, int]:
    """Minutes a day by which people out come nearest to a count, and those people.

    By bisection over multiples of `STEP`, as more minutes bring no fewer people out (of plans that
    is true but for a few); the fewer minutes of two that are as near. All that there are in the day
    if even they don't reach it.
    """
    low, high = 0, MOST_MINUTES // STEP
    known = {low: 0, high: out(high * STEP)}
    while high - low > 1:
        middle = (low + high) // 2
        known[middle] = out(middle * STEP)
        low, high = (low, middle) if known[middle] >= people else (middle, high)
    steps = min((low, high), key=lambda step: abs(known[step] - people))
    return steps * STEP, known[steps]


def _of_total(planner: _Planner, pocket: Pocket, total: Total, minutes: int) -> dict[str, ByDay]:
    """What is foretold for one total by all that know no day's buses, day by day to the end."""
    moved = [row.people or 0 for row in pocket.calibration]
    mean = sum(moved) / len(moved)
    left = total.people - sum(moved)
    dates = _dates(pocket, len(moved) + math.ceil(2 * left / mean) + 3)
    open_days = tuple(date for date in dates if date not in pocket.lost)
    said: dict[str, ByDay] = {
        "forecast": planner(Setting(total.people, dates, pocket.fleet), minutes)
    }
    if pocket.lost:
        said["days told"] = planner(Setting(total.people, open_days, pocket.fleet), minutes)
    past = dict(zip(dates, moved, strict=False))
    for model, day in (("mean repeated", mean), ("last repeated", moved[-1])):
        said[model] = past | repeated(day, left, dates[len(moved) :])
    return said


def repeated(day: float, left: int, dates: tuple[datetime.date, ...]) -> dict[datetime.date, int]:
    """So many people a day until none is left."""
    ends = [min(left, round(day * number)) for number in range(len(dates) + 1)]
    return {date: ends[n + 1] - ends[n] for n, date in enumerate(dates)}


def _told(planner: _Planner, pocket: Pocket) -> dict[str, ByDay]:
    """What is foretold of the days after calibration whose buses were counted."""
    told = {row.date: row.buses for row in pocket.rest if row.buses}
    if pocket.within_a_day or not told:
        return {}
    dates = tuple(row.date for row in pocket.days if row.date not in pocket.lost)
    setting = Setting(pocket.totals[0].people, dates, pocket.fleet | told, once=True)
    out = planner(setting, MOST_MINUTES)
    return {"buses told": {date: out[date] for date in told}}


def _day(pocket: Pocket, row: Row, models: Mapping[str, ByDay]) -> Day:
    return Day(
        date=row.date,
        counts=row.counts,
        reported=row.people,
        calibrated=row in pocket.calibration,
        foretold={
            model: by_day.get(row.date, 0)
            for model, by_day in models.items()
            if model != "buses told" or row.date in by_day
        },
    )


def off(model: str, days: tuple[Day, ...]) -> Off | None:
    """How far a model is off; None if there is no day to compare."""
    pairs = [
        (day.reported or 0, day.foretold[model])
        for day in days
        if not day.calibrated and day.counts in ("day", "lost") and model in day.foretold
    ]
    if not pairs:
        return None
    return Off(
        days=len(pairs),
        reported=sum(reported for reported, _ in pairs),
        foretold=sum(foretold for _, foretold in pairs),
        mean_error=sum(abs(reported - foretold) for reported, foretold in pairs) / len(pairs),
    )


def _claim(row: Row, models: Mapping[str, ByDay]) -> Claim:
    return Claim(
        date=row.date,
        reported=row.people or 0,
        reported_by=row.reported_by,
        rows=row.rows,
        foretold={
            model: sum(people for date, people in by_day.items() if date <= row.date)
            for model, by_day in models.items()
        },
    )


def _end(total: Total, by_day: ByDay) -> datetime.date | None:
    """The day on which the last of so many is out; None if some are not."""
    if sum(by_day.values()) < total.people:
        return None
    return max(date for date, people in by_day.items() if people)


def _dates(pocket: Pocket, count: int) -> tuple[datetime.date, ...]:
    """So many days from the first on, whatever happened on them."""
    first = pocket.days[0].date
    return tuple(first + datetime.timedelta(days=number) for number in range(count))
