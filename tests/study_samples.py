"""Studies made by hand, small and large, to tell and to draw."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from factory import at

from safepassage.model.levers import (
    Answered,
    BindsOn,
    Change,
    Cheapest,
    Joint,
    Lever,
    Levers,
    OutOn,
    Step,
)
from safepassage.model.outcome import Band, Delay, Raised, Stressed

HOUR = 3600
NOW = at(10, "12:00")
"""When the last person is out as the small case stands."""


def answered(sooner_hours: float = 0, people: int = 48, **more: Any) -> Answered:
    """Clear that much before noon of 10 March; the bound is two hours earlier."""
    clearance = NOW - int(sooner_hours * HOUR)
    fields: dict[str, Any] = {
        "clearance": clearance,
        "bound": clearance - 2 * HOUR,
        "people": people,
        "people_bound": people,
        "out": (OutOn(date="2018-03-08", people=people // 2),),
    }
    return Answered(**(fields | more))


def step(units: int, sooner_hours: float, **more: Any) -> Step:
    fields: dict[str, Any] = {
        "units": units,
        "cost": 100.0 * units,
        "result": answered(sooner_hours),
        "sooner_seconds": int(sooner_hours * HOUR),
        "more_people": 3 * units,
        "sooner_at_least": max(0, int((sooner_hours - 2) * HOUR)),
        "sooner_at_most": int((sooner_hours + 2) * HOUR),
    }
    return Step(**(fields | more))


def lever(**more: Any) -> Lever:
    fields: dict[str, Any] = {
        "kind": "vehicles",
        "where": "bus",
        "name": "Buses",
        "unit": "10 more buses",
        "amount": 10,
        "share": 0.2,
        "steps": (step(1, 1), step(10, 4), step(20, 4.5)),
        "stops_at": 10,
    }
    return Lever(**(fields | more))


CROSSING = lever(
    kind="crossing",
    where="gate",
    name="A crossing at Gate",
    unit="opened as the others are",
    amount=None,
    share=0.7,
    steps=(step(1, 21),),
    stops_at=None,
)

BINDS = (
    BindsOn(date="2018-03-07", promise="V2", where="bus", share=0.6),
    BindsOn(date="2018-03-07", promise="C2", where="gate", share=0.4),
    BindsOn(date="2018-03-08", promise="C2", where="gate", share=1.0),
    BindsOn(date="2018-03-09", promise="C2", where="gate", share=0.9),
)


def small_levers(**more: Any) -> Levers:
    """A crossing worth more than all the buses, of the small case."""
    fields: dict[str, Any] = {
        "case_name": "small",
        "case_digest": "d" * 64,
        "by": "2018-03-08",
        "now": answered(),
        "binds": BINDS,
        "levers": (CROSSING, lever()),
        "joints": (
            Joint(
                levers=("A crossing at Gate", "Buses"),
                units=(1, 10),
                cost=1100.0,
                result=answered(30),
                sooner_seconds=30 * HOUR,
                more_people=11,
                beyond_seconds=5 * HOUR,
                beyond_people=2,
            ),
        ),
        "cheapest": Cheapest(
            by="2018-03-09",
            changes=(Change(lever="Buses", units=10, cost=1000.0),),
            cost=1000.0,
            result=answered(4),
            at_least=900.0,
        ),
    }
    return Levers(**(fields | more))


def days(count: int, first: str = "2018-03-07") -> list[str]:
    start = date.fromisoformat(first)
    return [(start + timedelta(days=number)).isoformat() for number in range(count)]


def large_levers(levers: int = 40, horizon: int = 60) -> Levers:
    """Many levers of ten steps, eight limits on each of many days."""
    kinds = ("minutes", "lanes", "convoy", "headway", "vehicles", "reception")
    return small_levers(
        levers=tuple(
            lever(
                kind=kinds[number % len(kinds)],
                where="",
                name=f"Lever {number}",
                amount=number + 1.0,
                steps=tuple(step(n, (levers - number) * n**0.5) for n in range(1, 11)),
            )
            for number in range(levers)
        ),
        binds=tuple(
            BindsOn(date=day, promise="C2", where=f"gate {number}", share=0.125)
            for day in days(horizon)
            for number in range(8)
        ),
        joints=(),
    )


def band(day: str, clear: float, out: int = 40, **more: Any) -> Band:
    fields: dict[str, Any] = {
        "date": day,
        "p5": out - 20,
        "p25": out - 10,
        "p50": out,
        "p75": out + 4,
        "p95": out + 8,
        "planned": out + 6,
        "clear": clear,
        "clear_low": max(0.0, clear - 0.1),
        "clear_high": min(1.0, clear + 0.1),
    }
    return Band(**(fields | more))


def raised(**more: Any) -> Raised:
    fields: dict[str, Any] = {
        "kind": "vehicles",
        "where": "bus",
        "name": "vehicles (bus)",
        "unit": "10 more",
        "amount": 10,
        "cost": 50.0,
        "clear": 0.5,
        "gain": 0.25,
        "gain_error": 0.125,
    }
    return Raised(**(fields | more))


def small_stressed(**more: Any) -> Stressed:
    """Four runs of the small case: three clear, one not."""
    fields: dict[str, Any] = {
        "case_name": "small",
        "case_digest": "d" * 64,
        "seed": 7,
        "runs": 4,
        "planned": at(8, "13:00"),
        "clearances": (at(8, "13:30"), None, at(9, "09:10"), at(9, "11:00")),
        "bands": (
            band("2018-03-07", 0.0, 20),
            band("2018-03-08", 0.25, 30),
            band("2018-03-09", 0.75, 40),
        ),
        "by": "2018-03-08",
        "delays": (
            Delay(
                cause="day_lost",
                where="",
                hours=13.3,
                hours_error=2.5,
                people=1.5,
                clear=0.25,
                variance=0.66,
            ),
            Delay(
                cause="screening",
                where="gate",
                hours=-0.5,
                hours_error=0.3,
                people=0.0,
                clear=0.0,
                variance=0.01,
            ),
        ),
        "raised": (raised(),),
        "broken_promises": 0,
    }
    return Stressed(**(fields | more))


def large_stressed(runs: int = 10_000, horizon: int = 60) -> Stressed:
    """Ten thousand runs over sixty days."""
    return small_stressed(
        runs=runs,
        clearances=tuple(
            None if run % 17 == 0 else at(7, "12:00") + run % horizon * 86_400
            for run in range(runs)
        ),
        bands=tuple(
            band(day, number / horizon, 1000 * number + 20)
            for number, day in enumerate(days(horizon))
        ),
    )
