"""Random small cases, built in memory: every promise binds in some of them."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, NamedTuple

import msgspec
from factory import at, group, place, small_case, star_roads
from hypothesis import strategies as st

from safepassage.model.agreement import (
    Agreement,
    Category,
    Direction,
    Guard,
    GuardPost,
    Item,
    Window,
)
from safepassage.model.case import Case
from safepassage.model.fleet import Vehicle, VehicleType
from safepassage.model.people import TravelGroup
from safepassage.model.places import AssemblyPoint, Crossing, Destination, StagingArea

DAY = 24 * 3600

WAYS: tuple[Direction, Direction] = ("in", "out")

FIRST_DAYS = (7, 28)
"""Horizons begin on an ordinary day, or before the clocks go forward at midnight of the 30th."""

Draw = st.DrawFn


def seldom(strategy: st.SearchStrategy[int]) -> st.SearchStrategy[int | None]:
    """No limit three times out of four."""
    return st.integers(0, 3).flatmap(lambda n: strategy if n == 3 else st.none())


class Frame(NamedTuple):
    """What the other parts of a case are drawn against."""

    start: int
    days: int
    points: tuple[str, ...]
    crossings: tuple[str, ...]
    destinations: tuple[str, ...]


def seconds(most: int) -> st.SearchStrategy[int]:
    """Durations, mostly round and short ones."""
    usual = [time for time in (300, 0, 600, 60, 1200, 3600, 7200) if time <= most]
    return st.sampled_from(usual) | st.sampled_from(usual) | st.integers(0, most)


@st.composite
def cases(draw: Draw, *, crossings: bool = True) -> Case:
    """A case of one to four points, one or two crossings (or none), one to three destinations."""
    frame = Frame(
        start=at(draw(st.sampled_from(FIRST_DAYS)), "00:00"),
        days=draw(st.sampled_from((3, 4, 2, 1))),
        points=("north", "south", "east", "west")[: draw(st.integers(1, 4))],
        crossings=("gate", "bridge")[: draw(st.integers(1, 2)) if crossings else 0],
        destinations=("near", "far", "third")[: draw(st.integers(1, 3))],
    )
    types = draw(vehicle_types())
    roads, nodes = star_roads(draw(links(frame) if crossings else open_links(frame)))
    horizon = (frame.start, frame.start + frame.days * DAY)
    return small_case(links={("a", "b"): 1}).replace(
        name="random",
        horizon=horizon,
        agreement=draw(agreements(frame)),
        windows=draw(windows(frame)),
        assembly_points=tuple(draw(assembly_point(name, types)) for name in frame.points),
        crossings=tuple(draw(crossing(name)) for name in frame.crossings),
        destinations=tuple(draw(destination(name, types)) for name in frame.destinations),
        staging_areas=(place(StagingArea, "depot"), place(StagingArea, "camp")),
        vehicle_types=types,
        vehicles=draw(fleet(frame, types)),
        groups=draw(groups(frame)),
        guard=draw(guards()),
        roads=roads,
        place_nodes=nodes,
        seed=draw(st.integers(0, 3)),
    )


@st.composite
def links(draw: Draw, frame: Frame) -> dict[tuple[str, str], int]:
    """Two-way roads: nearly always all that is needed, now and then one is missing."""
    short, long = seconds(3600), seconds(5 * 3600)
    found: dict[tuple[str, str], int] = {}
    for gate in frame.crossings:
        for point in frame.points:
            if draw(st.integers(0, 15)) < 15:
                found[gate, point] = draw(short)
        for end in frame.destinations:
            if draw(st.integers(0, 10)) < 10:
                found[gate, end] = draw(long)
        found["depot", gate] = draw(short)
    found["camp", frame.crossings[0]] = draw(short)
    if draw(st.booleans()):
        found["camp", "depot"] = draw(short)
    for a, b in zip(frame.points, frame.points[1:], strict=False):
        if draw(st.booleans()):
            found[a, b] = draw(short)
    for end in frame.destinations:
        if draw(st.booleans()):
            found["camp", end] = draw(short)
    everywhere = {*frame.points, *frame.crossings, *frame.destinations}
    for name in sorted(everywhere - {name for pair in found for name in pair}):
        found[name, f"nowhere-{name}"] = 60
    return {pair: max(1, time) for pair, time in found.items()}


@st.composite
def open_links(draw: Draw, frame: Frame) -> dict[tuple[str, str], int]:
    """Two-way roads where no crossing lies between: some are missing, some take no time at all."""
    short, long = seconds(3600), seconds(5 * 3600)
    found: dict[tuple[str, str], int] = {("camp", "depot"): draw(short)}
    for point in frame.points:
        for end in frame.destinations:
            if draw(st.integers(0, 5)) < 5:
                found[point, end] = draw(long)
        if draw(st.integers(0, 3)) < 3:
            found["depot", point] = draw(short)
    for places in (frame.points, frame.destinations):
        for a, b in pairwise(places):
            if draw(st.booleans()):
                found[a, b] = draw(short)
    everywhere = {*frame.points, *frame.destinations}
    for name in sorted(everywhere - {name for pair in found for name in pair}):
        found[name, f"nowhere-{name}"] = 60
    return found


def any_cases() -> st.SearchStrategy[Case]:
    """Cases with crossings, or without."""
    return cases() | cases(crossings=False)


@st.composite
def agreements(draw: Draw, frame: Frame) -> Agreement:
    """In force, with destinations that the terms state: all, or all but one."""
    stated = frame.destinations
    if len(stated) > 1 and draw(st.integers(0, 5)) == 0:
        stated = stated[1:]
    return Agreement(
        status="in_force",
        parties=("one side", "other side"),
        guarantor="guarantor",
        destinations=stated,
        categories=(
            Category(id="civilian", may_carry=("luggage",)),
            Category(id="fighter", may_carry=("luggage", "weapon")),
        ),
        items=(Item(id="luggage"), Item(id="weapon", arm=True)),
    )


@st.composite
def windows(draw: Draw, frame: Frame) -> tuple[Window, ...]:
    """A daily pause of any length, the same both ways or not; or open round the clock."""
    found = []
    for gate in frame.crossings:
        shape = draw(st.sampled_from(("daily", "daily", "daily", "always", "odd", "apart")))
        if shape == "always":
            for way in WAYS:
                opens, closes = frame.start, frame.start + frame.days * DAY
                found.append(Window(crossing=gate, direction=way, opens=opens, closes=closes))
            continue
        pause = draw(pauses())
        for way in WAYS:
            if shape == "apart":
                pause = draw(pauses())
            for day in range(frame.days):
                if shape == "odd":
                    pause = draw(pauses())
                    if draw(st.integers(0, 4)) == 0:
                        continue
                midnight = frame.start + day * DAY
                found.append(
                    Window(
                        crossing=gate,
                        direction=way,
                        opens=midnight + pause[0],
                        closes=midnight + pause[1],
                    )
                )
    return _merged(found)


def pauses() -> st.SearchStrategy[tuple[int, int]]:
    """Opening and closing in seconds from midnight; some last past the next midnight."""
    opens = st.integers(0, 47).map(lambda half: half * 1800) | st.integers(0, DAY - 1)
    length = st.sampled_from((3600, 5 * 3600, 8 * 3600)) | st.integers(600, 12 * 3600)
    return st.tuples(opens, length).map(lambda pair: (pair[0], pair[0] + pair[1]))


def _merged(found: list[Window]) -> tuple[Window, ...]:
    """No two windows of a crossing and direction overlap, as in a case that was read."""
    result: list[Window] = []
    for window in sorted(found, key=lambda w: (w.crossing, w.direction, w.opens)):
        last = result[-1] if result else None
        if (
            last is not None
            and (last.crossing, last.direction) == (window.crossing, window.direction)
            and window.opens <= last.closes
        ):
            closes = max(last.closes, window.closes)
            result[-1] = msgspec.structs.replace(last, closes=closes)
        else:
            result.append(window)
    return tuple(result)


@st.composite
def assembly_point(draw: Draw, name: str, types: tuple[VehicleType, ...]) -> AssemblyPoint:
    found: AssemblyPoint = place(
        AssemblyPoint,
        name,
        stop_seconds=draw(seconds(600)),
        overnight=draw(st.booleans()),
        rest=draw(st.booleans()),
        vehicle_types=draw(callers(types)),
    )
    return found


@st.composite
def crossing(draw: Draw, name: str) -> Crossing:
    found: Crossing = place(
        Crossing,
        name,
        convoy_vehicles=draw(st.integers(1, 4)),
        headway_seconds=draw(seconds(3600)),
        shared=draw(st.booleans()),
        vehicles_per_hour=draw(st.none() | st.integers(4, 120)),
        persons_per_hour=draw(st.none() | st.integers(20, 600)),
    )
    return found


@st.composite
def destination(draw: Draw, name: str, types: tuple[VehicleType, ...]) -> Destination:
    found: Destination = place(
        Destination,
        name,
        capacity=draw(seldom(st.integers(1, 60))),
        daily_capacity=draw(seldom(st.integers(5, 30))),
        handover_seconds=draw(seconds(1200)),
        vehicle_types=draw(callers(types)),
    )
    return found


def callers(types: tuple[VehicleType, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    """Mostly all types may call, now and then one alone."""
    every: tuple[str, ...] = ()
    return st.sampled_from((every,) * 8 + tuple((kind.id,) for kind in types))


@st.composite
def vehicle_types(draw: Draw) -> tuple[VehicleType, ...]:
    kinds = draw(
        st.lists(
            st.sampled_from(("bus", "minibus", "ambulance", "truck", "boat")),
            min_size=1,
            max_size=3,
            unique=True,
        )
    )
    return tuple(draw(vehicle_type(kind)) for kind in kinds)


@st.composite
def vehicle_type(draw: Draw, kind: str) -> VehicleType:
    ambulance = kind == "ambulance"
    tired = draw(st.integers(0, 2)) == 2
    return VehicleType(
        id=kind,
        kind=kind,  # type: ignore[arg-type]  # one of the kinds, from `vehicle_types`
        profile="bus",
        seats=draw(st.integers(0, 3) if ambulance else st.integers(1, 12)),
        stretchers=draw(st.integers(0, 2) if ambulance else st.sampled_from((0, 0, 1))),
        wheelchairs=draw(st.integers(0, 2) if ambulance else st.sampled_from((0, 0, 2)))
        + int(ambulance),
        medical_escort=draw(st.booleans()) if ambulance else draw(st.integers(0, 4)) == 0,
        emblem=draw(st.booleans()) if ambulance else draw(st.integers(0, 6)) == 0,
        loading_seconds=draw(seconds(1200)),
        turnaround_seconds=draw(seconds(1200)),
        driving_seconds=draw(st.integers(2, 14)) * 3600 if tired else DAY,
        rest_seconds=draw(seconds(11 * 3600)) if tired else 0,
        crews=draw(st.sampled_from((1, 1, 2))),
        range_metres=draw(seldom(st.integers(30_000, 400_000))),
    )


@st.composite
def fleet(draw: Draw, frame: Frame, types: tuple[VehicleType, ...]) -> tuple[Vehicle, ...]:
    starts = ("depot", "depot", "camp", *frame.destinations, *frame.points)
    found = []
    for number in range(draw(st.integers(1, 5))):
        since = frame.start + draw(st.just(0) | st.integers(0, DAY))
        lasts = draw(seldom(st.integers(DAY // 2, 3 * DAY)))
        found.append(
            Vehicle(
                id=f"v{number}",
                type=draw(st.sampled_from(types)).id,
                start=draw(st.sampled_from(starts)),
                available_from=since,
                available_until=None if lasts is None else since + lasts,
            )
        )
    return tuple(found)


@st.composite
def groups(draw: Draw, frame: Frame) -> tuple[TravelGroup, ...]:
    found = [draw(travel_group(frame, number)) for number in range(draw(st.integers(1, 8)))]
    if draw(st.integers(0, 3)) == 0:  # a carer and one or two who are never parted from it
        carer = found[0]
        found += [
            group(
                100 + number,
                carer.assembly_point,
                draw(st.integers(1, 3)),
                choice=carer.choice,
                destinations=carer.destinations,
                carer=carer.id,
                medical_class=draw(st.integers(1, 4)),
                children=1,
                unaccompanied=1,
            )
            for number in range(draw(st.integers(1, 2)))
        ]
    return tuple(found)


@st.composite
def travel_group(draw: Draw, frame: Frame, number: int) -> TravelGroup:
    choice = draw(st.sampled_from((*["leave"] * 9, "stay", "undecided", "not_asked")))
    accepted = draw(
        st.lists(st.sampled_from(frame.destinations), min_size=1, max_size=3, unique=True)
    )
    persons = draw(st.integers(1, 8) | st.integers(1, 8) | st.integers(1, 25))
    more: dict[str, Any] = {}
    if draw(st.integers(0, 3)) == 0:
        lying = draw(st.integers(0, min(2, persons)))
        rolling = draw(st.integers(0, min(2, persons - lying)))
        escorts = draw(st.integers(0, min(3, persons)))
        patients = max(lying + rolling, escorts)
        most = max(0, persons - patients) if patients else 0
        more = {
            "stretchers": lying,
            "wheelchairs": rolling,
            "escorts": escorts,
            "attendants": draw(st.integers(0, min(2, most))),
            "medical_class": draw(st.integers(1, 4)),
        }
    fighter = draw(st.integers(0, 4)) == 0
    armed = draw(st.integers(0, 3)) > 0 if fighter else draw(st.integers(0, 20)) == 0
    return group(
        number,
        draw(st.sampled_from(frame.points)),
        persons,
        choice=choice,
        destinations=tuple(sorted(accepted)) if choice == "leave" else (),
        category="fighter" if fighter else "civilian",
        items=("luggage", "weapon") if armed else ("luggage",),
        **more,
    )


@st.composite
def guards(draw: Draw) -> Guard:
    """Mostly none required; else a post that reaches all or some of the roads."""
    if draw(st.integers(0, 9)) < 9:
        return Guard()
    post = GuardPost(
        id="post",
        latitude=33.5 + 0.01 * draw(st.integers(0, 9)),
        longitude=36.4 + 0.01 * draw(st.integers(0, 9)),
        reach_metres=draw(st.sampled_from((50_000, 8_000, 4_000))),
    )
    return Guard(required=True, escorts=draw(st.integers(0, 3)) == 0, posts=(post,))
