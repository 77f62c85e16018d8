"""The incidents table, and the table of what a person put together as one event."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import get_args

import msgspec

from safepassage.model.evidence import Incident, IncidentKind
from safepassage.read.cells import DATE, IDENTIFIER, STATEMENT, TEXT, decimal, whole, word
from safepassage.read.columns import Column, Parsed
from safepassage.read.faults import Faults, did_you_mean

LATITUDE = decimal(-90, 90, "degrees")
LONGITUDE = decimal(-180, 180, "degrees")
KILLED = whole(0, 1_000_000, "persons")

INCIDENTS = (
    Column("id", IDENTIFIER, "the record's id", "i-1"),
    Column("date", DATE, "the day; the first it may have been", "2018-02-18"),
    Column("until", DATE, "the last day it may have been; empty is the same day", "2018-02-19", ""),
    Column("kind", word(*get_args(IncidentKind)), "what it was", "shelling"),
    Column("latitude", LATITUDE, "WGS 84, north positive", "33.5231"),
    Column("longitude", LONGITUDE, "WGS 84, east positive", "36.4012"),
    Column(
        "precision_metres",
        whole(0, 10_000_000, "metres"),
        "how far off the position may be, as the source says; 0 is exact or not said",
        "2000",
        0,
    ),
    Column("place", TEXT, "what the source calls the place", "North school", ""),
    Column("statement", STATEMENT, "what is said of it; no person's name", "Shells hit a yard", ""),
    Column("killed_low", KILLED, "killed, or the lower end of a range", "2", None),
    Column("killed_high", KILLED, "the upper end; empty is the same as low", "4", None),
    Column("source", TEXT, "whose record it is", "a monitoring group"),
    Column("event", IDENTIFIER, "the same word for records reviewed as one event", "e-7", ""),
)

REVIEWED = (
    Column("id", IDENTIFIER, "id of an incident, as `safepassage evidence --events` has it", "i-1"),
    Column("event", IDENTIFIER, "the same word for records that are one event", "e-7"),
)


def read_incidents(parsed: Parsed | None, faults: Faults) -> tuple[Incident, ...]:
    """The sound rows as incidents, in the order of the table."""
    incidents = []
    for row, values in parsed.sound() if parsed else ():
        assert parsed is not None
        low, high = values["killed_low"], values["killed_high"]
        high = low if high is None else high
        if high is not None and (low is None or low > high):
            faults.add(
                parsed.file,
                f"a range from {'nothing' if low is None else f'{low:,}'} to {high:,}",
                "a range from a lower figure to a higher one",
                "Correct one of them; a single figure goes into killed_low.",
                row=row,
                column="killed_low",
            )
        on = values.pop("date")
        if values["until"] and values["until"] < on:
            faults.add(
                parsed.file,
                f"{values['until']}, before {on}",
                "a last day that isn't before the first",
                "Correct date or until.",
                row=row,
                column="until",
            )
        incidents.append(Incident(**{**values, "on": on, "killed_high": high}))
    return tuple(incidents)


def with_reviews(
    incidents: Sequence[Incident], parsed: Parsed | None, faults: Faults
) -> tuple[Incident, ...]:
    """The incidents with the words of the reviewed table."""
    if parsed is None:
        return tuple(incidents)
    words = {incident.id: incident.event for incident in incidents}
    reviewed: dict[str, str] = {}
    for row, values in parsed.sound():
        name, event = values["id"], values["event"]
        if name not in words:
            faults.add(
                parsed.file,
                f"{name!r}",
                "the id of an incident",
                partial(did_you_mean, name, words, "Correct it, or remove the row."),
                row=row,
                column="id",
            )
        elif words[name] not in ("", event):
            faults.add(
                parsed.file,
                f"{event!r}, where the incidents table has {words[name]!r}",
                "one event for a record",
                "Correct one of the two tables.",
                row=row,
                column="event",
            )
        reviewed[name] = event
    return tuple(_with_event(incident, reviewed) for incident in incidents)


def _with_event(incident: Incident, reviewed: Mapping[str, str]) -> Incident:
    event = reviewed.get(incident.id)
    return msgspec.structs.replace(incident, event=event) if event else incident
