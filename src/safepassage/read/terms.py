"""The head of `case.toml` and the terms: zone, horizon, agreement, guard, assumptions."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import partial
from typing import get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from safepassage.model.agreement import (
    Agreement,
    Category,
    Guard,
    GuardPost,
    Item,
)
from safepassage.model.case import Assumption
from safepassage.model.terms import Status, StatusChange
from safepassage.read.clock import utc_seconds
from safepassage.read.columns import Parsed
from safepassage.read.faults import did_you_mean, quoted
from safepassage.read.life import actors_of, read_life
from safepassage.read.toml import Section

MAX_HORIZON_DAYS = 366
MAX_NOTIFICATION_HOURS = 30 * 24


@dataclass(frozen=True)
class Head:
    """What `case.toml` says before the terms; None where it is faulty."""

    name: str
    title: str
    timezone: str
    zone: ZoneInfo | None
    horizon: tuple[int, int] | None
    seed: int
    under_duress: bool


def read_head(root: Section) -> Head:
    """Name, title, time zone, horizon, seed, and whether the movements were under duress."""
    name = root.text("name")
    timezone = root.text("timezone")
    zone = _zone(root, timezone)
    return Head(
        name=name,
        title=root.text("title", name),
        timezone=timezone,
        zone=zone,
        horizon=_horizon(root.section("horizon"), zone),
        seed=root.whole("seed", 0, 2**63 - 1, 0),
        under_duress=root.flag("under_duress", False),
    )


def _zone(root: Section, timezone: str) -> ZoneInfo | None:
    if not timezone:
        return None
    try:
        return ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        root.fault(
            "timezone",
            quoted(timezone),
            "a time zone's name like Asia/Damascus",
            "Use a name of the IANA time zone database.",
        )
        return None


def instant(section: Section, key: str, zone: ZoneInfo | None) -> int | None:
    """UTC seconds of a local time, which must exist on that day."""
    local = section.local_time(key)
    if local is None or zone is None:
        return None
    seconds = utc_seconds(local, zone)
    if seconds is None:
        section.fault(
            key,
            f"{local}, which clocks jump over in {zone.key}",
            "a local time that exists",
            "Daylight saving time starts then: write the time clocks show after the jump.",
        )
    return seconds


def _horizon(section: Section, zone: ZoneInfo | None) -> tuple[int, int] | None:
    start, end = instant(section, "start", zone), instant(section, "end", zone)
    if start is None or end is None:
        return None
    if not start < end <= start + MAX_HORIZON_DAYS * 86400:
        section.fault(
            "end",
            f"{(end - start) / 86400:g} days after the start",
            f"an end after the start, by at most {MAX_HORIZON_DAYS} days",
            "Correct start or end.",
        )
        return None
    return start, end


@dataclass(frozen=True)
class LifeTable:
    """The agreement table, if there is one; None where it couldn't be read."""

    stated: bool = False
    parsed: Parsed | None = None


def read_agreement(
    section: Section,
    zone: ZoneInfo | None,
    destinations: frozenset[str] | None,
    life: LifeTable,
) -> Agreement:
    """The agreement but for its terms; `destinations` are those of the table, None if unread."""
    items = tuple(
        Item(id=item.text("id"), arm=item.flag("arm", False)) for item in section.sections("items")
    )
    known_items = {item.id for item in items}
    categories = []
    for category in section.sections("categories"):
        may_carry = category.texts("may_carry", [])
        known_only(category, "may_carry", may_carry, known_items, "an id of [[agreement.items]]")
        categories.append(Category(id=category.text("id"), may_carry=tuple(may_carry)))
    if not categories:
        section.fault(
            "categories",
            "no category",
            "at least one [[agreement.categories]]",
            'Add one, like id = "civilian" with what it may carry.',
        )
    _different(section, "items", [item.id for item in items])
    _different(section, "categories", [category.id for category in categories])
    stated = section.texts("destinations", [])
    if destinations is not None:
        known_only(section, "destinations", stated, destinations, "an id of the destinations table")
    valid_from = instant(section, "valid_from", zone) if section.has("valid_from") else None
    valid_until = instant(section, "valid_until", zone) if section.has("valid_until") else None
    if valid_from is not None and valid_until is not None and valid_until <= valid_from:
        section.fault(
            "valid_until", "an end before the start", "a time after valid_from", "Correct one."
        )
    parties, others = section.texts("parties", []), section.texts("others", [])
    guarantor = section.text("guarantor", "")
    for name in others:
        if name in (*parties, guarantor):
            section.fault(
                "others",
                f"{quoted(name)}, a party or the guarantor",
                "others than the parties and the guarantor",
                "Remove it from one of the two.",
            )
    actors = actors_of(parties, guarantor, others)
    changes = read_life(life.parsed, zone, actors, section.faults)
    return Agreement(
        status=_status(section, life, changes),
        parties=tuple(parties),
        guarantor=guarantor,
        others=tuple(others),
        changes=changes,
        destinations=tuple(stated),
        notification_hours=section.whole("notification_hours", 0, MAX_NOTIFICATION_HOURS, 48),
        valid_from=valid_from,
        valid_until=valid_until,
        categories=tuple(categories),
        items=items,
    )


def _status(section: Section, life: LifeTable, changes: tuple[StatusChange, ...]) -> Status:
    """The last change's, or as stated; a stated one that the life contradicts is a fault."""
    last = changes[-1].status if changes else None
    default = (last or "ended") if life.stated else None
    stated = section.word("status", get_args(Status), default) or "ended"
    status: Status = msgspec.convert(stated, Status)
    if last and status != last:
        section.fault(
            "status",
            f"{quoted(status)}, but the agreement table ends with {quoted(last)}",
            "the status of the last change",
            "Remove the key: the table has it.",
        )
    return status


def known_only(
    section: Section, key: str, words: list[str], known: set[str] | frozenset[str], expected: str
) -> None:
    """Fault the words of a list that name nothing known."""
    for word in words:
        if word not in known:
            remedy = partial(did_you_mean, word, known, "Add it there, or remove it.")
            section.fault(key, quoted(word), expected, remedy)


def _different(section: Section, key: str, ids: list[str]) -> None:
    for name, times in Counter(ids).items():
        if name and times > 1:
            section.fault(
                key, f"the id {name!r} twice", "different ids", "Rename all but one of them."
            )


def read_guard(section: Section) -> Guard:
    """How the route is guarded."""
    posts = section.sections("posts")
    guard = Guard(
        required=section.flag("required", False),
        escorts=section.flag("escorts", False),
        posts=tuple(
            GuardPost(
                id=post.text("id"),
                latitude=post.number("latitude", -90, 90),
                longitude=post.number("longitude", -180, 180),
                reach_metres=post.whole("reach_metres", 1, 100_000),
            )
            for post in posts
        ),
    )
    _different(section, "posts", [post.id for post in guard.posts])
    if guard.required and not guard.escorts and not guard.posts:
        section.fault(
            "required",
            "a guard that nobody gives",
            "escorts = true or at least one [[guard.posts]]",
            "State who guards the route, or that no guard is required.",
        )
    return guard


def read_assumptions(root: Section) -> tuple[Assumption, ...]:
    """Figures nobody reported."""
    return tuple(
        Assumption(text=one.text("text"), source=one.text("source", ""))
        for one in root.sections("assumptions")
    )
