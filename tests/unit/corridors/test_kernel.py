from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from made_incidents import incident
from road_lines import at_metres

from safepassage.corridors.kernel import risk_near, sources
from safepassage.model.evidence import Incident
from safepassage.model.exposure import ExposureRules
from safepassage.roads.sphere import EARTH_RADIUS_METRES, unit_vectors

RULES = ExposureRules(
    reach_metres=1000, half_life_days=10, weights={"shelling": 2.0, "other": 0.0, "airstrike": 1.0}
)
ON = date(2018, 3, 11)


def risk(*incidents: Incident, north: float = 0, east: float = 0) -> float:
    point = EARTH_RADIUS_METRES * unit_vectors(*at_metres(north, east))[None, :]
    return float(risk_near(point, sources(incidents, ON, RULES))[0])


@pytest.mark.parametrize(
    ("metres", "expected"),
    [(0, 2.0), (500, 2 * 0.75**2), (900, 2 * 0.19**2), (999.9, 0.0), (1000.1, 0.0), (30_000, 0.0)],
)
def test_an_incident_fades_as_the_square_of_what_is_left_of_its_reach(
    metres: float, expected: float
) -> None:
    assert risk(incident(), north=metres) == pytest.approx(expected, abs=2e-3)


@pytest.mark.parametrize(
    ("on", "expected"),
    [("2018-03-11", 2.0), ("2018-03-01", 1.0), ("2018-02-19", 0.5), ("2018-03-12", 0.0)],
)
def test_it_halves_with_each_half_life_and_nothing_is_known_before_it_happens(
    on: str, expected: float
) -> None:
    assert risk(incident(on=on)) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(
    ("on", "until", "expected"),
    [
        ("2018-02-09", "2018-03-01", 1.0),  # as on the last day it may have been
        ("2018-03-01", "2018-03-31", 2.0),  # which is no later than the day asked about
        ("2018-03-12", "2018-03-31", 0.0),
    ],
)
def test_an_incident_of_an_unsure_day_is_as_fresh_as_it_may_be(
    on: str, until: str, expected: float
) -> None:
    assert risk(incident(on=on, until=until)) == pytest.approx(expected, abs=1e-6)


def test_kinds_weigh_as_stated() -> None:
    assert risk(incident(kind="airstrike")) == pytest.approx(1.0, abs=1e-6)
    assert risk(incident(kind="other")) == 0


def test_incidents_add_up_at_one_place_and_at_several() -> None:
    assert risk(incident(1), incident(2)) == pytest.approx(4.0, abs=1e-6)
    assert risk(incident(1), incident(2, north=500)) == pytest.approx(2 + 2 * 0.5625, abs=2e-3)


def test_records_of_one_event_count_once_as_the_one_that_weighs_most() -> None:
    records = (
        incident(1, event="market"),
        incident(2, kind="airstrike", event="market"),
        incident(3, north=700, event="market"),
    )
    assert risk(*records) == pytest.approx(2.0, abs=1e-6)
    assert risk(*records, north=700) == pytest.approx(2.0, abs=2e-3)
    assert risk(*records, incident(4)) == pytest.approx(4.0, abs=1e-6)


def test_a_vague_place_spreads_as_much_danger_over_more_ground() -> None:
    vague = incident(precision_metres=1000)
    assert risk(vague) == pytest.approx(0.5, abs=1e-6)
    assert risk(vague, north=1500) == pytest.approx(0.5 * (1 - 0.75**2) ** 2, abs=2e-3)
    assert risk(incident(precision_metres=8000)) > 0
    assert risk(incident(precision_metres=8001)) == 0


def test_a_vague_one_beside_a_sharp_one_is_missed_by_nobody() -> None:
    both = incident(1), incident(2, precision_metres=7000, north=5000)
    assert risk(*both) == pytest.approx(risk(both[0]) + risk(both[1]), rel=1e-9)
    assert risk(both[1]) > 0


@pytest.mark.parametrize(
    ("latitude", "longitude"), [(0.0, 180.0), (-33.0, -180.0), (89.9999, 0.0), (52.0, 13.0)]
)
def test_it_holds_anywhere_on_earth(latitude: float, longitude: float) -> None:
    there = incident(latitude=latitude, longitude=longitude)
    around = longitude - 360 if longitude > 0 else longitude + 360
    point = EARTH_RADIUS_METRES * unit_vectors(latitude, around)[None, :]
    assert risk_near(point, sources([there], ON, RULES))[0] == pytest.approx(2.0, abs=1e-6)


def test_every_pair_is_found_in_a_crowd() -> None:
    """Against a plain double loop, with events, ages and vague places."""
    random = np.random.default_rng(7)
    incidents = [
        incident(
            number,
            *random.uniform(-6000, 6000, 2),
            on=f"2018-03-{random.integers(1, 12):02d}",
            kind=str(random.choice(["shelling", "airstrike"])),
            event=str(random.choice(["", "", "one", "two", "three"])),
            precision_metres=int(random.choice([0, 0, 300, 2500])),
        )
        for number in range(300)
    ]
    spots = [at_metres(*random.uniform(-7000, 7000, 2)) for _ in range(300)]
    points = EARTH_RADIUS_METRES * unit_vectors(*np.array(spots).T)
    found = risk_near(points, sources(incidents, ON, RULES))
    assert found == pytest.approx([plainly(point, incidents) for point in points], abs=1e-9)
    assert (found > 0).any()


def plainly(point: np.ndarray, incidents: list[Incident]) -> float:
    total, events = 0.0, dict[str, float]()
    for one in incidents:
        at = EARTH_RADIUS_METRES * unit_vectors(one.latitude, one.longitude)
        reach = RULES.reach_metres + one.precision_metres
        distance = float(np.linalg.norm(point - at))
        age = (ON - date.fromisoformat(one.on)).days
        value = RULES.weights[one.kind] * 0.5 ** (age / RULES.half_life_days)
        value *= (RULES.reach_metres / reach) ** 2 * max(0.0, 1 - (distance / reach) ** 2) ** 2
        if one.event:
            events[one.event] = max(events.get(one.event, 0.0), value)
        else:
            total += value
    return total + sum(events.values())
