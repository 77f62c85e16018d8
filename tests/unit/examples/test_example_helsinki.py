"""The Helsinki drill is what its README says: made by its command, planned, with a small gap."""

from __future__ import annotations

import shlex
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from safepassage.check import verify
from safepassage.cli import main
from safepassage.read import CaseRead, load_case
from safepassage.report.summary import summarise
from safepassage.solve import Progress, plan

FOLDER = Path(__file__).parents[3] / "examples" / "helsinki-drill"

DISPATCHES = 4
"""As many tries at a plan as a test may wait for."""


@pytest.fixture(scope="module")
def loaded() -> CaseRead:
    return load_case(FOLDER)


def test_it_reads_without_a_warning(loaded: CaseRead) -> None:
    assert loaded.warnings == ()


def test_it_is_a_drill_of_the_past_on_attributed_roads(loaded: CaseRead) -> None:
    case = loaded.case
    assert "invented drill" in case.title
    assert case.drawn_households
    assert not case.schematic_roads
    assert datetime.fromtimestamp(case.horizon[1], UTC).date() < date(2026, 6, 1)
    for text in (case.assumptions[-1].text, (FOLDER / "README.md").read_text()):
        assert "© OpenStreetMap contributors" in text
        assert "ODbL" in text
    assert (FOLDER / "roads.osm.pbf").stat().st_size < 100_000


def test_every_place_is_named_after_its_streets(loaded: CaseRead) -> None:
    for place in loaded.case.places.values():
        assert " / " in place.name


def test_its_command_makes_it_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (command,) = [
        line.strip()
        for line in (FOLDER / "README.md").read_text().splitlines()
        if line.startswith("    safepassage drill")
    ]
    monkeypatch.chdir(FOLDER)
    assert main([*shlex.split(command)[1:-1], str(tmp_path / "again")]) == 0
    for made in (tmp_path / "again").iterdir():
        if made.name != "README.md":
            assert made.read_bytes() == (FOLDER / made.name).read_bytes()


def test_everybody_is_out_with_a_small_gap(loaded: CaseRead) -> None:
    tried: set[float] = set()

    def count(progress: Progress) -> None:
        if progress.stage == "dispatch":
            tried.add(progress.done)

    case = loaded.case
    found = plan(
        case, effort=1, on_progress=count, should_stop=lambda: len(tried) >= DISPATCHES
    ).plan
    broken = verify(case, found)
    summary = summarise(
        case, found, broken_promises=broken, planning_seconds=0.0, peak_memory_mib=0.0
    )
    assert broken == ()
    assert summary.people_not_served == 0
    assert summary.people_out == summary.people_choosing_to_leave
    assert {item.promise for item in summary.binding} == {"C2"}
    assert summary.gap is not None
    assert summary.gap_open is not None
    assert 0 < summary.gap < 0.05
    assert 0 < summary.gap_open < 0.15
