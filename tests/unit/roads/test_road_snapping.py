from __future__ import annotations

from pathlib import Path

import pytest
from osm_text import OsmText, Way, road

from safepassage.roads.osm import RoadsRead, read_roads

SPEEDS = {"bus": {"primary": 36.0}, "truck": {"primary": 36.0, "track": 9.0}}
METRES_PER_DEGREE = 111_195.08
"""Along a meridian, and along the equator."""


def at(north: float, east: float) -> tuple[float, float]:
    """Metres from 0 N 20 E, where degrees of both kinds are as long."""
    return north / METRES_PER_DEGREE, 20 + east / METRES_PER_DEGREE


def read(
    tmp_path: Path,
    nodes: dict[int, tuple[float, float]],
    ways: list[Way],
    *places: tuple[float, float],
) -> RoadsRead:
    return read_roads(
        OsmText(nodes, ways).write(tmp_path / "roads.osm"),
        speeds=SPEEDS,
        keep=[(f"p{number}", *place) for number, place in enumerate(places)],
    )


@pytest.mark.parametrize(
    ("north", "east", "nodes", "metres"),
    [
        (100, 0, 2, 100),  # beside the end
        (0, 24, 2, 24),  # on the road, but the end is near enough
        (0, 26, 3, 0),
        (100, 70, 2, 122.066),  # the road is 22 m nearer than the end
        (100, 80, 3, 100),  # the road is 28 m nearer
        (100, 1010, 2, 100.499),  # past the other end
        (-5000, 300, 2, 5008.992),
    ],
)
def test_a_point_on_a_stretch_is_made_a_node_when_over_25_m_nearer(
    tmp_path: Path, north: float, east: float, nodes: int, metres: float
) -> None:
    ends = {1: at(0, 0), 2: at(0, 1000)}
    found = read(tmp_path, ends, [road(1, 2)], at(north, east))
    assert found.table.nodes == nodes
    assert found.snapped["p0"].metres == pytest.approx(metres, abs=0.05)
    assert found.table.metres.sum() == 2000


def test_a_road_every_profile_may_drive_is_preferred(tmp_path: Path) -> None:
    nodes = {1: at(0, 0), 2: at(0, 200), 3: at(500, 200)}
    ways = [road(1, 2), road(2, 3, highway="track")]
    found = read(tmp_path, nodes, ways, at(500, 190))
    assert found.snapped["p0"].metres == pytest.approx(500.1, abs=0.1)
    tracks_only = read(tmp_path, nodes, [road(2, 3, highway="track")], at(500, 190))
    assert tracks_only.snapped["p0"].metres == pytest.approx(10, abs=0.1)


def test_a_road_that_leads_nowhere_is_no_road_to_snap_to(tmp_path: Path) -> None:
    nodes = {1: at(0, 0), 2: at(0, 200), 3: at(0, 400), 4: at(300, 0), 5: at(300, 100)}
    found = read(tmp_path, nodes, [road(1, 2, 3), road(4, 5)], at(300, 50))
    assert found.snapped["p0"].metres == pytest.approx(304.14, abs=0.1)


def test_across_the_date_line(tmp_path: Path) -> None:
    nodes = {1: (0.0, 179.99), 2: (0.0, -179.99)}
    found = read(tmp_path, nodes, [road(1, 2)], (0.001, 179.9999), (0.001, -179.9999))
    assert found.table.metres.sum() == pytest.approx(2 * 2224, abs=4)
    assert [snap.metres for snap in found.snapped.values()] == pytest.approx([111.2] * 2, abs=0.1)
