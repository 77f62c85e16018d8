"""Areas against shapes whose area is known."""

from __future__ import annotations

import math

import pytest
import shapely

from safepassage.territory.area import square_kilometres

A, F = 6_378_137.0, 1 / 298.257223563
E2 = F * (2 - F)


def cell(south: float, north: float, degrees: float) -> float:
    """km² between two parallels, by adding up strips of the ellipsoid (Simpson's rule)."""

    def strip(latitude: float) -> float:
        phi = math.radians(latitude)
        return A * A * (1 - E2) * math.cos(phi) / (1 - E2 * math.sin(phi) ** 2) ** 2

    n = 1000
    step = (north - south) / n
    weights = [1, *(4 if k % 2 else 2 for k in range(1, n)), 1]
    total = sum(w * strip(south + k * step) for k, w in enumerate(weights)) * step / 3
    return math.radians(degrees) * math.radians(total) / 1e6


def test_the_whole_ellipsoid() -> None:
    assert square_kilometres(shapely.box(-180, -90, 180, 90)) == pytest.approx(510_065_621.7)


@pytest.mark.parametrize("south", [-60.0, -1.0, 0.0, 33.5, 70.0])
def test_cells_of_a_degree(south: float) -> None:
    expected = cell(south, south + 1, 1)
    assert square_kilometres(shapely.box(36, south, 37, south + 1)) == pytest.approx(expected)


def test_a_circle_of_ten_kilometres() -> None:
    """Radii of curvature at 33.5°: 6,354.9 km along the meridian, 6,384.7 km across."""
    along, across = 10 / 6354.866 * 180 / math.pi, 10 / 6384.655 * 180 / math.pi
    across /= math.cos(math.radians(33.5))
    angles = [2 * math.pi * k / 3600 for k in range(3600)]
    ring = [(36.4 + across * math.cos(t), 33.5 + along * math.sin(t)) for t in angles]
    assert square_kilometres(shapely.Polygon(ring)) == pytest.approx(math.pi * 100, rel=1e-4)


def test_a_slanting_edge_is_straight_in_degrees() -> None:
    """Half of a square degree, cut from corner to corner, against the same cut in a thousand."""
    triangle = shapely.Polygon([(36, 33), (37, 33), (37, 34)])
    fine = square_kilometres(shapely.segmentize(triangle, 0.001))
    assert square_kilometres(triangle) == pytest.approx(fine, rel=1e-6)
    halves = square_kilometres(shapely.Polygon([(36, 33), (36, 34), (37, 34)])), fine
    assert sum(halves) == pytest.approx(cell(33, 34, 1), rel=1e-6)


def test_holes_and_parts_count() -> None:
    holed = shapely.box(0, 0, 1, 1) - shapely.box(0.4, 0.4, 0.6, 0.6)
    parts = [square_kilometres(one) for one in (holed, shapely.box(0.4, 0.4, 0.6, 0.6))]
    assert sum(parts) == pytest.approx(square_kilometres(shapely.box(0, 0, 1, 1)))
    two = shapely.union(shapely.box(0, 0, 1, 1), shapely.box(5, 0, 6, 1))
    assert square_kilometres(two) == pytest.approx(2 * square_kilometres(shapely.box(0, 0, 1, 1)))


def test_no_ground_has_no_area() -> None:
    assert square_kilometres(shapely.Polygon()) == 0
