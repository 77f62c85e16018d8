"""`drill`: a case to try things on, from any OpenStreetMap extract."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from safepassage.cli.progress import drawn_stage
from safepassage.drill.make import make_drill
from safepassage.drill.options import Drill


def drill(roads: Path, /, options: Annotated[Drill, Parameter(name="*")], *, out: Path) -> int:
    """Make a drill case from any OpenStreetMap extract: invented people on real streets.

    Assembly points are junctions spread over the area, crossings and destinations lie at its edge,
    households are drawn. The extract is copied into the case. Same extract, options and start,
    same case.

    Example: safepassage drill town.osm.pbf --people 5000 --out my-drill

    Parameters
    ----------
    roads
        The extract: .osm.pbf, .osm or .osm.bz2, of a town, a region or a small country.
    out
        Folder to make; it must be new or empty.
    """
    with drawn_stage() as on_stage:
        made = make_drill(roads, out, options, today=date.today(), on_stage=on_stage)
    size = made.size
    print(
        f"A drill of {size.days} days from {made.start:%A} {made.start} ({options.timezone}), with "
        f"{size.buses:,} buses and {size.ambulances:,} ambulances: every figure is assumed."
    )
    print(f"Look at it: safepassage case {out}")
    print(f"Plan it:    safepassage plan {out} --out {out}-plan")
    return 0
