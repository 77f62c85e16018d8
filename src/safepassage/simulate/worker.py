"""Runs libsumo in a process of its own: it holds one simulation at a time, for the whole process.

A crash in its native code then ends a simulation, and not the program.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Mapping
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

from safepassage.errors import StudyError
from safepassage.simulate.drive import Driving
from safepassage.simulate.itinerary import Itinerary
from safepassage.simulate.log import Log, Track

SAID = "sumo.log"

_WAIT_SECONDS = 0.2


def drive_apart(
    work: Path,
    arguments: list[str],
    plan: Itinerary,
    tracks: Mapping[str, Track],
    on_time: Callable[[int, int], None],
    should_stop: Callable[[], bool],
) -> Log:
    """Drive the itinerary in a new process; whoever stops it gets what was measured so far.

    Raises
    ------
    StudyError
        if SUMO fails; it says what SUMO said.
    """
    spawn = get_context("spawn")
    ours, theirs = spawn.Pipe()
    worker = spawn.Process(target=_work, args=(theirs, work, arguments, plan, tracks), daemon=True)
    worker.start()
    theirs.close()
    try:
        return _listen(ours, on_time, should_stop)
    except (EOFError, RuntimeError) as error:
        said = (work / SAID).read_text(encoding="utf-8", errors="replace").split()
        told = " ".join(said)[-500:] or str(error) or "it said nothing"
        raise StudyError(f"SUMO failed: {told}") from error
    finally:
        worker.kill()
        worker.join()
        ours.close()


def _listen(
    ours: Connection, on_time: Callable[[int, int], None], should_stop: Callable[[], bool]
) -> Log:
    asked = False
    while True:
        if not asked and should_stop():
            asked = True
            ours.send(True)
        if not ours.poll(_WAIT_SECONDS):
            continue
        match ours.recv():
            case Log() as log:
                return log
            case str() as failure:
                raise RuntimeError(failure)
            case (now, over):
                on_time(now, over)


def _work(
    pipe: Connection,
    work: Path,
    arguments: list[str],
    plan: Itinerary,
    tracks: Mapping[str, Track],
) -> None:
    # Ctrl-C in a terminal reaches us too; the process that started us decides.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    said = os.open(work / SAID, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.dup2(said, 1)
    os.dup2(said, 2)
    import libsumo  # noqa: PLC0415 - here alone, after its words go to a file

    try:
        libsumo.start(arguments)
        driving = Driving(libsumo, plan, tracks)
        pipe.send(driving.run(lambda now, over: pipe.send((now, over)), pipe.poll))
    except (libsumo.TraCIException, libsumo.FatalTraCIError) as error:
        pipe.send(str(error))
