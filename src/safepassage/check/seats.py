"""V1: seats, stretcher and wheelchair places, and the medical escort."""

from __future__ import annotations

from collections.abc import Iterator

from safepassage.check.broken import broken, figure
from safepassage.check.index import Index
from safepassage.model.broken import BrokenPromise


def seats(index: Index) -> Iterator[BrokenPromise]:
    """Persons of each kind have each a place of that kind; nobody leaves before the destination."""
    for ride in index.rides:
        if ride.type is None:
            continue  # V2
        load, kind = ride.load, ride.type
        for aboard, places, name in (
            (load.seated, kind.seats, "seated persons"),
            (load.stretchers, kind.stretchers, "persons on a stretcher"),
            (load.wheelchairs, kind.wheelchairs, "persons in a wheelchair"),
        ):
            if aboard > places:
                what = f"{figure(aboard)} {name} in a {kind.id} with {places} such places"
                yield broken("V1", ride.where(), what, aboard - places, "persons")
        if load.escorts > 0 and not kind.medical_escort:
            what = (
                f"{figure(load.escorts)} persons need a medical escort, the {kind.id} carries none"
            )
            yield broken("V1", ride.where(), what, load.escorts, "persons")
