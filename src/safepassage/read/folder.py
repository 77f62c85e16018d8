"""From a case folder to a `Case`: every table, every check, every fault."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec

from safepassage.errors import CaseError, Fault
from safepassage.model.agreement import Agreement, Guard, Window
from safepassage.model.case import Assumption, Case
from safepassage.model.exposure import ExposureRules
from safepassage.model.levers import LeverTerms
from safepassage.model.places import AssemblyPoint, Crossing, Destination, StagingArea
from safepassage.model.roads import RoadTable
from safepassage.model.territory import Movement
from safepassage.model.variation import Variation
from safepassage.read import places
from safepassage.read.claims import CLAIMS
from safepassage.read.columns import Column, Parsed, parse
from safepassage.read.control import read_control
from safepassage.read.demand import check_demand, check_population
from safepassage.read.draw import MAX_PERSONS, Distribution, draw_groups, read_draw
from safepassage.read.evidence import EvidenceFile, files_named, read_evidence, read_evidence_files
from safepassage.read.exposure import read_exposure
from safepassage.read.faults import Faults
from safepassage.read.fleet import VEHICLES, read_fleet
from safepassage.read.households import HOUSEHOLDS, Known, Registered, read_households
from safepassage.read.incidents import INCIDENTS, REVIEWED
from safepassage.read.levers import read_levers
from safepassage.read.life import LIFE, actors_of
from safepassage.read.movements import MOVEMENTS, populations_on, read_movements
from safepassage.read.reach import check_reach
from safepassage.read.roads import RoadsSpec, read_case_roads, read_roads_spec
from safepassage.read.series import SERIES
from safepassage.read.stated import TERMS, Named, check_sources, read_terms
from safepassage.read.tables import OPTIONAL_TABLES, find_tables, read_table
from safepassage.read.terms import (
    Head,
    LifeTable,
    read_agreement,
    read_assumptions,
    read_guard,
    read_head,
)
from safepassage.read.toml import FILE, Section, open_toml
from safepassage.read.variation import read_variations
from safepassage.read.windows import read_windows
from safepassage.roads.osm import NetworkReport

COLUMNS: Mapping[str, tuple[Column, ...]] = {
    **places.PLACE_COLUMNS,
    "vehicles": VEHICLES,
    "households": HOUSEHOLDS,
    "claims": CLAIMS,
    "series": SERIES,
    "incidents": INCIDENTS,
    "reviewed": REVIEWED,
    "agreement": LIFE,
    "terms": TERMS,
    "movements": MOVEMENTS,
}
"""The columns of every table."""

KEYS: Mapping[str, tuple[str, ...]] = {"series": ("series", "date"), "agreement": ()}
"""Columns in which no two rows are alike, where that isn't the id."""

PEOPLE_AND_CLAIMS = (
    *("households", "claims", "series", "incidents", "reviewed"),
    *("agreement", "terms", "movements"),
)
"""Tables that don't tell who can get where."""


STUDIED = (*places.PLACE_COLUMNS, "vehicles")
"""Tables whose rows `[[varies]]` and `[[levers]]` may name."""


@dataclass(frozen=True)
class CaseRead:
    """A case with what people should know before they plan with it."""

    case: Case
    warnings: tuple[Fault, ...]
    network: NetworkReport
    roads: RoadsSpec
    """What the case says of its roads."""
    free_roads: RoadTable
    """The road table without `[roads.slower]` and `[[roads.delays]]`."""


def read_case(folder: Path | str) -> Case:
    """Read a case folder.

    Raises
    ------
    CaseError
        with every fault of every file, if there is any.
    """
    return load_case(folder).case


def load_case(folder: Path | str) -> CaseRead:
    """Read a case folder, with its warnings and a report on its roads.

    Raises
    ------
    CaseError
        with every fault of every file, if there is any.
    """
    folder = Path(folder)
    faults = Faults()
    try:
        next(folder.iterdir(), None)
    except OSError as error:
        faults.add(
            str(folder),
            f"no folder that can be opened ({error.strerror})",
            "a case folder",
            "Correct the name; `safepassage new` writes a folder to start from.",
        )
        raise CaseError(faults.errors) from error
    return _load(folder, faults)


@dataclass(frozen=True)
class _Tables:
    """The tables that could be read, with the files of all there are."""

    parsed: Mapping[str, Parsed]
    files: Mapping[str, str]

    def ids(self, *names: str) -> frozenset[str] | None:
        """Ids of these tables, faulty rows too; None if one can't be read or is missing."""
        known: set[str] = set()
        for name in names:
            if name in self.parsed:
                known.update(self.parsed[name].ids)
            elif name in self.files or name not in OPTIONAL_TABLES:
                return None
        return frozenset(known)

    def populations(self) -> Mapping[str, int] | None:
        """Persons at each assembly point as the table has them; None if it can't be read."""
        points = self.parsed.get("assembly_points")
        if points is None:
            return None
        return dict(zip(points.ids, points.values["population"], strict=True))


