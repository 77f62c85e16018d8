"""Routes of the road table on the network that SUMO builds of the same file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from osm_text import OsmText, Way, grid, road
from shapely import box
from shapely.geometry.base import BaseGeometry

from safepassage.model.plan import Route
from safepassage.model.roads import RoadTable
from safepassage.read.roads import RoadsSpec
from safepassage.roads.osm import read_roads
from safepassage.roads.speeds import DEFAULT_SPEEDS
from safepassage.roads.travel import travel_times
from safepassage.simulate.cut import cut_at
from safepassage.simulate.extract import Extract, extract, position, xml
from safepassage.simulate.kinds import road_types, vehicle_classes
from safepassage.simulate.match import Matched, match, shut
from safepassage.simulate.net import Net, build_net

NODES = grid(3, 3)
"""7 8 9 in the north, 4 5 6, 1 2 3; streets along every row and column."""
STREETS = [
    *(road(a, a + 1, a + 2, number=10 + a) for a in (1, 4, 7)),
    *(road(a, a + 3, a + 6, number=20 + a) for a in (1, 2, 3)),
]
NO_LEFT = (
    "<relation id='1'><member type='way' ref='14' role='from'/>"
    "<member type='node' ref='5' role='via'/><member type='way' ref='22' role='to'/>"
    "<tag k='type' v='restriction'/><tag k='restriction' v='no_left_turn'/></relation></osm>"
)
PROFILES = ("bus",)


class Roads:
    """A file of roads, its table with places on it, and SUMO's network."""

    def __init__(
        self,
        folder: Path,
        ways: list[Way],
        places: dict[str, tuple[float, float]],
        relation: str = "",
        closed: tuple[int, ...] = (),
        gates: tuple[int, ...] = (),
        forbidden: BaseGeometry | None = None,
    ) -> None:
        self.gates = gates
        path = folder / "roads.osm"
        text = OsmText(NODES, ways).xml()
        path.write_text(text.replace("</osm>", relation or "</osm>"), encoding="utf-8")
        speeds = {"bus": DEFAULT_SPEEDS["bus"]}
        keep = [(name, *where) for name, where in places.items()]
        # The table doesn't know the turns that SUMO's network bars, so that routes make them.
        read = read_roads(
            path,
            speeds=speeds,
            keep=keep,
            closed_ways=closed,
            forbidden=forbidden,
            turn_restrictions=False,
        )
        self.table: RoadTable = read.table
        nodes = {name: snap.node for name, snap in read.snapped.items()}
        self.times = travel_times(self.table, nodes, ())
        spec = RoadsSpec(path, path.name, 500, False, True, True, closed, None, speeds, {}, ())
        self.found: Extract = extract(spec, PROFILES, (36, 33, 37, 34))
        cut_at(self.found, [position(*where) for where in places.values()])
        types = road_types(self.found.kinds, PROFILES, vehicle_classes(PROFILES))
        self.net: Net = build_net(self.found, xml(self.found), types, folder)

    def match(self, origin: str, destination: str) -> Matched:
        arcs = self.times.route("bus", origin, destination)
        seconds = self.times.seconds("bus", origin, destination)
        metres = self.times.metres("bus", origin, destination)
        assert seconds is not None
        assert metres is not None
        route = Route(
            id="r",
            origin=origin,
            destination=destination,
            profile="bus",
            arcs=arcs,
            seconds=seconds,
            metres=metres,
        )
        gates = {position(*NODES[node]) for node in self.gates}
        closed = shut(self.table, self.net, self.found, gates)
        return match(route, self.table, self.net, self.found, closed)


def at(*nodes: int) -> dict[str, tuple[float, float]]:
    return {str(node): NODES[node] for node in nodes}


def test_the_plans_own_way_is_driven(tmp_path: Path) -> None:
    found = Roads(tmp_path, STREETS, at(4, 8)).match("4", "8")
    assert found.edges in (("14#0", "22#1"), ("21#1", "17#0"))
    assert found.detours == ()


def test_against_the_direction_of_a_way(tmp_path: Path) -> None:
    assert Roads(tmp_path, STREETS, at(6, 4)).match("6", "4").edges == ("-14#1", "-14#0")


