"""`simulate`: SUMO drives a plan, and says where its times fail."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import msgspec
from cyclopts import Parameter
from cyclopts.validators import Number

from safepassage.check import verify
from safepassage.cli.interrupt import stop_request
from safepassage.cli.options import Flag
from safepassage.cli.planning import print_broken, refuse_unwritable, show
from safepassage.cli.progress import drawn_stage
from safepassage.errors import StudyError
from safepassage.model.simulated import Calibrated, Simulated
from safepassage.read import load_case
from safepassage.read.plan import read_plan
from safepassage.report.simulated import calibrated_text, simulated_text
from safepassage.simulate.calibrate import Calibration
from safepassage.simulate.calibrate import calibrate as feed_back
from safepassage.simulate.gui import gui_files
from safepassage.simulate.net import require_sumo
from safepassage.simulate.run import simulate as drive
from safepassage.simulate.written import case_files
from safepassage.write import as_json, write_files


def simulate(
    folder: Path,
    plan_file: Path,
    /,
    *,
    out: Path | None = None,
    gui: Annotated[bool, Flag] = False,
    calibrate: Annotated[bool, Flag] = False,
    rounds: Annotated[int, Parameter(validator=Number(gte=1, lte=50))] = 8,
    json: Annotated[bool, Flag] = False,
) -> int:
    """Drive a plan in SUMO on the case's own roads, and say where its times fail.

    Vehicles pull away and brake, give way, wait at signals and for each other; a convoy passes when
    all of it is there. For the planner alone. Needs the extra [simulate]. Ctrl-C once keeps what
    was measured so far.

    Exit code 0: the plan's times hold. 1: they fail, or the plan breaks promises. 2: can't be used.

    Example: safepassage simulate my-case out/plan.json

    Example: safepassage simulate my-case out/plan.json --calibrate --out out/calibrated

    Parameters
    ----------
    folder
        The case folder.
    plan_file
        Its plan.json. It is checked first.
    out
        Folder to write simulated.json into, and what the switches ask for; made if it isn't there.
    gui
        Write what was driven as run.sumocfg with its roads, routes and stops, for sumo-gui.
    calibrate
        Slow the roads to what was measured and plan again, until the plan holds. Writes plan.json
        and the case with its measured times.
    rounds
        Plans to simulate at most while calibrating.
    json
        Print JSON instead of words.
    """
    if out is None and (gui or calibrate):
        raise StudyError("--gui and --calibrate write files; expected a folder. Add --out DIR.")
    require_sumo()
    if out is not None:
        refuse_unwritable(out)
    plan = read_plan(plan_file)
    read = load_case(folder)
    broken = verify(read.case, plan)
    if broken:
        print_broken(broken)
        return 1
    with (
        stop_request(None, "what was measured so far") as should_stop,
        drawn_stage() as on_stage,
    ):
        if calibrate:
            found = feed_back(read, plan, rounds=rounds, on_stage=on_stage, should_stop=should_stop)
            run, told = found.run, calibrated_text(found.calibrated, read.case.zone)
            answer: Simulated | Calibrated = found.calibrated
            files = _calibrated_files(folder, found)
            broken = verify(found.case, found.plan)
        else:
            run = drive(read.case, read.roads, plan, on_stage=on_stage, should_stop=should_stop)
            answer, told = run.simulated, simulated_text(run.simulated, read.case.zone)
            files = {}
    files |= {"simulated.json": as_json(answer)} | (gui_files(read.case, run) if gui else {})
    if out is not None:
        write_files(out, files, clearing=("case/*",) if calibrate else ())
    if json:
        show(answer)
    else:
        print(told)
        print_broken(broken)
        if out is not None:
            print(f"\nSee {out}: {', '.join(_named(files))}.")
    return 0 if run.simulated.holds and not broken else 1


def _calibrated_files(folder: Path, found: Calibration) -> dict[str, bytes]:
    """The last plan, and the case it belongs to in a folder of its own."""
    case = case_files(folder, found.slower, found.delays)
    named = {f"case/{name}": data for name, data in case.items()}
    return {"plan.json": msgspec.json.encode(found.plan), **named}


def _named(files: Mapping[str, bytes]) -> list[str]:
    """The files as the folder shows them, a folder in it once."""
    return sorted({f"{first}/" if rest else first for first, _, rest in map(_parts, files)})


def _parts(name: str) -> tuple[str, str, str]:
    return name.partition("/")
