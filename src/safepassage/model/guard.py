"""The guard that roads, or a plan, would need: where posts stand, when they are manned, what is
left without. It tells where people can be waited for, so it is the planner's alone.
"""

from __future__ import annotations

import msgspec


class Position(msgspec.Struct, frozen=True, kw_only=True):
    """A place on the map, degrees."""

    latitude: float
    longitude: float


class Stretch(msgspec.Struct, frozen=True, kw_only=True):
    """Arcs of the road table that hang together, both directions of a road counted once."""

    arcs: tuple[int, ...]
    metres: int
    near: Position
    """On the road, half way along the middle one of its arcs."""


class PostsNeeded(msgspec.Struct, frozen=True, kw_only=True):
    """Posts that together reach every stretch which one post can reach whole (R2)."""

    reach_metres: int
    posts: tuple[Position, ...]
    at_least: int
    """No fewer would do, of all places a post was thought of at; the search was exact if that is
    the number of `posts`."""
    metres: int
    """Length of the roads, each counted once."""
    too_long: tuple[Stretch, ...] = ()
    """Arcs that no post of this reach sees whole: nobody but an escort guards them."""

    @property
    def proved(self) -> bool:
        """Whether no fewer posts would do."""
        return len(self.posts) == self.at_least


class Duty(msgspec.Struct, frozen=True, kw_only=True):
    """One shift of one team at a post: [start, end), UTC seconds."""

    start: int
    end: int


class Post(msgspec.Struct, frozen=True, kw_only=True):
    """A post of a plan: where it stands, and when somebody must be there.

    A post that is `given` is one of the case's own: it stands over the whole horizon anyway.
    """

    id: str
    latitude: float
    longitude: float
    reach_metres: int
    duties: tuple[Duty, ...] = ()
    given: bool = False


class GuardNeed(msgspec.Struct, frozen=True, kw_only=True):
    """The guard that the roads of a plan need, and the posts that give it as far as they are there.

    The roads are those that the case's own posts don't reach: of the plan's routes, and, where too
    few posts at hand kept the plan off them, of the quickest ways too. `needed` posts of
    `reach_metres` reach all of them but `too_long`; no fewer than `at_least` do. `posts` are those
    the plan places (not all that are needed where fewer are at hand), and the case's own that it
    drives by. `uncovered` is what is left without a post then; `uncovered_at_least` metres are
    left wherever so many posts stand.
    """

    reach_metres: int
    metres: int
    needed: int
    at_least: int
    posts: tuple[Post, ...] = ()
    too_long: tuple[Stretch, ...] = ()
    uncovered: tuple[Stretch, ...] = ()
    uncovered_at_least: int = 0

    @property
    def placed(self) -> tuple[Post, ...]:
        """The posts that the plan places beside the case's own."""
        return tuple(post for post in self.posts if not post.given)

    @property
    def proved(self) -> bool:
        """Whether no fewer posts would do."""
        return self.needed == self.at_least
