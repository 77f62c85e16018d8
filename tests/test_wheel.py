"""The built wheel, alone in a fresh environment, runs the demo from an empty folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

ROOT = Path(__file__).parents[1]


def run(*command: str | Path, folder: Path) -> str:
    done = subprocess.run(
        [str(part) for part in command],
        cwd=folder,
        env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def install(folder: Path) -> Path:
    """The `bin` of a new environment with the wheel; what the wheel needs is borrowed from ours.

    A path file borrows our packages without their own path files, so that an editable install of
    the checkout is out of sight. Nothing is fetched.
    """
    build = (sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder)
    run(*build, folder=ROOT)
    (wheel,) = folder.glob("*.whl")
    home = folder / "venv"
    venv.create(home, with_pip=True, symlinks=True)
    scheme = {"base": str(home), "platbase": str(home)}
    site = Path(sysconfig.get_path("purelib", "venv", vars=scheme))
    pip = (home / "bin" / "python", "-m", "pip", "install", "--no-index", "--no-deps", wheel)
    run(*pip, folder=folder)
    (site / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return home / "bin"


def test_the_wheel_runs_the_demo_from_an_empty_folder(tmp_path: Path) -> None:
    made, empty = tmp_path / "made", tmp_path / "empty"
    made.mkdir()
    empty.mkdir()
    commands = install(made)

    code = "import safepassage.demo as d; print(d.__file__, d.example(), sep='\\n')"
    in_use = [Path(line) for line in run(commands / "python", "-c", code, folder=empty).split()]
    assert all(path.is_relative_to(made) for path in in_use)
    assert (in_use[0].parent / "py.typed").is_file()

    told = run(commands / "safepassage", "demo", "--effort", "1", folder=empty)
    assert "WHAT-IF" in told
    assert [path.name for path in empty.iterdir()] == ["out"]
    summaries = sorted((empty / "out").glob("*/summary.json"))
    assert len(summaries) == 3
    for path in summaries:
        assert path.with_name("plan.json").is_file()
        summary = json.loads(path.read_bytes())
        assert summary["broken_promises"] == []
        assert summary["people_out"] > 0
        assert summary["what_if"]
