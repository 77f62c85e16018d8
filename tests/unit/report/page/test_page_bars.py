"""Bars in rows: one scale around 0, and intervals that are cut off where they would crush it."""

from __future__ import annotations

import re

import pytest

from safepassage.report.language import language
from safepassage.report.page.bars import Scale, bar, bar_axis


def places(drawn: str, css: str, name: str) -> list[float]:
    elements = re.findall(rf'<\w+ class="{css}"[^>]*', drawn)
    return [float(found[1]) for one in elements if (found := re.search(rf'{name}="([\d.]+)%', one))]


def test_a_bar_is_as_long_as_its_value_and_begins_at_nothing() -> None:
    scale = Scale([10, 20])
    short, long = (places(bar(scale, value), "bar", "width")[0] for value in (10, 20))
    assert long == pytest.approx(2 * short, abs=0.02)
    assert places(bar(scale, 10), "bar", "x") == [0.0]


def test_below_nothing_a_bar_ends_there() -> None:
    scale = Scale([-5, 10])
    drawn = bar(scale, -5)
    [x], [width] = places(drawn, "bar", "x"), places(drawn, "bar", "width")
    assert x + width == pytest.approx(scale.at(0), abs=0.02)
    assert x > 0


def test_an_interval_on_the_scale_has_a_stroke_across_both_ends() -> None:
    scale = Scale([10], [5, 14])
    assert len(re.findall('class="reach"', bar(scale, 10, reach=(5, 14)))) == 3


def test_an_interval_far_beyond_the_bars_is_cut_and_loses_its_stroke() -> None:
    scale = Scale([10], [5, 1000])
    assert scale.high < 40
    drawn = bar(scale, 10, reach=(5, 1000))
    assert len(re.findall('class="reach"', drawn)) == 2
    assert max(places(drawn, "reach", "x2")) == 100


@pytest.mark.parametrize("values", [[], [0.0], [0.0, 0.0], [1e-9], [1e12, -1e12], [0.04]])
def test_any_values_have_a_scale_with_a_few_round_figures(values: list[float]) -> None:
    scale = Scale(values)
    assert 1 <= len(scale.ticks) <= 9
    assert scale.low <= 0 < scale.high
    assert all(0 <= scale.at(value) <= 100 for value in values)
    assert "nan" not in bar_axis(scale, language())


def test_intervals_alone_make_a_scale() -> None:
    assert Scale([0.0], [0.0, 7.0]).high >= 7
