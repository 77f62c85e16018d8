"""The case of what was reported says what its README says, and D1 binds in its plan."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from pathlib import Path

import msgspec
import pytest

from safepassage.check import verify
from safepassage.errors import TermsError
from safepassage.model.case import Case
from safepassage.model.people import NOT_URGENT
from safepassage.model.plan import Plan
from safepassage.read import CaseRead, load_case
from safepassage.report.overview import overview, overview_text
from safepassage.report.summary import summarise
from safepassage.report.text import summary_text
from safepassage.roads.travel import TravelTimes, travel_times
from safepassage.solve import Progress, plan

FOLDER = Path(__file__).parents[3] / "examples" / "ghouta-reported"

POCKETS = {
    "harasta-gate": {"harasta"},
    "arbin-gate": {"arbin", "zamalka", "jobar", "ein-tarma", "hamouria"},
    "wafidin": {"douma"},
}
THIN = 20
"""One household, vehicle and place at the shelters in so many is planned for here."""


@pytest.fixture(scope="module")
def loaded() -> CaseRead:
    return load_case(FOLDER)


@pytest.fixture(scope="module")
def case(loaded: CaseRead) -> Case:
    return loaded.case


@pytest.fixture(scope="module")
def readme() -> str:
    return (FOLDER / "README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def times(case: Case) -> TravelTimes:
    return travel_times(case.roads, case.place_nodes, [gate.id for gate in case.crossings])


@pytest.fixture(scope="module")
def thinned(case: Case) -> Case:
    shelters = next(place for place in case.destinations if place.id == "adra-shelters")
    assert shelters.capacity is not None
    fewer = msgspec.structs.replace(shelters, capacity=shelters.capacity // THIN)
    return case.replace(
        groups=tuple(group for group in case.groups if group.choice == "leave")[::THIN],
        vehicles=case.vehicles[::THIN],
        destinations=(*(place for place in case.destinations if place != shelters), fewer),
    )


@pytest.fixture(scope="module")
def planned(thinned: Case) -> Plan:
    """The first two dispatches are enough here."""
    tried: list[Progress] = []

    def note(progress: Progress) -> None:
        tried.extend([progress] if progress.stage == "dispatch" else [])

    return plan(
        thinned, effort=1, what_if=True, on_progress=note, should_stop=lambda: len(tried) >= 2
    ).plan


def moved(case: Case) -> Counter[tuple[str, str]]:
    """Persons reported as moved, by assembly point and first destination."""
    persons: Counter[tuple[str, str]] = Counter()
    for group in case.groups:
        if group.choice == "leave":
            persons[group.assembly_point, group.destinations[0]] += group.persons
    return persons


def test_the_one_warning_is_that_not_all_can_be_received(loaded: CaseRead) -> None:
    (warning,) = loaded.warnings
    assert warning.file == "destinations.csv"
    assert "83,564 persons who accept only 'adra-shelters'" in str(warning)
    assert "25,855" in str(warning)


def test_people_are_drawn_to_the_reported_counts(case: Case) -> None:
    persons = moved(case)
    assert case.drawn_households
    assert persons["harasta", "qalaat-al-madiq"] == 1580 + 3124
    assert sum(persons[point, "qalaat-al-madiq"] for point in POCKETS["arbin-gate"]) == 41_126
    to_shelters = {point: n for (point, end), n in persons.items() if end == "adra-shelters"}
    assert to_shelters == {"douma": 28_547, "hamouria": 55_017}
    assert sum(to_shelters.values()) == 83_564
    assert persons.total() - 83_564 == 66_000


def test_everybody_else_stays_visible_and_protected(case: Case) -> None:
    assert {group.choice for group in case.groups} == {"leave", "not_asked"}
    assert sum(group.persons for group in case.groups) == 400_000
    assert all(
        any(
            group.choice == "not_asked" for group in case.groups if group.assembly_point == point.id
        )
        for point in case.assembly_points
    )


def test_nobody_is_drawn_as_armed_or_by_category(case: Case) -> None:
    assert {group.category for group in case.groups} == {"person"}
    assert {item for group in case.groups for item in group.items} == {"luggage"}


def test_each_pocket_has_only_its_own_crossing(case: Case, times: TravelTimes) -> None:
    assert {point.id for point in case.assembly_points} == set().union(*POCKETS.values())
    for gate in case.crossings:
        for point in case.assembly_points:
            for profile in ("bus", "ambulance"):
                there = times.seconds(profile, point.id, gate.id)
                back = times.seconds(profile, gate.id, point.id)
                assert (there is not None) == (point.id in POCKETS[gate.id])
                assert (back is not None) == (point.id in POCKETS[gate.id])


def test_no_point_of_a_pocket_reaches_one_of_another(case: Case, times: TravelTimes) -> None:
    for own in POCKETS.values():
        for origin in own:
            others = {point.id for point in case.assembly_points} - own
            assert all(times.seconds("bus", origin, other) is None for other in others)


def test_crossings_open_on_the_days_reported(case: Case) -> None:
    days: dict[str, set[str]] = {gate: set() for gate in POCKETS}
    for seen in overview(case).crossings:
        for window in seen.windows:
            days[seen.id].add(window.opens[5:10])
    assert days == {
        "harasta-gate": {"03-22", "03-23"},
        "arbin-gate": {f"03-{day}" for day in range(24, 32)},
        "wafidin": {f"04-{day:02}" for day in (*range(1, 6), *range(8, 14))},
    }


def test_the_shelters_have_the_places_reported(case: Case) -> None:
    limits = {place.id: place.capacity for place in case.destinations}
    assert limits == {
        "qalaat-al-madiq": None,
        "al-bab": None,
        "jarablus": None,
        "adra-shelters": 25_855,
    }


def test_the_readme_names_how_many_cannot_be_received(readme: str) -> None:
    assert f"{83_564 - 25_855:,} people could not be" in readme
    assert f"{83_564 + 66_000 - 57_709:,} of {83_564 + 66_000:,} people" in readme
    assert f"{400_000 - 83_564 - 66_000:,} people whom no count has moved" in readme


def test_a_plan_needs_a_what_if(case: Case) -> None:
    with pytest.raises(TermsError, match="the agreement is ended"):
        plan(case, effort=1)


def test_duress_and_drawing_are_said_first(case: Case, readme: str) -> None:
    assert case.under_duress
    assert case.schematic_roads
    assert "reported as made under duress" in overview_text(overview(case))
    assert "under duress" in readme.split("\n\n")[1]


def test_claims_that_differ_stand_side_by_side(case: Case) -> None:
    claims = {claim.id: claim for claim in case.claims}
    second_convoy = [claims[name] for name in ("row-2", "row-3")]
    assert [(claim.low, claim.claimed_by) for claim in second_convoy] == [
        (3124, "a local monitor"),
        (3290, "Anadolu"),
    ]
    assert (claims["row-27"].low, claims["row-28"].low) == (20_000, 68_000)
    assert {claims["row-31"].claimed_by, claims["row-32"].claimed_by} == {"OCHA", "Russian MoD"}
    assert claims["row-30-capacity"].low == 25_855
    assert claims["row-30-shelters"].low == 83_564
    assert all(claim.high == claim.low for claim in case.claims)


def test_every_row_and_claim_cited_is_in_the_readme(case: Case, readme: str) -> None:
    listed = set(re.findall(r"^\| (\d+) \|", readme, re.M))
    assert listed == {str(number) for number in range(1, 36)}
    own = {match[1] for claim in case.claims if (match := re.match(r"row-(\d+)", claim.id))}
    assert own == listed
    sources = " ".join(assumed.source for assumed in case.assumptions)
    known = {claim.id for claim in case.claims}
    assert set(re.findall(r"claim ([a-z]+-\d)", sources)) <= known


def test_every_assumption_says_what_it_rests_on() -> None:
    stated = tomllib.loads((FOLDER / "case.toml").read_text(encoding="utf-8"))["assumptions"]
    assert len(stated) >= 20
    assert all(one["text"] and one["source"] for one in stated)


def test_a_thinned_case_plans_without_a_broken_promise(thinned: Case, planned: Plan) -> None:
    assert verify(thinned, planned) == ()
    assert planned.what_if
    assert planned.under_duress
    assert planned.drawn_households


def test_reception_alone_binds_and_the_plan_says_who_is_not_received(
    thinned: Case, planned: Plan
) -> None:
    assert {(one.promise, one.where) for one in planned.bound.binding} == {("D1", "adra-shelters")}
    assert {entry.promise for entry in planned.not_served} == {"D1"}
    groups = {group.id: group for group in thinned.groups}
    left = [groups[entry.group] for entry in planned.not_served]
    assert {group.destinations for group in left} == {("adra-shelters",)}
    to_shelters = [group for group in thinned.groups if group.destinations == ("adra-shelters",)]
    received = sum(group.persons for group in to_shelters) - sum(group.persons for group in left)
    assert received == 25_855 // THIN
    assert {group.medical_class for group in left} == {NOT_URGENT}
    assert {group.assembly_point for group in left} == {"douma", "hamouria"}


def test_everyone_leaves_by_the_crossing_of_their_pocket(planned: Plan) -> None:
    gates = {convoy.id: convoy.crossing for convoy in planned.convoys}
    for trip in planned.trips:
        boarded = {stop.place for stop in trip.stops if stop.boardings}
        (passed,) = {gates[stop.convoy] for stop in trip.stops if stop.convoy}
        assert boarded <= POCKETS[passed]


def test_the_summary_says_duress_and_d1(thinned: Case, planned: Plan) -> None:
    summary = summarise(thinned, planned, broken_promises=(), planning_seconds=0, peak_memory_mib=0)
    text = summary_text(summary)
    assert text.startswith("Under duress:")
    assert "chose" not in text
    assert "D1, there is no room for it where it would go" in text
