"""A plan by hand for the small case that keeps every promise, many of them exactly.

Day 7: bus-1, bus-2 and ambulance-1 enter in one convoy. Patient and attendant of g11 take the
ambulance, the rest of g11 bus-1 in the same convoy; bus-1 comes back for a second load; bus-2 stays
at north overnight. Day 8: bus-2 leaves by south for `far`; bus-3 visits two points.
g2 isn't served.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from factory import LINKS, at, small_case

from safepassage.model.agreement import Direction
from safepassage.model.case import Case
from safepassage.model.plan import Boarding, Bound, Convoy, NotServed, Plan, Route, Stop, Trip


@dataclass(frozen=True)
class Stay:
    """A stop to be; its route follows from the stay before."""

    place: str
    arrive: int
    depart: int
    convoy: str | None = None
    boardings: tuple[Boarding, ...] = ()


def trip(name: str, vehicle: str, *stays: Stay) -> Trip:
    stops: list[Stop] = []
    for stay in stays:
        before = stops[-1].place if stops else stay.place
        stops.append(
            Stop(
                place=stay.place,
                arrive=stay.arrive,
                depart=stay.depart,
                route=None if before == stay.place else f"{before}>{stay.place}",
                convoy=stay.convoy,
                boardings=stay.boardings,
            )
        )
    return Trip(id=name, vehicle=vehicle, stops=tuple(stops))


def leave(place: str, day: int, clock: str) -> Stay:
    return Stay(place, at(day, clock), at(day, clock))


def seated(**persons: int) -> tuple[Boarding, ...]:
    return tuple(Boarding(group=name, seated=number) for name, number in persons.items())


def routes(case: Case, links: Iterable[tuple[str, str]] = LINKS) -> tuple[Route, ...]:
    """A route along each link, both ways, named `from>to`."""
    roads, nodes = case.roads, case.place_nodes
    arcs = {
        (int(a), int(b)): n for n, (a, b) in enumerate(zip(roads.tail, roads.head, strict=True))
    }
    both = [pair for a, b in links for pair in ((a, b), (b, a))]
    found = []
    for origin, destination in both:
        arc = arcs[nodes[origin], nodes[destination]]
        found.append(
            Route(
                id=f"{origin}>{destination}",
                origin=origin,
                destination=destination,
                profile="bus",
                arcs=(arc,),
                seconds=int(roads.seconds[0, arc]),
                metres=int(roads.metres[arc]),
            )
        )
    return tuple(found)


def convoy(name: str, direction: Direction, start: int, seconds: int) -> Convoy:
    return Convoy(id=name, crossing="gate", direction=direction, start=start, end=start + seconds)


CONVOYS = (
    convoy("in-1", "in", at(7, "09:00"), 180),
    convoy("out-1", "out", at(7, "09:45"), 330),
    convoy("in-2", "in", at(7, "11:00"), 60),
    convoy("out-2", "out", at(7, "11:55"), 270),
    convoy("in-3", "in", at(8, "09:00"), 60),
    convoy("out-3", "out", at(8, "09:40"), 270),
    convoy("out-4", "out", at(8, "10:05"), 270),
)

_PASSED = {each.id: each.end for each in CONVOYS}


def gate(name: str, day: int, clock: str, seconds: int = 0) -> Stay:
    return Stay("gate", at(day, clock) + seconds, _PASSED[name], name)


T1 = trip(
    "t1",
    "bus-1",
    leave("depot", 7, "08:45"),
    gate("in-1", 7, "08:55"),
    Stay("north", at(7, "09:18"), at(7, "09:28"), None, seated(g11=2, g1=4, g4=3)),
    gate("out-1", 7, "09:43"),
    Stay("near", at(7, "10:20") + 30, at(7, "10:25") + 30),
)
T2 = trip(
    "t2",
    "ambulance-1",
    leave("depot", 7, "08:45"),
    gate("in-1", 7, "08:55"),
    Stay(
        "north",
        at(7, "09:18"),
        at(7, "09:28"),
        None,
        (Boarding(group="g11", seated=1, stretchers=1),),
    ),
    gate("out-1", 7, "09:43"),
    Stay("near", at(7, "10:20") + 30, at(7, "10:25") + 30),
)
T3 = trip(
    "t3",
    "bus-2",
    leave("depot", 7, "08:45"),
    gate("in-1", 7, "08:55"),
    Stay("north", at(7, "09:18"), at(8, "09:00"), None, seated(g3=6)),
    Stay("south", at(8, "09:06") + 40, at(8, "09:16") + 40, None, seated(g7=3)),
    gate("out-3", 8, "09:36", 40),
    Stay("far", at(8, "13:44") + 30, at(8, "13:59") + 30),
)
T4 = trip(
    "t4",
    "bus-1",
    leave("near", 7, "10:30"),
    gate("in-2", 7, "11:00"),
    Stay("south", at(7, "11:21"), at(7, "11:31"), None, seated(g6=2, g8=4, g12=3)),
    gate("out-2", 7, "11:51"),
    Stay("near", at(7, "12:29") + 30, at(7, "12:34") + 30),
)
T5 = trip(
    "t5",
    "bus-3",
    leave("depot", 8, "08:45"),
    gate("in-3", 8, "08:55"),
    Stay("south", at(8, "09:21"), at(8, "09:31"), None, seated(g9=2, g10=3)),
    Stay("north", at(8, "09:37") + 40, at(8, "09:47") + 40, None, seated(g5=4)),
    gate("out-4", 8, "10:02", 40),
    Stay("near", at(8, "10:39") + 30, at(8, "10:44") + 30),
)


def good() -> tuple[Case, Plan]:
    """The small case and its plan."""
    case = small_case()
    return case, Plan(
        case_digest=case.digest,
        case_name=case.name,
        seed=0,
        effort=1,
        what_if=False,
        drawn_households=False,
        schematic_roads=False,
        under_duress=False,
        cut_short=False,
        routes=routes(case),
        convoys=CONVOYS,
        trips=(T1, T2, T3, T4, T5),
        not_served=(NotServed(group="g2", promise="V1", reason="no seat left inside the windows"),),
        bound=Bound(clearance=None, people=49),
    )
