"""The households table: one row is a travel group. Numbers, never names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, get_args

from safepassage.model.people import BANDS, CHILD_BANDS, NOT_URGENT, Choice, TravelGroup
from safepassage.read.cells import IDENTIFIER, IDENTIFIERS, whole, word
from safepassage.read.columns import Column, Parsed
from safepassage.read.faults import Faults, Remedy, did_you_mean

_MEMBERS = whole(0, 5000, "persons")

_BANDS = dict(
    zip(
        BANDS,
        (
            *("girls under 5", "boys under 5", "girls from 5 to 17", "boys from 5 to 17"),
            *("women from 18 to 59", "men from 18 to 59", "women of 60 or more"),
            "men of 60 or more",
        ),
        strict=True,
    )
)

HOUSEHOLDS = (
    Column("id", IDENTIFIER, "the travel group's id", "h0412"),
    Column(
        "household",
        IDENTIFIER,
        "the household it is of, where members chose differently; empty is the group's own id",
        "h0412",
        "",
    ),
    Column("assembly_point", IDENTIFIER, "id of the point where it boards", "north"),
    Column(
        "persons",
        whole(1, 5000, "persons"),
        "how many travel together, children included",
        "5",
        remedy="Write how many they are; a household without members is left out of the table.",
    ),
    Column(
        "choice",
        word(*get_args(Choice)),
        "their own answer; an empty cell is not an answer",
        "leave",
        "not_asked",
    ),
    Column("destinations", IDENTIFIERS, "ids of the destinations it accepts", "near;far", ()),
    Column("category", IDENTIFIER, "id of a category of the terms", "civilian"),
    Column("items", IDENTIFIERS, "ids of the items it carries", "luggage", ()),
    Column(
        "medical_class",
        whole(1, NOT_URGENT),
        "medical priority, 1 is the most urgent",
        "2",
        NOT_URGENT,
    ),
    Column("stretchers", _MEMBERS, "persons who need a stretcher place", "1", 0),
    Column("wheelchairs", _MEMBERS, "persons who need a wheelchair place", "0", 0),
    Column("escorts", _MEMBERS, "persons who need a medic aboard, seated or lying", "0", 0),
    Column("attendants", _MEMBERS, "other members who may ride with the patients", "1", 0),
    Column("children", _MEMBERS, "persons under 18", "2", 0),
    *(Column(band, _MEMBERS, about, "1", None) for band, about in _BANDS.items()),
    Column("unaccompanied", _MEMBERS, "children without their own adult", "0", 0),
    Column("carer", IDENTIFIER, "id of the row they are never parted from", "h0413", ""),
)


@dataclass(frozen=True)
class Registered:
    """The travel groups of the table, each with its row, and what its cells may name."""

    file: str
    rows: tuple[int, ...]
    groups: tuple[TravelGroup, ...]

    @property
    def row_of(self) -> dict[str, int]:
        """The spreadsheet row of each travel group."""
        return {group.id: row for row, group in zip(self.rows, self.groups, strict=True)}


@dataclass(frozen=True)
class Known:
    """Ids a row may name; None where that file couldn't be read."""

    points: frozenset[str] | None
    destinations: frozenset[str] | None
    stated: frozenset[str]
    """Destinations the terms state; empty states none yet."""
    categories: frozenset[str] | None
    items: frozenset[str] | None


def read_households(parsed: Parsed, known: Known, faults: Faults) -> Registered:
    """The sound rows as travel groups, with faults for what contradicts itself or the case."""
    rows: list[int] = []
    groups: list[TravelGroup] = []
    for row, values in parsed.sound():
        values["household"] = values["household"] or values["id"]
        values["bands"] = bands = _bands(values)
        values["children"] = values["children"] or sum(bands[:CHILD_BANDS])
        rows.append(row)
        groups.append(TravelGroup(**values))

    def note(row: int, column: str, found: str, expected: str, remedy: Remedy) -> None:
        faults.add(parsed.file, found, expected, remedy, row=row, column=column)

    for row, group in zip(rows, groups, strict=True):
        _references(row, group, known, note)
        _counts(row, group, note)
    _carers(rows, groups, frozenset(parsed.ids), note)
    return Registered(parsed.file, tuple(rows), tuple(groups))


def _bands(values: dict[str, Any]) -> tuple[int, ...]:
    """Persons by sex and age; nothing where all eight cells are empty, else an empty one is 0."""
    cells = [values.pop(band) for band in BANDS]
    return () if all(cell is None for cell in cells) else tuple(cell or 0 for cell in cells)


Note = Callable[[int, str, str, str, Remedy], None]


