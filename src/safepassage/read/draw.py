"""Households drawn from the population, where nobody has registered them: seeded, and marked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, get_args

import msgspec
import numpy as np
from numpy.typing import NDArray

from safepassage.model.agreement import Agreement
from safepassage.model.people import NOT_URGENT, Choice, TravelGroup
from safepassage.model.places import AssemblyPoint
from safepassage.read.terms import known_only
from safepassage.read.toml import Section

MAX_PERSONS = 5_000_000
"""Most persons drawn; beyond it the groups alone would fill the memory."""

_CHOICES: tuple[Choice, ...] = get_args(Choice)
_NEEDS = ("stretcher", "wheelchair", "escort")

Counts = NDArray[np.int64]


@dataclass(frozen=True)
class Ages:
    """Shares of all persons: women and girls, under 5, of 60 and more."""

    female: float
    under_5: float
    aged_60: float


@dataclass(frozen=True)
class Counted:
    """Persons of a point whom somebody counted, and what all their households do alike."""

    point: str
    persons: int
    choice: Choice
    destinations: tuple[str, ...]


@dataclass(frozen=True)
class Distribution:
    """What [draw] states; every list of shares adds up to 1."""

    household_sizes: tuple[float, ...]
    """Share of households of 1, 2, 3, … persons."""
    children: float
    choice: tuple[float, ...]
    accepts: tuple[tuple[str, ...], ...]
    accept: tuple[float, ...]
    categories: tuple[str, ...]
    carried: tuple[tuple[str, ...], ...]
    category: tuple[float, ...]
    needs: tuple[float, float, float]
    """Share of persons who need a stretcher place, a wheelchair place, a medic."""
    medical_classes: tuple[float, ...]
    ages: Ages | None = None
    """How sex and age are drawn, if they are."""
    counted: tuple[Counted, ...] = ()
    """Drawn first, to the person; shares are for the rest of a point's population."""


def read_draw(
    section: Section,
    agreement: Agreement,
    destinations: frozenset[str] | None,
    populations: Mapping[str, int] | None,
) -> Distribution:
    """The distribution of [draw], with faults for shares and ids that can't be.

    `destinations` and `populations` (by assembly point) are None where their table couldn't be
    read.
    """
    sizes = section.shares("household_sizes")
    choice = section.section("choice")
    choices = [choice.number(name, 0, 1, 0) for name in _CHOICES]
    section.adds_up("choice", choices)
    accepts = section.sections("accept")
    accepted = [_accepted(one, agreement, destinations) for one in accepts]
    shares = [one.number("share", 0, 1) for one in accepts]
    if accepts:
        section.adds_up("accept", shares)
    elif choices[0] > 0:
        section.fault(
            "accept",
            "nothing on where those who leave would go",
            "[[draw.accept]] with destinations and their share",
            "State which destinations they accept, as an assumption.",
        )
    categories = section.sections("category")
    drawn = [_category(one, agreement) for one in categories]
    category_shares = [one.number("share", 0, 1) for one in categories]
    section.adds_up("category", category_shares)
    children = section.number("children", 0, 0.95, 0)
    needs = section.section("needs")
    stretcher, wheelchair, escort = (needs.number(name, 0, 0.5, 0) for name in _NEEDS)
    classes = section.shares("medical_classes", [0.0] * (NOT_URGENT - 1) + [1.0])
    if classes and len(classes) != NOT_URGENT:
        section.fault(
            "medical_classes",
            f"{len(classes)} shares",
            f"{NOT_URGENT} shares, the most urgent class first",
            "Write one share a class.",
        )
    return Distribution(
        household_sizes=tuple(sizes),
        children=children,
        ages=_ages(section, children),
        choice=tuple(choices),
        accepts=tuple(accepted),
        accept=tuple(shares),
        categories=tuple(name for name, _ in drawn),
        carried=tuple(items for _, items in drawn),
        category=tuple(category_shares),
        needs=(stretcher, wheelchair, escort),
        medical_classes=tuple(classes),
        counted=_counted(section, agreement, destinations, populations),
    )


