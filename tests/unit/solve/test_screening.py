"""What screening alone proves, and the days of the curve that need no programme of their own."""

from __future__ import annotations

import pytest
from factory import at, group, place, small_case

from safepassage.model.agreement import Window
from safepassage.model.case import Case
from safepassage.model.places import Crossing, Destination
from safepassage.solve.bound.clearance import BoundSearch, Choice
from safepassage.solve.bound.screening import Screening
from safepassage.solve.opentime import outbound_time
from safepassage.solve.problem import Problem, compile_problem


def two_gates(**rates: int | None) -> Problem:
    """Gates of 120 persons an hour, or as said, east open from ten to noon only."""
    gates = tuple(
        place(
            Crossing,
            name,
            convoy_vehicles=3,
            headway_seconds=900,
            persons_per_hour=rates.get(name, 120),
        )
        for name in ("gate", "east")
    )
    links = {
        ("depot", "gate"): 600,
        ("depot", "east"): 600,
        ("gate", "north"): 900,
        ("east", "north"): 900,
        ("gate", "south"): 900,
        ("gate", "near"): 1800,
        ("east", "near"): 1800,
        ("gate", "far"): 1800,
    }
    windows = tuple(
        Window(crossing=name, direction=way, opens=at(day, opens), closes=at(day, closes))
        for name, opens, closes in (("gate", "09:00", "14:00"), ("east", "10:00", "12:00"))
        for day in (7, 8)
        for way in ("in", "out")
    )
    return compile_problem(small_case(links=links, crossings=gates, windows=windows))


@pytest.mark.parametrize(
    ("day", "clock", "people"),
    [(7, "09:00", 0), (7, "09:30", 60), (7, "11:00", 360), (7, "20:00", 840), (8, "11:00", 1_200)],
)
def test_each_gate_counts_while_it_is_open(day: int, clock: str, people: int) -> None:
    assert Screening(two_gates(), ((), ())).by(at(day, clock)) == people


def test_nobody_is_screened_in_the_quiet_part_of_a_window() -> None:
    quiet = (((at(7, "09:00"), at(7, "09:30")),), ())
    assert Screening(two_gates(), quiet).by(at(7, "10:00")) == 60


def test_a_gate_without_a_rate_screens_everyone_from_when_it_opens() -> None:
    screening = Screening(two_gates(east=None), ((), ()))
    assert screening.by(at(7, "10:00")) == 120
    assert screening.by(at(7, "10:01")) == float("inf")


@pytest.mark.parametrize("people", [1, 60, 121, 361, 840, 841, 1_679, 1_681])
def test_the_position_is_the_last_by_which_too_few_are_screened(people: int) -> None:
    problem = two_gates()
    time, screening = outbound_time(problem), Screening(problem, ((), ()))
    found = screening.not_all_by(time, people)
    enough = [x for x in range(1, time.total + 1) if screening.by(time.instant(x)) >= people]
    assert found == (enough[0] - 1 if enough else time.total)


def scarce(rate: int, days: int) -> Case:
    """240 people, a gate that screens so many an hour on so many days, three buses of ten."""
    windows = tuple(
        Window(crossing="gate", direction=way, opens=at(day, "09:00"), closes=at(day, "14:00"))
        for day in range(7, 7 + days)
        for way in ("in", "out")
    )
    gate = place(Crossing, "gate", convoy_vehicles=3, headway_seconds=900, persons_per_hour=rate)
    return small_case(
        windows=windows,
        crossings=(gate,),
        horizon=(at(7, "00:00"), at(7 + days, "00:00")),
        destinations=(place(Destination, "near"), place(Destination, "far")),
        groups=tuple(group(n, persons=10, destinations=("near",)) for n in range(24)),
    )


def searched(case: Case) -> BoundSearch:
    return BoundSearch(
        compile_problem(case), columns=8_000, should_stop=lambda: False, on_bound=lambda _: None
    )


@pytest.mark.parametrize("rate", [14, 18, 40, 120])
def test_days_without_a_programme_have_what_theirs_would_say(rate: int) -> None:
    search = searched(scarce(rate, 8))
    bound = search.run()
    choice = search._finest(search.proved, 1800)
    assert len(bound.curve) >= 2
    for day in bound.curve:
        found = search._solve(search.time.position(day.time), choice)
        assert found.people - 1 <= day.people <= found.people + 1


def test_where_screening_binds_most_days_need_none(monkeypatch: pytest.MonkeyPatch) -> None:
    search = searched(scarce(8, 8))
    asked: list[int] = []
    solve = search._solve

    def counted(position: int, choice: Choice) -> object:
        asked.append(position)
        return solve(position, choice)

    monkeypatch.setattr(search, "_solve", counted)
    bound = search.run()
    closings = {search.time.position(day.time) for day in bound.curve}
    assert len(bound.curve) >= 5
    assert len(closings & set(asked)) == 2


def test_what_binds_is_told_where_no_programme_was_needed_for_the_proof() -> None:
    search = searched(scarce(14, 8))
    bound = search.run()
    assert bound.clearance == search.time.instant(
        search.screening.not_all_by(search.time, search.people) + 1
    )
    assert bound.binding[0].promise == "C2"


def test_it_never_says_more_than_the_programme() -> None:
    search = searched(scarce(14, 8).replace(destinations=(place(Destination, "near"),)))
    search.run()
    for choice in (Choice(3600, fold=False), Choice(600, fold=False)):
        assert search._solve(search.proved, choice).people < search.people
