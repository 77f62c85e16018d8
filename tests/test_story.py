"""The story, fact by fact: each command of docs/story.md says what the page says it does."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
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


@pytest.mark.parametrize("command", dict.fromkeys(row[1] for row in ROWS))
def test_each_command_shows_its_facts(command: str) -> None:
    told = printed(command)
    assert [
        fact for fact, shown_by, says, _ in ROWS if shown_by == command and says not in told
    ] == []


def test_a_test_holds_each_fact() -> None:
    assert [fact for fact, _, _, test in ROWS if test not in TESTS] == []


def test_every_row_of_the_table_is_tried() -> None:
    lines = (ROOT / "docs" / "story.md").read_text(encoding="utf-8").splitlines()
    assert len(ROWS) == sum(line.startswith("|") for line in lines) - 2
