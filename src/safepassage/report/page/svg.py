"""Drawings as inline SVG: an axis of time, an axis of people, lines, bars and text."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

from markupsafe import Markup

from safepassage.report.language import Language

WIDTH = 720
"""Of every chart, in its own units; text is 12 to 13 of them high."""

LABEL_WIDTH = 64
"""Least room for a label on the axis of time."""

_HOUR_STEPS = (1, 2, 3, 6, 12)
_DAY_STEPS = (1, 2, 4, 7, 14, 28, 56)


class Drawing:
    """An SVG picture, `width` by `height` units, with a description for those who can't see it."""

    def __init__(self, height: float, title: str, width: float = WIDTH, css: str = "chart") -> None:
        """Start an empty picture."""
        self.width, self.height = width, height
        self.root = ET.Element(
            "svg",
            {
                "viewBox": f"0 0 {_short(width)} {_short(height)}",
                "class": css,
                "role": "img",
                "aria-label": title,
            },
        )

    def add(self, tag: str, css: str = "", /, **attributes: float | str) -> ET.Element:
        """Add an element; underscores in names stand for hyphens."""
        return self.under(self.root, tag, css, **attributes)

    def under(
        self, parent: ET.Element, tag: str, css: str = "", /, **attributes: float | str
    ) -> ET.Element:
        """Add an element inside another."""
        element = ET.SubElement(parent, tag)
        if css:
            element.set("class", css)
        for name, value in attributes.items():
            text = value if isinstance(value, str) else _short(value)
            element.set(name.replace("_", "-"), text)
        return element

    def text(self, x: float, y: float, told: str, css: str = "", anchor: str = "start") -> None:
        """A line of text."""
        self.add("text", css, x=x, y=y, text_anchor=anchor).text = told

    def line(self, x1: float, y1: float, x2: float, y2: float, css: str) -> None:
        """A straight line."""
        self.add("line", css, x1=x1, y1=y1, x2=x2, y2=y2)

    def path(
        self, xs: Sequence[float], ys: Sequence[float], css: str, *, closed: bool = False
    ) -> ET.Element:
        """A line through points, or an area within them."""
        points = " ".join(f"{_short(x)},{_short(y)}" for x, y in zip(xs, ys, strict=True))
        return self.add("polygon" if closed else "polyline", css, points=points)

    def rectangle(
        self, x: float, y: float, width: float, height: float, css: str, told: str = ""
    ) -> ET.Element:
        """A bar; `told` shows when a pointer rests on it."""
        bar = self.add("rect", css, x=x, y=y, width=max(0.0, width), height=max(0.0, height))
        if told:
            ET.SubElement(bar, "title").text = told
        return bar

    def markup(self) -> Markup:
        """The picture as HTML."""
        # ElementTree has escaped every text and attribute in it.
        return Markup(ET.tostring(self.root, encoding="unicode"))


class TimeAxis:
    """Instants from `begin` to `end`, UTC seconds, over units `left` to `right`."""

    def __init__(self, begin: int, end: int, left: float, right: float) -> None:
        """Set the scale; an empty span is taken as one hour."""
        self.begin, self.end = begin, max(end, begin + 3600)
        self.left, self.right = left, right

    def x(self, seconds: float) -> float:
        """Where an instant stands."""
        share = (seconds - self.begin) / (self.end - self.begin)
        return self.left + share * (self.right - self.left)

    def draw(
        self, picture: Drawing, top: float, bottom: float, language: Language, zone: ZoneInfo
    ) -> None:
        """Ticks at local midnights, or at hours where the span is short, with labels below."""
        free = self.left - LABEL_WIDTH
        for seconds, told in self.ticks(language, zone):
            x = self.x(seconds)
            picture.line(x, top, x, bottom, "grid")
            if x - free >= LABEL_WIDTH:
                picture.text(x, bottom + 16, told, "tick", "middle")
                free = x

    def draw_days(
        self, picture: Drawing, top: float, bottom: float, language: Language, zone: ZoneInfo
    ) -> None:
        """Lines at local midnights, each day's label under its middle."""
        for seconds in self._marks(zone, days=self._day_step()):
            picture.line(self.x(seconds), top, self.x(seconds), bottom, "grid")
            middle = seconds + 43_200
            if middle < self.end:
                told = language.short_day(seconds, zone)
                picture.text(self.x(middle), bottom + 16, told, "tick", "middle")

    def _day_step(self) -> int:
        """The least step of days that leaves their labels room."""
        days = (self.end - self.begin) / 86_400
        most = (self.right - self.left) / LABEL_WIDTH
        return next((step for step in _DAY_STEPS if days / step <= most), _DAY_STEPS[-1])

    def ticks(self, language: Language, zone: ZoneInfo) -> list[tuple[int, str]]:
        """Round local times with their labels, as many as have room."""
        most = (self.right - self.left) / LABEL_WIDTH
        hours = (self.end - self.begin) / 3600
        step = next((step for step in _HOUR_STEPS if hours / step <= most), None)
        if step is not None and hours <= 48:
            return [(at, language.clock(at, zone)) for at in self._marks(zone, hours=step)]
        marks = self._marks(zone, days=self._day_step())
        return [(at, language.short_day(at, zone)) for at in marks]

    def _marks(self, zone: ZoneInfo, *, days: int = 0, hours: int = 0) -> list[int]:
        """Local times from midnight on in even steps, of which a clock change may skip some."""
        day = datetime.fromtimestamp(self.begin, zone).date()
        wall = datetime.combine(day, time.min)
        found: list[int] = []
        while True:
            at = int(wall.replace(tzinfo=zone).timestamp())
            if at > self.end:
                return found
            if at >= self.begin:
                found.append(at)
            wall += timedelta(days=days, hours=hours)


class CountAxis:
    """Counts from 0 to a round number over `most`, over units `bottom` up to `top`."""

    def __init__(self, most: float, top: float, bottom: float, *, whole: bool = True) -> None:
        """Set the scale; one that isn't `whole` has steps below 1 too."""
        self.step = round_step(most, whole=whole)
        self.most = max(1, math.ceil(most / self.step)) * self.step
        self.top, self.bottom = top, bottom

    def y(self, count: float) -> float:
        """Where a count stands."""
        return self.bottom - count / self.most * (self.bottom - self.top)

    def draw(self, picture: Drawing, left: float, right: float, language: Language) -> None:
        """Lines at round numbers, with their labels on the left."""
        for number in range(round(self.most / self.step) + 1):
            count = number * self.step
            y = self.y(count)
            picture.line(left, y, right, y, "grid")
            picture.text(left - 6, y + 4, language.number(count), "tick", "end")


def round_step(most: float, *, whole: bool) -> float:
    """A step of 1, 2 or 5 times a power of ten that makes at most six of them."""
    if most <= 0 or (whole and most <= 5):
        return 1
    power = 10.0 ** math.floor(math.log10(most / 5))
    step = next(power * m for m in (1, 2, 5, 10) if most / (power * m) <= 6)
    return int(step) if step >= 1 else step


def _short(value: float) -> str:
    """A number to a tenth of a unit, without needless digits."""
    return f"{value:.1f}".removesuffix(".0")
