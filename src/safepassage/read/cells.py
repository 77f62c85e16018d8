"""What a cell of a table may hold: text in, value out, or what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from unicodedata import normalize

from safepassage.read.clock import EARLIEST, LATEST
from safepassage.read.faults import Remedy, did_you_mean, quoted

_ID = re.compile(r"\w[\w.\-]{0,63}")
# What joins or parts letters of Arabic, Persian and Indic names, and marks that turn nothing round.
_JOINERS = "\u200c\u200d\u200e\u200f\u061c"
_WITHOUT_JOINERS = dict.fromkeys(map(ord, _JOINERS))
_SPACES = dict.fromkeys(map(ord, "\u00a0\u2007\u202f"), " ")
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_ERROR_OF_A_CELL = re.compile(r"#(REF|N/A|VALUE|DIV/0|NAME|NUM|NULL|SPILL|CALC)[!?]?")
_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,30})?", re.ASCII)
_WESTERN = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫", "01234567890123456789.")
_DAYS = (25_569, 109_575)
"""Days since the last of 1899 by which spreadsheets count 1970 to 2199."""
_COMMA = re.compile(r"[+-]?[0-9]+,[0-9]+", re.ASCII)
_PARTIAL_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?", re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
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


def one_line(text: str, most: int = 200) -> str | Wrong:
    """The text in normal form C, without what can't be seen; or what is wrong with it."""
    text = normalize("NFC", text.translate(_SPACES))
    if _TURNING.search(text):
        return Wrong(
            "a text without characters that turn its direction round",
            "Type it again: a character that can't be seen makes it read otherwise than it is.",
        )
    if len(text) > most:
        return Wrong(f"one line of at most {most:,} characters", "Shorten it.")
    if not text.translate(_WITHOUT_JOINERS).isprintable():
        return Wrong("one line of characters that can be seen", "Type it again, in one line.")
    if text.startswith("="):
        return Wrong("a text that doesn't begin with '='", "Write the text, not a formula.")
    if _ERROR_OF_A_CELL.fullmatch(text):
        return Wrong("a text", "Mend the formula that gave this error, or write the text.")
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


def _date(text: str) -> Any:
    wrong = Wrong("a date like 2018-03-06", "Write year, month and day like this.")
    if not _DATE.fullmatch(text):
        return wrong
    try:
        day = datetime.fromisoformat(text)
    except ValueError:
        return wrong
    return text if EARLIEST <= day < LATEST else wrong


def _identifier(text: str) -> Any:
    text = normalize("NFC", text)
    if _ID.fullmatch(text):
        return text
    return Wrong(
        "an id: letters, digits, '_', '-' and '.', at most 64",
        "Use an id without spaces; the name column is for people.",
    )


def _identifiers(text: str) -> Any:
    parts = tuple(part.strip() for part in normalize("NFC", text).split(";"))
    if all(map(_ID.fullmatch, parts)) and len(set(parts)) == len(parts):
        return parts
    return Wrong("different ids with ';' between", "Write them like 'north;south'.")


def _names(text: str) -> Any:
    parts = tuple(one_line(part.strip()) for part in text.split(";"))
    for part in parts:
        if isinstance(part, Wrong):
            return part
    if all(parts) and len(set(parts)) == len(parts):
        return parts
    return Wrong("different names with ';' between", "Write them like 'one side;other side'.")


def _number(text: str, expected: str) -> float | Wrong:
    if _NUMBER.fullmatch(text):
        return float(text)
    western = text.translate(_WESTERN)
    if western != text and _NUMBER.fullmatch(western):
        return Wrong(expected, f"Write it with the digits 0 to 9 and a decimal point: {western}.")
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
    if _NUMBER.fullmatch(text) and _DAYS[0] <= float(text) <= _DAYS[1]:
        moment = datetime(1899, 12, 30) + timedelta(seconds=round(float(text) * 86_400))
        return Wrong(
            wrong.expected,
            f"Spreadsheets count days like this for {moment:%Y-%m-%dT%H:%M}, or, counting from "
            "1904, a day four years later. Give the cell a date format, or write the date.",
        )
    if not _LOCAL_TIME.fullmatch(text):
        return wrong
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return wrong
    return moment if EARLIEST <= moment <= LATEST else wrong


TEXT = Kind("text, one line", one_line)
STATEMENT = Kind("text, one line, up to 2,000 characters", partial(one_line, most=2000))
PARTIAL_DATE = Kind("date, month or year", _partial_date)
DATE = Kind("date", _date)
IDENTIFIER = Kind("id", _identifier)
IDENTIFIERS = Kind("ids with `;` between", _identifiers)
NAMES = Kind("names with `;` between", _names)
FLAG = Kind("`yes` or `no`", _flag)
LOCAL_TIME = Kind("local date and time", _local_time)


def found(text: str) -> str:
    """How a message shows a cell."""
    return quoted(text) if text else "an empty cell"
