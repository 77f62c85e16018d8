"""Bars in rows, all on one scale around 0; each as wide as the page leaves room, text unscaled."""

from __future__ import annotations

import math
from collections.abc import Iterable
from xml.etree import ElementTree as ET

from markupsafe import Markup

from safepassage.report.language import Language
from safepassage.report.page.svg import round_step

MARGIN = 0.04
"""Of the scale, left free at its ends."""

BEYOND = 3
"""How many times the longest bar an interval may reach before it's cut off."""


class Scale:
    """Values as shares of a row's width, 0 among them."""

    def __init__(self, values: Iterable[float], reaches: Iterable[float] = ()) -> None:
        """Set the scale by bars and, as far as those stay readable, by the ends of intervals."""
        bars, reaches = [0.0, *values], list(reaches)
        most = BEYOND * max(map(abs, bars)) or max(map(abs, reaches), default=0.0) or 1.0
        ends = [*bars, *(min(most, max(-most, end)) for end in reaches)]
        if not any(ends):
            ends.append(1.0)
        margin = (max(ends) - min(ends)) * MARGIN
        self.low = min(ends) - margin if min(ends) < 0 else 0.0
        self.high = max(ends) + margin
        self.step = round_step(self.high - self.low, whole=False)

    def at(self, value: float) -> float:
        """Where a value stands, 0 to 100, at an end if it is beyond."""
        share = 100 * (value - self.low) / (self.high - self.low)
        return min(100.0, max(0.0, share))

    @property
    def ticks(self) -> list[float]:
        """Round values between the ends."""
        first, last = math.ceil(self.low / self.step), math.floor(self.high / self.step)
        return [number * self.step for number in range(first, last + 1)]


def bar(
    scale: Scale, value: float, css: str = "bar", reach: tuple[float, float] | None = None
) -> Markup:
    """A bar from 0 to a value, and a thin line from one end of its interval to the other.

    An end of the line beyond the scale has no stroke across it. The figures stand beside the bar.
    """
    row = _row(scale, "inrow")
    x, zero = scale.at(value), scale.at(0)
    _put(row, "rect", css, x=min(x, zero), width=abs(x - zero), y="25%", height="50%")
    _put(row, "line", "zero-line", x1=zero, x2=zero, y1="0", y2="100%")
    if reach is not None and reach[0] <= reach[1]:
        low, high = map(scale.at, reach)
        for css_line in ("reach halo", "reach"):
            _put(row, "line", css_line, x1=low, x2=high, y1="50%", y2="50%")
            for end, place in zip(reach, (low, high), strict=True):
                if scale.low <= end <= scale.high:
                    _put(row, "line", css_line, x1=place, x2=place, y1="32%", y2="68%")
    return Markup(ET.tostring(row, encoding="unicode"))


def bar_axis(scale: Scale, language: Language) -> Markup:
    """The scale's figures, to stand above the bars."""
    row = _row(scale, "inrow axis")
    for value in scale.ticks:
        at = scale.at(value)
        anchor = "start" if at < 1 else "end" if at > 99 else "middle"
        told = language.number(round(value, 6))
        _put(row, "text", "tick", x=at, y="75%", text_anchor=anchor).text = told
    return Markup(ET.tostring(row, encoding="unicode"))


def _row(scale: Scale, css: str) -> ET.Element:
    row = ET.Element("svg", {"class": css, "aria-hidden": "true", "focusable": "false"})
    for value in scale.ticks:
        _put(row, "line", "grid", x1=scale.at(value), x2=scale.at(value), y1="0", y2="100%")
    return row


def _put(row: ET.Element, tag: str, css: str, /, **places: float | str) -> ET.Element:
    """An element; numbers are per cent of the row's width."""
    element = ET.SubElement(row, tag, {"class": css})
    for name, value in places.items():
        told = value if isinstance(value, str) else f"{value:.2f}%"
        element.set(name.replace("_", "-"), told)
    return element
