"""An invented grid of streets as a road table, of any size, made in memory."""

from __future__ import annotations

import numpy as np

from safepassage.model.roads import RoadTable

METRES_A_DEGREE = 111_195.0
ORIGIN = (0.0, -30.0)
"""Latitude and longitude of its corner: the middle of an ocean, so that nobody takes it for a
place."""

BLOCK = 150.0
"""Metres between two streets."""

SPEEDS = (5.0, 7.0, 10.0, 14.0)
"""Metres a second, by whole streets at random."""


def squares(arcs: int, seed: int) -> RoadTable:
    """As many streets each way as have about so many arcs, every one open both ways."""
    random = np.random.default_rng([seed, 1])
    lines = max(2, round((arcs / 4) ** 0.5))
    index = np.arange(lines * lines).reshape(lines, lines)
    moved = random.uniform(-0.2, 0.2, (2, lines, lines)) + np.stack(
        np.meshgrid(np.arange(lines), np.arange(lines), indexing="ij")
    )
    latitude, longitude = (
        corner + BLOCK * each.ravel() / METRES_A_DEGREE
        for corner, each in zip(ORIGIN, moved, strict=True)
    )
    one = np.concatenate([index[:, :-1].ravel(), index[:-1, :].ravel()]).astype(np.int32)
    other = np.concatenate([index[:, 1:].ravel(), index[1:, :].ravel()]).astype(np.int32)
    street = np.concatenate(
        [np.repeat(np.arange(lines), lines - 1), np.tile(lines + np.arange(lines), lines - 1)]
    )
    speed = random.choice(SPEEDS, 2 * lines)[street]
    metres = METRES_A_DEGREE * np.hypot(
        latitude[one] - latitude[other], longitude[one] - longitude[other]
    )
    tail, head = np.concatenate([one, other]), np.concatenate([other, one])
    count = len(tail)
    ends = np.stack([tail, head], axis=1).ravel()
    return RoadTable(
        profiles=("bus",),
        classes=("residential",),
        latitude=latitude,
        longitude=longitude,
        tail=tail,
        head=head,
        metres=np.tile(np.rint(metres), 2).astype(np.int32),
        seconds=np.tile(np.ceil(metres / speed), 2).astype(np.int32)[None, :],
        passable=np.ones((1, count), dtype=np.bool_),
        open=np.ones(count, dtype=np.bool_),
        highway=np.zeros(count, dtype=np.uint8),
        facts=np.zeros(count, dtype=np.uint8),
        way=np.arange(count, dtype=np.int64),
        shape_start=(2 * np.arange(count + 1)).astype(np.int32),
        shape_latitude=latitude[ends],
        shape_longitude=longitude[ends],
    )
