"""Incidents of the Armed Conflict Location & Event Data project: its CSV export.

Columns and codes: ACLED Codebook (acleddata.com). Actors and notes are never read: notes name
people. Fatalities are taken as they are; ACLED writes 0 also where no number was known.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from safepassage.model.evidence import Incident, IncidentKind
from safepassage.read.cells import IDENTIFIER, TEXT, Kind, Wrong, iso_date, whole
from safepassage.read.columns import Column
from safepassage.read.faults import Faults
from safepassage.read.foreign.found import Found, read_columns
from safepassage.read.incidents import KILLED, LATITUDE, LONGITUDE

PRECISION_METRES = (1_000, 10_000, 50_000)
"""How far off a position may be, by `geo_precision` 1 to 3: a town, near one, a region. The
codebook has words and no metres: these are ours."""

KINDS: Mapping[str, IncidentKind] = {
    "air/drone strike": "airstrike",
    "shelling/artillery/missile attack": "shelling",
    "suicide bomb": "explosive",
    "remote explosive/landmine/ied": "explosive",
    "grenade": "explosive",
    "chemical weapon": "explosive",
    "armed clash": "armed_clash",
    "government regains territory": "armed_clash",
    "non-state actor overtakes territory": "armed_clash",
    "attack": "against_civilians",
    "sexual violence": "against_civilians",
    "abduction/forced disappearance": "against_civilians",
    "excessive force against protesters": "against_civilians",
    "battles": "armed_clash",
    "explosions/remote violence": "explosive",
    "violence against civilians": "against_civilians",
}
"""By sub-event type, else by event type; what isn't here is `other`."""

_SPELT = re.compile(r"\d{1,2} [A-Za-z]+ \d{4}", re.ASCII)


def _event_date(text: str) -> Any:
    if not _SPELT.fullmatch(text):
        return iso_date(text)
    try:
        return iso_date(datetime.strptime(text, "%d %B %Y").date().isoformat())
    except ValueError:
        return Wrong("a date like 2018-02-18 or 18 February 2018", "Correct the cell.")


_COLUMNS = (
    Column("event_id_cnty", IDENTIFIER, "ACLED's id of the event", "SYR1234"),
    Column("event_date", Kind("date", _event_date), "when it was", "2018-02-18"),
    Column("time_precision", whole(1, 3), "how sure the date is", "1", 1),
    Column("event_type", TEXT, "what it was", "Explosions/Remote violence"),
    Column("sub_event_type", TEXT, "what it was more exactly", "Air/drone strike", ""),
    Column("latitude", LATITUDE, "WGS 84", "33.5731"),
    Column("longitude", LONGITUDE, "WGS 84", "36.4012"),
    Column("geo_precision", whole(1, 3), "how sure the position is", "1"),
    Column("location", TEXT, "the place", "Duma", ""),
    Column("fatalities", KILLED, "reported killed", "3"),
)


def read_acled(folder: Path, file: str, source: str, faults: Faults) -> Found:
    """The events as incidents of the source ACLED, whatever reports they rest on."""
    parsed = read_columns(folder, file, _COLUMNS, "event_id_cnty", faults)
    return Found(
        incidents=tuple(_incident(values, source) for _, values in parsed.sound()) if parsed else ()
    )


def _incident(values: Mapping[str, Any], source: str) -> Incident:
    what = values["sub_event_type"] or values["event_type"]
    first, last = _days(values["event_date"], values["time_precision"])
    kind = KINDS.get(what.lower()) or KINDS.get(values["event_type"].lower(), "other")
    return Incident(
        id=f"acled-{values['event_id_cnty']}",
        on=first,
        until=last,
        kind=kind,
        latitude=values["latitude"],
        longitude=values["longitude"],
        precision_metres=PRECISION_METRES[values["geo_precision"] - 1],
        place=values["location"],
        statement=what,
        killed_low=values["fatalities"],
        killed_high=values["fatalities"],
        source=source or "ACLED",
    )


def _days(text: str, precision: int) -> tuple[str, str]:
    """The first day it may have been and the last; 1 is sure, 2 a week, 3 a month."""
    day = date.fromisoformat(text)
    if precision == 1:
        return text, ""
    if precision == 2:
        week = (day - timedelta(3), day + timedelta(3))
        return week[0].isoformat(), week[1].isoformat()
    last = monthrange(day.year, day.month)[1]
    return day.replace(day=1).isoformat(), day.replace(day=last).isoformat()