def test_a_place_on_a_straight_stretch_is_a_place_to_stop(tmp_path: Path) -> None:
    halfway = (33.5, 36.4005)
    roads = Roads(tmp_path, STREETS, {"halfway": halfway, **at(3)})
    out, back = roads.match("halfway", "3"), roads.match("3", "halfway")
    assert len(out.edges) == len(back.edges) == 2
    first, last = roads.net.edges[out.edges[0]], roads.net.edges[back.edges[-1]]
    assert roads.found.positions[first.start] == position(*halfway)
    assert first.start == last.end


def test_the_way_round_a_turn_that_the_map_bars(tmp_path: Path) -> None:
    streets = [
        *(STREETS[0], road(4, 5, number=14), road(5, 6, number=15)),
        *(road(7, 8, 9, number=17, highway="service"), STREETS[3]),
        *(road(2, 5, number=25), road(5, 8, number=22), STREETS[5]),
    ]
    roads = Roads(tmp_path, streets, at(4, 8), NO_LEFT)
    found = roads.match("4", "8")
    (detour,) = found.detours
    assert (detour.from_way, detour.to_way, detour.rule) == (14, 22, "no_left_turn")
    assert (detour.latitude, detour.longitude) == pytest.approx(NODES[5])
    assert detour.metres > 200
    assert found.edges[0] == "14"
    first, then = roads.times.route("bus", "4", "8")
    assert found.turns == (first,)
    assert roads.table.head[first] == roads.table.tail[then]
    for before, after in zip(found.edges, found.edges[1:], strict=False):
        assert after in roads.net.follow[before]


def barred(tmp_path: Path, **more: Any) -> Matched:
    """From 4 to 8, where nobody turns left at 5: the way round is over 6 and 9."""
    streets = [
        *(road(4, 5, number=14), road(5, 6, number=15), road(5, 8, number=22)),
        *(road(6, 9, number=31), road(9, 8, number=32, highway="service")),
    ]
    return Roads(tmp_path, streets, at(4, 8), NO_LEFT, **more).match("4", "8")


def test_no_way_round_leads_over_a_closed_stretch_or_a_crossing(tmp_path: Path) -> None:
    (detour,) = barred(tmp_path).detours
    assert detour.metres > 200
    assert "no way round" in barred(tmp_path, gates=(9,)).reason
    around_9 = box(36.4018, 33.5018, 36.4022, 33.5022)
    assert "no way round" in barred(tmp_path, forbidden=around_9).reason


def test_a_route_with_no_way_round_is_named_with_its_reason(tmp_path: Path) -> None:
    cross = [road(4, 5, 6, number=14), road(5, 8, number=22)]
    only = NO_LEFT.replace("no_left_turn", "only_straight_on").replace(
        "ref='22' role='to'", "ref='15' role='to'"
    )
    cross = [road(4, 5, number=14), road(5, 6, number=15, oneway="yes"), *cross[1:]]
    cross += [road(6, 3, 2, 1, 4, number=30, oneway="yes")]
    roads = Roads(tmp_path, cross, at(4, 8), only)
    found = roads.match("4", "8")
    assert found.edges == ()
    assert found.reason.startswith(
        "the map allows no turn from way 14 into way 22 at 33.50100, 36.401"
    )
    assert "no way round" in found.reason


def test_closed_ways_are_not_built(tmp_path: Path) -> None:
    roads = Roads(tmp_path, STREETS, at(4, 8), closed=(22,))
    assert not any(edge.way == 22 for edge in roads.net.edges.values())
    assert roads.match("4", "8").edges == ("21#1", "17")


def test_a_place_at_a_bend_is_a_place_to_stop(tmp_path: Path) -> None:
    roads = Roads(tmp_path, [STREETS[0], road(1, 4, 7, number=21)], at(2, 4))
    there, back = roads.match("2", "4"), roads.match("4", "2")
    assert roads.net.edges[there.edges[-1]].end == roads.net.edges[back.edges[0]].start == 4


def test_speeds_are_those_of_the_case_with_posted_limits(tmp_path: Path) -> None:
    streets = [road(1, 2, 3, number=11, maxspeed="20"), *STREETS[1:]]
    roads = Roads(tmp_path, streets, at(1, 9))
    metres_a_second = {edge.way: edge.metres / edge.seconds for edge in roads.net.edges.values()}
    assert metres_a_second[11] == pytest.approx(20 / 3.6, abs=0.01)
    assert metres_a_second[14] == pytest.approx(DEFAULT_SPEEDS["bus"]["primary"] / 3.6, abs=0.01)
