"""A broken plan is reported too: whatever its names and times say, every sheet is made."""

from __future__ import annotations

import re

import msgspec
import pytest
from sheets_case import HAS_ALL, files, marked_case

from safepassage.model.plan import Plan
from safepassage.report.journeys import journeys


def changed(pattern: str, put: str) -> Plan:
    """The plan with something of its file replaced, everywhere."""
    _, plan = marked_case()
    text, count = re.subn(pattern, put, msgspec.json.encode(plan).decode())
    assert count
    return msgspec.json.decode(text, type=Plan)


@pytest.mark.parametrize(
    ("pattern", "put"),
    [
        ('"place":"(north|near)"', '"place":"nowhere"'),
        ('"place":"gate"', '"place":"north"'),
        ('"convoy":"out-1"', '"convoy":"in-1"'),
        ('"convoy":"[^"]*"', '"convoy":"none"'),
        ('"route":"[^"]*"', '"route":"none"'),
        ('"origin":"gate"', '"origin":"nowhere"'),
        ('"group":"[^"]*"', '"group":"nobody"'),
        ('"vehicle":"bus-1"', '"vehicle":"none"'),
        ('"crossing":"gate"', '"crossing":"nowhere"'),
        ('"direction":"out"', '"direction":"in"'),
        ('"seated":\\d+', '"seated":0'),
        ('"(arrive|depart)":\\d+', '"\\1":0'),
        ('"(start|end)":\\d+', '"\\1":4000000000'),
    ],
)
def test_every_sheet_is_made(pattern: str, put: str) -> None:
    case, _ = marked_case()
    found = files("planner", journeys(case, changed(pattern, put)))
    assert found.keys() >= HAS_ALL
