"""The fewest posts that guard a set of arcs, such as those of a route or of a whole plan."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from safepassage.guard.cover import least_cover
from safepassage.guard.ground import survey
from safepassage.guard.stretches import stretches
from safepassage.model.guard import Position, PostsNeeded
from safepassage.model.roads import RoadTable


def least_posts(
    table: RoadTable, arcs: ArrayLike, reach_metres: int, *, also: Sequence[Position] = ()
) -> PostsNeeded:
    """The least number of posts that reach every one of the arcs whole, as R2 has it.

    Parameters
    ----------
    table : the road table
    arcs : (k,) indices of arcs, in any order, more than once if need be
    reach_metres : how far each post covers, at least 1
    also : more places where a post may stand, beside those of `guard.ground`

    What a post can't reach whole from any place is told in `too_long`, and counts for no post.
    """
    ground = survey(table, np.asarray(arcs, dtype=np.int64), reach_metres, also)
    cover = least_cover(ground)
    return PostsNeeded(
        reach_metres=reach_metres,
        posts=ground.positions(cover.sites),
        at_least=cover.at_least,
        metres=int(table.metres[ground.arcs].sum(dtype=np.int64)),
        too_long=stretches(table, ground, cover.hopeless),
    )
