"""Who holds what ground on which date: `control.geojson`, all areas of a date one picture."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from safepassage.model.territory import ControlArea, Ring
from safepassage.read.areas import Area, drawn_areas, tangled
from safepassage.read.cells import DATE, TEXT, Kind, Wrong
from safepassage.read.faults import SHOWN, Faults, Remedy, did_you_mean, quoted
from safepassage.read.files import inside

FILE = "control.geojson"
MAX_AREAS = 2000
SLIVER = 0.01
"""Share of the smaller area that neighbours may overlap: borders are drawn twice by hand."""


def _flag(value: Any) -> Any:
    return value if isinstance(value, bool) else Wrong("true or false", "Write true or false.")


def _words(kind: Kind, value: Any) -> Any:
    if isinstance(value, str) and value.strip():
        return kind.read(value.strip())
    return Wrong(f"a text ({kind.words})", "Write it between quotation marks.")


_PROPERTIES: Mapping[str, Callable[[Any], Any]] = {
    "on": partial(_words, DATE),
    "name": partial(_words, TEXT),
    "held_by": partial(_words, TEXT),
    "enclave": _flag,
    "approximate": _flag,
    "source": partial(_words, TEXT),
}
_OPTIONAL = "approximate"


@dataclass(frozen=True)
class _Said:
    """An area with its sound properties, by name; `sound` if all of them are."""

    number: int
    shape: BaseGeometry | None
    said: Mapping[str, Any]
    sound: bool


def read_control(
    folder: Path, actors: frozenset[str] | None, faults: Faults
) -> tuple[ControlArea, ...]:
    """The areas of the folder's pictures, oldest first; none without the file.

    `actors` are the names of the agreement that may hold ground, None where it couldn't be read.
    """
    if not (folder / FILE).is_symlink() and not (folder / FILE).exists():
        return ()
    path = inside(folder, FILE, faults, file=FILE)
    drawn = drawn_areas(path, FILE, faults) if path else None
    if drawn is None:
        return ()
    if len(drawn) > MAX_AREAS:
        faults.add(
            FILE,
            f"{len(drawn):,} areas",
            f"at most {MAX_AREAS:,} areas",
            "Merge areas of one date and holder.",
        )
        return ()
    told = [_said(area, faults) for area in drawn]
    _held_by(told, actors, faults)
    _in_order(told, faults)
    sound = [one for one in told if one.sound]
    pictures: defaultdict[str, list[_Said]] = defaultdict(list)
    for one in sound:
        pictures[one.said["on"]].append(one)
    # A date with a faulty area isn't judged as a whole: its enclave may be that area.
    complete = len(sound) == len(drawn)
    for on, areas in sorted(pictures.items()):
        _enclave(on, areas, complete, faults)
        _overlaps(on, areas, faults)
    return tuple(
        ControlArea(**one.said, polygons=_polygons(one.shape))
        for _, areas in sorted(pictures.items())
        for one in areas
        if one.shape is not None
    )


def _said(area: Area, faults: Faults) -> _Said:
    """The area with the properties that are as they should be; the others are faults."""
    properties = area.properties if isinstance(area.properties, dict) else {}
    for name in properties:
        if name not in _PROPERTIES:
            faults.add(
                FILE,
                f"area {area.number}: the unknown property {quoted(name)}",
                "the properties " + ", ".join(_PROPERTIES),
                partial(did_you_mean, name, _PROPERTIES, "It is left alone."),
                severity="warning",
            )
    said = {}
    for name, read in _PROPERTIES.items():
        if name not in properties and name == _OPTIONAL:
            continue
        value = read(properties.get(name))
        if isinstance(value, Wrong):
            there = quoted(properties[name]) if name in properties else "nothing"
            _note(faults, area, name, there, value.expected, value.remedy)
        else:
            said[name] = value
    complete = all(name in said for name in _PROPERTIES if name != _OPTIONAL or name in properties)
    return _Said(area.number, area.shape, said, complete)


def _note(
    faults: Faults, area: Area | _Said, name: str, found: str, expected: str, remedy: Remedy
) -> None:
    faults.add(FILE, f"area {area.number}: {found}", expected, remedy, column=name)


def _held_by(areas: Sequence[_Said], actors: frozenset[str] | None, faults: Faults) -> None:
    for area in areas:
        name = area.said.get("held_by")
        if actors is not None and name is not None and name not in actors:
            remedy = partial(did_you_mean, name, actors, "Name it there, or correct it.")
            expected = "a party, the guarantor or one of the others of [agreement]"
            _note(faults, area, "held_by", quoted(name), expected, remedy)


def _in_order(areas: Sequence[_Said], faults: Faults) -> None:
    last = ""
    for area in areas:
        on = area.said.get("on", last)
        if on < last:
            found = f"{on} after {last}"
            remedy = "Correct the date, or move the area up."
            _note(faults, area, "on", found, "pictures in the order of their dates", remedy)
        last = max(last, on)


def _enclave(on: str, areas: Sequence[_Said], complete: bool, faults: Faults) -> None:
    if complete and not any(area.said["enclave"] for area in areas):
        faults.add(
            FILE,
            f"no enclave on {on}",
            "at least one area with enclave = true on every date",
            "Mark the area the people are inside, or draw it.",
            column="enclave",
        )


def _overlaps(on: str, areas: Sequence[_Said], faults: Faults) -> None:
    """Fault the first few pairs of a date that overlap by more than a sliver."""
    drawn = [area for area in areas if area.shape is not None]
    shapes = [area.shape for area in drawn]
    if tangled(shapes, FILE, faults):
        return
    left = SHOWN
    for first, second, share in _overlapping(shapes):
        _note(
            faults,
            drawn[second],
            "on",
            f"{share:.0%} of the smaller lies in area {drawn[first].number} too, on {on}",
            f"areas of one date that overlap by at most {SLIVER:.0%} of the smaller",
            "Cut one of them back to the border.",
        )
        left -= 1
        if not left:
            return


def _overlapping(shapes: Sequence[Any]) -> Iterator[tuple[int, int, float]]:
    tree = shapely.STRtree(shapes)
    for second, shape in enumerate(shapes):
        for first in sorted(tree.query(shape, predicate="intersects").tolist()):
            if first < second:
                smaller = min(shapes[first].area, shape.area)
                share = shapely.intersection(shapes[first], shape).area / smaller
                if share > SLIVER:
                    yield first, second, share


def _polygons(shape: BaseGeometry) -> tuple[tuple[Ring, ...], ...]:
    return tuple(
        tuple(tuple(map(tuple, ring.coords)) for ring in (polygon.exterior, *polygon.interiors))
        for polygon in shapely.get_parts(shape)
    )
