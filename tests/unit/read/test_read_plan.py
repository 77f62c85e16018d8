"""A plan file may come from anybody: it is read whole, or refused with what to do."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from safepassage.errors import PlanFileError
from safepassage.model.plan import Bound, Plan
from safepassage.read import plan as reader
from safepassage.read.plan import read_plan

PLAN = Plan(
    case_digest="0" * 64,
    case_name="small",
    seed=0,
    effort=0,
    what_if=False,
    drawn_households=False,
    schematic_roads=False,
    under_duress=False,
    cut_short=False,
    routes=(),
    convoys=(),
    trips=(),
    not_served=(),
    bound=Bound(clearance=None, people=0),
)


def test_what_was_written_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    path.write_bytes(msgspec.json.encode(PLAN))
    assert read_plan(path) == PLAN


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"", "not a plan"),
        (b"{", "not a plan"),
        (b"[]", "not a plan"),
        (b'"\xff"', "not a plan"),
        (b"[" * 100_000, "not a plan"),
        (b'{"format": ' + b"[" * 100_000, "not a plan"),
        (b"{}", "missing required field `format`"),
        (b'{"format": 1}', "missing required field `case_digest`"),
        (b'{"format": 2}', "plan format 2; expected 1"),
        (b'{"format": "1"}', "Expected `int`, got `str`"),
    ],
)
def test_what_is_no_plan_is_refused(tmp_path: Path, data: bytes, found: str) -> None:
    path = tmp_path / "plan.json"
    path.write_bytes(data)
    with pytest.raises(PlanFileError, match=found) as refused:
        read_plan(path)
    assert str(path) in str(refused.value)


@pytest.mark.parametrize("name", ["", "missing.json"])
def test_what_cannot_be_opened_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(PlanFileError, match="expected a file that can be read"):
        read_plan(tmp_path / name)


def test_no_more_is_read_than_a_plan_can_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "plan.json"
    path.write_bytes(msgspec.json.encode(PLAN))
    monkeypatch.setattr(reader, "MOST_BYTES", 100)
    with pytest.raises(PlanFileError, match="larger than"):
        read_plan(path)
