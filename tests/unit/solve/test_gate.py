"""When a convoy may start and who fits in: windows, headway, rates (W1, C1, C2)."""

from __future__ import annotations

from typing import Any

import pytest
from factory import place
from hypothesis import given
from hypothesis import strategies as st

from safepassage.model.places import Crossing
from safepassage.solve.gates import Arrival, Gate, Passage, Server


def gate(*spans: tuple[int, int], **more: Any) -> Gate:
    fields = {"convoy_vehicles": 3, "headway_seconds": 900}
    return Gate(place(Crossing, "gate", **(fields | more)), "out", spans, Server())


def bus(ready: int, persons: int = 0, *, key: int = 0, urgency: int = 4, n: int = 1) -> Arrival:
    return Arrival(ready, urgency, n, persons, key)


RATES = [
    ((60, None), (1, 0), 60),
    ((60, None), (3, 500), 180),
    ((7, None), (1, 0), 515),  # 514.28… rounded up
    ((None, 120), (1, 0), 0),
    ((None, 120), (1, 7), 210),
    ((60, 120), (1, 1), 60),
    ((60, 120), (1, 3), 90),
    ((None, None), (3, 90), 0),
]


@pytest.mark.parametrize(("rates", "convoy", "seconds"), RATES)
def test_a_passage_takes_the_slower_of_both_rates(
    rates: tuple[int | None, int | None], convoy: tuple[int, int], seconds: int
) -> None:
    vehicles, persons = rates
    here = gate((0, 9000), vehicles_per_hour=vehicles, persons_per_hour=persons)
    assert here.passage_seconds(*convoy) == seconds


def test_a_convoy_may_end_as_the_window_closes_and_not_a_second_later() -> None:
    here = gate((0, 1000), (5000, 9000), vehicles_per_hour=60)
    assert here.earliest(940, 1, 0) == (940, 1000)
    assert here.earliest(941, 1, 0) == (5000, 9000)


def test_a_convoy_without_length_starts_before_the_window_closes() -> None:
    here = gate((0, 1000), (5000, 9000))
    assert here.earliest(999, 1, 0) == (999, 1000)
    assert here.earliest(1000, 1, 0) == (5000, 9000)
    assert here.earliest(8999, 1, 0) == (8999, 9000)
    assert here.earliest(9000, 1, 0) is None


def test_windows_that_touch_are_two() -> None:
    here = gate((0, 1000), (1000, 2000), vehicles_per_hour=60)
    assert here.earliest(970, 1, 0) == (1000, 2000)


def test_a_convoy_longer_than_any_window_never_passes() -> None:
    assert gate((0, 60), (100, 160), vehicles_per_hour=30).earliest(0, 1, 0) is None


def test_without_windows_nothing_passes() -> None:
    assert gate().earliest(0, 1, 0) is None
    assert gate().pack([bus(0)], 0, 900) is None
    assert gate((0, 900)).pack([], 0, 900) is None


@pytest.mark.parametrize(
    ("headway", "rate", "following"), [(900, 60, 1000), (900, 2, 1900), (0, None, 100)]
)
def test_the_next_convoy_keeps_the_headway_and_the_end(
    headway: int, rate: int | None, following: int
) -> None:
    here = gate((0, 99_999), headway_seconds=headway, vehicles_per_hour=rate)
    here.take(Passage(100, 100 + here.passage_seconds(1, 0), (0,)))
    slot = here.earliest(0, 1, 0)
    assert slot is not None and slot[0] == following


def test_who_is_there_goes_together_up_to_the_convoys_size() -> None:
    found = gate((0, 9000)).pack([bus(10, key=n) for n in range(5)], 0, 900)
    assert found == Passage(10, 10, (0, 1, 2))


def test_the_urgent_go_first_then_who_was_there_first() -> None:
    here = gate((1000, 9000), convoy_vehicles=2)
    arrivals = [bus(5, key=1), bus(900, key=2, urgency=1), bus(4, key=3)]
    found = here.pack(arrivals, 0, 900)
    assert found is not None and found.keys == (2, 3)


def test_a_convoy_waits_for_who_comes_within_its_hold() -> None:
    here = gate((0, 9000), vehicles_per_hour=60)
    arrivals = [bus(100, key=0), bus(160, key=1), bus(400, key=2)]
    assert here.pack(arrivals, 0, 900) == Passage(100, 160, (0,))
    assert here.pack(arrivals, 60, 900) == Passage(160, 280, (0, 1))
    assert here.pack(arrivals, 300, 900) == Passage(400, 580, (0, 1, 2))


def test_a_full_convoy_waits_for_nobody() -> None:
    here = gate((0, 9000), convoy_vehicles=2)
    arrivals = [bus(100, key=0), bus(100, key=1), bus(200, key=2)]
    assert here.pack(arrivals, 900, 900) == Passage(100, 100, (0, 1))


def test_a_hold_never_costs_the_first_its_window() -> None:
    here = gate((0, 1000), vehicles_per_hour=60)
    assert here.pack([bus(900, key=0), bus(990, key=1)], 900, 900) == Passage(900, 960, (0,))


