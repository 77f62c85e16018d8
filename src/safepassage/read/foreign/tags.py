"""A CSV file with a row of HXL tags: its columns by what they are tagged with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from safepassage.read.cells import TEXT, Kind
from safepassage.read.columns import REQUIRED, Column, parse
from safepassage.read.faults import Faults
from safepassage.read.tables import Table, csv_records, fits, is_hxl

TAG_ROW = 25
"""The row of tags is among the first so many."""

Pattern = tuple[str, ...]
"""A hashtag, and attributes it must have."""


class Tag(NamedTuple):
    """A tagged column."""

    text: str
    header: str
    name: str
    attributes: frozenset[str]
    position: int


class Wanted(NamedTuple):
    """A column to read, if there is one, and what an empty cell means."""

    tag: Tag | None
    kind: Kind
    default: Any = REQUIRED


class Sheet(NamedTuple):
    """A tagged file: its tags, and the records below them with their row numbers."""

    file: str
    tags: tuple[Tag, ...]
    records: Sequence[Sequence[str]]
    rows: Sequence[int]


def read_sheet(folder: Path, file: str, faults: Faults) -> Sheet | None:
    """The tagged file, or None with faults if it can't be used at all."""
    records = csv_records(folder, file, faults)
    if records is None:
        return None
    tagged = (n for n, cells in enumerate(records[:TAG_ROW]) if any(cells) and is_hxl(cells))
    at = next(tagged, None)
    if at is None:
        faults.add(
            file,
            f"no row of HXL tags in the first {TAG_ROW}",
            "a row with cells like #date, #geo+lat, #affected+killed",
            "Tag the columns; hxlstandard.org has the tags.",
        )
        return None
    headers = records[at - 1] if at else []
    tags = tuple(_tags(records[at], headers))
    below = [
        (row, record)
        for row, record in enumerate(records[at + 1 :], start=at + 2)
        if any(map(str.strip, record))
    ]
    if not below:
        faults.add(file, "no row below the tags", "at least one row", "Remove the file.")
    kept = [one for one in below if fits(file, *one, records[at], faults)]
    if not kept:
        return None
    rows, sound = zip(*kept, strict=True)
    return Sheet(file, tags, sound, rows)


def _tags(cells: Sequence[str], headers: Sequence[str]) -> Iterator[Tag]:
    texts = ["".join(cell.lower().split()) for cell in cells]
    times = Counter(texts)
    for position, text in enumerate(texts):
        name, *attributes = text.split("+")
        if name:
            header = headers[position].strip() if position < len(headers) else ""
            where = f", column {position + 1}" if times[text] > 1 else ""
            yield Tag(text + where, header, name, frozenset(attributes), position)


def find(tags: Sequence[Tag], *patterns: Pattern, but: frozenset[str] = frozenset()) -> Tag | None:
    """The column that fits the first pattern that any fits: the one that says least beside it."""
    for name, *attributes in patterns:
        fitting = [
            tag
            for tag in tags
            if tag.name == name and tag.attributes >= {*attributes} and not tag.attributes & but
        ]
        if fitting:
            return min(fitting, key=lambda tag: (len(tag.attributes), tag.position))
    return None


def read_rows(
    sheet: Sheet, key: Tag | None, wanted: Mapping[str, Wanted], faults: Faults
) -> Iterator[tuple[int, dict[str, Any]]]:
    """Row number and values, by our names, of every row without a wrong cell."""
    there = {name: one for name, one in wanted.items() if one.tag is not None}
    columns = {
        one.tag.text: Column(one.tag.text, one.kind, one.kind.words, "", one.default)
        for one in there.values()
        if one.tag is not None
    }
    cells: dict[str, Sequence[str]] = {
        tag.text: [record[tag.position] for record in sheet.records]
        for tag in sheet.tags
        if tag.text in columns
    }
    if key is None:
        columns["row"] = Column("row", TEXT, "", "")
        cells["row"] = list(map(str, sheet.rows))
    table = Table(sheet.file, cells, sheet.rows)
    parsed = parse(table, tuple(columns.values()), faults, (key.text if key else "row",))
    for row, values in parsed.sound() if parsed else ():
        named = {name: one.default for name, one in wanted.items()}
        named.update((name, values[one.tag.text]) for name, one in there.items() if one.tag)
        yield row, named
