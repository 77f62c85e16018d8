"""`levers`: what to ask for or buy first, and what it would gain."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from cyclopts.validators import Number

from safepassage.cli.interrupt import stop_request
from safepassage.cli.options import Day, Flag, Seconds
from safepassage.cli.planning import refuse_unwritable, show
from safepassage.cli.progress import drawn_stage
from safepassage.read import load_case
from safepassage.report.language import language as language_of
from safepassage.report.levers.page import PAGE, levers_page
from safepassage.report.levers.text import levers_text
from safepassage.report.notices import notices
from safepassage.studies.executor.engines import engine
from safepassage.studies.levers import find_levers
from safepassage.write import as_json, write_files


def levers(
    folder: Path,
    /,
    *,
    by: Day | None = None,
    workers: Annotated[int | None, Parameter(validator=Number(gte=1))] = None,
    time_limit: Seconds | None = None,
    out: Path | None = None,
    language: str = "en",
    what_if: Annotated[bool, Flag] = False,
    json: Annotated[bool, Flag] = False,
) -> int:
    """Say which term to ask for first: how much sooner everyone is out, how many more by a day.

    Each lever is solved anew over its range, the best are planned, and pairs that only help
    together are named. What the case says of levers and their costs ([[levers]] in case.toml) is
    heeded. What is proved is told apart from what is planned or estimated. Same case, same answer
    with any number of workers. For the planner alone. Ctrl-C once ends with what is known so far.

    Example: safepassage levers examples/helsinki-drill

    Parameters
    ----------
    folder
        The case folder.
    by
        Count people at the end of this day, and find the cheapest set of changes that has everyone
        out by then. Without it people are counted when three quarters of the days are over.
    workers
        How many processes; as many as there are processors if not given.
    time_limit
        Stop after about so many seconds with what is known; another run may then differ.
    out
        Folder to write levers.html and levers.json into; made if it isn't there.
    language
        Of the page: en, ar, or the path of a catalogue of your own, ending in .po.
    what_if
        Study although the terms are not in force or state no destination.
    json
        Print levers.json instead of words.
    """
    words = language_of(language)
    if out is not None:
        refuse_unwritable(out)
    case = load_case(folder).case
    with stop_request(time_limit, "the levers known so far") as should_stop, drawn_stage() as tell:
        found = find_levers(
            case,
            engine("local", workers),
            by=None if by is None else by.isoformat(),
            what_if=what_if,
            on_progress=tell,
            should_stop=should_stop,
        )
    if out is not None:
        page = levers_page(found, case, words)
        write_files(out, {"levers.json": as_json(found), PAGE: page})
    if json:
        show(found)
        return 0
    for notice in notices(case, None, language_of()):
        print(notice)
    print(levers_text(found, case))
    if out is not None:
        print(f"\nSee {out / PAGE} and {out / 'levers.json'}.")
    return 0
