"""A folder without crossings: no table, no windows, and who has arrived is out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from read_folder import faults_of, good_folder, the_one, warnings_of

from safepassage.read import read_case


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The good folder without its crossings and windows."""
    folder = good_folder(tmp_path / "open")
    (folder / "crossings.csv").unlink()
    toml = folder / "case.toml"
    text = toml.read_text("utf-8")
    toml.write_text(re.sub(r"\[\[windows\]\]\n(.+\n)+", "", text), "utf-8")
    return folder


def test_it_reads_without_crossings_and_windows(folder: Path) -> None:
    case = read_case(folder)
    assert case.crossings == ()
    assert case.windows == ()
    assert case.first_opening == case.horizon[0]
    assert warnings_of(folder) == ()


def test_windows_without_a_crossing_are_a_fault(folder: Path) -> None:
    with (folder / "case.toml").open("a", encoding="utf-8") as stream:
        stream.write(
            '\n[[windows]]\ncrossing = "bridge"\ndirection = "out"\nfrom = 2031-05-05\n'
            'until = 2031-05-05\nopens = "09:00"\ncloses = "14:00"\n'
        )
    the_one(faults_of(folder), "case.toml", None, "windows", "but no crossing", "arrived is out")


def test_crossings_need_windows(tmp_path: Path, folder: Path) -> None:
    good = good_folder(tmp_path / "good")
    (good / "crossings.csv").rename(folder / "crossings.csv")
    the_one(faults_of(folder), "case.toml", None, "windows", "no crossing open")