def _counted(
    section: Section,
    agreement: Agreement,
    destinations: frozenset[str] | None,
    populations: Mapping[str, int] | None,
) -> tuple[Counted, ...]:
    counted = []
    persons = Counter[str]()
    for one in section.sections("counted"):
        choice = msgspec.convert(one.word("choice", _CHOICES) or "not_asked", Choice)
        accepted = _accepted(one, agreement, destinations) if choice == "leave" else ()
        entry = Counted(one.text("point"), one.whole("persons", 1, MAX_PERSONS), choice, accepted)
        counted.append(entry)
        persons[entry.point] += entry.persons
        if populations is None or not entry.point:
            continue
        known_only(one, "point", [entry.point], set(populations), "an id of the assembly_points")
        if persons[entry.point] > (most := populations.get(entry.point, MAX_PERSONS)):
            one.fault(
                "persons",
                f"{persons[entry.point]:,} persons counted at {entry.point!r}",
                f"at most its population of {most:,}",
                "Correct the count, or the population.",
            )
    return tuple(counted)


def _ages(section: Section, children: float) -> Ages | None:
    if not section.has("ages"):
        return None
    ages = section.section("ages")
    stated = Ages(
        female=ages.number("female", 0, 1, 0.5),
        under_5=ages.number("under_5", 0, 1),
        aged_60=ages.number("aged_60", 0, 1),
    )
    for key, share, most, of in (
        ("under_5", stated.under_5, children, "children"),
        ("aged_60", stated.aged_60, 1 - children, "adults"),
    ):
        if share > most:
            ages.fault(
                key,
                f"{share:g} of all persons, more than the {of} are",
                f"a share of at most {most:g}",
                "Correct it, or draw.children.",
            )
    return stated


def _accepted(
    section: Section, agreement: Agreement, destinations: frozenset[str] | None
) -> tuple[str, ...]:
    ids = section.texts("destinations")
    if section.has("destinations") and not ids:
        section.fault(
            "destinations",
            "no destination",
            "the destinations they accept",
            "State at least one; who accepts none doesn't choose to leave.",
        )
    if agreement.destinations:
        stated = frozenset(agreement.destinations)
        known_only(section, "destinations", ids, stated, "a destination of agreement.destinations")
    elif destinations is not None:
        known_only(section, "destinations", ids, destinations, "an id of the destinations table")
    return tuple(ids)


def _category(section: Section, agreement: Agreement) -> tuple[str, tuple[str, ...]]:
    name = section.text("id")
    items = section.texts("items", [])
    known = {category.id: category.may_carry for category in agreement.categories}
    known_only(section, "id", [name], set(known), "an id of [[agreement.categories]]")
    known_items = {item.id for item in agreement.items}
    known_only(section, "items", items, known_items, "an id of [[agreement.items]]")
    return name, tuple(items)


def draw_groups(
    distribution: Distribution, points: Sequence[AssemblyPoint], seed: int
) -> tuple[TravelGroup, ...]:
    """One travel group a household, every person of every point in exactly one.

    Each point, and each count at a point, has its own stream of random numbers, so that one more
    point leaves the others' households as they were. A household chooses as one. Everyone has an
    adult in the household; a patient's household sends one attendant where a member without such
    needs is left. What a household carries, and as which category, is drawn for those that leave;
    the others get the first category and carry nothing.
    """
    groups: list[TravelGroup] = []
    for point in points:
        first = 1
        for part, persons, stream in _parts(distribution, point):
            random = np.random.default_rng([seed, *point.id.encode(), *stream])
            drawn = _draw_part(part, point.id, persons, random, first)
            first += len(drawn)
            groups += drawn
    return tuple(groups)


def _parts(
    distribution: Distribution, point: AssemblyPoint
) -> Iterator[tuple[Distribution, int, tuple[int, ...]]]:
    """What to draw by, for how many persons, and what tells the stream from the point's others."""
    own = [one for one in distribution.counted if one.point == point.id]
    for number, one in enumerate(own):
        chosen = tuple(float(choice == one.choice) for choice in _CHOICES)
        part = replace(distribution, choice=chosen, accepts=(one.destinations,), accept=(1.0,))
        yield part, one.persons, (256 + number,)  # no byte of an id
    yield distribution, point.population - sum(one.persons for one in own), ()


