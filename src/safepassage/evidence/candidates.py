"""Which records of different sources may be of one event, and which of those are nearest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import get_args

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from safepassage.errors import EvidenceError
from safepassage.model.evidence import Incident, IncidentKind
from safepassage.model.sides import LinkRules
from safepassage.roads.sphere import EARTH_RADIUS_METRES, great_circle_metres, unit_vectors

Ints = NDArray[np.int64]

MOST_PAIRS = 100_000_000
"""Pairs near in time and place that are looked at; more can't be told apart in useful time."""

AT_ONCE = 2_000_000
"""Pairs held in memory."""

MOST_TIES = 3
"""Records as near to one that are listed for a person to look at."""

_KINDS = get_args(IncidentKind)
_VIOLENT = {"armed_clash", "against_civilians", "ceasefire_breach"}
"""What says who was hit or in what sense, not by which means: any means may be meant."""
_MEANS = {"airstrike", "shelling", "explosive"}


def compatible(one: IncidentKind, other: IncidentKind) -> bool:
    """Whether two words may mean one event.

    Alike always may. Any attack may be what another source calls a clash, an attack on civilians
    or a breach. An explosion may have been a bomb or shell; air strike and shelling are two.
    """
    if one == other:
        return True
    both = {one, other}
    if both <= _VIOLENT | _MEANS:
        return bool(both & _VIOLENT) or "explosive" in both
    return both == {"obstruction", "ceasefire_breach"}


_COMPATIBLE = np.array([[compatible(one, other) for other in _KINDS] for one in _KINDS])


@dataclass(frozen=True)
class Records:
    """Incidents as columns, (n,) each, in the order of their ids."""

    incidents: tuple[Incident, ...]
    first: Ints
    """Days, counted; the first it may have been, and the last."""
    last: Ints
    latitude: NDArray[np.float64]
    longitude: NDArray[np.float64]
    precision: Ints
    """Metres."""
    kind: Ints
    source: Ints
    event: Ints
    """Number of the word a person gave; -1 where none did."""

    @classmethod
    def of(cls, incidents: Sequence[Incident]) -> Records:
        """Columns of incidents, whose order doesn't matter."""
        ordered = tuple(sorted(incidents, key=lambda one: (one.id, one.source)))
        sources = _numbers({one.source for one in ordered})
        events = {"": -1, **_numbers({one.event for one in ordered if one.event})}
        return cls(
            incidents=ordered,
            first=_ints(_day(one.on) for one in ordered),
            last=_ints(_day(one.until or one.on) for one in ordered),
            latitude=np.array([one.latitude for one in ordered], dtype=float),
            longitude=np.array([one.longitude for one in ordered], dtype=float),
            precision=_ints(one.precision_metres for one in ordered),
            kind=_ints(_KINDS.index(one.kind) for one in ordered),
            source=_ints(sources[one.source] for one in ordered),
            event=_ints(events[one.event] for one in ordered),
        )

    def vague(self, rules: LinkRules) -> NDArray[np.bool_]:
        """Records too vague in time or place to be linked."""
        spread = self.last - self.first > rules.vague_days
        return spread | (self.precision > rules.vague_metres)

    def apart(self, one: Ints, other: Ints) -> tuple[Ints, Ints]:
        """Days and whole metres between records, elementwise; days that meet are 0 apart."""
        days = np.maximum(self.first[one] - self.last[other], self.first[other] - self.last[one])
        metres = great_circle_metres(
            self.latitude[one], self.longitude[one], self.latitude[other], self.longitude[other]
        )
        return np.maximum(days, 0), np.rint(metres).astype(np.int64)

    def may_be_one(self, one: Ints, other: Ints, rules: LinkRules) -> NDArray[np.bool_]:
        """Whether records may be of one event, elementwise; a person's words aren't asked."""
        days, metres = self.apart(one, other)
        near = metres <= rules.metres + self.precision[one] + self.precision[other]
        kinds = _COMPATIBLE[self.kind[one], self.kind[other]]
        sources = self.source[one] != self.source[other]
        may: NDArray[np.bool_] = near & (days <= rules.days) & kinds & sources
        return may


@dataclass(frozen=True)
class Nearest:
    """For a record and another source, its nearest candidates there, (m,) each.

    Rows of one record and source are together, all as near, by id, at most `MOST_TIES`.
    """

    record: Ints
    partner: Ints
    days: Ints
    other_kind: Ints
    """1 where the two sources use different words for what it was."""
    metres: Ints
    source: Ints
    """The partner's."""


def nearest(records: Records, rules: LinkRules) -> Nearest:
    """Each record's nearest candidates in each other source.

    Nearest is fewest days apart, then the same word for what it was, then fewest whole metres.

    Raises
    ------
    EvidenceError
        if more than `MOST_PAIRS` pairs would have to be looked at.
    """
    empty = np.zeros(0, dtype=np.int64)
    kept = Nearest(empty, empty, empty, empty, empty, empty)
    for one, other in _near_pairs(records, rules):
        reviewed = (records.event[one] >= 0) & (records.event[other] >= 0)
        may = ~reviewed & records.may_be_one(one, other, rules)
        kept = _least(_joined(kept, _both_ways(records, one[may], other[may])))
    return kept


