"""What a workbook says about its sheets: their names, shared texts, and which styles are dates."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from safepassage.read.xlsx.parts import BrokenWorkbookError, Parts

_BUILT_IN_DATES = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
_NOT_LETTERS_OF_A_DATE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|general', re.IGNORECASE)


@dataclass(frozen=True)
class Book:
    """The sheets of a workbook and what their cells refer to."""

    sheets: Mapping[str, str]
    """Part of each sheet, by its name."""
    texts: Sequence[str]
    """Shared texts."""
    dates: frozenset[str]
    """Styles that show a number as a date or time, as cells name them."""
    since_1904: bool
    """Whether days are counted from 1904 and not from 1900."""


@dataclass
class _Found:
    sheets: dict[str, str] = field(default_factory=dict)
    since_1904: bool = False


def read_book(parts: Parts) -> Book:
    """The workbook's own part and those it names."""
    (main,) = _related(parts, "", "officeDocument").values() or ("xl/workbook.xml",)
    found = _Found()

    def start(name: str, attributes: Mapping[str, str]) -> None:
        if name == "workbookPr":
            found.since_1904 = attributes.get("date1904", "0") in ("1", "true")
        elif name == "sheet":
            ids = [value for key, value in attributes.items() if key.endswith(" id")]
            title = attributes.get("name", "")
            if not ids or not title or title in found.sheets:
                raise BrokenWorkbookError("a sheet without a name of its own")
            found.sheets[title] = ids[0]

    parts.tell(main, start)
    sheets = _related(parts, main, "worksheet")
    return Book(
        sheets={name: sheets.get(key, "") for name, key in found.sheets.items()},
        texts=[
            text
            for one in _related(parts, main, "sharedStrings").values()
            for text in _shared_texts(parts, one)
        ],
        dates=frozenset(
            style
            for one in _related(parts, main, "styles").values()
            for style in _date_styles(parts, one)
        ),
        since_1904=found.since_1904,
    )


def _related(parts: Parts, part: str, kind: str) -> dict[str, str]:
    """The parts that a part names as of a kind, by the id it gives them."""
    folder, name = posixpath.split(part)
    found: dict[str, str] = {}

    def start(element: str, attributes: Mapping[str, str]) -> None:
        if element == "Relationship" and attributes.get("Type", "").endswith(f"/{kind}"):
            target = posixpath.join("/", folder, attributes.get("Target", ""))
            found[attributes.get("Id", "")] = posixpath.normpath(target).lstrip("/")

    relations = posixpath.join(folder, "_rels", f"{name}.rels")
    if relations in parts:
        parts.tell(relations, start)
    return found


def _shared_texts(parts: Parts, part: str) -> list[str]:
    texts: list[str] = []
    pieces: list[str] = []
    inside: list[str] = []

    def start(name: str, _: Mapping[str, str]) -> None:
        if name == "si":
            pieces.clear()
        inside.append(name)

    def end(name: str) -> None:
        inside.pop()
        if name == "si":
            texts.append("".join(pieces))

    def text(data: str) -> None:
        # rPh holds how a text is spoken, beside the text.
        if inside and inside[-1] == "t" and "rPh" not in inside:
            pieces.append(data)

    parts.tell(part, start, end, text)
    return texts


def _date_styles(parts: Parts, part: str) -> list[str]:
    """The styles of cells, by number, whose format is one of dates or times."""
    codes: dict[str, bool] = {str(number): True for number in _BUILT_IN_DATES}
    formats: list[str] = []
    inside: list[str] = []

    def start(name: str, attributes: Mapping[str, str]) -> None:
        if name == "numFmt":
            letters = _NOT_LETTERS_OF_A_DATE.sub("", attributes.get("formatCode", "")[:1000])
            codes[attributes.get("numFmtId", "")] = not {*"dmyhsDMYHS"}.isdisjoint(letters)
        elif name == "xf" and inside and inside[-1] == "cellXfs":
            formats.append(attributes.get("numFmtId", ""))
        inside.append(name)

    def end(_: str) -> None:
        inside.pop()

    parts.tell(part, start, end)
    return [str(style) for style, code in enumerate(formats) if codes.get(code)]
