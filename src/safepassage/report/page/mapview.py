"""The map: roads, places and ways, drawn once inside and once whole, and what is played on it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree as ET

from markupsafe import Markup

from safepassage.report.language import Language
from safepassage.report.page.svg import Drawing

Data = Mapping[str, Any]
Box = tuple[float, float, float, float]

WIDTH = 480.0
HEIGHTS = (220.0, 560.0)
MARGIN = 34.0
DETAIL = 0.8
"""Points of a road nearer than so many units to the last one are left out."""

NEARLY_WHOLE = 0.5
"""A view of the inside is worth a picture of its own if the whole is twice as wide."""


@dataclass(frozen=True)
class View:
    """A map's frame: degrees to units by a local equirectangular projection."""

    west: float
    north: float
    per_longitude: float
    per_latitude: float
    height: float

    def x(self, longitude: float) -> float:
        """Units from the left."""
        return (longitude - self.west) * self.per_longitude

    def y(self, latitude: float) -> float:
        """Units from the top."""
        return (self.north - latitude) * self.per_latitude

    @property
    def metres(self) -> float:
        """Metres a unit."""
        return 111_195 / self.per_latitude


def views(ground: Data) -> tuple[tuple[str, View], ...]:
    """The inside with its crossings, and the whole way; one of them if they are nearly alike."""
    places = ground.get("places", ())
    inner = [p for p in places if p["kind"] in ("assembly_point", "crossing")]
    ways = [w for w in ground.get("ways", ()) if w.get("people")]
    whole = _box(
        [*(p["longitude"] for p in places), *(x for way in ways for x in way["longitudes"])],
        [*(p["latitude"] for p in places), *(y for way in ways for y in way["latitudes"])],
    )
    if not any(p["kind"] == "crossing" for p in places):
        return (("whole", _view(whole)),)
    inside = _box([p["longitude"] for p in inner], [p["latitude"] for p in inner])
    if _size(inside) > NEARLY_WHOLE * _size(whole):
        return (("whole", _view(whole)),)
    return (("inside", _view(inside)), ("whole", _view(whole)))


def _box(longitudes: Sequence[float], latitudes: Sequence[float]) -> Box:
    return min(longitudes), min(latitudes), max(longitudes), max(latitudes)


def _size(box: Box) -> float:
    west, south, east, north = box
    return max((east - west) * math.cos(math.radians(north)), north - south)


def _view(box: Box) -> View:
    west, south, east, north = box
    squeeze = math.cos(math.radians((south + north) / 2))
    width, tall = max((east - west) * squeeze, 1e-3), max(north - south, 1e-3)
    low, high = HEIGHTS
    room = WIDTH - 2 * MARGIN
    per_latitude = min(room / width, (high - 2 * MARGIN) / tall)
    height = min(high, max(low, tall * per_latitude + 2 * MARGIN))
    left = (WIDTH - width * per_latitude) / 2
    above = (height - tall * per_latitude) / 2
    return View(
        west=west - left / (per_latitude * squeeze),
        north=north + above / per_latitude,
        per_longitude=per_latitude * squeeze,
        per_latitude=per_latitude,
        height=height,
    )


def framed(longitudes: Sequence[float], latitudes: Sequence[float]) -> View:
    """A frame around these points, of which there is at least one."""
    return _view(_box(longitudes, latitudes))


def map_picture(ground: Data, name: str, view: View, language: Language, *, apart: bool) -> Markup:
    """The map without what moves on it; `apart` if the inside has a picture of its own."""
    picture = map_drawing(ground, name, view, language, apart=apart)
    return picture.markup()


def map_drawing(ground: Data, name: str, view: View, language: Language, *, apart: bool) -> Drawing:
    """The map as a drawing to which more can be added."""
    text = language.text
    title = text("Map of the inside") if name == "inside" else text("Map of the whole way")
    picture = Drawing(view.height, title, WIDTH, "map")
    draw_roads(picture, ground.get("roads", ()), view)
    most = max((way["people"] for way in ground.get("ways", ())), default=0)
    for way in ground.get("ways", ()):
        if way["people"]:
            css = way.get("style") or ("way outside" if way["outside"] else "way")
            line = draw_line(picture, way, view, css)
            if line is not None:
                line.set("stroke-width", f"{1.2 + 5 * way['people'] / most:.1f}")
    inside = [p for p in ground.get("places", ()) if _is_within(p, view)]
    named = inside
    if apart and name == "whole":
        named = [p for p in inside if p["kind"] in ("crossing", "destination") and p["people"]]
    draw_places(picture, inside, named, view, language)
    return picture


def draw_roads(picture: Drawing, roads: Iterable[Data], view: View) -> None:
    """The roads beneath everything else."""
    for road in roads:
        css = "road" if road["open"] else "road closed"
        draw_line(picture, road, view, f"{css} major" if road["major"] else css)


def draw_places(
    picture: Drawing,
    places: Iterable[Data],
    named: Sequence[Data],
    view: View,
    language: Language,
) -> None:
    """Symbols inside the frame, names of `named` where there is room, and a bar of length."""
    for place in places:
        if _is_within(place, view):
            x, y = view.x(place["longitude"]), view.y(place["latitude"])
            _symbol(picture, place, x, y, called(place, language))
    _labels(picture, [place for place in named if _is_within(place, view)], view, language)
    _scale(picture, view, language)