@dataclass(frozen=True)
class _Toml:
    """What `case.toml` says."""

    head: Head
    agreement: Agreement
    windows: tuple[Window, ...]
    guard: Guard
    roads: RoadsSpec
    populations: Mapping[str, int] | None
    """Persons at each assembly point when the horizon starts; None if the table can't be read."""
    distribution: Distribution | None
    assumptions: tuple[Assumption, ...]
    evidence: tuple[EvidenceFile, ...]
    exposure: ExposureRules
    variations: tuple[Variation, ...]
    levers: tuple[LeverTerms, ...]


@dataclass(frozen=True)
class _Places:
    """The sound rows of the four tables of places."""

    assembly_points: tuple[AssemblyPoint, ...]
    crossings: tuple[Crossing, ...]
    destinations: tuple[Destination, ...]
    staging_areas: tuple[StagingArea, ...]

    @classmethod
    def build(cls, parsed: Mapping[str, Parsed], populations: Mapping[str, int] | None) -> _Places:
        return cls(
            assembly_points=places.assembly_points(parsed.get("assembly_points"), populations),
            crossings=places.crossings(parsed.get("crossings")),
            destinations=places.destinations(parsed.get("destinations")),
            staging_areas=places.staging_areas(parsed.get("staging_areas")),
        )


def _load(folder: Path, faults: Faults) -> CaseRead:
    tables = _read_tables(folder, faults)
    movements = _movements(tables, faults)
    toml = _read_toml(folder, tables, movements, faults)
    sites = _Places.build(tables.parsed, toml.populations)
    fleet = read_fleet(
        tables.parsed.get("vehicles"),
        toml.head.zone,
        toml.head.horizon,
        tables.ids("staging_areas", "destinations", "assembly_points"),
        toml.roads.speeds,
        faults,
    )
    calling = (tables.parsed.get(name) for name in ("assembly_points", "destinations"))
    called = [table for table in calling if table is not None]
    types = tables.ids("vehicles")
    if types is not None:
        places.unknown_types(called, types, faults)
    registered = _registered(tables, toml.agreement, faults)
    evidence = read_evidence(folder, toml.evidence, tables.parsed, faults)
    control = read_control(folder, _actors(toml.agreement, faults), faults)
    roads = read_case_roads(
        toml.roads,
        [(tables.parsed.get(name), getattr(sites, name)) for name in places.PLACE_COLUMNS],
        frozenset(kind.profile for kind in fleet.types),
        faults,
    )
    if roads and _network_is_sound(tables, toml.roads, faults):
        check_reach(
            roads,
            sites.assembly_points,
            sites.crossings,
            fleet,
            tables=tables.parsed,
            faults=faults,
        )
    if faults.errors or roads is None or toml.head.horizon is None:
        raise CaseError(faults.errors)
    groups = registered.groups if registered else ()
    if registered is None and toml.distribution:
        groups = draw_groups(toml.distribution, sites.assembly_points, toml.head.seed)
    case = Case(
        name=toml.head.name,
        title=toml.head.title,
        timezone=toml.head.timezone,
        horizon=toml.head.horizon,
        agreement=toml.agreement,
        windows=toml.windows,
        assembly_points=sites.assembly_points,
        crossings=sites.crossings,
        destinations=sites.destinations,
        staging_areas=sites.staging_areas,
        vehicle_types=fleet.types,
        vehicles=fleet.vehicles,
        groups=groups,
        guard=toml.guard,
        roads=roads.table,
        place_nodes=roads.nodes,
        assumptions=toml.assumptions,
        claims=evidence.claims,
        series=evidence.series,
        incidents=evidence.incidents,
        exposure=toml.exposure,
        variations=toml.variations,
        levers=toml.levers,
        control=control,
        movements=movements,
        seed=toml.head.seed,
        drawn_households=registered is None,
        schematic_roads=toml.roads.schematic,
        past_places=toml.roads.past_places,
        under_duress=toml.head.under_duress,
    )
    file, rows = (registered.file, registered.row_of) if registered else ("drawn households", {})
    check_demand(case, tables.parsed["destinations"], file, rows, faults)
    if registered:
        check_population(case, tables.parsed["assembly_points"], faults)
    return CaseRead(case, faults.warnings, roads.network, toml.roads, roads.free)


def _network_is_sound(tables: _Tables, roads: RoadsSpec, faults: Faults) -> bool:
    """Whether who can get where may be judged: every place and vehicle is there, on the roads."""
    needed = [name for name in COLUMNS if name not in PEOPLE_AND_CLAIMS and name in tables.files]
    files = {FILE, roads.file, *(tables.files[name] for name in needed)}
    return (
        all(name in needed for name in COLUMNS if name not in OPTIONAL_TABLES)
        and all(name in tables.parsed for name in needed)
        and not any(fault.file in files for fault in faults.errors)
    )


