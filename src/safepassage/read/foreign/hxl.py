"""Any CSV file with a row of HXL tags: incidents where it has positions, else claims.

Tags and attributes: HXL Standard 1.1 (hxlstandard.org). Only columns of use are read; never
`#description`, actors, contacts or anything else that may name people.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple, get_args

from safepassage.model.evidence import Claim, Incident, IncidentKind, first_day, last_day
from safepassage.read.cells import IDENTIFIER, PARTIAL_DATE, TEXT, Kind, Wrong, decimal, one_line
from safepassage.read.columns import REQUIRED, Column, parse
from safepassage.read.faults import Faults, quoted
from safepassage.read.foreign.acled import KINDS
from safepassage.read.foreign.found import DAY, Found
from safepassage.read.incidents import KILLED, LATITUDE, LONGITUDE
from safepassage.read.tables import Table, csv_records, fits, is_hxl

TAG_ROW = 25
"""The row of tags is among the first so many."""

Pattern = tuple[str, ...]
"""A hashtag, and attributes it must have."""

_PLACES: tuple[Pattern, ...] = tuple(
    (tag, *name)
    for tag in ("#loc", "#adm4", "#adm3", "#adm2", "#adm1", "#country")
    for name in (("name",), ())
)
_ON: tuple[Pattern, ...] = (("#date", "occurred"), ("#date", "start"), ("#date",))
_NO_DAY = frozenset({"end", "reported", "year", "month", "week"})

_ENDS = frozenset({"min", "max"})
_NAMES = frozenset({"code", "id"})
_CODES = frozenset({"code"})
_OURS: Mapping[str, IncidentKind] = {kind: kind for kind in get_args(IncidentKind)}
_FIGURE = decimal(-1e12, 1e12, "a figure")
_PARTIAL = Kind(
    PARTIAL_DATE.words, lambda text: (DAY if len(text) > 10 else PARTIAL_DATE).read(text)
)

_FIGURES: Mapping[Pattern, tuple[str, str]] = {
    ("#affected", "killed"): ("casualties", "persons"),
    ("#affected", "injured"): ("casualties", "persons"),
    ("#affected", "displaced"): ("displacement", "persons"),
    ("#affected", "idps"): ("displacement", "persons"),
    ("#affected", "refugees"): ("displacement", "persons"),
    ("#affected",): ("affected", "persons"),
    ("#inneed",): ("need", "persons"),
    ("#population",): ("population", "persons"),
    ("#indicator", "value"): ("indicator", ""),
}
"""Topic and unit of the claims that a column of figures gives; the first that fits."""


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


def read_hxl(folder: Path, file: str, source: str, faults: Faults) -> Found:
    """Incidents if there are `#geo+lat` and `#geo+lon`, else claims from columns of figures."""
    sheet = _sheet(folder, file, faults)
    if sheet is None:
        return Found()
    if not source and _find(sheet.tags, ("#meta", "source")) is None:
        faults.add(
            file,
            "neither a column #meta+source nor a source in case.toml",
            "whose records they are",
            'Add source = "…" to its [[evidence]] entry.',
        )
        return Found()
    if all(_find(sheet.tags, ("#geo", end)) for end in ("lat", "lon")):
        return Found(incidents=tuple(_incidents(sheet, source, faults)))
    if not any(_figures(sheet.tags)):
        faults.add(
            file,
            "neither #geo+lat and #geo+lon nor a column of figures",
            "positions, or figures tagged " + ", ".join(map("+".join, _FIGURES)),
            "Tag the columns, or leave the file out.",
        )
    return Found(claims=tuple(_claims(sheet, source, faults)))


def _sheet(folder: Path, file: str, faults: Faults) -> Sheet | None:
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


def _find(tags: Sequence[Tag], *patterns: Pattern, but: frozenset[str] = frozenset()) -> Tag | None:
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


def _figures(tags: Sequence[Tag]) -> Iterator[tuple[Tag, str, str]]:
    """Columns of figures, with topic and unit."""
    for tag in tags:
        for (name, *attributes), (topic, unit) in _FIGURES.items():
            if tag.name == name and tag.attributes >= {*attributes}:
                yield tag, topic, unit
                break


def _read(
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


def _incidents(sheet: Sheet, source: str, faults: Faults) -> Iterator[Incident]:
    tags = sheet.tags
    key = _find(tags, ("#event", "code"), ("#event", "id"), ("#meta", "id"))
    killed = _find(tags, ("#affected", "killed"), but=_ENDS)
    wanted = {
        "id": Wanted(key, IDENTIFIER),
        "on": Wanted(_find(tags, *_ON, but=_NO_DAY), DAY),
        "until": Wanted(_find(tags, ("#date", "end")), DAY, ""),
        "kind": Wanted(_find(tags, ("#event", "type"), ("#event",), but=_NAMES), TEXT, ""),
        "latitude": Wanted(_find(tags, ("#geo", "lat")), LATITUDE),
        "longitude": Wanted(_find(tags, ("#geo", "lon")), LONGITUDE),
        "place": Wanted(_find(tags, *_PLACES, but=_CODES), TEXT, ""),
        "low": Wanted(_find(tags, ("#affected", "killed", "min")) or killed, KILLED, None),
        "high": Wanted(_find(tags, ("#affected", "killed", "max")) or killed, KILLED, None),
        "source": Wanted(
            None if source else _find(tags, ("#meta", "source")), TEXT, source or REQUIRED
        ),
    }
    if wanted["on"].tag is None:
        _no_date(sheet, faults)
        return
    for row, values in _read(sheet, key, wanted, faults):
        on, until = values["on"], values["until"]
        _in_order(sheet, row, "#date+end", on, until, faults)
        low, high = values["low"], values["high"]
        high = low if high is None else high
        _in_order(sheet, row, "#affected+killed", low or 0, high, faults)
        yield Incident(
            id=_name(sheet, values["id"] if key else row),
            on=on,
            until="" if until == on else until,
            kind=_kind(sheet, row, values["kind"], faults),
            latitude=values["latitude"],
            longitude=values["longitude"],
            place=values["place"],
            killed_low=low,
            killed_high=high,
            source=values["source"],
        )


def _claims(sheet: Sheet, source: str, faults: Faults) -> Iterator[Claim]:
    tags = sheet.tags
    figures = tuple(_figures(tags))
    wanted = {
        "since": Wanted(_find(tags, *_ON, but=_NO_DAY), _PARTIAL, ""),
        "until": Wanted(_find(tags, ("#date", "end")), _PARTIAL, ""),
        "reported_on": Wanted(_find(tags, ("#date", "reported")), _PARTIAL, ""),
        "place": Wanted(_find(tags, *_PLACES, but=_CODES), TEXT, ""),
        "indicator": Wanted(_find(tags, ("#indicator", "name")), TEXT, ""),
        "source": Wanted(_find(tags, ("#meta", "source")), TEXT, source or REQUIRED),
        **{tag.text: Wanted(tag, _FIGURE, None) for tag, _, _ in figures},
    }
    for row, values in _read(sheet, None, wanted, faults):
        since, until = values["since"], values["until"]
        if since and until:
            first, last = first_day(since).isoformat(), last_day(until).isoformat()
            _in_order(sheet, row, "#date+end", first, last, faults)
        for tag, topic, unit in figures:
            if values[tag.text] is not None:
                header = one_line(tag.header)
                said = tag.text if isinstance(header, Wrong) or not header else header
                yield Claim(
                    id=_name(sheet, f"{row}-{tag.position + 1}"),
                    topic=topic,
                    statement=": ".join(filter(None, (values["indicator"], said))),
                    low=values[tag.text],
                    high=values[tag.text],
                    unit=unit,
                    since=since,
                    until=until,
                    place=values["place"],
                    claimed_by=values["source"],
                    reported_by=source or values["source"],
                    reported_on=values["reported_on"],
                )


def _name(sheet: Sheet, of: object) -> str:
    """An id that no other file has: the file's name, and the record's own id or row."""
    stem = re.sub(r"[^\w.\-]+", "-", PurePosixPath(sheet.file).stem).lstrip(".-")
    return f"{stem[:30]}-{of}"


def _kind(sheet: Sheet, row: int, text: str, faults: Faults) -> IncidentKind:
    """What it was: our word or one of ACLED's; the text itself isn't kept."""
    kind = _OURS.get(text.lower()) or KINDS.get(text.lower())
    if kind is None and text:
        faults.warn(
            sheet.file,
            f"the event {quoted(text)}",
            "one of " + ", ".join(_OURS) + ", or an event type of ACLED",
            "It is taken for `other`, which is linked with no attack.",
            row=row,
            column="#event",
        )
    return kind or "other"


def _in_order(sheet: Sheet, row: int, column: str, low: Any, high: Any, faults: Faults) -> None:
    if high not in ("", None) and high < low:
        faults.add(
            sheet.file,
            f"from {low} to {high}",
            "an end that isn't below the beginning",
            "Correct one of the two cells.",
            row=row,
            column=column,
        )


def _no_date(sheet: Sheet, faults: Faults) -> None:
    faults.add(
        sheet.file,
        "no column of days",
        "#date+occurred, #date+start or #date",
        "Tag the column with the day of each event.",
    )