def _near_pairs(records: Records, rules: LinkRules) -> Iterator[tuple[Ints, Ints]]:
    """Every pair near enough, once, and some that aren't, in portions.

    A pair is found from its less precise end, whose reach and own precision twice bound the
    distance. Records are taken in bands of such bounds, each twice the last, and looked for in a
    tree of position (chords, metres) and time, scaled so that its reach equals the band's.
    """
    reach = rules.metres + 2 * records.precision
    clear = np.flatnonzero(~records.vague(rules))
    order = np.lexsort((clear, reach[clear]))
    rank = np.full(len(reach), -1)
    rank[clear[order]] = np.arange(len(clear))
    chords = EARTH_RADIUS_METRES * unit_vectors(records.latitude, records.longitude)
    days = rules.days + rules.vague_days + 0.5
    left = MOST_PAIRS
    for above, band in _bands(reach[clear]):
        # Rounding to whole metres lets a pair in that is half a metre further apart.
        radius = band + 1.0
        points = np.column_stack([chords, records.first * (radius / days)])
        inside = clear[reach[clear] <= band]
        mine = inside[reach[inside] > above]
        tree = cKDTree(points[inside])
        left -= int(cKDTree(points[mine]).count_neighbors(tree, radius, p=np.inf))
        if left < 0:
            raise EvidenceError(
                f"more than {MOST_PAIRS:,} pairs of incidents are near each other in time and "
                "place; expected fewer. Leave out files or dates that aren't about this case."
            )
        mine = mine[np.argsort(records.first[mine], kind="stable")]
        for portion in _portions(tree, points[mine], radius):
            found = cKDTree(points[mine[portion]]).sparse_distance_matrix(
                tree, radius, p=np.inf, output_type="ndarray"
            )
            one, other = mine[portion][found["i"]], inside[found["j"]]
            once = rank[other] < rank[one]
            yield one[once], other[once]


def _bands(reach: Ints) -> Iterator[tuple[int, int]]:
    """Bounds (above, up to) that part all reaches, each at least twice the last."""
    above = -1
    while len(reach):
        band = max(2 * above, int(reach.min()))
        yield above, band
        above, reach = band, reach[reach > band]


def _portions(tree: cKDTree, points: NDArray[np.float64], radius: float) -> Iterator[slice]:
    """Slices of points with at most `AT_ONCE` pairs each, if they are more than one point."""
    if not len(points):
        return
    pairs = tree.query_ball_point(points, radius, p=np.inf, return_length=True)
    ends = np.cumsum(pairs)
    start = 0
    while start < len(points):
        before = ends[start - 1] if start else 0
        end = max(int(np.searchsorted(ends, before + AT_ONCE, side="right")), start + 1)
        yield slice(start, end)
        start = end


def _both_ways(records: Records, one: Ints, other: Ints) -> Nearest:
    days, metres = records.apart(one, other)
    differ = (records.kind[one] != records.kind[other]).astype(np.int64)
    return Nearest(
        record=np.concatenate([one, other]),
        partner=np.concatenate([other, one]),
        days=np.tile(days, 2),
        other_kind=np.tile(differ, 2),
        metres=np.tile(metres, 2),
        source=records.source[np.concatenate([other, one])],
    )


def _joined(one: Nearest, other: Nearest) -> Nearest:
    names = Nearest.__dataclass_fields__
    return Nearest(
        **{name: np.concatenate([getattr(one, name), getattr(other, name)]) for name in names}
    )


def _least(rows: Nearest) -> Nearest:
    """Of each record and source only the nearest rows."""
    order = np.lexsort(
        (rows.partner, rows.metres, rows.other_kind, rows.days, rows.source, rows.record)
    )
    keys = np.column_stack([rows.record, rows.source, rows.days, rows.other_kind, rows.metres])
    keys = keys[order]
    number = np.arange(len(order))
    begins = starts_of(keys[:, :2])
    equal = starts_of(keys)
    start = np.maximum.accumulate(np.where(begins, number, 0))
    # As near as the first of its record and source: no other nearness began since.
    since = np.maximum.accumulate(np.where(equal, number, 0))
    kept = order[(since == start) & (number - start < MOST_TIES)]
    return Nearest(**{name: getattr(rows, name)[kept] for name in Nearest.__dataclass_fields__})


def starts_of(keys: Ints) -> NDArray[np.bool_]:
    """Whether each row of (n, k) differs from the one before."""
    starts = np.ones(len(keys), dtype=bool)
    starts[1:] = (keys[1:] != keys[:-1]).any(axis=1)
    return starts


def _numbers(words: set[str]) -> dict[str, int]:
    return {word: number for number, word in enumerate(sorted(words))}


def _ints(values: Iterable[int]) -> Ints:
    return np.array(list(values), dtype=np.int64)


def _day(text: str) -> int:
    return date.fromisoformat(text).toordinal()
