"""The documents can't lag: help in them is the commands' own, and every example runs."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

import safepassage

ROOT = Path(__file__).parents[1]
MANUAL = ROOT / "docs" / "commands.md"
HELP = dict(
    re.findall(r"<!-- (safepassage[^>]*--help) -->\n```text\n(.*?)\n```", MANUAL.read_text(), re.S)
)
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]


def run(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "COLUMNS": "100", "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=False,
    )


def safe_passage(line: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return run([sys.executable, "-m", *shlex.split(line)], folder)


def test_the_manual_has_the_help_of_every_command(tmp_path: Path) -> None:
    commands = re.findall(
        r"^  ([a-z]+): ", safe_passage("safepassage --help", tmp_path).stdout, re.M
    )
    assert set(HELP) == {
        "safepassage --help",
        *(f"safepassage {name} --help" for name in commands),
    }


@pytest.mark.parametrize("command", HELP)
def test_help_in_the_manual_is_the_commands_own(command: str, tmp_path: Path) -> None:
    told = safe_passage(command, tmp_path).stdout
    assert [line.rstrip() for line in told.strip().splitlines()] == HELP[command].splitlines()


@pytest.mark.parametrize("page", [ROOT / "README.md", MANUAL], ids=lambda page: str(page.name))
def test_the_examples_run(page: Path, tmp_path: Path) -> None:
    text = page.read_text()
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    lines = [
        line.removeprefix("$ ")
        for block in re.findall(r"```console\n(.*?)```", text, re.S)
        for line in block.splitlines()
        if line.startswith("$ ")
    ]
    assert lines
    for line in lines:
        done = safe_passage(line, tmp_path)
        assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
    for block in re.findall(r"```python\n(.*?)```", text, re.S):
        done = run([sys.executable, "-c", block], tmp_path)
        assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text())
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_public_names_are_exactly_all() -> None:
    assert safepassage.__all__ == sorted(safepassage.__all__)
    for name in safepassage.__all__:
        assert getattr(safepassage, name).__module__.startswith("safepassage.")
    assert not hasattr(safepassage, "nothing")