def _references(row: int, group: TravelGroup, known: Known, note: Note) -> None:
    def check(column: str, word: str, ids: frozenset[str] | None, table: str) -> bool:
        if ids is None or word in ids:
            return True
        remedy = partial(did_you_mean, word, ids, "Correct the id, or add it there.")
        note(row, column, f"{word!r}", f"an id of {table}", remedy)
        return False

    check("assembly_point", group.assembly_point, known.points, "assembly_points")
    check("category", group.category, known.categories, "[[agreement.categories]]")
    for item in group.items:
        check("items", item, known.items, "[[agreement.items]]")
    for destination in group.destinations:
        exists = check("destinations", destination, known.destinations, "destinations")
        if exists and known.stated and destination not in known.stated:
            note(
                row,
                "destinations",
                f"{destination!r}, which the terms don't state",
                "a destination of agreement.destinations",
                "Ask the household about the destinations agreed, or have this one agreed.",
            )
    if group.choice == "leave" and not group.destinations:
        note(
            row,
            "destinations",
            "a group that leaves for nowhere",
            "the destinations that it accepts",
            "Ask which it accepts; without its answer the choice is undecided.",
        )


def _counts(row: int, group: TravelGroup, note: Note) -> None:
    lying = group.stretchers + group.wheelchairs
    patients = max(lying, group.escorts)
    if patients > group.persons:
        column = "stretchers" if lying > group.persons else "escorts"
        note(
            row,
            column,
            f"{patients} patients among {group.persons} persons",
            "at most as many patients as persons",
            "Correct persons, stretchers, wheelchairs or escorts.",
        )
    elif group.attendants and (patients == 0 or patients + group.attendants > group.persons):
        note(
            row,
            "attendants",
            f"{group.attendants} attendants of {patients} patients among {group.persons} persons",
            "attendants only of patients, and from the group",
            "Count only other members who may ride with the patients.",
        )
    if group.children > group.persons:
        note(
            row,
            "children",
            f"{group.children} children among {group.persons} persons",
            "at most as many children as persons",
            "Correct children or persons.",
        )
    if group.bands and sum(group.bands) != group.persons:
        note(
            row,
            "persons",
            f"{sum(group.bands)} counted by sex and age of {group.persons} persons",
            "as many as persons, or none counted so",
            "Correct the columns from girls_under_5 to men_60, or leave all eight empty.",
        )
    elif group.bands and sum(group.bands[:CHILD_BANDS]) != group.children:
        note(
            row,
            "children",
            f"{sum(group.bands[:CHILD_BANDS])} girls and boys, but {group.children} children",
            "as many girls and boys as children",
            "Correct them, or leave children empty: they are counted then.",
        )
    if group.unaccompanied > group.children:
        note(
            row,
            "unaccompanied",
            f"{group.unaccompanied} unaccompanied among {group.children} children",
            "at most as many as children",
            "Correct children or unaccompanied.",
        )
    if group.unaccompanied and not group.carer:
        note(
            row,
            "carer",
            f"{group.unaccompanied} unaccompanied children without a carer",
            "the id of the travel group that cares for them",
            "Name a carer before they travel; the reference of the carer's row goes here.",
        )


def _carers(rows: list[int], groups: list[TravelGroup], ids: frozenset[str], note: Note) -> None:
    cared = [(row, group) for row, group in zip(rows, groups, strict=True) if group.carer]
    if not cared:
        return
    by_id = {group.id: group for group in groups}
    common = {group.id: set(group.destinations) for group in groups}
    for row, group in cared:
        if group.carer not in ids:
            note(
                row,
                "carer",
                f"the unknown carer {group.carer!r}",
                "the id of another row",
                "Correct the id, or add the carer's travel group.",
            )
        elif (carer := by_id.get(group.carer)) is not None:
            # All whom one carer looks after travel with it, so they need one destination together.
            common[carer.id] &= set(group.destinations)
            _carer(row, group, carer, not common[carer.id], note)


def _carer(row: int, group: TravelGroup, carer: TravelGroup, nowhere: bool, note: Note) -> None:
    wrong: list[tuple[bool, str, str]] = [
        (
            bool(carer.carer),
            "has a carer itself" if carer.id != group.id else "is the group itself",
            "a carer without a carer of its own",
        ),
        (
            carer.assembly_point != group.assembly_point,
            f"boards at {carer.assembly_point!r}",
            "a carer of the same assembly point",
        ),
        (
            carer.choice != group.choice,
            f"chose {carer.choice!r}",
            "a carer with the same choice",
        ),
        (
            carer.choice == group.choice == "leave"
            and bool(carer.destinations and group.destinations)
            and nowhere,
            "accepts no destination that all in its care accept",
            "a carer who accepts a common destination",
        ),
    ]
    for is_wrong, found, expected in wrong:
        if is_wrong:
            note(
                row,
                "carer",
                f"the carer {carer.id!r}, who {found}",
                expected,
                "Name another carer, or settle it with both households.",
            )
