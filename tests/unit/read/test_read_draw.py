"""Households drawn from the population."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from read_folder import append, drawn_folder, faults_of, set_cell, spoil, the_one

from safepassage.model.people import CHILD_BANDS
from safepassage.model.places import AssemblyPoint
from safepassage.read import read_case
from safepassage.read.draw import Ages, Counted, Distribution, draw_groups

USUAL = Distribution(
    household_sizes=(0.1, 0.2, 0.3, 0.2, 0.1, 0.1),
    children=0.4,
    choice=(0.6, 0.1, 0.2, 0.1),
    accepts=(("near",), ("near", "far")),
    accept=(0.3, 0.7),
    categories=("civilian", "fighter"),
    carried=(("luggage",), ("luggage", "weapon")),
    category=(0.95, 0.05),
    needs=(0.01, 0.02, 0.03),
    medical_classes=(0.1, 0.2, 0.3, 0.4),
)


def point(name: str, population: int) -> AssemblyPoint:
    return AssemblyPoint(id=name, name=name, latitude=0, longitude=0, population=population)


@given(st.lists(st.integers(0, 400), min_size=1, max_size=4), st.integers(0, 2**63 - 1))
def test_every_person_is_in_exactly_one_household(populations: list[int], seed: int) -> None:
    points = [point(f"p{n}", population) for n, population in enumerate(populations)]
    groups = draw_groups(USUAL, points, seed)
    assert groups == draw_groups(USUAL, points, seed)
    assert len({group.id for group in groups}) == len(groups)
    for one in points:
        here = [group for group in groups if group.assembly_point == one.id]
        assert sum(group.persons for group in here) == one.population
    for group in groups:
        patients = max(group.stretchers + group.wheelchairs, group.escorts)
        assert group.persons >= 1
        assert patients + group.attendants <= group.persons
        assert group.attendants <= 1
        assert bool(group.attendants) <= group.has_patients
        assert group.children < group.persons
        assert bool(group.destinations) == (group.choice == "leave")
        assert bool(group.items) == (group.choice == "leave")
        assert group.choice == "leave" or group.category == "civilian"


def test_sex_and_age_are_drawn_without_changing_who_is_drawn() -> None:
    by_age = replace(USUAL, ages=Ages(female=0.52, under_5=0.14, aged_60=0.06))
    groups = draw_groups(by_age, [point("p", 100_000)], 7)
    plain = draw_groups(USUAL, [point("p", 100_000)], 7)
    assert tuple(msgspec.structs.replace(group, bands=()) for group in groups) == plain
    totals = [sum(counts) for counts in zip(*(group.bands for group in groups), strict=True)]
    for group in groups:
        assert sum(group.bands) == group.persons
        assert sum(group.bands[:CHILD_BANDS]) == group.children
    assert sum(totals) == 100_000
    assert sum(totals[0::2]) / 100_000 == pytest.approx(0.52, abs=0.01)
    assert sum(totals[0:2]) / 100_000 == pytest.approx(0.14, abs=0.01)
    assert sum(totals[6:8]) / 100_000 == pytest.approx(0.06, abs=0.01)


@given(st.integers(0, 300), st.integers(1, 300), st.integers(0, 2**63 - 1))
def test_who_was_counted_is_drawn_to_the_person_and_the_rest_by_shares(
    north: int, staying: int, seed: int
) -> None:
    counted = (
        *((Counted("p", north, "leave", ("far",)),) if north else ()),
        Counted("p", staying, "stay", ()),
    )
    rest = replace(USUAL, choice=(0, 0, 0, 1), counted=counted)
    groups = draw_groups(rest, [point("p", 700), point("q", 50)], seed)
    here = [group for group in groups if group.assembly_point == "p"]

    def persons(choice: str) -> int:
        return sum(group.persons for group in here if group.choice == choice)

    assert (persons("leave"), persons("stay")) == (north, staying)
    assert persons("not_asked") == 700 - north - staying
    assert {group.destinations for group in here if group.choice == "leave"} <= {("far",)}
    assert len({group.id for group in groups}) == len(groups)
    without = replace(rest, counted=())
    assert groups[len(here) :] == draw_groups(without, [point("q", 50)], seed)


COUNTED = """
[[draw.counted]]
point = "church"
persons = 12
choice = "leave"
destinations = ["school"]
[[draw.counted]]
point = "church"
persons = 20
choice = "undecided"
"""


def test_counts_of_a_folder_are_met(tmp_path: Path) -> None:
    folder = drawn_folder(tmp_path / "town")
    append(folder, COUNTED)
    groups = [group for group in read_case(folder).groups if group.assembly_point == "church"]
    assert sum(group.persons for group in groups if group.choice == "undecided") == 20
    assert sum(group.persons for group in groups if group.destinations == ("school",)) == 12


@pytest.mark.parametrize(
    ("old", "new", "key", "text"),
    [
        ("persons = 20", "persons = 21", "draw.counted[2].persons", "population of 32"),
        ('"undecided"', '"undecidd"', "draw.counted[2].choice", "Did you mean 'undecided'?"),
        ('"undecided"', '"leave"', "draw.counted[2].destinations", "no such key"),
        ('["school"]', '["skool"]', "draw.counted[1].destinations", "agreement.destinations"),
        ('"church"\npersons = 20', '"chrch"\npersons = 20', "draw.counted[2].point", "church"),
        (
            '"undecided"',
            '"undecided"\ndestinations = ["hall"]',
            "draw.counted[2].destinations",
            "an unknown key",
        ),
    ],
)
def test_a_wrong_count(tmp_path: Path, old: str, new: str, key: str, text: str) -> None:
    folder = drawn_folder(tmp_path / "town")
    assert COUNTED.count(old) == 1
    append(folder, COUNTED.replace(old, new))
    the_one(faults_of(folder), "case.toml", None, key, text)


@pytest.mark.parametrize(
    ("ages", "key"),
    [
        ("under_5 = 0.5, aged_60 = 0", "draw.ages.under_5"),
        ("under_5 = 0.1, aged_60 = 0.7", "draw.ages.aged_60"),
    ],
)
def test_more_of_an_age_than_there_can_be(tmp_path: Path, ages: str, key: str) -> None:
    folder = drawn_folder(tmp_path / "town")
    spoil(folder, "case.toml", "children = 0.4", f"children = 0.4\nages = {{ {ages} }}")
    the_one(faults_of(folder), "case.toml", None, key, "a share of at most")


def test_shares_are_met() -> None:
    groups = draw_groups(USUAL, [point("p", 200_000)], 7)
    persons = sum(group.persons for group in groups)

    def share(count: int, of: int) -> float:
        return count / of

    assert share(sum(g.children for g in groups), persons) == pytest.approx(0.4, abs=0.01)
    assert share(sum(g.stretchers for g in groups), persons) == pytest.approx(0.01, abs=0.002)
    assert share(sum(g.wheelchairs for g in groups), persons) == pytest.approx(0.02, abs=0.002)
    assert share(sum(g.escorts for g in groups), persons) == pytest.approx(0.03, abs=0.002)
    households = len(groups)
    for size, expected in enumerate(USUAL.household_sizes, start=1):
        found = share(sum(g.persons == size for g in groups), households)
        assert found == pytest.approx(expected, abs=0.01)
    assert share(sum(g.choice == "leave" for g in groups), households) == pytest.approx(
        0.6, abs=0.01
    )
    leaving = [g for g in groups if g.choice == "leave"]
    assert share(sum(g.category == "fighter" for g in leaving), len(leaving)) == pytest.approx(
        0.05, abs=0.01
    )
    assert share(sum(g.medical_class == 1 for g in groups), households) == pytest.approx(
        0.1, abs=0.01
    )


def test_another_point_leaves_the_others_as_they_were() -> None:
    alone = draw_groups(USUAL, [point("b", 500)], 3)
    both = draw_groups(USUAL, [point("a", 300), point("b", 500)], 3)
    assert both[-len(alone) :] == alone
    assert draw_groups(USUAL, [point("b", 500)], 4) != alone


def test_a_folder_without_households_is_drawn_and_marked(tmp_path: Path) -> None:
    case = read_case(drawn_folder(tmp_path / "town"))
    assert case.drawn_households
    assert sum(group.persons for group in case.groups) == 51
    assert {group.assembly_point for group in case.groups} == {"church", "mill"}


def test_neither_table_nor_draw(tmp_path: Path) -> None:
    folder = drawn_folder(tmp_path / "town")
    text = (folder / "case.toml").read_text()
    (folder / "case.toml").write_text(text[: text.index("[draw]")])
    the_one(faults_of(folder), "case.toml", None, "draw", "neither a households table nor [draw]")


@pytest.mark.parametrize("people", ["0", "9999999"])
def test_nobody_or_too_many_to_draw(tmp_path: Path, people: str) -> None:
    folder = drawn_folder(tmp_path / "town")
    set_cell(folder, "assembly_points", 3, "population", people)
    set_cell(folder, "assembly_points", 4, "population", "0")
    the_one(faults_of(folder), "case.toml", None, "draw", "a population from 1 to 5,000,000")


KEYS = [
    ("[0.1, 0.2, 0.3, 0.2, 0.2]", "[0.1, 0.2]", "draw.household_sizes", "add up to 0.3"),
    ("[0.1, 0.2, 0.3, 0.2, 0.2]", "[]", "draw.household_sizes", "a list of shares"),
    ("[0.1, 0.2, 0.3, 0.2, 0.2]", "[1.5, -0.5]", "draw.household_sizes", "a list of shares"),
    ("children = 0.4", "children = 40", "draw.children", "from 0 to 0.95"),
    ("undecided = 0.3", "undecided = 0.4", "draw.choice", "add up to 1.1"),
    ("undecided = 0.3", "undcided = 0.3", "draw.choice.undcided", "Did you mean 'undecided'?"),
    ("[0.02, 0.05, 0.13, 0.8]", "[0.5, 0.5]", "draw.medical_classes", "4 shares"),
    ("share = 1\n", "share = 0.5\n", "draw.category", "add up to 0.5"),
    ("stretcher = 0.01", "stretcher = 0.9", "draw.needs.stretcher", "from 0 to 0.5"),
    ('destinations = ["hall"]', 'destinations = ["hal"]', "draw.accept[2].destinations", "hall"),
    (
        'destinations = ["hall"]',
        "destinations = []",
        "draw.accept[2].destinations",
        "no destination",
    ),
    ('items = ["luggage"]\n', 'items = ["bags"]\n', "draw.category[1].items", "agreement.items"),
    ('"civilian"\nshare', '"civil"\nshare', "draw.category[1].id", "Did you mean 'civilian'?"),
]


@pytest.mark.parametrize(("old", "new", "key", "text"), KEYS)
def test_a_wrong_key(tmp_path: Path, old: str, new: str, key: str, text: str) -> None:
    folder = drawn_folder(tmp_path / "town")
    spoil(folder, "case.toml", old, new)
    faults = [fault for fault in faults_of(folder) if fault.column == key]
    the_one(tuple(faults), "case.toml", None, key, text)


def test_leaving_without_a_destination_to_accept(tmp_path: Path) -> None:
    folder = drawn_folder(tmp_path / "town")
    text = (folder / "case.toml").read_text()
    start, end = text.index("[[draw.accept]]"), text.index("[[draw.category]]")
    (folder / "case.toml").write_text(text[:start] + text[end:])
    the_one(faults_of(folder), "case.toml", None, "draw.accept", "where those who leave would go")
