"""What may be said about an estimate, what is assumed where nothing is said, and the limits."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from safepassage.estimate.fault import EstimateError
from safepassage.estimate.figures import Figures, Point
from safepassage.estimate.windows import HOUR, DailyWindows, daily_windows

_DIGITS = re.compile(r"[+-]?[0-9]{1,15}", re.ASCII)
_DECIMAL = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,15})?", re.ASCII)
_WINDOW = re.compile(r"(\d\d):([0-5]\d)-(\d\d):([0-5]\d)", re.ASCII)


class Question(msgspec.Struct, frozen=True):
    """One figure: how it is asked for, what is assumed, and between which limits it lies."""

    name: str
    ask: str
    default: float | None
    """None where nothing is assumed: it must be given, or `without` says what that means."""
    low: float
    high: float
    without: str = ""
    whole: bool = True

    @property
    def option(self) -> str:
        """Its name on the command line."""
        return "--" + self.name.replace("_", "-")

    @property
    def required(self) -> bool:
        """Whether nothing can be assumed."""
        return self.default is None and not self.without

    @property
    def assumed(self) -> str:
        """What is assumed, in words; empty where it must be given."""
        return self.without if self.default is None else f"{self.default:g}"


QUESTIONS = (
    Question("people", "How many people are to be brought out?", None, 1, 10_000_000),
    Question("buses", "How many buses are there?", None, 1, 10_000),
    Question("seats", "How many people does a bus take?", 50, 1, 300),
    Question(
        "inside", "Minutes of driving from a crossing in to the people", 30, 0, 1440, whole=False
    ),
    Question(
        "outside", "Minutes of driving from a crossing to the destination", 60, 0, 2880, whole=False
    ),
    Question("loading", "Minutes to load a bus", 15, 0, 1440, whole=False),
    Question("handover", "Minutes at the destination until it is empty", 20, 0, 1440, whole=False),
    Question("crossings", "How many crossings are there, all alike?", 1, 1, 20),
    Question("convoy", "Most vehicles in a convoy", 10, 1, 1000),
    Question(
        "headway", "Least minutes between the starts of two convoys", 15, 0, 1440, whole=False
    ),
    Question(
        "persons_per_hour", "Persons screened an hour at a crossing", None, 1, 1_000_000, "no limit"
    ),
    Question(
        "vehicles_per_hour", "Vehicles screened an hour at a crossing", None, 1, 10_000, "no limit"
    ),
    Question(
        "reception", "Persons the destination receives a day", None, 1, 10_000_000, "no limit"
    ),
    Question(
        "driving_hours", "Hours a bus may be driven in any 24", None, 0.25, 24, "no limit", False
    ),
)

BY_NAME = {question.name: question for question in QUESTIONS}
DEFAULT_WINDOW = "09:00-14:00"
DEFAULT_REST_HOURS = 11.0
DEFAULT_KMH = 30.0
DEFAULT_POINTS = 20


@dataclass(frozen=True, kw_only=True)
class Options:
    """An estimate as it is asked for; what is None was not said.

    Parameters
    ----------
    people
        Persons to be brought out.
    buses
        Buses, or other vehicles alike, waiting outside at the crossings.
    seats
        Persons a bus takes; 50 if not given.
    window
        When crossings are open, every day, both ways; 09:00-14:00 if not given. Give it again for a
        second opening; one over midnight is two, 20:00-24:00 and 00:00-04:00.
    days
        Days there are; the answer says whether they do.
    inside
        Minutes of driving from a crossing in to the people; 30 if not given.
    inside_km
        The same in kilometres, at --kmh.
    outside
        Minutes of driving from a crossing to the destination; 60 if not given.
    outside_km
        The same in kilometres, at --kmh.
    kmh
        Speed for the kilometres; 30 if not given.
    loading
        Minutes to load a bus; 15 if not given.
    handover
        Minutes at the destination until a bus is empty and may return; 20 if not given.
    crossings
        Crossings, all alike; 1 if not given. With --area: the most useful ones, or all.
    convoy
        Most vehicles in a convoy; 10 if not given.
    headway
        Least minutes between the starts of two convoys one way; 15 if not given.
    persons_per_hour
        Persons screened an hour at each crossing; no limit if not given.
    vehicles_per_hour
        Vehicles screened an hour at each crossing and direction; no limit if not given.
    shared
        Both directions of a crossing take turns.
    overnight
        Vehicles may wait with the people over night.
    reception
        Persons the destination receives a day; no limit if not given.
    driving_hours
        Hours a bus may be driven in any 24 and between two rests; no limit if not given.
    rest_hours
        Hours at the destination that are a rest, where driving is limited; 11 if not given.
    area
        GeoJSON file with the polygon the people are in, longitude first.
    roads
        OpenStreetMap file of its roads: .osm.pbf, .osm or .osm.bz2.
    points
        Assembly points to spread over the area; 20 if not given.
    """

    people: int | None = None
    buses: int | None = None
    seats: int | None = None
    window: tuple[str, ...] | None = None
    days: int | None = None
    inside: float | None = None
    inside_km: float | None = None
    outside: float | None = None
    outside_km: float | None = None
    kmh: float | None = None
    loading: float | None = None
    handover: float | None = None
    crossings: int | None = None
    convoy: int | None = None
    headway: float | None = None
    persons_per_hour: int | None = None
    vehicles_per_hour: int | None = None
    shared: bool = False
    overnight: bool = False
    reception: int | None = None
    driving_hours: float | None = None
    rest_hours: float | None = None
    area: Path | None = None
    roads: Path | None = None
    points: int | None = None

    def says(self, name: str) -> bool:
        """Whether a figure was given, or follows from the area."""
        if self.area is not None and name in ("inside", "crossings"):
            return True
        names = (name, f"{name}_km")
        return any(getattr(self, each, None) is not None for each in names)


def check_options(options: Options) -> None:
    """Raise an EstimateError that lists every option that can't be."""
    wrong = [
        f"{question.option}: {value:,.10g}; expected {limits(question)}."
        for question in (*QUESTIONS, *_OTHERS)
        if (value := getattr(options, question.name)) is not None
        and not question.low <= value <= question.high
    ]
    wrong += [
        f"--{name} and --{name}-km: give one of them."
        for name in ("inside", "outside")
        if getattr(options, name) is not None and getattr(options, f"{name}_km") is not None
    ]
    if options.kmh is not None and options.inside_km is None and options.outside_km is None:
        wrong.append("--kmh: it is the speed for --inside-km or --outside-km; give one of these.")
    if options.rest_hours is not None and options.driving_hours is None:
        wrong.append("--rest-hours: give --driving-hours too.")
    wrong += _area_faults(options)
    if wrong:
        raise EstimateError("\n".join(wrong))
    _windows(options)


