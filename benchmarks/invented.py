"""Writes an invented enclave as a case folder: seeded, any size, nothing in it real."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from streets import OUTSIDE, Point, Streets, degrees, town, write_osm

SIZE = 400_000
"""Persons leaving that fleets and rates below are for; others get their share of both."""

HOUSEHOLD_SIZES = (0.05, 0.09, 0.12, 0.16, 0.18, 0.16, 0.11, 0.07, 0.04, 0.02)
"""Share of households of 1, 2, 3, … persons: 4.9 on average."""

ACCEPTS = (
    (("near-school", "near-camp"), 0.30),
    (("near-school",), 0.12),
    (("near-camp",), 0.08),
    (("far-port",), 0.15),
    (("far-port", "far-town"), 0.20),
    (("near-school", "far-port"), 0.10),
    (("near-school", "near-camp", "far-port", "far-town"), 0.05),
)
"""What destinations a household accepts, and the share of those that do."""

PATIENTS = (0.003, 0.004, 0.001)
"""Share of persons on a stretcher, in a wheelchair, with a medic."""

START = date(2031, 5, 5)
"""A Monday."""

GATES = ("west", "north", "east")

RATES = (1_400, 1_000, 700)
"""Persons screened an hour at each of them, for `SIZE` persons; others get their share."""

LEAST_RATE = 300
"""No crossing of `of_size` screens fewer persons an hour, however few leave."""

Table = Iterable[Sequence[object]]


@dataclass(frozen=True, kw_only=True)
class Fleet:
    """How many vehicles of each kind; a third of each kind starts at each crossing."""

    name: str
    buses: int
    minibuses: int
    ambulances: int

    def times(self, factor: float) -> Fleet:
        """So many times as many of each kind, one a crossing at least."""
        buses, minibuses, ambulances = (
            max(len(GATES), round(count * factor))
            for count in (self.buses, self.minibuses, self.ambulances)
        )
        return replace(self, buses=buses, minibuses=minibuses, ambulances=ambulances)


@dataclass(frozen=True, kw_only=True)
class Enclave:
    """What is made up. `people` are those who leave; `days` is how long the windows go on."""

    fleet: Fleet
    people: int = SIZE
    points: int = 27
    days: int = 35
    seed: int = 1
    rates: tuple[int, int, int] = RATES
    """Persons screened an hour at each of `GATES`."""


def of_size(
    fleet: Fleet, people: int, *, rates: tuple[int, int, int] = RATES, **more: int
) -> Enclave:
    """An enclave with its share of a fleet and of the screening rates for `SIZE` persons."""
    west, north, east = (max(LEAST_RATE, round(rate * people / SIZE)) for rate in rates)
    return Enclave(
        fleet=fleet.times(people / SIZE), people=people, rates=(west, north, east), **more
    )


def write_enclave(folder: Path, enclave: Enclave) -> None:
    """Write the case folder; it must exist."""
    streets = town(enclave.seed)
    write_osm(streets, folder / "roads.osm.pbf")
    points = [f"point-{number:02d}" for number in range(1, enclave.points + 1)]
    households = list(_households(enclave, points))
    inside = dict.fromkeys(points, 0)
    for row in households:
        inside[str(row[1])] += int(str(row[2]))
    tables = {
        "assembly_points": _assembly_points(enclave, streets, inside),
        "crossings": _crossings(enclave),
        "destinations": _destinations(enclave),
        "staging_areas": _staging_areas(),
        "vehicles": _vehicles(enclave),
        "households": [HOUSEHOLD_COLUMNS, *households],
    }
    for name, rows in tables.items():
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(rows)
        (folder / f"{name}.csv").write_text(text.getvalue(), encoding="utf-8")
    (folder / "case.toml").write_text(_toml(enclave), encoding="utf-8")


HOUSEHOLD_COLUMNS = (
    *("id", "assembly_point", "persons", "choice", "destinations", "category", "items"),
    *("medical_class", "stretchers", "wheelchairs", "escorts", "attendants", "children"),
    *("unaccompanied", "carer"),
)


def _households(enclave: Enclave, points: Sequence[str]) -> Table:
    """Who leaves, `people` persons exactly, then a tenth as many, rounded up, who don't.

    One household in a thousand takes in children without their own adult, a group of its own that
    goes with its carer.
    """
    random = np.random.default_rng([enclave.seed, 2])
    weights = random.lognormal(0.0, 0.7, len(points))
    for leave, persons in ((True, enclave.people), (False, -(-enclave.people // 10))):
        sizes = _sizes(random, persons)
        count = len(sizes)
        at = random.choice(len(points), count, p=weights / weights.sum()).tolist()
        accept = random.choice(len(ACCEPTS), count, p=[part for _, part in ACCEPTS]).tolist()
        stayed = random.choice(3, count, p=(0.6, 0.2, 0.2)).tolist()
        needs = _needs(random, sizes)
        children = random.binomial(sizes - 1, 0.45).tolist()
        carers = random.random(count) < 0.001
        for number, (size, patients, young) in enumerate(
            zip(sizes.tolist(), needs, children, strict=True)
        ):
            name = f"{'h' if leave else 's'}{number + 1:06d}"
            chosen = ("stay", "undecided", "not_asked")[stayed[number]]
            to = ";".join(ACCEPTS[accept[number]][0]) if leave else ""
            common = "leave" if leave else chosen, to, "civilian", "luggage"
            if leave and size > 2 and carers[number] and patients == NOBODY:
                yield name, points[at[number]], size - 1, *common, *NOBODY, 0, 0, ""
                yield f"{name}u", points[at[number]], 1, *common, *NOBODY, 1, 1, name
            else:
                yield name, points[at[number]], size, *common, *patients, young, 0, ""


NOBODY = (4, 0, 0, 0, 0)
"""`_needs` of a household without patients."""


def _sizes(random: np.random.Generator, persons: int) -> NDArray[np.int64]:
    """Household sizes that add up to so many persons; the last is what is left over."""
    most = len(HOUSEHOLD_SIZES)
    sizes = random.choice(np.arange(1, most + 1), persons, p=HOUSEHOLD_SIZES)
    ends = np.cumsum(sizes)
    last = int(np.searchsorted(ends, persons))
    sizes = sizes[: last + 1]
    sizes[-1] -= int(ends[last]) - persons
    return sizes


def _needs(random: np.random.Generator, sizes: NDArray[np.int64]) -> list[tuple[int, ...]]:
    """Medical class, stretchers, wheelchairs, escorts and attendants of each household."""
    stretcher, wheelchair, escort = PATIENTS
    stretchers = random.binomial(sizes, stretcher)
    wheelchairs = random.binomial(sizes - stretchers, wheelchair)
    escorts = random.binomial(stretchers, escort / stretcher)
    urgent = np.where(stretchers > 0, random.integers(1, 4, len(sizes)), 4)
    patients = stretchers + wheelchairs
    attendants = ((patients > 0) & (patients < sizes)).astype(np.int64)
    columns = (urgent, stretchers, wheelchairs, escorts, attendants)
    return list(zip(*(column.tolist() for column in columns), strict=True))


def _assembly_points(enclave: Enclave, streets: Streets, inside: dict[str, int]) -> Table:
    random = np.random.default_rng([enclave.seed, 3])
    nodes = random.choice(len(streets.main), len(inside), replace=False).tolist()
    yield (
        *("id", "name", "latitude", "longitude", "population", "stop_minutes"),
        *("overnight", "rest"),
    )
    for number, (point, persons) in enumerate(inside.items()):
        where = _position(streets.nodes[streets.main[nodes[number]]])
        overnight = "yes" if number % 3 == 0 else "no"
        yield point, f"Invented {point}", *where, persons, 5, overnight, "no"


def _crossings(enclave: Enclave) -> Table:
    yield (
        *("id", "name", "latitude", "longitude", "convoy_vehicles", "headway_minutes"),
        *("vehicles_per_hour", "persons_per_hour"),
    )
    for name, limits, persons in zip(
        GATES, ((20, 15, 120), (12, 10, 90), (30, 30, 100)), enclave.rates, strict=True
    ):
        yield name, f"Invented crossing {name}", *_of(name), *limits, persons


def _destinations(enclave: Enclave) -> Table:
    yield (
        *("id", "name", "latitude", "longitude", "capacity", "daily_capacity"),
        "handover_minutes",
    )
    daily = max(200, enclave.people // 60)
    for name, capacity, a_day, handover in (
        ("near-school", "", "", 45),
        ("near-camp", "", daily, 60),
        ("far-port", max(500, enclave.people * 3 // 10), "", 90),
        ("far-town", "", "", 120),
    ):
        yield name, f"Invented {name}", *_of(name), capacity, a_day, handover


def _staging_areas() -> Table:
    yield "id", "name", "latitude", "longitude"
    for gate in GATES:
        name = f"staging-{gate}"
        yield name, f"Invented {name}", *_of(name)


def _vehicles(enclave: Enclave) -> Table:
    """A row for each kind and staging area, a third of the kind's vehicles each."""
    yield (
        *("id", "count", "kind", "seats", "stretchers", "wheelchairs", "medical_escort", "emblem"),
        *("start", "loading_minutes", "turnaround_minutes", "driving_hours", "rest_hours", "crews"),
    )
    fleet = enclave.fleet
    for kind, number, places, loading in (
        ("bus", fleet.buses, (50, 0, 1, "no", "no"), 20),
        ("minibus", fleet.minibuses, (20, 0, 0, "no", "no"), 15),
        ("ambulance", fleet.ambulances, (2, 2, 1, "yes", "yes"), 15),
    ):
        for place, gate in enumerate(GATES):
            count = (number + place) // len(GATES)
            start = f"staging-{gate}"
            yield f"{kind}-{gate}", count, kind, *places, start, loading, 15, 9, 8, 2


