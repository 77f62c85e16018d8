"""Incidents of the Uppsala Conflict Data Program: its Georeferenced Event Dataset (GED) as CSV.

Columns and codes: UCDP GED Codebook (Högbladh, Uppsala University). Of a record are kept its days,
position, type and range of deaths; sides, articles and headlines are never read.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from safepassage.model.evidence import Incident, IncidentKind
from safepassage.read.cells import IDENTIFIER, TEXT, whole
from safepassage.read.columns import Column
from safepassage.read.faults import Faults
from safepassage.read.foreign.found import DAY, Found, read_columns
from safepassage.read.incidents import KILLED, LATITUDE, LONGITUDE

PRECISION_METRES = (1_000, 25_000, 50_000, 100_000, 100_000, 500_000, 500_000)
"""How far off a position may be, by `where_prec` 1 to 7: the place itself, within 25 km of it, a
district, a province, a line or fuzzy area, a country, the sea or air. The codebook has metres for
the second only: the others are ours."""

TYPES: tuple[tuple[IncidentKind, str], ...] = (
    ("armed_clash", "state-based violence"),
    ("armed_clash", "non-state violence"),
    ("against_civilians", "one-sided violence"),
)
"""By `type_of_violence` 1 to 3; the dataset doesn't say by which means."""

_COLUMNS = (
    Column("id", IDENTIFIER, "UCDP's id of the event", "244657"),
    Column("date_start", DAY, "the first day it may have been", "2018-02-18"),
    Column("date_end", DAY, "the last day it may have been", "2018-02-18"),
    Column("type_of_violence", whole(1, 3), "what it was", "1"),
    Column("latitude", LATITUDE, "WGS 84", "33.5731"),
    Column("longitude", LONGITUDE, "WGS 84", "36.4012"),
    Column("where_prec", whole(1, 7), "how sure the position is", "1"),
    Column("where_coordinates", TEXT, "the place", "Duma town", ""),
    Column("low", KILLED, "the lowest estimate of deaths", "2"),
    Column("high", KILLED, "the highest estimate of deaths", "5"),
)


def read_ucdp(folder: Path, file: str, source: str, faults: Faults) -> Found:
    """The events as incidents of the source UCDP GED."""
    parsed = read_columns(folder, file, _COLUMNS, "id", faults)
    incidents = []
    for row, values in parsed.sound() if parsed else ():
        for first, last in (("date_start", "date_end"), ("low", "high")):
            if values[last] < values[first]:
                faults.add(
                    file,
                    f"{values[last]}, less than {first} {values[first]}",
                    f"a {last} that isn't less than {first}",
                    "Download the file again, or correct the cell.",
                    row=row,
                    column=last,
                )
        incidents.append(_incident(values, source))
    return Found(incidents=tuple(incidents))


def _incident(values: Mapping[str, Any], source: str) -> Incident:
    kind, statement = TYPES[values["type_of_violence"] - 1]
    first, last = values["date_start"], values["date_end"]
    return Incident(
        id=f"ucdp-{values['id']}",
        on=first,
        until="" if last == first else last,
        kind=kind,
        latitude=values["latitude"],
        longitude=values["longitude"],
        precision_metres=PRECISION_METRES[values["where_prec"] - 1],
        place=values["where_coordinates"],
        statement=statement,
        killed_low=values["low"],
        killed_high=values["high"],
        source=source or "UCDP GED",
    )