def _area_faults(options: Options) -> list[str]:
    if (options.area is None) != (options.roads is None):
        return ["--area and --roads: give both, the polygon and the roads in it."]
    if options.area is None:
        return [] if options.points is None else ["--points: give --area and --roads too."]
    inside = ("inside", "inside_km")
    return [
        f"--{name.replace('_', '-')}: with --area the roads say how long it takes; leave it out."
        for name in inside
        if getattr(options, name) is not None
    ]


_OTHERS = (
    Question("days", "", None, 1, 3650),
    Question("inside_km", "", None, 0, 1000),
    Question("outside_km", "", None, 0, 2000),
    Question("kmh", "", None, 1, 130),
    Question("rest_hours", "", None, 0, 48),
    Question("points", "", None, 1, 200),
)


def parse_figure(question: Question, text: str) -> float | None:
    """A figure as somebody types it, None if it isn't one or is beyond the limits."""
    if not (_DIGITS if question.whole else _DECIMAL).fullmatch(text):
        return None
    value = int(text) if question.whole else float(text)
    return value if question.low <= value <= question.high else None


def limits(question: Question) -> str:
    """What a figure may be, in words."""
    kind = "a whole number" if question.whole else "a number"
    return f"{kind} from {question.low:,.10g} to {question.high:,.10g}"


