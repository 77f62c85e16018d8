"""The tutorial works as printed: its commands run in order, and say what it shows."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest

from safepassage.cli import main

TUTORIAL = Path(__file__).parents[3] / "docs" / "tutorial.md"
STEP = re.compile(
    r"<!-- change (?P<file>\S+): (?P<old>.*?) -> (?P<new>.*?) -->"
    r"|```console\n\$ safepassage (?P<command>.*)\n(?P<shown>(?:.*\n)*?)```"
)


def test_the_tutorial_runs_as_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    text = TUTORIAL.read_text(encoding="utf-8")
    assert text.count("$ ") == text.count("$ safepassage ") == 8
    steps = list(STEP.finditer(text))
    assert len(steps) == 8 + 3
    for step in steps:
        if step["file"]:
            table = Path("mytown") / step["file"]
            before = table.read_text(encoding="utf-8")
            assert before.count(step["old"]) == 1
            table.write_text(before.replace(step["old"], step["new"]), encoding="utf-8")
        else:
            code = main(step["command"].split())
            out, err = capfd.readouterr()
            mistake = step["shown"].startswith("safepassage: ")
            assert code == (2 if mistake else 0), err
            told = err if mistake else out
            checker = doctest.OutputChecker()
            shown = step["shown"]
            assert checker.check_output(shown, told, doctest.ELLIPSIS), f"{shown}\n---\n{told}"
