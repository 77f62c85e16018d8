"""`case.toml`, key by key: typed values out, every fault in, and no key unread."""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any, TypeVar
from unicodedata import normalize

from safepassage.read.cells import Wrong, one_line
from safepassage.read.clock import EARLIEST, LATEST
from safepassage.read.faults import Faults, Remedy, did_you_mean, quoted
from safepassage.read.files import decode, inside, read_bytes

FILE = "case.toml"
MAX_BYTES = 1_000_000
MAX_DOTS = 500
"""Dots on a line: a key of so many parts takes time by the square of them."""

T = TypeVar("T")


def open_toml(folder: Path, faults: Faults) -> Section:
    """The whole of `case.toml`; if it can't be read, an empty section whose faults are dropped."""
    path = inside(folder, FILE, faults, file=FILE)
    data = read_bytes(path, MAX_BYTES, faults, FILE) if path else None
    text = decode(data, faults, FILE) if data is not None else None
    if text is None:
        return Section({}, "", Faults())
    try:
        return Section(_parsed(text), "", faults)
    except (ValueError, RecursionError) as error:
        line = re.search(r"at line (\d+)", str(error))
        faults.add(
            FILE,
            f"text that isn't TOML: {error}",
            "key = value lines under [table] headings",
            "Correct the line; texts need quotes, lists square brackets.",
            row=int(line[1]) if line else None,
        )
        return Section({}, "", Faults())


def _parsed(text: str) -> dict[str, Any]:
    for number, line in enumerate(text.split("\n"), start=1):
        if line.count(".") > MAX_DOTS:
            raise ValueError(f"{line.count('.'):,} dots (at line {number})")
    return tomllib.loads(text)


