"""A simulated plan for sumo-gui: the roads, and every drive and stop as it was measured."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time
from xml.sax.saxutils import quoteattr

from safepassage.model.case import Case
from safepassage.simulate.net import NET
from safepassage.simulate.run import TYPES, Run

CONFIG, DRIVES = "run.sumocfg", "drives.rou.xml"

FILES = (CONFIG, NET, TYPES, DRIVES)


def gui_files(case: Case, run: Run) -> dict[str, bytes]:
    """`run.sumocfg` and what it names. SUMO's clock counts from the first local midnight."""
    made = run.log.made
    first = min((one.ready for one in made.values()), default=case.horizon[0])
    day = datetime.fromtimestamp(first, case.zone).date()
    midnight = int(datetime.combine(day, time.min, tzinfo=case.zone).timestamp())
    begin, end = first - midnight, run.log.until - midnight
    config = (
        "<configuration>\n"
        f'<input><net-file value="{NET}"/><route-files value="{DRIVES}"/>'
        f'<additional-files value="{TYPES}"/></input>\n'
        f'<time><begin value="{begin}"/><end value="{end}"/></time>\n'
        '<report><human-readable-time value="true"/><xml-validation value="never"/></report>\n'
        '<gui_only><delay value="100"/></gui_only>\n'
        "</configuration>\n"
    )
    return {
        CONFIG: config.encode(),
        NET: run.net,
        TYPES: run.types,
        DRIVES: "\n".join([*_routes(run), *_drives(run, midnight)]).encode(),
    }


def _routes(run: Run) -> Iterable[str]:
    yield "<routes>"
    for track in run.tracks.values():
        yield f'<route id="{track.name}" edges="{" ".join(track.edges)}"/>'


def _drives(run: Run, midnight: int) -> Iterable[str]:
    """Each drive as a vehicle that stops off the road where it arrived, until it left."""
    drives = [drive for own in run.itinerary.drives.values() for drive in own]
    begun = [(run.log.made[drive.id], drive) for drive in drives if drive.id in run.log.made]
    for made, drive in sorted(begun, key=lambda one: (one[0].ready, one[1].id)):
        track = run.tracks.get(drive.route or "")
        if track is None or drive.id in run.log.refused:
            continue
        until = (run.log.until if made.left is None else made.left) - midnight
        yield (
            f'<vehicle id={quoteattr(drive.id)} type={quoteattr(drive.type)} route="{track.name}" '
            f'depart="{made.ready - midnight}" departLane="best" departPos="base" departSpeed="0">'
            f'<stop lane="{track.edges[-1]}_{track.lane}" endPos="{track.last_metres}" '
            f'parking="true" duration="1" until="{until}"/></vehicle>'
        )
    yield "</routes>\n"
