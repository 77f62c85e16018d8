"""Draws on the terminal what long work is at: the search for a plan, or a stage by name."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.progress import Progress as Display

from safepassage.report.clock import briefly, iso
from safepassage.solve import Progress


@contextmanager
def drawn_progress(zone: ZoneInfo, *, quiet: bool) -> Iterator[Callable[[Progress], None] | None]:
    """Give an `on_progress` that draws on standard error; None where nobody is looking."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    columns = (TextColumn("{task.description}"), BarColumn(20), TimeElapsedColumn())
    with Display(*columns, console=Console(stderr=True), transient=True) as display:
        task = display.add_task("", total=1.0)

        def draw(progress: Progress) -> None:
            display.update(task, completed=progress.done, description=described(progress, zone))

        yield draw


def described(progress: Progress, zone: ZoneInfo) -> str:
    """One line: the stage, what no plan can beat, and the best plan so far."""
    if progress.bound is None:
        bound = f"at most {progress.people_bound:,} out" if progress.people_bound else ""
    else:
        bound = f"none before {briefly(iso(progress.bound, zone))}"
    if progress.best is None:
        best = f"best {progress.best_people:,} out" if progress.best_people else ""
    else:
        best = f"best {briefly(iso(progress.best, zone))}"
    return " | ".join(part for part in (progress.stage, bound, best) if part)


@contextmanager
def drawn_stage() -> Iterator[Callable[[str], None]]:
    """Show what is being done on standard error, where somebody is looking."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    with Console(stderr=True).status("") as status:
        yield status.update


@contextmanager
def drawn_count(what: str, *, quiet: bool) -> Iterator[Callable[[int, int], None]]:
    """Give an `on_done` that draws how many are done, and the time left, on standard error."""
    if quiet or not sys.stderr.isatty():
        yield lambda done, of: None
        return
    columns = (
        *(TextColumn("{task.description}"), BarColumn(20), MofNCompleteColumn()),
        *(TimeElapsedColumn(), TextColumn("left"), TimeRemainingColumn()),
    )
    with Display(*columns, console=Console(stderr=True), transient=True) as display:
        task = display.add_task(what, total=None)
        yield lambda done, of: display.update(task, completed=done, total=of)