class Section:
    """One table of `case.toml`. Each method reads a key; `close` faults the keys nobody read.

    A key without a default is required. A faulty key gives its default, or an empty value.
    """

    def __init__(self, data: dict[str, Any], path: str, faults: Faults) -> None:
        """Data of a table whose dotted path is `path`, empty for the whole file."""
        self._data = data
        self._path = path
        self._known: set[str] = set()
        self._children: list[Section] = []
        self.faults = faults

    def name(self, key: str) -> str:
        """The key with the tables it stands in, as messages show it."""
        return f"{self._path}.{key}" if self._path else key

    def fault(self, key: str, found: str, expected: str, remedy: Remedy) -> None:
        """Note a fault of a key."""
        self.faults.add(FILE, found, expected, remedy, column=self.name(key))

    def has(self, key: str) -> bool:
        """Whether the key is written; it then counts as read."""
        self._known.add(key)
        return key in self._data

    def _take(
        self, key: str, expected: str, accepts: Callable[[Any], bool], default: T | None, empty: T
    ) -> T:
        if not self.has(key):
            if default is None:
                self.fault(key, "no such key", expected, "Add it.")
            return empty if default is None else default
        value: T = self._data[key]
        if accepts(value):
            return value
        self.fault(key, quoted(value), expected, "Correct the value.")
        return empty if default is None else default

    def text(self, key: str, default: str | None = None) -> str:
        """A line of text."""

        def accepts(value: Any) -> bool:
            return isinstance(value, str) and len(value) <= 1000 and value.strip() != ""

        text = self._take(key, "a text in quotes, not empty", accepts, default, "")
        line = one_line(" ".join(text.split("\n")), 1000)
        if isinstance(line, Wrong):
            self.fault(key, quoted(text), line.expected, line.remedy)
            return default or ""
        return line

    def word(self, key: str, choices: Collection[str], default: str | None = None) -> str:
        """One of a few words."""
        word = self.text(key, default)
        if word and word not in choices:
            self.fault(
                key,
                quoted(word),
                "one of " + ", ".join(choices),
                did_you_mean(word, choices, "Use one of these."),
            )
            return default or ""
        return word

    def whole(self, key: str, low: int, high: int, default: int | None = None) -> int:
        """A whole number in [low, high]."""

        def accepts(value: Any) -> bool:
            return type(value) is int and low <= value <= high

        return self._take(key, f"a whole number from {low:,} to {high:,}", accepts, default, low)

    def number(self, key: str, low: float, high: float, default: float | None = None) -> float:
        """A number in [low, high]."""

        def accepts(value: Any) -> bool:
            return type(value) in (int, float) and low <= value <= high

        return float(self._take(key, f"a number from {low:,g} to {high:,g}", accepts, default, low))

    def flag(self, key: str, default: bool | None = None) -> bool:
        """`true` or `false`."""
        return self._take(key, "true or false", lambda v: isinstance(v, bool), default, False)

    def local_time(self, key: str) -> datetime.datetime | None:
        """A local date and time, without an offset."""
        return self._take(
            key,
            "a local date and time like 2018-03-07T00:00:00",
            lambda v: (
                isinstance(v, datetime.datetime)
                and v.tzinfo is None
                and v.microsecond == 0
                and EARLIEST <= v <= LATEST
            ),
            None,
            None,
        )

    def date(self, key: str) -> datetime.date | None:
        """A date."""
        return self._take(key, "a date like 2018-03-07", _is_date, None, None)

    def dates(self, key: str) -> list[datetime.date]:
        """A list of dates, empty by default."""
        return self._items(key, "a list of dates like 2018-03-07", _is_date, [])

    def texts(self, key: str, default: list[str] | None = None) -> list[str]:
        """A list of different texts."""
        values = self._items(key, "a list of texts", lambda v: isinstance(v, str) and v, default)
        for value in values:
            wrong = one_line(value)
            if isinstance(wrong, Wrong):
                self.fault(key, quoted(value), wrong.expected, wrong.remedy)
                return default or []
        values = [normalize("NFC", value) for value in values]
        if len(set(values)) < len(values):
            self.fault(key, quoted(values), "different texts", "Remove what is there twice.")
        return values

    def wholes(self, key: str, default: list[int] | None = None) -> list[int]:
        """A list of whole numbers from 1."""
        return self._items(
            key, "a list of whole numbers", lambda v: type(v) is int and 0 < v < 2**63, default
        )

    def shares(self, key: str, default: list[float] | None = None) -> list[float]:
        """A list of numbers in [0, 1] that add up to 1."""
        values = self._items(
            key,
            "a list of shares from 0 to 1",
            lambda v: type(v) in (int, float) and 0 <= v <= 1,
            default,
            fewest=1,
        )
        if values:
            self.adds_up(key, values)
        return values

    def adds_up(self, key: str, shares: Collection[float]) -> None:
        """Fault shares that don't add up to 1."""
        if abs(sum(shares) - 1) > 1e-6:
            self.fault(
                key,
                f"shares that add up to {sum(shares):g}",
                "shares that add up to 1",
                "Change one of them so that they do.",
            )

    def _items(
        self,
        key: str,
        expected: str,
        accepts: Callable[[Any], Any],
        default: list[T] | None,
        *,
        fewest: int = 0,
    ) -> list[T]:
        return self._take(
            key,
            expected,
            lambda v: isinstance(v, list) and all(map(accepts, v)) and len(v) >= fewest,
            default,
            [],
        )

    def names(self) -> tuple[str, ...]:
        """The keys written here."""
        return tuple(self._data)

    def section(self, key: str) -> Section:
        """The table of that key, empty if it isn't written."""
        data: dict[str, Any] = self._take(
            key, f"a table [{self.name(key)}]", lambda v: isinstance(v, dict), {}, {}
        )
        return self._child(data, self.name(key))

    def sections(self, key: str) -> list[Section]:
        """The tables of an array of tables, none if it isn't written."""
        tables: list[dict[str, Any]] = self._items(
            key, f"tables [[{self.name(key)}]]", lambda v: isinstance(v, dict), []
        )
        return [
            self._child(data, f"{self.name(key)}[{number}]")
            for number, data in enumerate(tables, start=1)
        ]

    def _child(self, data: dict[str, Any], path: str) -> Section:
        child = Section(data, path, self.faults)
        self._children.append(child)
        return child

    def close(self) -> None:
        """Fault every key that nothing has read, here and below."""
        for key in self._data:
            if key not in self._known:
                self.faults.add(
                    FILE,
                    "an unknown key",
                    "only the keys of docs/file-formats.md",
                    did_you_mean(key, self._known, "Remove it."),
                    column=self.name(key)[:100],
                )
        for child in self._children:
            child.close()


def _is_date(value: Any) -> bool:
    return (
        isinstance(value, datetime.date)
        and not isinstance(value, datetime.datetime)
        and EARLIEST.date() <= value <= LATEST.date()
    )
