"""The tables of a drill, as CSV: places at the junctions chosen, and the fleet."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from safepassage.drill.layout import Layout
from safepassage.drill.names import place_names
from safepassage.drill.options import Drill
from safepassage.drill.sizing import HANDOVER_MINUTES, TURNAROUND_MINUTES, Size
from safepassage.model.roads import RoadTable
from safepassage.shown import csv_cell


@dataclass(frozen=True, kw_only=True)
class Site:
    """A place of the drill, at a node of the road table."""

    id: str
    name: str
    node: int


@dataclass(frozen=True, kw_only=True)
class Sites:
    """All places of the drill, and the people at each assembly point."""

    points: tuple[Site, ...]
    people: tuple[int, ...]
    crossings: tuple[Site, ...]
    staging: tuple[Site, ...]
    destinations: tuple[Site, ...]


def name_sites(layout: Layout, streets: Mapping[int, list[str]], people: int) -> Sites:
    """The places of a layout, with ids, names, and every person at one point.

    Half of the people are spread evenly over the points, half as the junctions are.
    """

    def sites(
        id_stem: str, kind: str, nodes: Sequence[int], *, bare: bool = False
    ) -> tuple[Site, ...]:
        names = place_names(kind, nodes, streets, bare=bare)
        return tuple(
            Site(id=f"{id_stem}-{number}", name=name, node=node)
            for number, (node, name) in enumerate(zip(nodes, names, strict=True), start=1)
        )

    even = 1 / len(layout.points)
    return Sites(
        points=sites("point", "Point", layout.points, bare=True),
        people=_whole_shares([(share + even) / 2 for share in layout.shares], people),
        crossings=sites("crossing", "Crossing", layout.crossings),
        staging=sites("staging", "Staging", [way.staging for way in layout.ways]),
        destinations=sites("destination", "Reception", layout.destinations),
    )


def tables(drill: Drill, size: Size, sites: Sites, table: RoadTable) -> dict[str, bytes]:
    """Every table of the case but the households, which are drawn."""

    def places(
        chosen: Sequence[Site], columns: str, rows: Sequence[Sequence[object]] = ()
    ) -> bytes:
        more = rows or [()] * len(chosen)
        return _csv(
            ["id", "name", "latitude", "longitude", *columns.split()],
            [
                [
                    site.id,
                    csv_cell(site.name),
                    f"{table.latitude[site.node]:.7f}",
                    f"{table.longitude[site.node]:.7f}",
                    *row,
                ]
                for site, row in zip(chosen, more, strict=True)
            ],
        )

    gate = [drill.convoy, drill.headway, drill.vehicles_per_hour, drill.persons_per_hour]
    received = [reception(drill), HANDOVER_MINUTES]
    return {
        "assembly_points.csv": places(
            sites.points, "population", [[people] for people in sites.people]
        ),
        "crossings.csv": places(
            sites.crossings,
            "convoy_vehicles headway_minutes vehicles_per_hour persons_per_hour",
            [gate] * len(sites.crossings),
        ),
        "destinations.csv": places(
            sites.destinations, "capacity handover_minutes", [received] * len(sites.destinations)
        ),
        "staging_areas.csv": places(sites.staging, ""),
        "vehicles.csv": _fleet(drill, size, sites.staging),
    }


def reception(drill: Drill) -> int:
    """Persons each destination can receive: as asked for, or everybody."""
    return drill.reception or drill.people


def _fleet(drill: Drill, size: Size, staging: Sequence[Site]) -> bytes:
    """Buses and ambulances, spread evenly over the staging areas."""
    header = ["id", "count", "kind", "seats", "stretchers", "wheelchairs", "medical_escort"]
    header += ["start", "loading_minutes", "turnaround_minutes", "driving_hours", "rest_hours"]
    even = [1 / len(staging)] * len(staging)
    kinds = (
        ("bus", size.buses, [drill.seats, 0, 1, "no"]),
        ("ambulance", size.ambulances, [2, 2, 1, "yes"]),
    )
    rows = [
        [
            f"{kind}-{number}",
            count,
            kind,
            *carries,
            site.id,
            drill.loading,
            TURNAROUND_MINUTES,
            9,
            11,
        ]
        for kind, all_of_them, carries in kinds
        for number, (site, count) in enumerate(
            zip(staging, _whole_shares(even, all_of_them), strict=True), start=1
        )
        if count
    ]
    return _csv(header, rows)


def _whole_shares(shares: Sequence[float], total: int) -> tuple[int, ...]:
    """Whole numbers that add up to the total, nearest to the shares (largest remainders)."""
    exact = [share * total for share in shares]
    whole = [int(one) for one in exact]
    by_rest = sorted(range(len(exact)), key=lambda number: whole[number] - exact[number])
    for number in by_rest[: total - sum(whole)]:
        whole[number] += 1
    return tuple(whole)


def _csv(header: Sequence[str], rows: Sequence[Sequence[object]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([header, *rows])
    return text.getvalue().encode()