def test_a_convoy_is_filled_until_its_passage_is_long_enough() -> None:
    here = gate((0, 9000), persons_per_hour=120)
    arrivals = [bus(0, 10, key=n) for n in range(3)]
    assert here.pack(arrivals, 0, 300) == Passage(0, 300, (0,))
    assert here.pack(arrivals, 0, 301) == Passage(0, 600, (0, 1))


def test_who_would_not_be_through_before_closing_stays_behind() -> None:
    here = gate((0, 400), persons_per_hour=120)
    arrivals = [bus(0, 10, key=0), bus(0, 10, key=1), bus(0, 3, key=2)]
    assert here.pack(arrivals, 0, 900) == Passage(0, 390, (0, 2))


def test_a_party_passes_whole_or_not_at_all() -> None:
    here = gate((0, 9000))
    arrivals = [bus(0, key=0, n=2), bus(0, key=1, n=2), bus(0, key=2)]
    found = here.pack(arrivals, 0, 900)
    assert found is not None and found.keys == (0, 2)
    assert here.pack([bus(0, key=0, n=4)], 0, 900) is None
    found = here.pack([bus(0, key=0, n=4), bus(50, key=1)], 0, 900)
    assert found is not None and found.keys == (1,)


@given(
    st.lists(st.tuples(st.integers(0, 1500), st.integers(1, 2), st.integers(0, 12)), min_size=1),
    st.integers(0, 900),
    st.sampled_from([1, 300, 900]),
    st.sampled_from([None, 30, 60]),
    st.sampled_from([None, 60, 120]),
)
def test_whatever_is_packed_keeps_window_size_and_rate(
    coming: list[tuple[int, int, int]],
    hold: int,
    longest: int,
    vehicle_rate: int | None,
    person_rate: int | None,
) -> None:
    spans = ((100, 700), (900, 3000))
    here = gate(*spans, vehicles_per_hour=vehicle_rate, persons_per_hour=person_rate)
    arrivals = [bus(ready, p, key=key, n=n) for key, (ready, n, p) in enumerate(coming)]
    for _ in range(3):
        found = here.pack(arrivals, hold, longest)
        free = here.server.next_start
        if found is None:
            assert all(here.earliest(a.ready, a.vehicles, a.persons) is None for a in arrivals)
            return
        chosen = [arrival for arrival in arrivals if arrival.key in found.keys]
        vehicles = sum(arrival.vehicles for arrival in chosen)
        assert 1 <= vehicles <= 3 and found.start >= free
        assert all(arrival.ready <= found.start for arrival in chosen)
        least = here.passage_seconds(vehicles, sum(arrival.persons for arrival in chosen))
        assert found.end - found.start >= least
        assert any(o <= found.start < c and found.end <= c for o, c in spans)
        here.take(found)
        arrivals = [arrival for arrival in arrivals if arrival.key not in found.keys]


SLOW = {"headway_seconds": 600, "persons_per_hour": 600}


def test_a_small_convoy_waits_for_many_who_come_while_the_gate_would_be_idle() -> None:
    arrivals = [bus(0, 2, key=1), bus(180, 50, key=2)]
    here = gate((0, 9000), **SLOW)
    assert here.pack(arrivals, 0, 600) == Passage(0, 12, (1,))
    assert here.pack(arrivals, 0, 600, fill=True) == Passage(180, 492, (1, 2))


@pytest.mark.parametrize(
    ("first", "ready", "second"),
    [
        (50, 180, 2),  # fifty would wait three minutes so that two need not wait seven
        (50, 330, 50),  # the gate is busy for five minutes: as much would be lost as saved
        (2, 600, 50),  # the headway is over by then
    ],
)
def test_a_convoy_does_not_wait_where_that_costs_more(first: int, ready: int, second: int) -> None:
    arrivals = [bus(0, first, key=1), bus(ready, second, key=2)]
    here = gate((0, 9000), **SLOW)
    assert here.pack(arrivals, 0, 600, fill=True) == here.pack(arrivals, 0, 600)


def test_the_last_minutes_of_a_window_are_for_who_fits_into_them() -> None:
    here = gate((0, 1000), (5000, 9000), persons_per_hour=120)
    large, small = bus(800, 10, key=1), bus(850, 4, key=2)  # 300 and 120 seconds
    passage = here.pack([large, small], 0, 3600)
    assert passage == Passage(850, 970, (2,))


def test_who_takes_too_long_for_a_window_is_first_in_the_next() -> None:
    here = gate((0, 1000), (5000, 9000), persons_per_hour=120)
    large, late = bus(800, 10, key=1), bus(950, 4, key=2)
    passage = here.pack([large, late], 0, 0)
    assert passage is not None
    assert passage.start == 5000


@given(
    st.lists(st.tuples(st.integers(0, 1200), st.integers(1, 12)), min_size=1, max_size=6),
    st.integers(0, 600),
)
def test_no_arrival_could_begin_a_convoy_sooner(
    loads: list[tuple[int, int]], next_start: int
) -> None:
    here = gate((0, 1000), (1100, 1400), (5000, 9000), persons_per_hour=120)
    here.server.next_start = next_start
    waiting = [bus(ready, persons, key=n) for n, (ready, persons) in enumerate(loads)]
    passage = here.pack(waiting, 0, 0)
    slots = [here.earliest(each.ready, 1, each.persons) for each in waiting]
    assert passage is not None
    assert passage.start == min(slot[0] for slot in slots if slot is not None)
