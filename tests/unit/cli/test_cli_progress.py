"""What the terminal shows while planning."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from factory import at

from safepassage.cli.progress import described, drawn_progress
from safepassage.solve import Progress

ZONE = ZoneInfo("Asia/Damascus")


def test_stage_bound_and_best_so_far() -> None:
    progress = Progress(
        stage="improving",
        done=0.5,
        bound=at(9, "11:00"),
        best=at(9, "13:30"),
        best_people=100,
        people_bound=100,
    )
    assert described(progress, ZONE) == (
        "improving | none before Fri 9 March, 11:00 | best Fri 9 March, 13:30"
    )


def test_people_where_not_everyone_can_leave() -> None:
    progress = Progress(
        stage="improving", done=0.5, bound=None, best=None, best_people=1000, people_bound=1200
    )
    assert described(progress, ZONE) == "improving | at most 1,200 out | best 1,000 out"


def test_nothing_to_say_yet() -> None:
    progress = Progress(
        stage="reading", done=0.0, bound=None, best=None, best_people=0, people_bound=0
    )
    assert described(progress, ZONE) == "reading"


def test_nothing_is_drawn_where_nobody_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    with drawn_progress(ZONE, quiet=False) as on_progress:
        assert on_progress is None
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    with drawn_progress(ZONE, quiet=True) as on_progress:
        assert on_progress is None
