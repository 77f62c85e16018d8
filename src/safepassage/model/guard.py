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
