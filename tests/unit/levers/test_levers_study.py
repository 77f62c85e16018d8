"""The study on cases where the right lever is known by construction."""

from __future__ import annotations

from functools import cache

import msgspec
import pytest
from factory import place
from lever_cases import HERE, closed_crossing, few, fleet_binds, screening_binds

from safepassage.errors import StudyError, TermsError
from safepassage.model.case import Case
from safepassage.model.levers import Lever, LeverKind, Levers
from safepassage.model.places import Destination
from safepassage.studies.levers import find_levers


@cache
def fleet() -> Levers:
    return find_levers(fleet_binds(), HERE)


@cache
def screening() -> Levers:
    return find_levers(closed_crossing(screening_binds()), HERE)


def lever(found: Levers, kind: LeverKind) -> Lever:
    return next(each for each in found.levers if each.kind == kind)


def test_where_one_bus_binds_a_second_one_is_asked_for() -> None:
    found = fleet()
    assert found.levers[0].kind == "vehicles"
    assert {(one.promise, one.where) for one in found.binds} == {("V2", "")}
    second = found.levers[0].steps[0]
    assert second.result.planned
    assert (second.sooner_seconds or 0) > 24 * 3600  # two days instead of three
    assert (second.sooner_at_least or 0) > 24 * 3600


def test_where_a_bus_binds_lanes_gain_nothing_and_that_is_proved() -> None:
    for step in lever(fleet(), "lanes").steps:
        assert step.sooner_seconds == 0
        assert step.sooner_at_most is not None
        assert step.sooner_at_most < 30 * 60
    assert lever(fleet(), "lanes").stops_at == 0


def test_where_screening_binds_lanes_or_a_crossing_are_asked_for_and_buses_gain_nothing() -> None:
    found = screening()
    assert {found.levers[0].kind, found.levers[1].kind} == {"crossing", "lanes"}
    assert {(one.promise, one.where) for one in found.binds} == {("C2", "gate")}
    assert lever(found, "lanes").share > 0.99
    buses = lever(found, "vehicles")
    assert (buses.share, buses.stops_at) == (0.0, 0)
    most = buses.steps[-1].sooner_at_most
    assert most is not None
    # Sixteen buses can't do what one lane is proved to do.
    assert most < (lever(found, "lanes").steps[0].sooner_at_least or 0)


def test_more_of_a_lever_is_never_worse_and_what_is_proved_holds_together() -> None:
    for found in (fleet(), screening()):
        for each in found.levers:
            units = [step.units for step in each.steps]
            assert units == sorted(set(units))
            sooner = [step.sooner_seconds or 0 for step in each.steps if step.result.planned]
            assert sooner == sorted(sooner)
            for step in each.steps:
                assert step.sooner_seconds is not None
                least, most = step.sooner_at_least, step.sooner_at_most
                assert least is not None
                assert most is not None
                assert 0 <= least <= most
                if step.result.planned:
                    assert least <= step.sooner_seconds <= most
                assert step.more_people >= 0


def test_two_that_only_help_together() -> None:
    """Three buses fetch as many an hour as the gate screens: one more of either is of no use."""
    case = few(buses=3, people=240, persons_per_hour=22)
    found = find_levers(case, HERE)
    names = [set(joint.levers) for joint in found.joints]
    assert {"vehicles (bus)", "screening lanes at Gate"} in names
    joint = found.joints[names.index({"vehicles (bus)", "screening lanes at Gate"})]
    assert (joint.beyond_seconds or 0) > 0


def full() -> Case:
    places = (place(Destination, "near", capacity=40), place(Destination, "far"))
    return few(buses=6, people=80, destinations=places)


def test_where_reception_is_full_places_are_asked_for_and_people_are_counted() -> None:
    found = find_levers(full(), HERE)
    assert (found.now.clearance, found.now.bound, found.now.people) == (None, None, 40)
    assert found.now.people_bound == 40
    first = found.levers[0]
    assert (first.kind, first.where) == ("reception", "near")
    assert [step.more_people for step in first.steps] == [10, 20, 40]
    assert first.stops_at == 4
    assert first.steps[-1].result.clearance is not None
    assert {(one.promise, one.where) for one in found.binds} == {("D1", "near")}
    assert all(step.more_people == 0 for each in found.levers[1:] for step in each.steps)


def test_a_destination_that_people_accept_is_as_good_as_places() -> None:
    case = few(
        buses=6,
        people=80,
        destinations=(place(Destination, "near", capacity=40), place(Destination, "far")),
        accepts=("near", "far"),
    )
    case = case.replace(agreement=msgspec.structs.replace(case.agreement, destinations=("near",)))
    found = find_levers(case, HERE)
    further = lever(found, "destination")
    assert further.steps[0].more_people == 40
    assert further.steps[0].result.clearance is not None


def test_the_terms_must_allow_it_or_it_is_a_what_if() -> None:
    case = full()
    offered = case.replace(agreement=msgspec.structs.replace(case.agreement, status="offered"))
    with pytest.raises(TermsError):
        find_levers(offered, HERE)
    with pytest.raises(StudyError, match=r"a day of the horizon, 2018-03-07 to 2018-03-10"):
        find_levers(case, HERE, by="2018-03-11")


def test_ended_early_it_says_so_and_before_there_is_anything_it_is_an_error() -> None:
    told: list[str] = []
    found = find_levers(
        fleet_binds(),
        HERE,
        on_progress=told.append,
        should_stop=lambda: bool(told) and "4 of" in told[-1],
    )
    assert found.cut_short
    assert len(found.levers) < len(fleet().levers)
    assert found.now == fleet().now
    with pytest.raises(StudyError, match="more time"):
        find_levers(fleet_binds(), HERE, should_stop=lambda: True)


def test_nobody_to_move_and_nothing_to_move_with() -> None:
    for case in (few(buses=0, people=10), few(buses=1, people=0)):
        found = find_levers(case, HERE)
        assert found.now.people == 0
