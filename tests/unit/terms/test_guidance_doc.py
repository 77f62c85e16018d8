"""docs/guidance.md can't lag: its requirements and topics are the program's own."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

from safepassage.model.broken import PROMISES
from safepassage.model.terms import Topic
from safepassage.terms.requirements import REQUIREMENTS

PAGE = (Path(__file__).parents[3] / "docs" / "guidance.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (\d+) \| (.*?) \| (.*?) \| (.*?) \| (.*?) \|$", PAGE, re.M)


def test_the_table_has_every_requirement_with_its_source() -> None:
    told = [(int(number), asks, source) for number, asks, source, _, _ in ROWS]
    assert told == [(n, one.asks, one.source) for n, one in enumerate(REQUIREMENTS, start=1)]
    assert all(how and seen for *_, how, seen in ROWS)


def test_topics_and_promises_it_names_exist() -> None:
    for *_, seen in ROWS:
        names = set(re.findall(r"`(\w+)`", seen)) - {"under_duress"}
        assert names <= set(get_args(Topic))
        assert set(re.findall(r"\b[A-Z]\d\b", seen)) <= set(PROMISES)
