"""Any CSV file with a row of HXL tags: incidents where it has positions, else claims.

Tags and attributes: HXL Standard 1.1 (hxlstandard.org). Only columns of use are read; never
`#description`, actors, contacts or anything else that may name people.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any, get_args

from safepassage.model.evidence import Claim, Incident, IncidentKind, first_day, last_day
from safepassage.read.cells import IDENTIFIER, PARTIAL_DATE, TEXT, Kind, Wrong, decimal, one_line
from safepassage.read.columns import REQUIRED
from safepassage.read.faults import Faults, quoted
from safepassage.read.foreign.acled import KINDS
from safepassage.read.foreign.found import DAY, Found
from safepassage.read.foreign.tags import Pattern, Sheet, Tag, Wanted, find, read_rows, read_sheet
from safepassage.read.incidents import KILLED, LATITUDE, LONGITUDE

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


def read_hxl(folder: Path, file: str, source: str, faults: Faults) -> Found:
    """Incidents if there are `#geo+lat` and `#geo+lon`, else claims from columns of figures."""
    sheet = read_sheet(folder, file, faults)
    if sheet is None:
        return Found()
    if not source and find(sheet.tags, ("#meta", "source")) is None:
        faults.add(
            file,
            "neither a column #meta+source nor a source in case.toml",
            "whose records they are",
            'Add source = "…" to its [[evidence]] entry.',
        )
        return Found()
    if all(find(sheet.tags, ("#geo", end)) for end in ("lat", "lon")):
        return Found(incidents=tuple(_incidents(sheet, source, faults)))
    if not any(_figures(sheet.tags)):
        faults.add(
            file,
            "neither #geo+lat and #geo+lon nor a column of figures",
            "positions, or figures tagged " + ", ".join(map("+".join, _FIGURES)),
            "Tag the columns, or leave the file out.",
        )
    return Found(claims=tuple(_claims(sheet, source, faults)))


def _figures(tags: Sequence[Tag]) -> Iterator[tuple[Tag, str, str]]:
    """Columns of figures, with topic and unit."""
    for tag in tags:
        for (name, *attributes), (topic, unit) in _FIGURES.items():
            if tag.name == name and tag.attributes >= {*attributes}:
                yield tag, topic, unit
                break


def _incidents(sheet: Sheet, source: str, faults: Faults) -> Iterator[Incident]:
    tags = sheet.tags
    key = find(tags, ("#event", "code"), ("#event", "id"), ("#meta", "id"))
    killed = find(tags, ("#affected", "killed"), but=_ENDS)
    wanted = {
        "id": Wanted(key, IDENTIFIER),
        "on": Wanted(find(tags, *_ON, but=_NO_DAY), DAY),
        "until": Wanted(find(tags, ("#date", "end")), DAY, ""),
        "kind": Wanted(find(tags, ("#event", "type"), ("#event",), but=_NAMES), TEXT, ""),
        "latitude": Wanted(find(tags, ("#geo", "lat")), LATITUDE),
        "longitude": Wanted(find(tags, ("#geo", "lon")), LONGITUDE),
        "place": Wanted(find(tags, *_PLACES, but=_CODES), TEXT, ""),
        "low": Wanted(find(tags, ("#affected", "killed", "min")) or killed, KILLED, None),
        "high": Wanted(find(tags, ("#affected", "killed", "max")) or killed, KILLED, None),
        "source": Wanted(
            None if source else find(tags, ("#meta", "source")), TEXT, source or REQUIRED
        ),
    }
    if wanted["on"].tag is None:
        _no_date(sheet, faults)
        return
    for row, values in read_rows(sheet, key, wanted, faults):
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
        "since": Wanted(find(tags, *_ON, but=_NO_DAY), _PARTIAL, ""),
        "until": Wanted(find(tags, ("#date", "end")), _PARTIAL, ""),
        "reported_on": Wanted(find(tags, ("#date", "reported")), _PARTIAL, ""),
        "place": Wanted(find(tags, *_PLACES, but=_CODES), TEXT, ""),
        "indicator": Wanted(find(tags, ("#indicator", "name")), TEXT, ""),
        "source": Wanted(find(tags, ("#meta", "source")), TEXT, source or REQUIRED),
        **{tag.text: Wanted(tag, _FIGURE, None) for tag, _, _ in figures},
    }
    for row, values in read_rows(sheet, None, wanted, faults):
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
