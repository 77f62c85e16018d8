"""`Manifests`: every convoy's and every assembly point's list, as one document."""

from __future__ import annotations

import msgspec

from safepassage.report.journeys import Journeys
from safepassage.report.sheets.convoy_list import ConvoyList, convoy_lists
from safepassage.report.sheets.head import Head
from safepassage.report.sheets.point_list import PointList, point_lists


class Manifests(msgspec.Struct, frozen=True, kw_only=True):
    """Who rides in which convoy, and who is called where; `first` dates the file, UTC seconds."""

    head: Head
    first: int
    convoys: tuple[ConvoyList, ...]
    points: tuple[PointList, ...]


def manifests(told: Journeys, head: Head) -> Manifests:
    """The manifests of a plan."""
    return Manifests(
        head=head, first=told.first, convoys=convoy_lists(told), points=point_lists(told)
    )
