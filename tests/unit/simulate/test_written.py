"""Measured times in a case.toml: they are read as they were written, and replaced by new ones."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from driven_case import GENEROUS, tiny_folder

from safepassage.errors import StudyError
from safepassage.read import load_case
from safepassage.roads.slower import Delay
from safepassage.simulate.written import case_files, with_times

DELAY = Delay(207, (0.1, 0.13), (0.1, 0.18), 90)


def test_everything_else_stays_and_times_are_replaced() -> None:
    text = 'name = "x"\n[roads]\nfile = "roads.osm"\n' + GENEROUS + "[guard]\nescorts = true\n"
    once = with_times(text, {"bus": {"primary": 1.5}}, [DELAY])
    again = with_times(once, {"bus": {"primary": 1.75}}, [])
    assert tomllib.loads(once)["roads"]["slower"] == {"bus": {"primary": 1.5}}
    assert len(tomllib.loads(once)["roads"]["delays"]) == 1
    assert tomllib.loads(again) == {
        "name": "x",
        "roads": {"file": "roads.osm", "slower": {"bus": {"primary": 1.75}}},
        "guard": {"escorts": True},
    }


def test_times_in_another_form_are_refused() -> None:
    with pytest.raises(StudyError, match="headers of their own"):
        with_times("[roads]\nslower = { bus = { primary = 2 } }\n", {}, [])


def test_a_case_reads_what_was_written(tmp_path: Path) -> None:
    folder = tiny_folder(tmp_path / "tiny")
    free = load_case(folder).case.roads
    for name, data in case_files(folder, {"bus": {"primary": 1.5}}, [DELAY]).items():
        (folder / name).write_bytes(data)
    read = load_case(folder)
    assert read.roads.delays == (DELAY,)
    assert read.warnings == load_case(tiny_folder(tmp_path / "again")).warnings
    bus = read.case.roads.profiles.index("bus")
    coast = (free.way == 207) & (free.tail < free.head)
    before, after = free.seconds[bus, coast], read.case.roads.seconds[bus, coast]
    assert sorted(after - -(-3 * before // 2)) in ([0], [90])
    assert (read.free_roads.seconds == free.seconds).all()
