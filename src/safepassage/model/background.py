"""What stands beside a plan: the picture that a report shows with it, found by several rooms."""

from __future__ import annotations

import msgspec

from safepassage.model.corridors import Corridors
from safepassage.model.findings import TermsReview
from safepassage.model.picture import Picture
from safepassage.model.pockets import Pocket
from safepassage.model.sides import CeasefireRecord, Sides


class GroundThen(msgspec.Struct, frozen=True, kw_only=True):
    """A picture of who holds what ground, on the day it was drawn, and its pockets."""

    picture: Picture
    pockets: tuple[Pocket, ...]


class Background(msgspec.Struct, frozen=True, kw_only=True):
    """Findings about a case and its plan. For planners: no other audience reads any of it."""

    terms: TermsReview
    topics: tuple[Sides, ...] = ()
    """What is claimed, topic by topic."""
    pauses: CeasefireRecord
    ground: tuple[GroundThen, ...] = ()
    """By date."""
    corridors: Corridors | None = None
    """None where no danger is known by which ways could be compared."""
