"""`safepassage estimate`: what is asked, answered, assumed and refused."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from osm_text import OsmText, grid, road

from safepassage.cli import main
from safepassage.cli.ask import ask_for
from safepassage.estimate.options import QUESTIONS, Options, assumed, figures_of
from safepassage.estimate.windows import HOUR

Captured = pytest.CaptureFixture[str]

SOME = ("estimate", "--people", "20000", "--buses", "40", "--outside", "180")

SHARED = (*SOME, "--persons-per-hour", "1000", "--vehicles-per-hour", "60", "--shared")


def told(capsys: Captured, *command: str) -> str:
    assert main(command) == 0
    printed = capsys.readouterr()
    assert printed.err == ""
    return printed.out


def test_the_answer_comes_first(capsys: Captured) -> None:
    out = told(capsys, *SHARED)
    first, *_ = out.splitlines()
    assert first == (
        "20,000 people with 40 buses of 50 seats: "
        "the last one is out between day 10 at 12:16 and day 10 at 12:23."
    )
    assert "what binds      the fleet's rounds\n" in out
    assert "next            screening of persons: by itself no sooner than day 6 at 11:36\n" in out
    assert "20,000 persons ÷ 50 seats = 400 loads ÷ 40 vehicles = 10" in out
    assert "open round the clock, no plan before day 4 at 08:49" in out
    assert "neither a permission nor a guarantee" in " ".join(out.split())


def test_what_is_exact_is_said_so(capsys: Captured) -> None:
    first = told(capsys, *SOME).splitlines()[0]
    assert first.endswith("the last one is out on day 10 at 11:00, and no sooner.")


def test_whether_the_days_do(capsys: Captured) -> None:
    assert "no plan can do it; by then this timetable has 14,000 people out" in told(
        capsys, *SOME, "--days", "7"
    )
    assert "in 10 days" not in told(capsys, *SOME, "--days", "10")
    nearly = (*SOME, "--reception", "1500", "--days", "13")
    assert "this timetable can't, a better plan might" in told(capsys, *nearly)


def test_json_has_the_same_figures(capsys: Captured) -> None:
    found = json.loads(told(capsys, *SHARED, "--days", "7", "--json"))
    assert found["bound"] == {
        "day": 10,
        "time": "12:16",
        "seconds": 9 * 24 * HOUR + 11760,
        "open_seconds": 45 * HOUR + 11760,
    }
    assert found["timetable"]["time"] == "12:23"
    assert (found["exact"], found["days"], found["out_in_days"]) == (False, 7, 14000)
    assert [limit["what"] for limit in found["limits"][:2]] == [
        "the fleet's rounds",
        "screening of persons",
    ]
    assert "--seats 50" in found["assumed"]
    assert found["area"] is None


def test_every_default_is_told_and_nothing_that_was_given() -> None:
    nothing = assumed(Options(people=1, buses=1))
    assert nothing[0] == "--window 09:00-14:00"
    assert len(nothing) == 1 + len(QUESTIONS) - 2 + 2
    assert "--persons-per-hour: no limit" in nothing
    given = Options(
        people=1,
        buses=1,
        window=("08:00-12:00",),
        inside_km=5,
        kmh=20,
        driving_hours=9,
        persons_per_hour=5,
    )
    left = assumed(given)
    assert "--rest-hours 11" in left
    for name in ("--window", "--inside", "--kmh", "--driving-hours", "--persons-per-hour"):
        assert not any(line.split(":")[0].split(" ")[0] == name for line in left)


def test_options_become_seconds() -> None:
    figures = figures_of(
        Options(
            people=11,
            buses=2,
            window=("15:00-16:30", "09:00-14:00"),
            inside_km=5,
            outside_km=10,
            kmh=20,
            loading=0.5,
            crossings=2,
            driving_hours=9,
        )
    )
    assert figures.windows.spans == ((9 * HOUR, 14 * HOUR), (15 * HOUR, 16 * HOUR + 1800))
    assert [(each.people, each.inward) for each in figures.points] == [(6, 900), (5, 900)]
    assert (figures.outside, figures.loading) == (1800, 30)
    assert (figures.driving, figures.rest) == (9 * HOUR, 11 * HOUR)


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ((), "--people and --buses: missing. For example: safepassage estimate"),
        (("--people", "9"), "--buses: missing"),
        (("--buses", "9", "--json"), "--people: missing"),
        ((*SOME[1:], "--seats", "0"), "--seats: 0; expected a whole number from 1 to 300"),
        *(
            (("--buses", "40", "--people", text), "expected a whole number: digits, without points")
            for text in ("1e9", "20.000", "20,000", "20.0", "0x10", "20 000")
        ),
        ((*SOME[1:], "--inside", "nan"), "--inside: nan"),
        ((*SOME[1:], "--window", "14:00-09:00"), "over midnight is two"),
        ((*SOME[1:], "--window", "9-14"), "'9-14'; expected an opening and a closing"),
        ((*SOME[1:], "--window", "09:00-25:00"), "at most 24:00"),
        ((*SOME[1:], "--outside-km", "9"), "--outside and --outside-km: give one"),
        ((*SOME[1:], "--kmh", "9"), "--kmh: it is the speed for"),
        ((*SOME[1:], "--rest-hours", "9"), "--rest-hours: give --driving-hours too"),
        ((*SOME[1:], "--points", "9"), "--points: give --area and --roads too"),
        ((*SOME[1:], "--area", "a.geojson"), "--area and --roads: give both"),
        ((*SOME[1:], "--area", "a", "--roads", "b", "--inside", "5"), "the roads say"),
        ((*SOME[1:], "--area", "a.geojson", "--roads", "b.osm"), "a.geojson: a file that can't"),
        ((*SOME[1:], "--inside", "300"), "--overnight"),
        ((*SOME[1:], "--persons-per-hour", "5"), "One full vehicle takes 10 h"),
        ((*SOME[1:], "--driving-hours", "5"), "7 h of driving"),
        ((*SOME[1:], "--bus", "3"), "--bus"),
    ],
)
def test_wrong_options_say_what_to_do(
    command: tuple[str, ...], told: str, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdin, "isatty", lambda: "--json" in command, raising=False)
    assert main(["estimate", *command]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert told in printed.err


def test_all_wrong_options_are_told_at_once(capsys: Captured) -> None:
    assert main([*SOME, "--seats", "0", "--convoy", "0", "--days", "0"]) == 2
    assert all(name in capsys.readouterr().err for name in ("--seats",))


Answering = Callable[..., list[str]]


@pytest.fixture
def answering(monkeypatch: pytest.MonkeyPatch) -> Answering:
    """Somebody at a terminal who gives these answers and then presses Enter, or leaves."""

    def answer(*answers: str | type[BaseException], then: Any = "") -> list[str]:
        asked: list[str] = []
        left: Iterator[str | type[BaseException]] = iter(answers)

        def reply(prompt: str) -> str:
            asked.append(prompt)
            said = next(left, then)
            if isinstance(said, str):
                return said
            raise said

        monkeypatch.setattr("builtins.input", reply)
        monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
        return asked

    return answer


def test_on_a_terminal_it_asks_and_a_wrong_answer_is_asked_again(
    answering: Answering, capsys: Captured
) -> None:
    asked = answering("many", "-1", "20.000", "20000", "", "40", "", "9 to 5", "09:00-14:00")
    out = told(capsys, "estimate", "--outside", "180")
    assert "20,000 people with 40 buses of 50 seats: the last one is out on day 10 at 11:00" in out
    assert "'many': expected a whole number from 1 to 10,000,000" in out
    assert "'-1': expected a whole number" in out
    assert "'nothing': expected a whole number from 1 to 10,000." in out
    assert "'9 to 5': expected times like 09:00-14:00" in out
    assert (
        asked[0] == asked[1] == asked[2] == asked[3] == "How many people are to be brought out? > "
    )
    assert "How many people does a bus take? [50] > " in asked
    assert not any("destination" in each and "driving" in each for each in asked)
    assert "Persons screened an hour at a crossing [no limit] > " in asked


def test_answers_are_the_options(answering: Answering) -> None:
    answering("10", "2", "30", "08:00-10:00, 14:00-16:00", "12.5", then="")
    assert ask_for(Options(outside=5, kmh=None)) == Options(
        people=10,
        buses=2,
        seats=30,
        window=("08:00-10:00", "14:00-16:00"),
        inside=12.5,
        outside=5,
    )


@pytest.mark.parametrize("leaving", [KeyboardInterrupt, EOFError])
def test_leaving_while_asked(
    answering: Answering, leaving: type[BaseException], capsys: Captured
) -> None:
    answering("20000", leaving)
    assert main(["estimate"]) == 130
    assert "Traceback" not in capsys.readouterr().err


def test_an_area_is_told_with_what_was_picked(tmp_path: Path, capsys: Captured) -> None:
    rows = [[1 + 5 * row + column for column in range(5)] for row in range(5)]
    ways = [road(*line) for line in (*rows, *zip(*rows, strict=True))]
    OsmText(grid(5, 5), ways).write(tmp_path / "roads.osm")
    corners = ((36.4005, 33.5005), (36.4035, 33.5005), (36.4035, 33.5035), (36.4005, 33.5035))
    area = {"type": "Polygon", "coordinates": [[*corners, corners[0]]]}
    (tmp_path / "area.geojson").write_text(json.dumps(area))
    command = (
        *("estimate", "--people", "900", "--buses", "4", "--crossings", "2", "--points", "3"),
        *("--area", str(tmp_path / "area.geojson"), "--roads", str(tmp_path / "roads.osm")),
    )
    out = told(capsys, *command)
    assert "evenly over 9 junctions and gather at 3 of them;" in out
    assert "crossings are 2 of the 12 places where a road leads out and in." in out
    assert "assembly point" in out
    assert "primary" in out
    assert "--inside" not in out
    found = json.loads(told(capsys, *command, "--json"))
    points = found["area"]["divisions"][0]
    assert sum(point["people"] for point in points) == 900
    assert {each["way"] for each in found["area"]["exits"]} <= set(range(100, 110))
