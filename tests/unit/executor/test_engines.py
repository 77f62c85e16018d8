"""Every engine gives the same, loses nothing with a worker, and leaves no process behind."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
from pathlib import Path

import engine_work
import pytest

from safepassage.errors import CaseError, StudyError, TermsError
from safepassage.studies.executor.engines import engine
from safepassage.studies.executor.here import Here
from safepassage.studies.executor.local import LocalProcesses
from safepassage.studies.executor.on_ray import OnRay
from safepassage.studies.executor.protocol import Executor

TASKS = range(40)
EXPECTED = {task: engine_work.draw(7, task) for task in TASKS}


def alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("executor", [Here(), *map(LocalProcesses, (1, 2, 3))])
def test_results_are_those_of_the_tasks(executor: Executor) -> None:
    found = list(executor.run(engine_work.draw, 7, TASKS))
    assert len(found) == len(TASKS)
    assert dict(found) == EXPECTED


def test_no_tasks_need_no_workers() -> None:
    assert list(LocalProcesses(2).run(engine_work.draw, 7, [])) == []


def test_so_many_processes_work_as_were_asked_for() -> None:
    found = dict(LocalProcesses(3).run(engine_work.whose, 0.05, range(30)))
    assert len(set(found.values())) == 3
    assert os.getpid() not in found.values()


def test_messages_larger_than_a_pipe_pass() -> None:
    found = dict(LocalProcesses(2).run(engine_work.large, bytes(5_000_000), range(6)))
    assert {task: (len(result), result[0]) for task, result in found.items()} == {
        task: (3_000_000, task) for task in range(6)
    }


def test_what_a_killed_worker_had_is_done_by_another(tmp_path: Path) -> None:
    found = list(LocalProcesses(2).run(engine_work.killed_once, tmp_path, range(9)))
    assert sorted(found) == [(task, task * task) for task in range(9)]
    assert sorted(mark.name for mark in tmp_path.iterdir()) == ["3", "5"]


def test_a_worker_killed_from_outside_is_replaced() -> None:
    run = LocalProcesses(2).run(engine_work.whose, 0.05, range(20))
    first, victim = next(run)
    os.kill(victim, signal.SIGKILL)
    found = {first: victim, **dict(run)}
    assert sorted(found) == list(range(20))
    assert len(set(found.values())) == 3
    assert not alive(victim)


@pytest.mark.parametrize("workers", [1, 3])
def test_a_task_that_kills_every_worker_ends_the_study(workers: int) -> None:
    with pytest.raises(StudyError, match=r"3 times \(exit code -9\).* use fewer workers"):
        dict(LocalProcesses(workers).run(engine_work.killed_always, None, range(9)))
    assert multiprocessing.active_children() == []


@pytest.mark.parametrize("executor", [Here(), LocalProcesses(2)])
def test_what_the_work_raises_is_raised(executor: Executor) -> None:
    with pytest.raises(ValueError) as caught:
        dict(executor.run(engine_work.wrong, None, ["fine", "value"]))
    assert str(caught.value) == "no such value"


def test_where_a_worker_failed_is_noted() -> None:
    with pytest.raises(ValueError) as caught:
        dict(LocalProcesses(2).run(engine_work.wrong, None, ["fine", "value"]))
    assert "engine_work.py" in "\n".join(caught.value.__notes__)


def test_our_own_errors_arrive_whole() -> None:
    with pytest.raises(CaseError) as case:
        dict(LocalProcesses(1).run(engine_work.wrong, None, ["case"]))
    assert [fault.remedy for fault in case.value.faults] == ["Mend it."]
    with pytest.raises(TermsError) as terms:
        dict(LocalProcesses(1).run(engine_work.wrong, None, ["terms"]))
    assert terms.value.missing == ("windows", "guard")


def test_an_error_that_cant_travel_is_told_by_its_text() -> None:
    with pytest.raises(StudyError, match="UncooperativeError: this and that"):
        dict(LocalProcesses(1).run(engine_work.wrong, None, ["uncooperative"]))


def test_what_cant_be_pickled_says_so() -> None:
    with pytest.raises(AttributeError, match="pickle"):
        dict(LocalProcesses(1).run(engine_work.wrong, None, ["result"]))
    with pytest.raises(AttributeError, match="pickle"):
        dict(LocalProcesses(1).run(lambda _context, task: task, None, [1]))


def test_closing_early_ends_the_workers_in_the_midst_of_their_tasks() -> None:
    run = LocalProcesses(2).run(engine_work.nap, None, [0, 600, 600])
    _, worker = next(run)
    run.close()
    assert not alive(worker)
    assert multiprocessing.active_children() == []


PROGRAM = """
import engine_work, signal, sys
from safepassage.studies.executor.local import LocalProcesses
signal.signal(signal.SIGINT, signal.default_int_handler)  # a background job's is ignored
try:
    for _, process in LocalProcesses(2).run(engine_work.nap, None, [0, 0, 0, 600, 600]):
        print(process, flush=True)
except KeyboardInterrupt:
    sys.exit(130)
"""


def started() -> tuple[subprocess.Popen[str], list[int]]:
    """A study in a process group of its own, and its workers."""
    study = subprocess.Popen(
        [sys.executable, "-c", PROGRAM],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert study.stdout is not None
    return study, [int(study.stdout.readline()) for _ in range(3)]


def test_ctrl_c_ends_all_without_a_word() -> None:
    study, workers = started()
    os.killpg(study.pid, signal.SIGINT)
    said = study.communicate(timeout=60)
    assert (study.returncode, said) == (130, ("", ""))
    assert not any(map(alive, workers))


def test_workers_dont_outlive_a_study_that_is_killed() -> None:
    study, _ = started()
    study.kill()
    # The workers hold the other end of these pipes: they are read to the end once all are gone.
    study.communicate(timeout=60)


def test_engines_have_names() -> None:
    assert isinstance(engine("local", 1), Here)
    assert isinstance(engine("local", 2), LocalProcesses)
    assert isinstance(engine("ray", 2, "host:6379"), OnRay)
    assert dict(engine("local").run(engine_work.draw, 7, TASKS)) == EXPECTED


def test_an_engine_that_cant_be_is_refused() -> None:
    with pytest.raises(StudyError, match="at least 1"):
        engine("local", 0)
    with pytest.raises(StudyError, match="choose the engine `ray`"):
        engine("local", 2, "host:6379")
    with pytest.raises(StudyError, match="needs the address"):
        engine("ray", 2)


def test_ray_that_isnt_there_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(StudyError, match=r"pip install 'safepassage\[ray\]'"):
        dict(engine("ray", None, "host:6379").run(engine_work.draw, 7, TASKS))
