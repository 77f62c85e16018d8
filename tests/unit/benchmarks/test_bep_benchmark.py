"""The benchmark of bus evacuation on an invented instance, and what its reader says of faults."""

from __future__ import annotations

from pathlib import Path

import bep
import msgspec
import pytest
from bus_evacuation import InstanceError, as_case, read_instance

TEXT = """2 5
2 1 1
2 20 15 5
2 25 15 10

1 4 9
2 7 3

1 2 6
2 5 8
"""
"""By hand: three loads at point 1, one at point 2; shelter 1 takes three. Bus 1 is at point 1 after
4 and brings its loads to shelter 1 at 6, 10 and 14, bus 2 that of point 2 to shelter 2. Were bus 2
to fetch one of point 1 too, a load would have to go to shelter 2 from there, and arrive at 16."""

OPTIMA = """set,instance,proven_bound,best_known,grasp,cplex_15min
7,1,14,14,15,
"""


def folder(path: Path) -> Path:
    (path / "set7-i1.txt").write_text(TEXT)
    (path / "optima.csv").write_text(OPTIMA)
    return path


def test_an_invented_instance_is_proved(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bep.main([str(folder(tmp_path))])
    printed = capsys.readouterr().out.splitlines()
    assert printed[2].split()[:6] == ["set7-i1", "2", "4", "14", "14", "proved"]
    assert printed[2].split()[-4:] == ["14", "14", "15", "-"]
    assert printed[3].startswith("1 instances, 1 proved;")
    assert printed[-1].startswith("value and  grasp, 1 instances: 1 below, 0 equal, 0 above;")


def test_rows_for_other_programs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bep.main([str(folder(tmp_path)), "set7-i1", "--json"])
    row = msgspec.json.decode(capsys.readouterr().out, type=bep.Row)
    assert (row.value, row.bound, row.broken, row.proved) == (14, 14, 0, True)


def test_nothing_to_plan_is_said(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="no instance set9-i9 there"):
        bep.main([str(folder(tmp_path)), "set9-i9"])


def test_an_instance_becomes_a_case_without_crossings() -> None:
    case = as_case(read_instance("toy", TEXT))
    assert case.crossings == () and case.windows == ()
    assert [vehicle.start for vehicle in case.vehicles] == ["depot-1", "depot-2"]
    assert [each.persons for each in case.groups] == [5] * 4
    assert [place.capacity for place in case.destinations] == [15, 10]


FAULTS = {
    "a word": (TEXT.replace("2 7 3", "2 seven 3"), "line 7: '2 seven 3'; expected whole numbers"),
    "a block less": (TEXT.rsplit("\n\n", 1)[0], "blocks of 4, 2 lines"),
    "a bus less": (TEXT.replace("2 5\n2 1", "3 5\n2 1"), "2 buses at depots; expected 3"),
    "no capacity": (TEXT.replace("2 5\n", "2 0\n", 1), "expected 'buses capacity'"),
    "a depot less": (TEXT.replace("2 1 1", "2 2"), "expected how many numbers follow, then those"),
    "a wrong sum": (TEXT.replace("2 20 15 5", "2 21 15 5"), "their sum, and them"),
    "a row less": (TEXT.replace("2 7 3\n", ""), "1 rows of times, one a depot; expected 2"),
    "a time less": (TEXT.replace("2 5 8", "2 5"), "expected 2 and then 2 times"),
    "nothing": ("", "blocks of none lines"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_named(fault: str) -> None:
    text, message = FAULTS[fault]
    with pytest.raises(InstanceError) as caught:
        read_instance("toy", text)
    assert message in str(caught.value)
    assert str(caught.value).startswith("toy")
