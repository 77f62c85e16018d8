"""From an OpenStreetMap extract to the files of a drill case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from safepassage.drill.fault import DrillError
from safepassage.drill.layout import lay_out
from safepassage.drill.names import street_names
from safepassage.drill.options import Drill, check_days, check_options, next_monday
from safepassage.drill.readme import readme
from safepassage.drill.sizing import Size, size
from safepassage.drill.tables import name_sites, tables
from safepassage.drill.toml import case_toml
from safepassage.roads.fault import RoadsError
from safepassage.roads.osm import read_roads
from safepassage.roads.speeds import ROAD_SPEEDS
from safepassage.write import write_files

MAX_ROADS_BYTES = 500_000_000
"""Largest extract that is copied into a drill; a region is far smaller."""

_ENDINGS = (".osm.pbf", ".osm.bz2", ".osm")


@dataclass(frozen=True, kw_only=True)
class Made:
    """A drill that was made: its first day and its size."""

    start: date
    size: Size


def make_drill(
    roads: Path,
    folder: Path,
    drill: Drill,
    *,
    today: date,
    on_stage: Callable[[str], None] = lambda _: None,
) -> Made:
    """Make a drill from an extract and write it into a new or empty folder, whole or not at all.

    The same extract, options and first day give the same files, byte for byte.

    Parameters
    ----------
    roads : an .osm.pbf, .osm or .osm.bz2 file, copied into the folder
    folder : where to write
    drill : what is asked for
    today : the drill starts on the next Monday after it, unless `drill.start` says when
    on_stage : told in words what is being done

    Raises
    ------
    DrillError
        for an option that can't be, a folder with something in it, or an extract from which the
        drill can't be made; nothing is written then.
    """
    check_options(drill)
    _refuse_taken(folder)
    ending = _ending(roads)
    start = drill.start or next_monday(today)
    try:
        on_stage("reading the roads")
        table = read_roads(roads, speeds=ROAD_SPEEDS, keep=()).table
        on_stage("choosing places")
        layout = lay_out(
            table,
            points=drill.points,
            crossings=drill.crossings,
            destinations=drill.destinations,
            seed=drill.seed,
        )
    except RoadsError as error:
        raise DrillError(str(roads), error.found, error.expected, error.remedy) from error
    sized = size(drill, table, layout)
    check_days(drill, start, sized.days)
    on_stage("reading street names")
    chosen = {*layout.points, *layout.destinations}
    chosen.update(node for way in layout.ways for node in (way.crossing, way.staging))
    sites = name_sites(layout, street_names(roads, table, chosen), drill.people)
    file = f"roads{ending}"
    files = {
        "case.toml": case_toml(drill, start, sized, sites, file),
        **tables(drill, sized, sites, table),
        "README.md": readme(drill, start, file),
        file: roads.read_bytes(),
    }
    on_stage("writing")
    write_files(folder, files)
    return Made(start=start, size=sized)


def _ending(roads: Path) -> str:
    ending = next((one for one in _ENDINGS if roads.name.endswith(one)), None)
    expected = "an OpenStreetMap extract: .osm.pbf, .osm or .osm.bz2"
    if not roads.is_file():
        raise DrillError(str(roads), "no such file", expected, "Check the name of the road file.")
    if ending is None:
        raise DrillError(str(roads), "another kind of file", expected, "Convert it to one of them.")
    if roads.stat().st_size > MAX_ROADS_BYTES:
        raise DrillError(
            str(roads),
            f"{roads.stat().st_size:,} bytes",
            f"at most {MAX_ROADS_BYTES:,}",
            "Cut the extract to the area of the drill.",
        )
    return ending


def _refuse_taken(folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise DrillError(
            str(folder),
            "something in it already" if folder.is_dir() else "a file",
            "a new or empty folder",
            "Name another folder; nothing was written.",
        )
