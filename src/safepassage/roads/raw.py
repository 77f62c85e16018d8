"""The road graph as OpenStreetMap draws it: every bend a node, every straight line a stretch."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from safepassage.model.roads import BoolArray, FloatArray, IntArray
from safepassage.roads.restrictions import Restriction
from safepassage.roads.sphere import great_circle_metres

MaskArray = NDArray[np.uint32]


@dataclass(frozen=True, kw_only=True, eq=False)
class RawWays:
    """W drivable ways in the order of the file; profiles are bits of a mask.

    Attributes
    ----------
    id : (W,) OpenStreetMap way id
    highway : (W,) index into the classes
    facts : (W,) bits of `RoadTable.facts`
    forward, backward : (W,) profiles that may drive along and against the way
    kmh : (W, P) speed, 0 where the class isn't drivable
    """

    id: NDArray[np.int64]
    highway: NDArray[np.uint8]
    facts: NDArray[np.uint8]
    forward: MaskArray
    backward: MaskArray
    kmh: FloatArray


@dataclass(frozen=True, kw_only=True, eq=False)
class RawRoads:
    """R raw nodes and S straight stretches of W ways.

    Attributes
    ----------
    latitude, longitude : (R,) degrees
    node_facts : (R,) bits of `RoadTable.facts`
    start, end : (S,) node indices, in the direction of the way
    of_way : (S,) index into `ways`
    turns : restrictions, whose `via` is a node index
    """

    ways: RawWays
    latitude: FloatArray
    longitude: FloatArray
    node_facts: NDArray[np.uint8]
    start: IntArray
    end: IntArray
    of_way: IntArray
    turns: tuple[Restriction, ...] = ()

    @property
    def nodes(self) -> int:
        """Number of raw nodes, R."""
        return len(self.latitude)

    @property
    def profiles(self) -> int:
        """Number of speed profiles, P."""
        profiles: int = self.ways.kmh.shape[1]
        return profiles

    def metres(self) -> FloatArray:
        """Length of each stretch, (S,)."""
        return great_circle_metres(
            self.latitude[self.start],
            self.longitude[self.start],
            self.latitude[self.end],
            self.longitude[self.end],
        )

    def masks(self) -> tuple[MaskArray, MaskArray]:
        """The profiles that may drive each stretch from start to end, and back; (S,) each."""
        return self.ways.forward[self.of_way], self.ways.backward[self.of_way]

    def arcs(self, along: BoolArray, against: BoolArray) -> tuple[IntArray, IntArray]:
        """Tails and heads of the stretches `along` from start to end, and `against` it, (S,)."""
        return (
            np.concatenate([self.start[along], self.end[against]]),
            np.concatenate([self.end[along], self.start[against]]),
        )

    def only(self, stretches: BoolArray) -> RawRoads:
        """The same nodes with some of the stretches."""
        return replace(
            self,
            start=self.start[stretches],
            end=self.end[stretches],
            of_way=self.of_way[stretches],
        )
