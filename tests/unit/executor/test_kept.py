"""What is done stays done: after a kill, a torn line, a full disk; and only for its own study."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Generator, Sequence
from pathlib import Path
from typing import Any

import engine_work
import msgspec
import pytest

from safepassage.errors import StudyError
from safepassage.studies.executor.here import Here
from safepassage.studies.executor.kept import key, resumed
from safepassage.studies.executor.local import LocalProcesses

KEY = key("case", 1)
EXPECTED = {task: engine_work.draw(7, task) for task in range(10)}


class Counted(Here):
    """Notes the tasks that it was given."""

    def __init__(self) -> None:
        self.tasks: list[object] = []

    def run(
        self, work: Callable[[Any, Any], Any], context: Any, tasks: Sequence[Any]
    ) -> Generator[tuple[int, Any], None, None]:
        self.tasks += tasks
        yield from super().run(work, context, tasks)


def study(path: Path, tasks: int = 10, belongs_to: str = KEY) -> tuple[dict[int, float], list[Any]]:
    """The results, and the tasks that were done anew."""
    executor = Counted()
    run = resumed(path, belongs_to, executor, engine_work.draw, 7, range(tasks), float)
    found = list(run)
    assert len(found) == len(dict(found))
    return dict(found), executor.tasks


def test_what_is_kept_isnt_done_again(tmp_path: Path) -> None:
    assert study(tmp_path / "new" / "runs") == (EXPECTED, list(range(10)))
    assert study(tmp_path / "new" / "runs") == (EXPECTED, [])


def test_a_study_closed_early_goes_on_where_it_was(tmp_path: Path) -> None:
    run = resumed(tmp_path / "runs", KEY, Here(), engine_work.draw, 7, range(10), float)
    for _ in range(4):
        next(run)
    run.close()
    assert study(tmp_path / "runs") == (EXPECTED, [4, 5, 6, 7, 8, 9])


def test_more_or_fewer_tasks_than_last_time(tmp_path: Path) -> None:
    assert study(tmp_path / "runs", 4)[0] == {task: EXPECTED[task] for task in range(4)}
    assert study(tmp_path / "runs", 10) == (EXPECTED, [4, 5, 6, 7, 8, 9])
    assert study(tmp_path / "runs", 3) == ({task: EXPECTED[task] for task in range(3)}, [])


def test_another_engine_may_go_on(tmp_path: Path) -> None:
    study(tmp_path / "runs", 5)
    run = resumed(tmp_path / "runs", KEY, LocalProcesses(2), engine_work.draw, 7, range(10), float)
    assert dict(run) == EXPECTED
    assert study(tmp_path / "runs") == (EXPECTED, [])


def test_a_file_cut_off_anywhere_costs_at_most_what_was_cut(tmp_path: Path) -> None:
    study(tmp_path / "whole", 4)
    whole = (tmp_path / "whole").read_bytes()
    expected = {task: EXPECTED[task] for task in range(4)}
    for length in range(len(whole)):
        torn = tmp_path / "torn"
        torn.write_bytes(whole[:length])
        lines = max(0, whole[:length].count(b"\n") - 1)
        assert study(torn, 4) == (expected, list(range(lines, 4)))
        assert torn.read_bytes() == whole


def test_a_line_that_fails_its_sum_is_done_again(tmp_path: Path) -> None:
    study(tmp_path / "runs")
    lines = (tmp_path / "runs").read_bytes().splitlines(keepends=True)
    lines[3] = lines[3].replace(b"[2,", b"[3,")
    (tmp_path / "runs").write_bytes(b"".join(lines))
    assert study(tmp_path / "runs") == (EXPECTED, [2])
    assert study(tmp_path / "runs") == (EXPECTED, [])


def test_a_file_of_another_study_is_refused_and_left(tmp_path: Path) -> None:
    study(tmp_path / "runs")
    before = (tmp_path / "runs").read_bytes()
    with pytest.raises(StudyError, match="results of another study"):
        study(tmp_path / "runs", belongs_to=key("case", 2))
    assert (tmp_path / "runs").read_bytes() == before


@pytest.mark.parametrize("content", [b"name,persons\nA1,3\n", b"\n", b"\0" * 5000, b"safe"[::-1]])
def test_a_file_that_is_none_is_refused_and_left(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "runs").write_bytes(content)
    with pytest.raises(StudyError, match="isn't a file of kept results"):
        study(tmp_path / "runs")
    assert (tmp_path / "runs").read_bytes() == content


def test_results_of_another_kind_are_refused(tmp_path: Path) -> None:
    study(tmp_path / "runs")
    with pytest.raises(StudyError, match="another kind"):
        dict(resumed(tmp_path / "runs", KEY, Here(), lambda _, task: str(task), 7, range(10), str))


def test_two_studies_dont_write_at_once(tmp_path: Path) -> None:
    run = resumed(tmp_path / "runs", KEY, Here(), engine_work.draw, 7, range(10), float)
    next(run)
    with pytest.raises(StudyError, match="another study is writing"):
        study(tmp_path / "runs")
    assert len(dict(run)) == 9


def test_what_the_work_raises_leaves_what_was_done(tmp_path: Path) -> None:
    def work(context: int, task: int) -> float:
        if task == 6:
            raise ValueError("no such value")
        return engine_work.draw(context, task)

    with pytest.raises(ValueError, match="no such value"):
        dict(resumed(tmp_path / "runs", KEY, Here(), work, 7, range(10), float))
    assert study(tmp_path / "runs") == (EXPECTED, [6, 7, 8, 9])


def test_a_key_names_all_that_it_is_made_of() -> None:
    keys = {key("a", "b"), key("ab"), key("a", 1), key("a", "1"), key("a", None), key("a")}
    assert len(keys) == 6
    assert key({"x": 1, "y": 2}) == key({"y": 2, "x": 1})


class Told(msgspec.Struct, frozen=True):
    run: int
    clearance: int | None
    out: tuple[int, ...]
    factor: float


def tell(_context: None, task: int) -> Told:
    return Told(task, None if task % 2 else 1 << 40, (task, 2 * task), 0.1 * task)


def test_structs_come_back_as_they_were(tmp_path: Path) -> None:
    fresh = dict(resumed(tmp_path / "runs", KEY, Here(), tell, None, range(6), Told))
    assert dict(resumed(tmp_path / "runs", KEY, Here(), tell, None, range(6), Told)) == fresh
    assert fresh == {task: tell(None, task) for task in range(6)}


PROGRAM = """
import engine_work, sys
from pathlib import Path
from safepassage.studies.executor.kept import resumed
from safepassage.studies.executor.local import LocalProcesses
folder, key = Path(sys.argv[1]), sys.argv[2]
run = resumed(folder / "runs", key, LocalProcesses(2), engine_work.noted, folder, range(40), float)
for number, result in run:
    print(number, flush=True)
"""


def test_a_study_that_is_killed_goes_on_where_it_was(tmp_path: Path) -> None:
    command = [sys.executable, "-c", PROGRAM, str(tmp_path), KEY]
    path = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    told: set[int] = set()
    for _ in range(2):
        before = len(told)
        with subprocess.Popen(command, env=path, stdout=subprocess.PIPE, text=True) as killed:
            assert killed.stdout is not None
            for line in killed.stdout:
                told.add(int(line))
                if len(told) >= before + 8:
                    os.kill(killed.pid, signal.SIGKILL)
                    break
    executor = Counted()
    run = resumed(tmp_path / "runs", KEY, executor, engine_work.noted, tmp_path, range(40), float)
    assert dict(run) == {task: engine_work.draw(1, task) for task in range(40)}
    assert told.isdisjoint(executor.tasks)
    # Only what was under way at a kill was done twice: by two workers, and one that we held.
    done = (tmp_path / "done").read_text().split()
    assert len(set(done)) == 40
    assert len(done) <= 46