def _draw_part(
    distribution: Distribution,
    point: str,
    population: int,
    random: np.random.Generator,
    first: int,
) -> list[TravelGroup]:
    """Households of so many persons, numbered from `first`."""
    persons = _sizes(distribution.household_sizes, population, random)
    count = len(persons)

    def pick(shares: tuple[float, ...]) -> list[int]:
        if not shares:
            return [0] * count
        weights = np.array(shares) / sum(shares)
        picked: list[int] = random.choice(len(shares), size=count, p=weights).tolist()
        return picked

    children = _children(distribution.children, persons, random)
    stretcher, wheelchair, escort = distribution.needs
    stretchers = random.binomial(persons, stretcher)
    wheelchairs = random.binomial(persons - stretchers, wheelchair / (1 - stretcher))
    escorts = random.binomial(persons, escort)
    patients = np.maximum(stretchers + wheelchairs, escorts)
    attendants = ((patients > 0) & (patients < persons)).astype(np.int64)
    columns = {
        "persons": persons.tolist(),
        "choice": pick(distribution.choice),
        "accept": pick(distribution.accept),
        "category": pick(distribution.category),
        "medical_class": pick(distribution.medical_classes),
        "stretchers": stretchers.tolist(),
        "wheelchairs": wheelchairs.tolist(),
        "escorts": escorts.tolist(),
        "attendants": attendants.tolist(),
        "children": children.tolist(),
        "bands": _bands(distribution, persons, children, random),
    }
    return [
        _group(distribution, point, number, **dict(zip(columns, row, strict=True)))
        for number, row in enumerate(zip(*columns.values(), strict=True), start=first)
    ]


def _group(
    distribution: Distribution,
    point: str,
    number: int,
    *,
    persons: int,
    choice: int,
    accept: int,
    category: int,
    medical_class: int,
    stretchers: int,
    wheelchairs: int,
    escorts: int,
    attendants: int,
    children: int,
    bands: tuple[int, ...],
) -> TravelGroup:
    name = f"{point}-{number:05d}"
    leaves = _CHOICES[choice] == "leave"
    return TravelGroup(
        id=name,
        household=name,
        assembly_point=point,
        persons=persons,
        choice=_CHOICES[choice],
        destinations=distribution.accepts[accept] if leaves else (),
        category=distribution.categories[category if leaves else 0],
        items=distribution.carried[category] if leaves else (),
        medical_class=medical_class + 1,
        stretchers=stretchers,
        wheelchairs=wheelchairs,
        escorts=escorts,
        attendants=attendants,
        children=children,
        bands=bands,
    )


def _sizes(shares: tuple[float, ...], population: int, random: np.random.Generator) -> Counts:
    """Household sizes that add up to the population; the last is what is left over."""
    weights = np.array(shares) / sum(shares)
    sizes = np.zeros(0, dtype=np.int64)
    while (left := population - int(sizes.sum())) > 0:
        mean = float(weights @ np.arange(1, len(weights) + 1))
        more = random.choice(len(weights), size=int(left / mean) + 16, p=weights) + 1
        sizes = np.concatenate([sizes, more])
    ends = np.cumsum(sizes)
    last = int(np.searchsorted(ends, population))
    sizes = sizes[: last + 1] if population else sizes[:0]
    if population:
        sizes[-1] -= int(ends[last]) - population
    return sizes


def _children(share: float, persons: Counts, random: np.random.Generator) -> Counts:
    """Children among all but one member, at a rate that meets the share over all persons."""
    others = int(persons.sum()) - len(persons)
    rate: Any = min(1.0, share * int(persons.sum()) / others) if others else 0.0
    return random.binomial(persons - 1, rate)


def _bands(
    distribution: Distribution, persons: Counts, children: Counts, random: np.random.Generator
) -> list[tuple[int, ...]]:
    """Persons of each household in each of `BANDS`."""
    ages = distribution.ages
    if ages is None:
        return [()] * len(persons)
    adults = persons - children
    small = random.binomial(children, _part(ages.under_5, distribution.children))
    aged = random.binomial(adults, _part(ages.aged_60, 1 - distribution.children))
    columns: list[Counts] = []
    for count in (small, children - small, adults - aged, aged):
        female = random.binomial(count, ages.female)
        columns += [female, count - female]
    return list(zip(*(column.tolist() for column in columns), strict=True))


def _part(share: float, whole: float) -> float:
    return min(1.0, share / whole) if whole else 0.0
