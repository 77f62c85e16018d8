"""Windows: local clocks over dates, on the days clocks change too."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st
from read_folder import faults_of, good_folder, the_one

from safepassage.model.agreement import Window
from safepassage.read import read_case
from safepassage.read.clock import utc_seconds
from safepassage.read.windows import merged

DAMASCUS = ZoneInfo("Asia/Damascus")


def folder_with(tmp_path: Path, windows: str, start: str, end: str) -> Path:
    """The good folder in Damascus, with these windows and horizon."""
    folder = good_folder(tmp_path / "town")
    text = (folder / "case.toml").read_text()
    begin, after = text.index("[[windows]]"), text.index("[roads]")
    text = text[:begin] + windows + text[after:]
    text = text.replace("Europe/Berlin", "Asia/Damascus")
    text = text.replace("2031-05-05T00:00:00", start).replace("2031-05-08T00:00:00", end)
    (folder / "case.toml").write_text(text)
    vehicles = (folder / "vehicles.csv").read_text().replace("2031-05-05T06:00", "")
    (folder / "vehicles.csv").write_text(vehicles)
    return folder


def rule(opens: str, closes: str, more: str = "", direction: str = "out") -> str:
    return (
        f'[[windows]]\ncrossing = "bridge"\ndirection = "{direction}"\nfrom = 2018-03-28\n'
        f'until = 2018-03-31\nopens = "{opens}"\ncloses = "{closes}"\n{more}\n\n'
    )


def local(seconds: int) -> str:
    return f"{datetime.fromtimestamp(seconds, DAMASCUS):%d %H:%M}"


def shown(folder: Path) -> list[tuple[str, str]]:
    return [
        (local(window.opens), local(window.closes))
        for window in read_case(folder).windows
        if window.direction == "out"
    ]


def test_the_pause_keeps_its_local_hours_when_clocks_change(tmp_path: Path) -> None:
    folder = folder_with(
        tmp_path, rule("09:00", "14:00"), "2018-03-28T00:00:00", "2018-04-01T00:00:00"
    )
    windows = read_case(folder).windows
    assert [local(window.opens) for window in windows] == [f"{d} 09:00" for d in (28, 29, 30, 31)]
    assert [window.closes - window.opens for window in windows] == [5 * 3600] * 4
    assert windows[2].opens - windows[1].opens == 23 * 3600


def test_a_day_ends_where_clocks_jump_over_midnight(tmp_path: Path) -> None:
    windows = rule("18:00", "24:00", "days = ['thu']")
    folder = folder_with(tmp_path, windows, "2018-03-28T00:00:00", "2018-04-01T00:00:00")
    (window,) = read_case(folder).windows
    assert window.closes - window.opens == 6 * 3600
    assert local(window.closes) == "30 01:00"


def test_opening_at_an_hour_that_does_not_exist(tmp_path: Path) -> None:
    folder = folder_with(
        tmp_path, rule("00:00", "14:00"), "2018-03-28T00:00:00", "2018-04-01T00:00:00"
    )
    the_one(
        faults_of(folder),
        "case.toml",
        None,
        "windows[1].opens",
        "00:00 on 2018-03-30, which clocks jump over in Asia/Damascus",
        "`except`",
    )


def test_a_horizon_that_starts_at_an_hour_that_does_not_exist(tmp_path: Path) -> None:
    folder = folder_with(
        tmp_path, rule("09:00", "14:00"), "2018-03-30T00:00:00", "2018-04-01T00:00:00"
    )
    the_one(faults_of(folder), "case.toml", None, "horizon.start", "jump over in Asia/Damascus")


def test_an_hour_shown_twice_is_its_first() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    half_past_two = datetime(2031, 10, 26, 2, 30)
    seconds = utc_seconds(half_past_two, berlin)
    assert seconds == int(half_past_two.replace(tzinfo=berlin, fold=0).timestamp())
    assert utc_seconds(datetime(2031, 3, 30, 2, 30), berlin) is None


def test_windows_are_clipped_to_the_horizon(tmp_path: Path) -> None:
    folder = folder_with(
        tmp_path, rule("09:00", "14:00"), "2018-03-28T10:00:00", "2018-03-29T12:00:00"
    )
    assert shown(folder) == [("28 10:00", "28 14:00"), ("29 09:00", "29 12:00")]


def test_days_and_exceptions(tmp_path: Path) -> None:
    windows = rule("09:00", "14:00", 'days = ["wed", "thu", "fri"]\nexcept = [2018-03-29]')
    folder = folder_with(tmp_path, windows, "2018-03-28T00:00:00", "2018-04-01T00:00:00")
    assert shown(folder) == [("28 09:00", "28 14:00"), ("30 09:00", "30 14:00")]


def test_both_directions_and_windows_that_touch(tmp_path: Path) -> None:
    more = "days = ['wed']"
    windows = (
        rule("12:00", "14:00", more, "both")
        + rule("09:00", "12:00", more)
        + rule("15:00", "16:00", more)
    )
    folder = folder_with(tmp_path, windows, "2018-03-28T00:00:00", "2018-04-01T00:00:00")
    assert shown(folder) == [("28 09:00", "28 14:00"), ("28 15:00", "28 16:00")]
    inward = [window for window in read_case(folder).windows if window.direction == "in"]
    assert [local(window.opens) for window in inward] == ["28 12:00"]


spans = st.tuples(st.integers(0, 60), st.integers(1, 10))


@given(st.lists(st.tuples(st.sampled_from(["a", "b"]), st.sampled_from(["in", "out"]), spans)))
def test_merging_keeps_every_open_second_and_no_overlap(
    drawn: list[tuple[str, str, tuple[int, int]]],
) -> None:
    windows = [
        Window(crossing=c, direction="in" if d == "in" else "out", opens=o, closes=o + length)
        for c, d, (o, length) in drawn
    ]

    def seconds(some: list[Window]) -> set[tuple[str, str, int]]:
        return {(w.crossing, w.direction, t) for w in some for t in range(w.opens, w.closes)}

    result = list(merged(windows))
    assert seconds(result) == seconds(windows)
    assert sum(w.closes - w.opens for w in result) == len(seconds(result))
    assert result == sorted(result, key=lambda w: (w.crossing, w.direction, w.opens))
    assert list(merged(reversed(windows))) == result