def _read_tables(folder: Path, faults: Faults) -> _Tables:
    found = find_tables(folder, files_named(folder), faults)
    if found is None:
        return _Tables({}, {name: name for name in COLUMNS})
    parsed: dict[str, Parsed] = {}
    for name in sorted(found.names):
        table = read_table(found, name, faults)
        if table and name in places.PLACE_COLUMNS and len(table.rows) > places.MAX_ROWS:
            faults.add(
                table.file,
                f"{len(table.rows):,} places",
                f"at most {places.MAX_ROWS:,} places a table",
                "Check that it is the right file, or split the case.",
            )
            continue
        values = parse(table, COLUMNS[name], faults, KEYS.get(name, ("id",))) if table else None
        if values:
            parsed[name] = values
    same_id = [parsed[name] for name in places.PLACE_COLUMNS if name in parsed]
    places.same_id_in_two_tables(same_id, faults)
    return _Tables(parsed, {name: found.file(name) for name in found.names})


def _movements(tables: _Tables, faults: Faults) -> tuple[Movement, ...]:
    parsed = tables.parsed.get("movements")
    return read_movements(parsed, tables.populations(), tables.ids("claims"), faults)


def _actors(agreement: Agreement, faults: Faults) -> frozenset[str] | None:
    """Who may hold ground; None if a fault of `case.toml` leaves open who is named."""
    if any(fault.file == FILE for fault in faults.errors):
        return None
    return actors_of(agreement.parties, agreement.guarantor, agreement.others)


def _read_toml(
    folder: Path, tables: _Tables, movements: tuple[Movement, ...], faults: Faults
) -> _Toml:
    root = open_toml(folder, faults)
    head = read_head(root)
    destinations = tables.ids("destinations")
    life = LifeTable("agreement" in tables.files, tables.parsed.get("agreement"))
    agreement = read_agreement(root.section("agreement"), head.zone, destinations, life)
    agreement = _with_terms(agreement, head, tables, faults)
    populations = _at_start(tables.populations(), movements, head)
    toml = _Toml(
        head=head,
        agreement=agreement,
        windows=read_windows(root, head.zone, head.horizon, tables.ids("crossings")),
        guard=read_guard(root.section("guard")),
        roads=read_roads_spec(root.section("roads"), folder),
        populations=populations,
        distribution=_distribution(root, tables, agreement, destinations, populations),
        assumptions=read_assumptions(root),
        evidence=read_evidence_files(root),
        exposure=read_exposure(root.section("exposure")),
        variations=read_variations(root, {name: tables.ids(name) for name in STUDIED}),
        levers=read_levers(root, {name: tables.ids(name) for name in STUDIED}),
    )
    root.close()
    return toml


def _with_terms(agreement: Agreement, head: Head, tables: _Tables, faults: Faults) -> Agreement:
    known = Named(
        agreement=agreement,
        places=tables.ids(*places.PLACE_COLUMNS),
        claims=tables.ids("claims"),
    )
    check_sources(tables.parsed.get("agreement"), known.claims, faults)
    terms = read_terms(tables.parsed.get("terms"), head.zone, known, faults)
    return msgspec.structs.replace(agreement, terms=terms)


def _at_start(
    populations: Mapping[str, int] | None, movements: tuple[Movement, ...], head: Head
) -> Mapping[str, int] | None:
    """The populations after what moved up to the day the horizon starts."""
    if populations is None or head.horizon is None or head.zone is None:
        return populations
    first = datetime.fromtimestamp(head.horizon[0], head.zone).date()
    return populations_on(populations, movements, first.isoformat())


def _distribution(
    root: Section,
    tables: _Tables,
    agreement: Agreement,
    destinations: frozenset[str] | None,
    populations: Mapping[str, int] | None,
) -> Distribution | None:
    registered = "households" in tables.files
    if not root.has("draw"):
        if not registered:
            root.fault(
                "draw",
                "neither a households table nor [draw]",
                "one of them",
                "Add the table, or state in [draw] how households are drawn from the population.",
            )
        return None
    distribution = read_draw(root.section("draw"), agreement, destinations, populations)
    if registered:
        root.faults.warn(
            FILE,
            "a households table and [draw]",
            "one of them",
            "The table is used. Remove [draw] if nothing is to be drawn.",
            column="draw",
        )
    elif populations is not None and not 0 < (persons := sum(populations.values())) <= MAX_PERSONS:
        root.fault(
            "draw",
            f"a population of {persons:,} to draw from",
            f"a population from 1 to {MAX_PERSONS:,} over all assembly points",
            f"Correct the population column of {tables.files['assembly_points']}.",
        )
    return distribution


def _registered(tables: _Tables, agreement: Agreement, faults: Faults) -> Registered | None:
    parsed = tables.parsed.get("households")
    if parsed is None:
        return None
    known = Known(
        points=tables.ids("assembly_points"),
        destinations=tables.ids("destinations"),
        stated=frozenset(agreement.destinations),
        categories=frozenset(category.id for category in agreement.categories) or None,
        items=frozenset(item.id for item in agreement.items) if agreement.categories else None,
    )
    return read_households(parsed, known, faults)
