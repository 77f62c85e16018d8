"""The case of a pocket for so many minutes a day and such buses, and who is out of it when."""

from __future__ import annotations

import datetime
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
from pockets import Pocket

from safepassage.model.agreement import Window
from safepassage.model.case import Case
from safepassage.model.fleet import Vehicle
from safepassage.model.people import TravelGroup
from safepassage.model.places import Crossing
from safepassage.model.plan import Plan
from safepassage.read import read_case
from safepassage.read.draw import Counted, Distribution, draw_groups
from safepassage.report.journeys import journeys

OPENS = datetime.time(7)
"""When a day's window opens: what Harasta's first convoy was scheduled for (row 1)."""

MOST_MINUTES = 17 * 60
"""From then to midnight."""

NEVER_BACK = 90 * 24 * 3600
"""Seconds of turnaround of a bus that makes one trip."""


@dataclass(frozen=True)
class Setting:
    """What a plan is told of a pocket."""

    people: int
    days: tuple[datetime.date, ...]
    """Days with a window."""
    buses: Mapping[datetime.date, int]
    """Buses that come on each day."""
    once: bool = False
    """Each of them makes one trip."""


@dataclass(frozen=True)
class Ground:
    """A pocket on the roads of its case."""

    pocket: Pocket
    rate: int | None = None
    """Persons an hour at its crossing, where not its own."""

    @cached_property
    def base(self) -> Case:
        """The case it begins with."""
        return read_case(Path(self.pocket.folder))

    @cached_property
    def crossing(self) -> Crossing:
        """The only one that is passed."""
        own = next(one for one in self.base.crossings if one.id == self.pocket.crossing)
        rate = self.rate or own.persons_per_hour
        return msgspec.structs.replace(own, persons_per_hour=rate)

    def case(self, setting: Setting, minutes: int) -> Case:
        """The case of a setting, its crossing open for so many minutes from `OPENS` on each day."""
        base, days = self.base, setting.days
        return base.replace(
            name=f"history-{self.pocket.name}",
            title=self.pocket.title,
            horizon=(self._at(days[0]), self._at(days[-1] + datetime.timedelta(days=1))),
            windows=tuple(self._windows(days, minutes)),
            assembly_points=tuple(p for p in base.assembly_points if p.id in self.pocket.points),
            crossings=(self.crossing,),
            vehicle_types=tuple(
                msgspec.structs.replace(kind, turnaround_seconds=NEVER_BACK)
                if kind.kind == "bus" and setting.once
                else kind
                for kind in base.vehicle_types
            ),
            vehicles=tuple(self._vehicles(setting)),
            groups=self._groups(setting.people),
        )

    def by_day(self, case: Case, plan: Plan) -> Counter[datetime.date]:
        """People out by local date."""
        out = Counter[datetime.date]()
        for journey in journeys(case, plan).all:
            if journey.persons and journey.out is not None:
                last = datetime.datetime.fromtimestamp(journey.out - 1, case.zone)
                out[last.date()] += journey.persons
        return out

    def _at(self, day: datetime.date, time: datetime.time = datetime.time()) -> int:
        return int(datetime.datetime.combine(day, time, self.base.zone).timestamp())

    def _windows(self, days: Sequence[datetime.date], minutes: int) -> Iterable[Window]:
        for day in days:
            opens = self._at(day, OPENS)
            for way in ("in", "out"):
                yield Window(
                    crossing=self.pocket.crossing,
                    direction=way,
                    opens=opens,
                    closes=opens + 60 * minutes,
                )

    def _vehicles(self, setting: Setting) -> Iterable[Vehicle]:
        """The buses, an hour before the window of their day; all others from the first day on."""
        hour = datetime.time(OPENS.hour - 1)
        buses = {kind.id for kind in self.base.vehicle_types if kind.kind == "bus"}
        like = next(vehicle for vehicle in self.base.vehicles if vehicle.type in buses)
        for vehicle in self.base.vehicles:
            if vehicle.type not in buses:
                ready = self._at(setting.days[0], hour)
                yield msgspec.structs.replace(vehicle, available_from=ready)
        for day, count in setting.buses.items():
            for number in range(1, count + 1):
                name = f"{like.type}-{day:%m%d}-{number:03d}"
                ready = self._at(day, hour)
                yield msgspec.structs.replace(like, id=name, available_from=ready)

    def _groups(self, people: int) -> tuple[TravelGroup, ...]:
        """Households drawn as those of the base are, so many people in the same proportions."""
        told = tomllib.loads(Path(self.pocket.folder, "case.toml").read_text(encoding="utf-8"))
        draw = told["draw"]
        counted = [
            one
            for one in draw["counted"]
            if one["point"] in self.pocket.points
            and self.pocket.destinations.issuperset(one["destinations"])
        ]
        points = [p for p in self.base.assembly_points if p.id in self.pocket.points]
        return draw_groups(_distribution(draw, counted, people), points, self.base.seed)


def _distribution(draw: dict[str, Any], counted: list[dict[str, Any]], people: int) -> Distribution:
    """The base's, with so many people counted; whom no count has was not asked."""
    persons = [one["persons"] for one in counted]
    return Distribution(
        household_sizes=tuple(draw["household_sizes"]),
        children=draw["children"],
        choice=(0, 0, 0, 1),
        accepts=(),
        accept=(),
        categories=tuple(one["id"] for one in draw["category"]),
        carried=tuple(tuple(one["items"]) for one in draw["category"]),
        category=tuple(one["share"] for one in draw["category"]),
        needs=tuple(draw["needs"][need] for need in ("stretcher", "wheelchair", "escort")),
        medical_classes=tuple(draw["medical_classes"]),
        counted=tuple(
            Counted(one["point"], share, "leave", tuple(one["destinations"]))
            for one, share in zip(counted, _shared(people, persons), strict=True)
        ),
    )


def _shared(people: int, parts: Sequence[int]) -> list[int]:
    """So many people in the proportions of the parts, to the person."""
    ends = [0]
    for part in parts:
        ends.append(ends[-1] + part)
    return [people * end // ends[-1] - people * start // ends[-1] for start, end in pairwise(ends)]
