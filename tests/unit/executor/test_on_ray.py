"""Ray gives what the other engines give, and goes on when a worker or a machine is lost.

The cluster's machines are all this one: each has processes of its own.
"""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import engine_work
import pytest

from safepassage.errors import StudyError, TermsError
from safepassage.studies.executor import on_ray
from safepassage.studies.executor.here import Here
from safepassage.studies.executor.kept import key, resumed
from safepassage.studies.executor.on_ray import OnRay

TASKS = range(20)
MACHINE = {"num_cpus": 1, "object_store_memory": 100_000_000}


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """Two machines. Ray listens on all addresses: only who knows the secret may use it."""
    folder = tempfile.mkdtemp(prefix="ray-")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RAY_AUTH_MODE", "token")
        patch.setenv("RAY_AUTH_TOKEN", secrets.token_hex(32))
        patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
        # A cluster notes its address in the usual folder too, which it doesn't make: here that is
        # this one, whether or not Ray has ever run on the machine.
        patch.setenv("RAY_TMPDIR", folder)
        temporary = Path(folder, "ray")
        temporary.mkdir()
        patch.setenv("PYTHONPATH", os.pathsep.join(sys.path))
        # Only now, since it reads what was set.
        ray = import_module("ray.cluster_utils")
        head = {**MACHINE, "include_dashboard": False, "temp_dir": str(temporary)}
        made = ray.Cluster(initialize_head=True, head_node_args=head)
        try:
            made.add_node(**MACHINE)
            yield made
        finally:
            made.shutdown()
            shutil.rmtree(folder, ignore_errors=True)


def wait_for(holds: Callable[[], bool]) -> None:
    for _ in range(600):
        if holds():
            return
        time.sleep(0.1)
    raise AssertionError("not within a minute")


def gone(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    return False


@pytest.mark.parametrize("workers", [None, 1])
def test_results_are_those_of_the_engine_here(cluster: Any, workers: int | None) -> None:
    found = list(OnRay(cluster.address, workers).run(engine_work.draw, 7, TASKS))
    assert len(found) == len(TASKS)
    assert dict(found) == dict(Here().run(engine_work.draw, 7, TASKS))


def test_all_processors_of_the_cluster_work(cluster: Any) -> None:
    found = dict(OnRay(cluster.address).run(engine_work.whose, 0.1, TASKS))
    assert len(set(found.values())) == 2


def test_what_a_killed_worker_had_is_done_by_another_without_a_word(
    cluster: Any, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    found = list(OnRay(cluster.address).run(engine_work.killed_once, tmp_path, TASKS))
    assert sorted(found) == [(task, task * task) for task in TASKS]
    assert sorted(mark.name for mark in tmp_path.iterdir()) == ["3", "5"]
    assert capfd.readouterr().out == ""


def test_a_worker_killed_from_outside_is_replaced(cluster: Any) -> None:
    run = OnRay(cluster.address).run(engine_work.whose, 0.1, TASKS)
    first, victim = next(run)
    os.kill(victim, signal.SIGKILL)
    assert sorted([first, *dict(run)]) == list(TASKS)
    assert gone(victim)


def test_a_task_that_kills_every_worker_ends_the_study(cluster: Any) -> None:
    with pytest.raises(StudyError, match=r"3 times .* use fewer workers"):
        dict(OnRay(cluster.address).run(engine_work.killed_always, None, range(6)))


def test_a_machine_may_be_lost_and_another_join(cluster: Any) -> None:
    second = cluster.add_node(**MACHINE)
    run = OnRay(cluster.address).run(engine_work.whose, 0.2, range(60))
    found = dict(next(run) for _ in range(10))
    cluster.remove_node(second, allow_graceful=False)
    found |= dict(next(run) for _ in range(10))
    joined = cluster.add_node(**MACHINE)
    found |= dict(run)
    cluster.remove_node(joined, allow_graceful=False)
    assert sorted(found) == list(range(60))
    assert len(set(found.values())) == 4


def test_what_the_work_raises_is_raised(cluster: Any) -> None:
    with pytest.raises(ValueError) as caught:
        dict(OnRay(cluster.address).run(engine_work.wrong, None, ["fine", "value"]))
    assert str(caught.value) == "no such value"
    with pytest.raises(TermsError) as terms:
        dict(OnRay(cluster.address).run(engine_work.wrong, None, ["terms"]))
    assert terms.value.missing == ("windows", "guard")


def test_closing_early_ends_the_workers_in_the_midst_of_their_tasks(cluster: Any) -> None:
    run = OnRay(cluster.address).run(engine_work.nap, None, [0, 0, 600, 600, 600])
    workers = [next(run)[1] for _ in range(2)]
    run.close()
    wait_for(lambda: all(map(gone, workers)))


def test_a_study_begun_on_ray_goes_on_here(cluster: Any, tmp_path: Path) -> None:
    belongs_to = key("case")
    args = (engine_work.draw, 7, TASKS, float)
    begun = resumed(tmp_path / "runs", belongs_to, OnRay(cluster.address), *args)
    found = dict(next(begun) for _ in range(5))
    begun.close()
    assert dict(resumed(tmp_path / "runs", belongs_to, Here(), *args)) == {
        **found,
        **dict(Here().run(engine_work.draw, 7, TASKS)),
    }


def test_machines_with_other_versions_are_refused(
    cluster: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(on_ray, "_versions", lambda: ("safepassage 0.0.1",))
    with pytest.raises(StudyError, match=r"this machine safepassage 0\.0\.1\. Install the same"):
        dict(OnRay(cluster.address).run(engine_work.draw, 7, TASKS))


def test_an_address_where_no_cluster_is_is_refused_at_once() -> None:
    with socket.create_server(("", 0)) as server:
        closed = server.getsockname()[1]
    for address in (f"127.0.0.1:{closed}", f"127.0.0.2:{closed}", "nowhere", "host:port", ":"):
        with pytest.raises(StudyError, match="no Ray cluster at"):
            dict(OnRay(address).run(engine_work.draw, 7, TASKS))
