"""What was agreed: status, who may carry what, when a crossing is open, who guards the route."""

from __future__ import annotations

from typing import Literal

import msgspec

Status = Literal["offered", "accepted", "refused", "in_force", "suspended", "ended"]
Direction = Literal["in", "out"]


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of thing that is asked for with yes or no; no inventories."""

    id: str
    arm: bool = False


class Category(msgspec.Struct, frozen=True, kw_only=True):
    """Who somebody is under the terms; decides only what may be carried."""

    id: str
    may_carry: tuple[str, ...] = ()


class Agreement(msgspec.Struct, frozen=True, kw_only=True):
    """The terms a plan stands on."""

    status: Status
    parties: tuple[str, ...]
    guarantor: str
    destinations: tuple[str, ...]
    """Destinations the terms state; none stated means no plan but a what-if."""
    notification_hours: int = 48
    """How long before it starts a movement must be notified to the parties."""
    valid_from: int | None = None
    valid_until: int | None = None
    categories: tuple[Category, ...] = ()
    items: tuple[Item, ...] = ()


class Window(msgspec.Struct, frozen=True, kw_only=True):
    """A time a crossing is open in one direction: half-open, UTC seconds."""

    crossing: str
    direction: Direction
    opens: int
    closes: int


class GuardPost(msgspec.Struct, frozen=True, kw_only=True):
    """A post that covers every stretch within its reach, over the whole horizon."""

    id: str
    latitude: float
    longitude: float
    reach_metres: int


class Guard(msgspec.Struct, frozen=True, kw_only=True):
    """How the route is guarded (R2), as given: escorts ride with every vehicle, or posts stand.

    A road arc is within reach of a post when both its ends and every point of its shape are, by
    great-circle distance on a sphere of radius 6,371,008.8 m.
    """

    required: bool = False
    escorts: bool = False
    posts: tuple[GuardPost, ...] = ()