def _of(name: str) -> tuple[str, str]:
    return _position(OUTSIDE[name])


def _position(point: Point) -> tuple[str, str]:
    """Latitude and longitude as the tables want them, without an exponent."""
    latitude, longitude = degrees(point)
    return f"{latitude:.6f}", f"{longitude:.6f}"


def _toml(enclave: Enclave) -> str:
    last = START + timedelta(days=enclave.days - 1)
    closed = START + timedelta(days=9)
    return f"""\
# An invented enclave, made for a benchmark. No place, person or figure in it is real.

name = "invented-enclave"
title = "An invented enclave"
timezone = "UTC"
seed = {enclave.seed}

[horizon]
start = {START}T00:00:00
end = {last + timedelta(days=1)}T00:00:00

[agreement]
status = "in_force"
parties = ["one", "other"]
destinations = ["near-school", "near-camp", "far-port", "far-town"]

[[agreement.items]]
id = "luggage"

[[agreement.categories]]
id = "civilian"
may_carry = ["luggage"]

[[windows]]
crossing = "west"
direction = "both"
from = {START}
until = {last}
opens = "08:00"
closes = "16:00"

[[windows]]
crossing = "north"
direction = "both"
from = {START}
until = {last}
opens = "06:30"
closes = "16:30"
days = ["mon", "tue", "wed", "thu", "fri", "sat"]

[[windows]]
crossing = "east"
direction = "both"
from = {START}
until = {last}
opens = "09:00"
closes = "15:00"
except = [{closed if closed <= last else ""}]

[roads]
file = "roads.osm.pbf"
schematic = true

[[assumptions]]
text = "Everything in this case is invented."
source = "made for a benchmark, seed {enclave.seed}"
"""
