"""`[[levers]]` of case.toml: what they give, and every fault at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from read_folder import append, good_folder

from safepassage.errors import CaseError, Fault
from safepassage.model.levers import LeverTerms
from safepassage.read import read_case
from safepassage.read.levers import MAX_LEVERS


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return good_folder(tmp_path / "case")


def faults(folder: Path, text: str) -> list[Fault]:
    append(folder, text)
    with pytest.raises(CaseError) as caught:
        read_case(folder)
    return list(caught.value.faults)


def test_none_need_be_stated(folder: Path) -> None:
    assert read_case(folder).levers == ()


def test_what_is_stated_stands_beside_the_digest(folder: Path) -> None:
    before = read_case(folder).digest
    append(
        folder,
        """
[[levers]]
kind = "vehicles"
where = "bus"
unit = 5
most = 4
cost = 700.5
source = "a letter of the operator"

[[levers]]
kind = "overnight"
most = 0

[[levers]]
kind = "days"
""",
    )
    case = read_case(folder)
    assert case.levers == (
        LeverTerms(
            kind="vehicles",
            where="bus",
            unit=5.0,
            most=4,
            cost=700.5,
            source="a letter of the operator",
        ),
        LeverTerms(kind="overnight", most=0),
        LeverTerms(kind="days"),
    )
    assert case.digest == before


def test_every_fault_is_named_at_once(folder: Path) -> None:
    found = faults(
        folder,
        """
[[levers]]
kind = "consent"
cost = 1

[[levers]]
kind = "vehicles"
where = "bsu"
unit = 0

[[levers]]
kind = "overnight"
unit = 2
most = 2

[[levers]]
kind = "days"
where = "bus"
cost = -1

[[levers]]
kind = "lanes"
colour = "red"

[[levers]]
kind = "lanes"
""",
    )
    told = {(fault.column, fault.found) for fault in found}
    assert told == {
        ("levers[1].kind", "'consent'"),
        ("levers[2].unit", "0"),
        ("levers[2].where", "'bsu'"),
        ("levers[3].unit", "a unit"),
        ("levers[3].most", "2"),
        ("levers[4].cost", "-1"),
        ("levers[4].where", "'bus'"),
        ("levers[5].colour", "an unknown key"),
        ("levers[6].kind", "lanes again"),
    }
    (where,) = [fault for fault in found if fault.column == "levers[2].where"]
    assert where.remedy == "Did you mean 'bus'?"


def test_there_is_an_end_to_them(folder: Path) -> None:
    (fault, *_) = faults(folder, '[[levers]]\nkind = "days"\n' * (MAX_LEVERS + 1))
    assert fault.expected in (f"at most {MAX_LEVERS} [[levers]]", "each lever once")
