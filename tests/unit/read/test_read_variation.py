"""`[[varies]]`: what is read, and every way in which it can be wrong."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest
from read_folder import append, faults_of, good_folder, the_one

from safepassage.model.variation import (
    Beta,
    Cause,
    Exponential,
    Fixed,
    Geometric,
    Lognormal,
    Triangular,
    Uniform,
    Variation,
)
from safepassage.read import load_case
from safepassage.read.variation import RULES

TRAVEL = """
[[varies]]
cause = "travel_time"
per = "day"
distribution = "lognormal"
median = 1.15
sigma = 0.2
source = "assumed"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return good_folder(tmp_path / "town")


def varies(**keys: object) -> str:
    lines = (
        f"{key} = " + (f'"{value}"' if isinstance(value, str) else f"{value}")
        for key, value in ({"source": "assumed"} | keys).items()
    )
    return "\n[[varies]]\n" + "\n".join(lines) + "\n"


def test_a_case_that_says_nothing_varies_in_nothing(folder: Path) -> None:
    assert load_case(folder).case.variations == ()


def test_no_plan_depends_on_it(folder: Path) -> None:
    before = load_case(folder).case.digest
    append(folder, TRAVEL)
    assert load_case(folder).case.digest == before


def test_what_is_stated_is_read_in_seconds_and_in_the_order_of_the_file(folder: Path) -> None:
    append(folder, TRAVEL)
    append(
        folder,
        varies(
            cause="breakdown", per="trip", chance=0.02, distribution="exponential", mean_minutes=90
        )
        + varies(
            cause="late_start",
            where="bridge",
            per="day",
            distribution="triangular",
            low_minutes=0,
            mode_minutes=10,
            high_minutes=60,
        )
        + varies(cause="turnout", per="run", distribution="beta", a=9, b=1)
        + varies(cause="screening", per="run", distribution="uniform", low=0.7, high=1)
        + varies(cause="day_lost", per="day", chance=0.1, distribution="geometric", mean_days=1.5)
        + varies(cause="road_closed", per="run", chance=0.1, distribution="fixed", value_days=2),
    )
    assert load_case(folder).case.variations == (
        Variation(cause="travel_time", per="day", amount=Lognormal(1.15, 0.2), source="assumed"),
        Variation(
            cause="breakdown", per="trip", chance=0.02, amount=Exponential(5400), source="assumed"
        ),
        Variation(
            cause="late_start",
            where="bridge",
            per="day",
            amount=Triangular(0, 600, 3600),
            source="assumed",
        ),
        Variation(cause="turnout", per="run", amount=Beta(9, 1), source="assumed"),
        Variation(cause="screening", per="run", amount=Uniform(0.7, 1), source="assumed"),
        Variation(cause="day_lost", per="day", chance=0.1, amount=Geometric(1.5), source="assumed"),
        Variation(cause="road_closed", per="run", chance=0.1, amount=Fixed(2), source="assumed"),
    )


@pytest.mark.parametrize(
    ("old", "new", "key", "expected"),
    [
        ("travel_time", "traveltime", "cause", "Did you mean 'travel_time'?"),
        ('"day"', '"week"', "per", "one of run, day, trip"),
        ("lognormal", "normal", "distribution", "one of fixed, uniform, triangular, lognormal"),
        ("1.15", "0.9", "median", "from 1 to 100"),
        ("1.15", "nan", "median", "from 1 to 100"),
        ("1.15", "'slow'", "median", "from 1 to 100"),
        ("median = 1.15\n", "", "median", "no such key"),
        ("sigma = 0.2", "sigma = 0", "sigma", "from 0.001 to 3"),
        ('source = "assumed"\n', "", "source", "no such key"),
        ("sigma = 0.2", "sigma = 0.2\nchance = 1.1", "chance", "from 0 to 1"),
        ("sigma = 0.2", "sigma = 0.2\nmean = 2", "mean", "unknown key"),
        ("sigma = 0.2", 'sigma = 0.2\nwhere = "bus"', "where", "alike for all"),
    ],
)
def test_faults_name_the_key(folder: Path, old: str, new: str, key: str, expected: str) -> None:
    assert TRAVEL.count(old) == 1
    append(folder, TRAVEL.replace(old, new))
    the_one(faults_of(folder), "case.toml", None, f"varies[1].{key}", expected)


