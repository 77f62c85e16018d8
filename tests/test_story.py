"""The story, fact by fact: each command of docs/story.md says what the page says it does."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROWS = re.findall(
    r"^\| ([^|]+) \| `([^`|]+)` \| `([^`|]+)` \| `([^`|]+)` \|$",
    (ROOT / "docs" / "story.md").read_text(encoding="utf-8"),
    re.M,
)
TESTS = {
    name
    for file in (ROOT / "tests").rglob("test_*.py")
    for name in re.findall(r"^def (test_\w+)", file.read_text(encoding="utf-8"), re.M)
}


@cache
def printed(command: str) -> str:
    """All that a command prints, as one line."""
    done = subprocess.run(
        [sys.executable, "-m", "safepassage", *shlex.split(command)],
        cwd=ROOT,
        env={**os.environ, "COLUMNS": "100", "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    return " ".join((done.stdout + done.stderr).split())


@pytest.mark.parametrize(("fact", "command", "says", "test"), ROWS, ids=[row[0] for row in ROWS])
def test_a_command_shows_each_fact_and_a_test_holds_it(
    fact: str, command: str, says: str, test: str
) -> None:
    assert says in printed(command), fact
    assert test in TESTS, fact


def test_every_row_of_the_table_is_tried() -> None:
    lines = (ROOT / "docs" / "story.md").read_text(encoding="utf-8").splitlines()
    assert len(ROWS) == sum(line.startswith("|") for line in lines) - 2
