"""What a cell of a table may hold: text in, value out, or what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from safepassage.read.clock import EARLIEST, LATEST
from safepassage.read.faults import Remedy, did_you_mean, quoted

_ID = re.compile(r"\w[\w.\-]{0,63}")
_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,30})?", re.ASCII)
_COMMA = re.compile(r"[+-]?[0-9]+,[0-9]+", re.ASCII)
_PARTIAL_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?", re.ASCII)
_LOCAL_TIME = re.compile(r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d)?)?", re.ASCII)


@dataclass(frozen=True)
class Wrong:
    """What a cell holds instead of a value."""

    expected: str
    remedy: Remedy = "Correct the cell."


@dataclass(frozen=True)
class Kind:
    """One kind of cell: `read` gives the value of a stripped, non-empty text, or `Wrong`."""

    words: str
    """What it is, for messages and documentation."""
    read: Callable[[str], Any]


def _text(text: str) -> Any:
    if len(text) > 200 or not text.isprintable():
        return Wrong("one line of at most 200 characters", "Shorten it to one line.")
    return text


def _statement(text: str) -> Any:
    if len(text) > 2000 or not text.isprintable():
        return Wrong("one line of at most 2,000 characters", "Shorten it to one line.")
    return text


def _partial_date(text: str) -> Any:
    wrong = Wrong("a date like 2018-03-06, 2018-03 or 2018", "Write it in one of these forms.")
    if not _PARTIAL_DATE.fullmatch(text):
        return wrong
    try:
        datetime.fromisoformat(f"{text}-01-01"[:10] if len(text) < 7 else f"{text}-01"[:10])
    except ValueError:
        return wrong
    return text


def _identifier(text: str) -> Any:
    if _ID.fullmatch(text):
        return text
    return Wrong(
        "an id: letters, digits, '_', '-' and '.', at most 64",
        "Use an id without spaces; the name column is for people.",
    )


def _identifiers(text: str) -> Any:
    parts = tuple(part.strip() for part in text.split(";"))
    if all(map(_ID.fullmatch, parts)) and len(set(parts)) == len(parts):
        return parts
    return Wrong("different ids with ';' between", "Write them like 'north;south'.")


def _number(text: str, expected: str) -> float | Wrong:
    if _NUMBER.fullmatch(text):
        return float(text)
    if _COMMA.fullmatch(text):
        return Wrong(
            expected,
            f"Write a decimal point ({text.replace(',', '.')}) and no thousands separator.",
        )
    return Wrong(expected, "Write digits only, without a unit.")


def whole(low: int, high: int, unit: str = "") -> Kind:
    """Whole numbers in [low, high]; 12.0 is 12."""
    expected = f"a whole number from {low:,} to {high:,}"

    def read(text: str) -> Any:
        number = _number(text, expected)
        if isinstance(number, Wrong):
            return number
        if not number.is_integer():
            return Wrong(expected, "Write it without decimals.")
        return int(number) if low <= number <= high else Wrong(expected)

    return Kind(f"whole number{f' of {unit}' if unit else ''}, {low:,} to {high:,}", read)


def decimal(low: float, high: float, unit: str, factor: int | None = None) -> Kind:
    """Numbers in [low, high]; with a factor, the whole number of the smaller unit, rounded."""
    expected = f"{unit} from {low:,g} to {high:,g}"

    def read(text: str) -> Any:
        number = _number(text, expected)
        if isinstance(number, Wrong):
            return number
        if not low <= number <= high:
            return Wrong(expected)
        return number if factor is None else round(number * factor)

    return Kind(f"{unit}, {low:,g} to {high:,g}", read)


def word(*choices: str) -> Kind:
    """One of a few words."""

    def read(text: str) -> Any:
        if text in choices:
            return text
        return Wrong(
            "one of " + ", ".join(choices),
            lambda: did_you_mean(text.lower(), choices, "Use one of these words."),
        )

    return Kind("one of " + ", ".join(f"`{choice}`" for choice in choices), read)


def _flag(text: str) -> Any:
    answers = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
    return answers.get(text.lower(), Wrong("yes or no", "Write yes or no."))


def _local_time(text: str) -> Any:
    wrong = Wrong(
        "a local date and time like 2018-03-07T06:00",
        "Write it in this form, without an offset: the case names the time zone.",
    )
    if not _LOCAL_TIME.fullmatch(text):
        return wrong
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return wrong
    return moment if EARLIEST <= moment <= LATEST else wrong


TEXT = Kind("text, one line", _text)
STATEMENT = Kind("text, one line, up to 2,000 characters", _statement)
PARTIAL_DATE = Kind("date, month or year", _partial_date)
IDENTIFIER = Kind("id", _identifier)
IDENTIFIERS = Kind("ids with `;` between", _identifiers)
FLAG = Kind("`yes` or `no`", _flag)
LOCAL_TIME = Kind("local date and time", _local_time)


def found(text: str) -> str:
    """How a message shows a cell."""
    return quoted(text) if text else "an empty cell"
