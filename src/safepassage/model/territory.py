"""Who holds what ground on which date, as somebody says, and how people moved inside."""

from __future__ import annotations

from datetime import date

import msgspec

Ring = tuple[tuple[float, float], ...]
"""Corners of an outline, (longitude, latitude) degrees WGS 84, the first again at the end."""


class ControlArea(msgspec.Struct, frozen=True, kw_only=True):
    """Ground held by somebody on a date. All areas of one date together are one picture."""

    on: str
    """ISO date of the picture."""
    name: str
    held_by: str
    """A party, or another actor the agreement names."""
    enclave: bool
    """Whether the people this case is about are inside."""
    polygons: tuple[tuple[Ring, ...], ...]
    """Each polygon is its outer ring and then its holes."""
    approximate: bool = False
    source: str


class Movement(msgspec.Struct, frozen=True, kw_only=True):
    """People who moved inside, by somebody's claim; empty ends lie beyond the assembly points."""

    id: str
    on: str
    """ISO date."""
    origin: str = ""
    """Id of the assembly point they left, or empty."""
    destination: str = ""
    """Id of the assembly point they reached, or empty."""
    persons: int
    claim: str
    """Id of the claim behind it."""


def latest(control: tuple[ControlArea, ...], on: str) -> tuple[ControlArea, ...]:
    """The areas of the last picture on or before an ISO date; none if there is none."""
    last = max((area.on for area in control if area.on <= on), default="")
    return tuple(area for area in control if area.on == last)


def age_days(control: tuple[ControlArea, ...], on: str) -> int | None:
    """Days from the last picture on or before an ISO date to that date; None without a picture."""
    areas = latest(control, on)
    return (date.fromisoformat(on) - date.fromisoformat(areas[0].on)).days if areas else None