def draw_line(picture: Drawing, line: Data, view: View, css: str) -> Any:
    """A line thinned to what the eye can tell; nothing if it lies outside the frame."""
    xs = [view.x(longitude) for longitude in line["longitudes"]]
    ys = [view.y(latitude) for latitude in line["latitudes"]]
    if max(xs) < 0 or min(xs) > WIDTH or max(ys) < 0 or min(ys) > view.height:
        return None
    kept = [(xs[0], ys[0])]
    for x, y in zip(xs[1:-1], ys[1:-1], strict=True):
        if abs(x - kept[-1][0]) + abs(y - kept[-1][1]) >= DETAIL:
            kept.append((x, y))
    kept.append((xs[-1], ys[-1]))
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in kept)
    return picture.add("polyline", css, points=points)


def _is_within(place: Data, view: View) -> bool:
    x, y = view.x(place["longitude"]), view.y(place["latitude"])
    return 0 <= x <= WIDTH and 0 <= y <= view.height


def _symbol(picture: Drawing, place: Data, x: float, y: float, told: str) -> None:
    """A place by its kind; `told` shows when a pointer rests on it."""
    match place["kind"]:
        case "crossing":
            css = "crossing" if place["people"] else "crossing unused"
            mark = picture.path([x, x + 8, x, x - 8], [y - 8, y, y + 8, y], css, closed=True)
        case "destination":
            mark = picture.rectangle(x - 6, y - 6, 12, 12, "destination")
        case "staging_area":
            mark = picture.path([x, x + 6, x - 6], [y - 6, y + 5, y + 5], "staging", closed=True)
        case _:
            mark = picture.add("circle", "point", cx=x, cy=y, r=5)
    ET.SubElement(mark, "title").text = told


def _labels(picture: Drawing, places: Sequence[Data], view: View, language: Language) -> None:
    """Names beside their symbols, the important first, each where it covers nothing yet."""
    order = {"crossing": 0, "destination": 1, "assembly_point": 2, "staging_area": 3}
    spots = [(view.x(p["longitude"]), view.y(p["latitude"])) for p in places]
    taken = [(x - 8, y - 8, x + 8, y + 8) for x, y in spots]
    by_weight = sorted(
        zip(places, spots, strict=True), key=lambda one: (order[one[0]["kind"]], -one[0]["people"])
    )
    for place, (x, y) in by_weight:
        told = _short_name(called(place, language))
        width = 7.2 * len(told)
        for anchor, left, base in _positions(x, y, width):
            box = (left, base - 11, left + width, base + 3)
            if not any(_touch(box, other) for other in taken) and _fits(box, view):
                taken.append(box)
                at = {"start": left, "middle": left + width / 2, "end": left + width}[anchor]
                picture.text(at, base, told, f"label {place['kind']}", anchor)
                break


def _short_name(name: str) -> str:
    """What a map has room for: a name without what stands in brackets after it."""
    short, bracket, _ = name.partition(" (")
    return short if bracket and name.endswith(")") and short else name


def _positions(x: float, y: float, width: float) -> Iterable[tuple[str, float, float]]:
    """Anchor, left edge and base line of the places a name may stand at, the best first."""
    yield "start", x + 11, y + 4
    yield "end", x - 11 - width, y + 4
    yield "middle", x - width / 2, y - 12
    yield "middle", x - width / 2, y + 21
    for away in (1, -1):
        yield "start", x + 9, y + 4 + away * 13
        yield "end", x - 9 - width, y + 4 + away * 13


def _touch(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _fits(box: Box, view: View) -> bool:
    return box[0] >= 2 and box[1] >= 2 and box[2] <= WIDTH - 2 and box[3] <= view.height - 2


def _scale(picture: Drawing, view: View, language: Language) -> None:
    """A bar of a round length, at most a quarter of the width."""
    most = view.metres * WIDTH / 4
    power = 10 ** math.floor(math.log10(most))
    metres = next(power * m for m in (5, 2, 1) if power * m <= most)
    x, y, length = 14.0, view.height - 12, metres / view.metres
    picture.path([x, x, x + length, x + length], [y - 5, y, y, y - 5], "scale")
    text = language.text
    if metres >= 1000:
        told = text("{n} km", n=f"{metres / 1000:g}")
    else:
        told = text("{n} m", n=f"{metres:g}")
    picture.text(x + length + 6, y + 2, told, "tick")


def called(place: Data, language: Language) -> str:
    """A place's name in its own language where the reader's is that, else the other one."""
    local: str = place.get("name_local", "")
    name: str = place["name"]
    return local if local and language.direction == "rtl" else name


def played(data: Data) -> dict[str, Any] | None:
    """What moves, for the script: ways as rounded degrees, and who drives which when."""
    ground = data.get("ground", {})
    moves = ground.get("movements")
    if not moves:
        return None
    return {
        "ways": [
            [
                round(1e5 * v)
                for pair in zip(w["longitudes"], w["latitudes"], strict=True)
                for v in pair
            ]
            for w in ground["ways"]
        ],
        "moves": [[m["way"], m["depart"], m["arrive"], m["vehicles"], m["people"]] for m in moves],
    }
