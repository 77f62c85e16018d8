"""Records of different sources put together where they are of one event, and what is left open.

1. Two records of different sources may be of one event if they are near enough in time and place
   and their kinds are compatible (`LinkRules`, `compatible`).
2. A record's match in another source is its nearest candidate there, if no other is as near.
3. Two records are linked if each is the other's match.
4. Links are taken nearest first. One that would put two records of a source, two of different
   reviewed events, or two that can't be of one event (1) into one, isn't made.
5. Records that a person gave the same word are one event whatever their distance; different words
   never are.

Everything depends on what the records say and on their ids, nothing on their order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

import msgspec
import numpy as np

from safepassage.evidence.candidates import Nearest, Records, nearest, starts_of
from safepassage.model.evidence import Incident
from safepassage.model.sides import Doubt, Event, ForReview, Link, Linked, LinkRules

Pair = tuple[int, int]
"""Two records, the lower number first."""


class _Near(NamedTuple):
    """How near a pair is; the nearest sorts first, and of pairs as near the first by id."""

    days: int
    other_kind: int
    metres: int
    pair: Pair


def link(incidents: Sequence[Incident], rules: LinkRules | None = None) -> Linked:
    """Incidents as events, each incident in exactly one.

    Raises
    ------
    EvidenceError
        if too many incidents are near each other to tell them apart.
    """
    rules = rules or LinkRules()
    records = Records.of(incidents)
    near = nearest(records, rules)
    mutual, doubts = _matches(records, near)
    groups = _Groups(records, rules)
    made: dict[int, list[_Near]] = defaultdict(list)
    for one in sorted(mutual):
        if groups.join(one.pair):
            made[one.pair[0]].append(one)
        else:
            doubts[one.pair] = one, "would not fit"
    events = [
        _event(records, members, [one for member in members for one in made[member]])
        for members in groups.members()
    ]
    left = sorted(one for one in doubts.values() if groups.open(one[0].pair))
    return Linked(
        rules=rules,
        events=tuple(sorted(events, key=_place)),
        review=tuple(
            ForReview(
                one=records.incidents[pair[0]].id,
                other=records.incidents[pair[1]].id,
                days=days,
                metres=metres,
                doubt=doubt,
            )
            for (days, _, metres, pair), doubt in left
        ),
        vague=int(records.vague(rules).sum()),
    )


def named(linked: Linked) -> tuple[Incident, ...]:
    """Every record; those of one event have the same word in `event`, so that it counts once."""
    return tuple(
        msgspec.structs.replace(record, event=event.records[0].id) if event.links else record
        for event in linked.events
        for record in event.records
    )


def during(linked: Linked, since: date | None, until: date | None) -> Linked:
    """Only what may have been on these days, both included."""
    first, last = (since or date.min).isoformat(), (until or date.max).isoformat()
    events = tuple(
        event
        for event in linked.events
        if any(one.on <= last and first <= (one.until or one.on) for one in event.records)
    )
    ids = {one.id for event in events for one in event.records}
    review = tuple(one for one in linked.review if one.one in ids or one.other in ids)
    return msgspec.structs.replace(linked, events=events, review=review)


def _matches(
    records: Records, near: Nearest
) -> tuple[list[_Near], dict[Pair, tuple[_Near, Doubt]]]:
    """Pairs that are each other's match, and nearest candidates that aren't, with the doubt."""
    starts = np.flatnonzero(starts_of(np.column_stack([near.record, near.source])))
    counts = np.diff(np.append(starts, len(near.record)))
    alone = np.repeat(counts == 1, counts)
    columns = (near.record, near.partner, near.source, near.days, near.other_kind, near.metres)
    matched: dict[Pair, int] = defaultdict(int)
    pairs: dict[Pair, _Near] = {}
    least: dict[tuple[int, int], tuple[int, int, int]] = {}
    for record, partner, source, days, kind, metres, clear in zip(
        *(column.tolist() for column in (*columns, alone)), strict=True
    ):
        pair = (min(record, partner), max(record, partner))
        pairs[pair] = _Near(days, kind, metres, pair)
        matched[pair] += clear
        least[record, source] = days, kind, metres
    mutual: list[_Near] = []
    doubts: dict[Pair, tuple[_Near, Doubt]] = {}
    for (one, other), each in pairs.items():
        if matched[each.pair] == 2:
            mutual.append(each)
            continue
        ends = ((one, records.source[other]), (other, records.source[one]))
        nearest_of_both = all(least[end] == each[:3] for end in ends)
        doubts[each.pair] = each, "as near" if nearest_of_both else "nearer to another"
    return mutual, doubts


class _Groups:
    """Records that are of one event so far."""

    def __init__(self, records: Records, rules: LinkRules) -> None:
        self._records = records
        self._rules = rules
        self._members: dict[int, list[int]] = {}
        self._of: list[int] = []
        self._word: dict[int, int] = {}
        first: dict[int, int] = {}
        for number, word in enumerate(records.event.tolist()):
            group = number if word < 0 else first.setdefault(word, number)
            self._of.append(group)
            self._members.setdefault(group, []).append(number)
            if word >= 0:
                self._word[group] = word

    def join(self, pair: Pair) -> bool:
        """Make one event of two records' events, if nothing speaks against it."""
        one, other = sorted(self._of[record] for record in pair)
        if one == other:
            return True
        if one in self._word and other in self._word:
            return False
        mine, theirs = self._members[one], self._members[other]
        if not self._all_may_be_one(mine, theirs):
            return False
        for record in self._members.pop(other):
            self._of[record] = one
            mine.append(record)
        if other in self._word:
            self._word[one] = self._word.pop(other)
        return True

    def _all_may_be_one(self, mine: Sequence[int], theirs: Sequence[int]) -> bool:
        """Whether each of ours may be of one event with each of theirs."""
        if len(mine) == len(theirs) == 1:
            return True  # that's why they are linked
        across = np.repeat(mine, len(theirs)), np.tile(theirs, len(mine))
        return bool(self._records.may_be_one(*across, self._rules).all())

    def open(self, pair: Pair) -> bool:
        """Whether neither record's event has a record of the other's source yet."""
        source = self._records.source
        groups = [self._members[self._of[record]] for record in pair]
        return all(
            source[record] not in source[group]
            for record, group in zip(pair, reversed(groups), strict=True)
        )

    def members(self) -> Iterable[list[int]]:
        """The records of each event."""
        return self._members.values()


def _event(records: Records, members: Sequence[int], links: Sequence[_Near]) -> Event:
    ours = sorted(
        (records.incidents[member] for member in members), key=lambda one: (one.source, one.id)
    )
    low = [one.killed_low for one in ours if one.killed_low is not None]
    high = [one.killed_high for one in ours if one.killed_high is not None]
    return Event(
        records=tuple(ours),
        killed_low=min(low, default=None),
        killed_high=max(high, default=None),
        links=tuple(_links(records, links)),
        reviewed=next((one.event for one in ours if one.event), ""),
    )


def _place(event: Event) -> tuple[str, str]:
    return min(one.on for one in event.records), min(one.id for one in event.records)


def _links(records: Records, links: Sequence[_Near]) -> Iterator[Link]:
    for one in sorted(links, key=lambda one: one.pair):
        first, second = (records.incidents[record].id for record in one.pair)
        yield Link(one=first, other=second, days=one.days, metres=one.metres)
