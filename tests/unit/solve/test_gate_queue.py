"""The queue of loads at a gate: what it expects against lining up anew."""

from __future__ import annotations

from factory import place
from hypothesis import given
from hypothesis import strategies as st

from safepassage.model.places import Crossing
from safepassage.solve.dispatch.outlook import Expected, Queue, queue_work
from safepassage.solve.gates import Gate, Server

LOADS = st.lists(st.builds(Expected, st.integers(0, 60), st.integers(0, 20)), max_size=8)
EXTRA = st.builds(Expected, st.integers(0, 60), st.integers(0, 20))


ALL_DAY = ((0, 9000),)

WINDOWS = ((0, 80), (1000, 1060), (2000, 9000))


def queue(
    loads: list[Expected],
    free: int = 0,
    size: int = 3,
    rate: int | None = 60,
    spans: tuple[tuple[int, int], ...] = ALL_DAY,
) -> Queue:
    crossing = place(
        Crossing, "gate", convoy_vehicles=size, headway_seconds=900, vehicles_per_hour=rate
    )
    return Queue(Gate(crossing, "out", spans, Server(free)), loads)


def through(loads: list[Expected], free: int) -> int:
    """One after the other, in the order in which they are ready."""
    for load in sorted(loads, key=lambda each: each.ready):
        free = max(free, load.ready) + load.work
    return free


@given(LOADS, EXTRA, st.integers(-10, 60))
def test_the_end_with_one_more_is_that_of_lining_up_anew(
    loads: list[Expected], extra: Expected, free: int
) -> None:
    here = queue(loads, free)
    assert here.end == through(loads, free)
    here.add(extra)
    assert here.end == through([*loads, extra], free)


def ends(loads: list[Expected], free: int) -> dict[Expected, list[int]]:
    """When each is through, one after the other, none over the end of a window."""
    found: dict[Expected, list[int]] = {}
    for load in sorted(loads):
        begin = max(free, load.ready)
        opens = next(
            max(begin, a)
            for a, b in WINDOWS
            if max(begin, a) < b and max(begin, a) + load.work <= b
        )
        free = opens + load.work
        found.setdefault(load, []).append(free)
    return found


@given(LOADS, st.integers(-10, 60))
def test_no_load_is_served_over_the_end_of_a_window(loads: list[Expected], free: int) -> None:
    last = max((max(each) for each in ends(loads, free).values()), default=free)
    assert queue(loads, free, spans=WINDOWS).end == last


@given(LOADS, EXTRA, st.integers(-10, 60))
def test_one_more_fits_if_it_and_all_others_are_through_before_the_closing(
    loads: list[Expected], extra: Expected, free: int
) -> None:
    here = queue(loads, free, spans=WINDOWS)
    turn = here.next_for(extra.ready, extra.work)
    assert turn is not None
    closes = turn.closes
    foreseen = here.fits(turn, extra.work)
    assert here.end == queue(loads, free, spans=WINDOWS).end  # asking changes nothing
    before, after = ends(loads, free), ends([*loads, extra], free)
    in_time = sum(end <= closes for each in before.values() for end in each)
    assert foreseen == (sum(end <= closes for each in after.values() for end in each) > in_time)


@given(LOADS, st.integers(0, 70), st.integers(-10, 60))
def test_a_turn_comes_after_all_who_are_ready_by_then(
    loads: list[Expected], ready: int, free: int
) -> None:
    before = [load for load in loads if load.ready <= ready]
    assert queue(loads, free).turn(ready) == max(ready, through(before, free))


def test_a_load_occupies_the_gate_for_screening_or_its_share_of_the_headway() -> None:
    assert queue_work(queue([]).gate, 1, 0) == 300
    assert queue_work(queue([], size=30).gate, 1, 0) == 60
    assert queue_work(queue([], rate=2).gate, 1, 0) == 1800
