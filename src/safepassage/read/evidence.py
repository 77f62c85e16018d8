"""Everything said about the ground: the case's own tables, and files in formats that others use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from safepassage.model.evidence import Claim, DailyFigure, Incident
from safepassage.read.claims import read_claims
from safepassage.read.columns import Parsed
from safepassage.read.faults import Faults
from safepassage.read.foreign import FORMATS
from safepassage.read.incidents import read_incidents, with_reviews
from safepassage.read.series import read_series
from safepassage.read.tables import TABLES
from safepassage.read.toml import Section, open_toml


@dataclass(frozen=True)
class EvidenceFile:
    """A file of somebody else's, as `[[evidence]]` names it."""

    file: str
    format: str
    source: str
    """Whose records they are; empty is as the file says."""


@dataclass(frozen=True)
class Evidence:
    """All of it, own and foreign."""

    claims: tuple[Claim, ...]
    series: tuple[DailyFigure, ...]
    incidents: tuple[Incident, ...]


def files_named(folder: Path) -> frozenset[str]:
    """Names of the files of `[[evidence]]`, faults left to `read_evidence_files`."""
    root = open_toml(folder, Faults())
    return frozenset(one.text("file") for one in root.sections("evidence")) - {
        f"{name}.csv" for name in TABLES
    }


def read_evidence_files(root: Section) -> tuple[EvidenceFile, ...]:
    """The files that `case.toml` names."""
    files = []
    seen: set[str] = set()
    for one in root.sections("evidence"):
        file, kind = one.text("file"), one.word("format", FORMATS)
        source = one.text("source", "")
        if file in seen or file.removesuffix(".csv") in TABLES:
            one.fault(
                "file",
                f"{file!r}, which is read already",
                "each file once, and no table of the case",
                "Remove the entry, or rename the file.",
            )
        elif file and kind:
            files.append(EvidenceFile(file, kind, source))
        seen.add(file)
    return tuple(files)


def read_evidence(
    folder: Path,
    files: Iterable[EvidenceFile],
    tables: Mapping[str, Parsed],
    faults: Faults,
) -> Evidence:
    """Claims, series and incidents of the tables, and then of the files, in order."""
    claims = [("claims", read_claims(tables.get("claims"), faults))]
    incidents = [("incidents", read_incidents(tables.get("incidents"), faults))]
    for one in files:
        found = FORMATS[one.format](folder, one.file, one.source, faults)
        claims.append((one.file, found.claims))
        incidents.append((one.file, found.incidents))
    return Evidence(
        claims=_once(claims, "claim", faults),
        series=read_series(tables.get("series"), faults),
        incidents=with_reviews(
            _once(incidents, "incident", faults), tables.get("reviewed"), faults
        ),
    )


_Record = TypeVar("_Record", Claim, Incident)


def _once(
    tables: Iterable[tuple[str, tuple[_Record, ...]]], what: str, faults: Faults
) -> tuple[_Record, ...]:
    """All records, a fault for each that two files have."""
    records: dict[str, _Record] = {}
    origin: dict[str, str] = {}
    for file, rows in tables:
        for record in rows:
            if origin.setdefault(record.id, file) != file:
                faults.add(
                    file,
                    f"the {what} {record.id!r}, which is in {origin[record.id]} too",
                    "each record in one file",
                    "Remove it from one of them; a newer download replaces the older.",
                )
            records[record.id] = record
    return tuple(records.values())