@pytest.mark.parametrize(
    ("text", "key", "expected"),
    [
        (
            varies(cause="turnout", per="day", distribution="fixed", value=0.5),
            "per",
            "one of run",
        ),
        (
            varies(cause="turnout", where="nowhere", per="run", distribution="fixed", value=0.5),
            "where",
            "an id of the table assembly_points",
        ),
        (
            varies(cause="no_show", where="buss", per="trip", distribution="fixed", value=0.5),
            "where",
            "an id of the table vehicles",
        ),
        (
            varies(cause="turnout", per="run", distribution="fixed", value=1.5),
            "value",
            "from 0 to 1",
        ),
        (
            varies(cause="screening", per="run", distribution="fixed", value=0),
            "value",
            "from 0.01 to 1",
        ),
        (
            varies(cause="loading_time", per="run", distribution="uniform", low=2, high=1.5),
            "high",
            "low ≤ high",
        ),
        (
            varies(
                cause="loading_time", per="run", distribution="triangular", low=1, mode=3, high=2
            ),
            "high",
            "low ≤ mode ≤ high",
        ),
        (
            varies(cause="breakdown", per="trip", distribution="exponential", mean_minutes=5),
            "chance",
            "no such key",
        ),
        (
            varies(
                cause="day_lost", per="day", chance=0.1, distribution="geometric", mean_days=0.5
            ),
            "mean_days",
            "from 1 to 366",
        ),
        (
            varies(cause="day_lost", per="day", chance=0.1, distribution="fixed", value_days=1.5),
            "value_days",
            "a whole number",
        ),
        (
            varies(
                cause="day_lost",
                where="bridge",
                per="day",
                chance=0.1,
                distribution="fixed",
                value_days=1,
            ),
            "where",
            "alike for all",
        ),
        (
            varies(cause="turnout", per="run", distribution="beta", a=0, b=1),
            "a",
            "from 0.01 to 10,000",
        ),
    ],
)
def test_what_a_cause_does_not_allow(folder: Path, text: str, key: str, expected: str) -> None:
    append(folder, text)
    the_one(faults_of(folder), "case.toml", None, f"varies[1].{key}", expected)


def test_all_faults_of_all_of_them_at_once(folder: Path) -> None:
    append(folder, TRAVEL.replace("1.15", "0.5").replace("0.2", "9") + varies(cause="weather"))
    columns = {fault.column for fault in faults_of(folder)}
    assert columns == {"varies[1].median", "varies[1].sigma", "varies[2].cause"}


@pytest.mark.parametrize("first", ["", 'where = "bridge"\n'])
def test_no_place_has_two_of_a_cause(folder: Path, first: str) -> None:
    text = varies(cause="late_start", per="day", distribution="fixed", value_minutes=5)
    append(folder, text + first + text + 'where = "bridge"\n')
    the_one(faults_of(folder), "case.toml", None, "varies[2].where", "a second time")


def test_one_a_day_and_one_a_run_are_two_things(folder: Path) -> None:
    append(folder, TRAVEL + TRAVEL.replace('"day"', '"run"'))
    assert len(load_case(folder).case.variations) == 2


def test_too_many_are_refused(folder: Path) -> None:
    append(folder, TRAVEL * 101)
    the_one(faults_of(folder), "case.toml", None, "varies", "at most 100")


def test_gates_cannot_vary_where_there_are_none(tmp_path: Path) -> None:
    folder = good_folder(tmp_path / "town")
    (folder / "crossings.csv").unlink()
    text = (folder / "case.toml").read_text(encoding="utf-8")
    head, _, rest = text.partition("[[windows]]")
    (folder / "case.toml").write_text(head + rest[rest.index("\n[roads]") :], encoding="utf-8")
    append(folder, varies(cause="window_cut", per="day", distribution="fixed", value=0.5))
    the_one(faults_of(folder), "case.toml", None, "varies[1].cause", "without crossings")


def test_every_cause_has_its_rule() -> None:
    assert set(RULES) == set(get_args(Cause))


def test_the_documentation_tells_every_rule() -> None:
    page = (Path(__file__).parents[3] / "docs" / "stress.md").read_text(encoding="utf-8")
    for cause, rule in RULES.items():
        (row,) = [line for line in page.splitlines() if line.startswith(f"| `{cause}` |")]
        *_, per, distributions = (cell.strip() for cell in row.strip("|").split("|"))
        assert per == ", ".join(rule.per)
        assert distributions == ", ".join(rule.amount.distributions)
