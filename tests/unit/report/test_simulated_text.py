"""Words about a simulated plan: what a reader must not miss comes first."""

from __future__ import annotations

from typing import Any

from factory import ZONE, at

from safepassage.model.simulated import Calibrated, Late, NotDriven, Round, Simulated
from safepassage.report.simulated import MOST, calibrated_text, simulated_text


def simulated(**changes: Any) -> Simulated:
    fields: dict[str, Any] = {
        "case_name": "small",
        "case_digest": "0" * 64,
        "sumo": "1.28.0",
        "holds": True,
        "cut_short": False,
        "until": at(7, "18:00"),
        "vehicles": 3,
        "drives": 12,
        "driven": 12,
        "convoys": 1,
    }
    nothing = ("late", "late_convoys", "queues", "legs", "detours", "not_driven", "stuck")
    return Simulated(**(fields | dict.fromkeys(nothing, ()) | changes))


def round_of(number: int, people: int) -> Round:
    return Round(
        round=number,
        clearance=None,
        people=people,
        late=0,
        late_convoys=0,
        windows_missed=0,
        not_driven=0,
        worst=0,
    )


def test_a_plan_that_holds_is_one_line() -> None:
    assert simulated_text(simulated(), ZONE) == (
        "The plan's times hold: 12 of 12 drives of 3 vehicles and 1 convoy in SUMO 1.28.0, "
        "nobody late."
    )


def test_the_worst_ten_are_told_and_the_others_counted() -> None:
    late = tuple(
        Late(
            trip=f"t{number}",
            vehicle="bus-1",
            place="gate",
            due="convoy",
            planned=at(7, "09:00"),
            measured=at(7, "09:00") + 4000 - number,
        )
        for number in range(MOST + 2)
    )
    told = simulated_text(simulated(holds=False, late=late), ZONE)
    assert "late arrivals of vehicles 12, the worst lateness 1 h 6 min 40 s" in told
    assert "bus-1 (trip t0) 1 h 6 min 40 s late for its convoy at gate" in told
    assert "Wed 7 Mar 10:06:40, due Wed 7 Mar 09:00:00" in told
    assert "and 2 more" in told
    assert "t11" not in told


def test_every_vehicle_that_was_not_driven_is_named() -> None:
    failed = tuple(
        NotDriven(trip=f"t{n}", vehicle=f"bus-{n}", origin="north", destination="gate", reason="no")
        for n in range(30)
    )
    told = simulated_text(simulated(holds=False, driven=0, not_driven=failed), ZONE)
    assert "drives that could not be made 30" in told
    for n in range(30):
        assert f"bus-{n} (trip t{n})" in told


def test_people_who_lose_their_place_are_told_first() -> None:
    found = Calibrated(
        rounds=(round_of(1, 40), round_of(2, 37)), slower=(), delays=(), simulated=simulated()
    )
    first = calibrated_text(found, ZONE).splitlines()[0]
    assert first == (
        "The plan of round 2 holds. 3 persons fewer than by the first plan have a place in it."
    )
