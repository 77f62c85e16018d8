from __future__ import annotations

from pathlib import Path

import pytest
from read_folder import append, faults_of, good_folder, the_one

from safepassage.model.exposure import WEIGHTS, ExposureRules
from safepassage.read import load_case


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return good_folder(tmp_path / "town")


def test_a_case_that_says_nothing_has_the_stated_rules(folder: Path) -> None:
    assert load_case(folder).case.exposure == ExposureRules()


def test_what_is_written_counts_and_the_rest_is_as_stated(folder: Path) -> None:
    append(folder, "\n[exposure]\nreach_metres = 800\n\n[exposure.weights]\nexplosive = 2\n")
    rules = load_case(folder).case.exposure
    assert rules.reach_metres == 800
    assert rules.half_life_days == ExposureRules().half_life_days
    assert rules.weights == {**WEIGHTS, "explosive": 2.0}


def test_no_plan_depends_on_it(folder: Path) -> None:
    before = load_case(folder).case.digest
    append(folder, "\n[exposure]\nreach_metres = 800\n")
    assert load_case(folder).case.digest == before


@pytest.mark.parametrize(
    ("text", "key", "expected"),
    [
        ("reach_metres = 0", "exposure.reach_metres", "from 1 to 100,000"),
        ("half_life_days = 0", "exposure.half_life_days", "from 0.1 to 10,000"),
        ("front_line_metres = 0", "exposure.front_line_metres", "from 1 to 100,000"),
        ("front_line_weight = -1", "exposure.front_line_weight", "from 0 to 100"),
        ("unbound_weight = nan", "exposure.unbound_weight", "from 0 to 100"),
        ("stale_days = 1.5", "exposure.stale_days", "a whole number"),
        ("weights = { shelling = 101 }", "exposure.weights.shelling", "from 0 to 100"),
        ("weights = { air_strike = 1 }", "exposure.weights.air_strike", "airstrike"),
        ("weights = 1", "exposure.weights", "a table"),
        ("reach = 1", "exposure.reach", "unknown key"),
    ],
)
def test_faults_name_the_key(folder: Path, text: str, key: str, expected: str) -> None:
    append(folder, f"\n[exposure]\n{text}\n")
    the_one(faults_of(folder), "case.toml", None, key, expected)