def parse_window(text: str) -> tuple[int, int] | None:
    """`09:00-14:00` as seconds of the day, None if it isn't one."""
    match = _WINDOW.fullmatch(text.strip())
    if match is None:
        return None
    numbers = [int(part) for part in match.groups()]
    opens, closes = (60 * (60 * numbers[i] + numbers[i + 1]) for i in (0, 2))
    return (opens, closes) if opens < closes <= 24 * HOUR else None


def _windows(options: Options) -> DailyWindows:
    spans = []
    for text in options.window or (DEFAULT_WINDOW,):
        span = parse_window(text)
        if span is None:
            raise EstimateError(
                f"--window: {text!r}; expected an opening and a closing like 09:00-14:00, at most "
                "24:00. One over midnight is two: --window 20:00-24:00 --window 00:00-04:00."
            )
        spans.append(span)
    return daily_windows(spans)


def assumed(options: Options) -> tuple[str, ...]:
    """Every figure that nobody gave, with the option that gives it."""
    lines = []
    if not options.window:
        lines.append(f"--window {DEFAULT_WINDOW}")
    for question in QUESTIONS:
        if not options.says(question.name):
            between = " " if question.default is not None else ": "
            lines.append(f"{question.option}{between}{question.assumed}")
    lines += [f"--{name}: no" for name in ("shared", "overnight") if not getattr(options, name)]
    if options.kmh is None and not (options.inside_km is None and options.outside_km is None):
        lines.append(f"--kmh {DEFAULT_KMH:g}")
    if options.driving_hours is not None and options.rest_hours is None:
        lines.append(f"--rest-hours {DEFAULT_REST_HOURS:g}")
    if options.area is not None and options.points is None:
        lines.append(f"--points {DEFAULT_POINTS}")
    return tuple(lines)


def missing(options: Options) -> list[str]:
    """The options that must be given and aren't."""
    return [each.option for each in QUESTIONS if each.required and not options.says(each.name)]


def figures_of(options: Options, points: Sequence[Point] = (), crossings: int = 0) -> Figures:
    """The figures, with what is assumed; everyone at one point unless points are given.

    Raises
    ------
    EstimateError
        if people or buses are missing, or an option can't be.
    """
    check_options(options)
    if absent := missing(options):
        raise EstimateError(
            f"{' and '.join(absent)}: missing. For example: "
            "safepassage estimate --people 20000 --buses 40"
        )
    crossings = crossings or int(_value(options, "crossings"))
    hours = options.driving_hours
    rest = DEFAULT_REST_HOURS if options.rest_hours is None else options.rest_hours
    return Figures(
        vehicles=int(_value(options, "buses")),
        seats=int(_value(options, "seats")),
        windows=_windows(options),
        points=tuple(points) or _one_point(options, crossings),
        outside=_seconds(options, "outside"),
        loading=_seconds(options, "loading"),
        handover=_seconds(options, "handover"),
        crossings=crossings,
        convoy_vehicles=int(_value(options, "convoy")),
        headway=_seconds(options, "headway"),
        vehicles_per_hour=options.vehicles_per_hour,
        persons_per_hour=options.persons_per_hour,
        shared=options.shared,
        overnight=options.overnight,
        daily_capacity=options.reception,
        driving=None if hours is None else round(hours * HOUR),
        rest=0 if hours is None else round(rest * HOUR),
    )


def _one_point(options: Options, crossings: int) -> tuple[Point, ...]:
    """Everyone at one point, as many of them by each crossing as can be."""
    people, inside = int(_value(options, "people")), _seconds(options, "inside")
    shares = [people // crossings + (number < people % crossings) for number in range(crossings)]
    return tuple(
        Point(people=share, crossing=number, inward=inside, outward=inside, quickest=2 * inside)
        for number, share in enumerate(shares)
        if share
    )


def _value(options: Options, name: str) -> float:
    given: Any = getattr(options, name)
    value = BY_NAME[name].default if given is None else given
    assert value is not None  # `figures_of` has refused what is missing
    return float(value)


def _seconds(options: Options, name: str) -> int:
    """Minutes, or kilometres at a speed, as whole seconds."""
    km: float | None = getattr(options, f"{name}_km", None)
    if km is not None:
        return round(km / (options.kmh or DEFAULT_KMH) * HOUR)
    return round(60 * _value(options, name))
