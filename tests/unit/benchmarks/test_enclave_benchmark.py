from __future__ import annotations

import json
from pathlib import Path

import enclave
import pytest
from invented import of_size, write_enclave

from safepassage.read import load_case

SMALL = ("--people", "300", "--points", "4", "--days", "4", "--effort", "1", "--fleet", "fleet")


def test_a_small_enclave_is_planned_and_every_promise_kept(
    capsys: pytest.CaptureFixture[str],
) -> None:
    enclave.main([*SMALL, "--json"])
    row = json.loads(capsys.readouterr().out)
    assert row["name"] == "fleet"
    assert row["people"] == row["out"] == 300
    assert row["broken"] == 0
    assert row["bound"] <= row["clearance"]
    assert row["peak_mib"] > 0


def test_same_seed_same_enclave_and_another_is_another(tmp_path: Path) -> None:
    digests = []
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        folder = tmp_path / name
        folder.mkdir()
        write_enclave(folder, of_size(enclave.FLEETS[0], 2000, seed=seed))
        digests.append(load_case(folder).case.digest)
    assert digests[0] == digests[1] != digests[2]


@pytest.mark.parametrize("people", [1, 777, 20_000])
def test_as_many_leave_as_asked_for_and_nothing_is_amiss(tmp_path: Path, people: int) -> None:
    write_enclave(tmp_path, of_size(enclave.FLEETS[0], people))
    read = load_case(tmp_path)
    leaving = [group for group in read.case.groups if group.choice == "leave"]
    assert sum(group.persons for group in leaving) == people
    assert not read.warnings
