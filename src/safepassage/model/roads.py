"""The road table of a case: arcs, lengths and whole-second times, for planner and checker."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

IntArray = NDArray[np.int32]
FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

BRIDGE, TUNNEL, BARRIER, FORD = 1, 2, 4, 8
"""Bits of `RoadTable.facts`: kept as facts for people to read, they don't close a road."""


@dataclass(frozen=True, kw_only=True, eq=False)
class RoadTable:
    """A directed road network with N nodes, A arcs, P speed profiles and S shape points.

    Attributes
    ----------
    latitude, longitude : (N,) degrees
    tail, head : (A,) node indices
    metres : (A,) whole metres, rounded
    seconds : (P, A) whole seconds, rounded up; row p belongs to `profiles[p]`
    passable : (P, A) whether the profile may use the arc at all
    open : (A,) False where the case closes the stretch or forbids the area
    highway : (A,) index into `classes`
    facts : (A,) bits BRIDGE, TUNNEL, BARRIER, FORD
    way : (A,) OpenStreetMap way id the arc starts on
    shape_start : (A + 1,) where each arc's shape points start in shape_latitude/_longitude;
        the shape includes both end nodes
    shape_latitude, shape_longitude : (S,) degrees
    turn_from, turn_into : (B,) arcs, in ascending pairs: from the one into the other some
        profile may not turn where it drives by without a stop
    turn_binds : (B,) bit p: it binds `profiles[p]`
    """

    profiles: tuple[str, ...]
    classes: tuple[str, ...]
    latitude: FloatArray
    longitude: FloatArray
    tail: IntArray
    head: IntArray
    metres: IntArray
    seconds: IntArray
    passable: BoolArray
    open: BoolArray
    highway: NDArray[np.uint8]
    facts: NDArray[np.uint8]
    way: NDArray[np.int64]
    shape_start: IntArray
    shape_latitude: FloatArray
    shape_longitude: FloatArray
    turn_from: IntArray = field(default_factory=lambda: np.empty(0, dtype=np.int32))
    turn_into: IntArray = field(default_factory=lambda: np.empty(0, dtype=np.int32))
    turn_binds: NDArray[np.uint32] = field(default_factory=lambda: np.empty(0, dtype=np.uint32))

    @property
    def nodes(self) -> int:
        """Number of nodes, N."""
        return len(self.latitude)

    @property
    def arcs(self) -> int:
        """Number of arcs, A."""
        return len(self.tail)

    def barred(self, profile: int) -> BoolArray:
        """The turns, (B,), that a profile may not make."""
        barred: BoolArray = (self.turn_binds >> np.uint32(profile) & 1).astype(np.bool_)
        return barred

    def fingerprint(self) -> bytes:
        """SHA-256 over every array and name: two tables with one fingerprint are the same."""
        digest = hashlib.sha256(repr((self.profiles, self.classes)).encode())
        for name in sorted(self.__dataclass_fields__):
            value = getattr(self, name)
            if isinstance(value, np.ndarray) and value.size:
                digest.update(f"{name}{value.dtype.str}{value.shape}".encode())
                digest.update(np.ascontiguousarray(value).tobytes())
        return digest.digest()
