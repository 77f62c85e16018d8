"""`Head`: what stands at the top and foot of every sheet, and how a place is called on it."""

from __future__ import annotations

import dataclasses

import msgspec

from safepassage.model.case import Case
from safepassage.model.places import Place
from safepassage.report.journeys import Journeys
from safepassage.report.language import Language
from safepassage.report.notices import notices

SHORT_DIGEST = 12


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """Which case a sheet is of, and the sentences that must stand on it."""

    title: str
    case: str
    digest: str
    """The first digits of the case's digest: two sheets with one of them belong together."""
    timezone: str
    crossings: int
    """Of the case: without any, no sheet asks for a window."""
    notices: tuple[str, ...]


def head(told: Journeys, language: Language, broken: int = 0) -> Head:
    """The head of every sheet of a plan that breaks so many promises."""
    return Head(
        title=told.case.title,
        case=told.case.name,
        digest=told.plan.case_digest[:SHORT_DIGEST],
        timezone=told.case.timezone,
        crossings=len(told.case.crossings),
        notices=notices(told.case, told.plan, language, broken),
    )


def local_first(told: Journeys, language: Language) -> Journeys:
    """The same plan, with the local names of places first for a reader of their direction."""
    if language.direction == "ltr":
        return told
    case = told.case
    kinds = ("assembly_points", "crossings", "destinations", "staging_areas")
    turned = {kind: tuple(map(_turned, getattr(case, kind))) for kind in kinds}
    return dataclasses.replace(told, case=case.replace(**turned))


def _turned(place: Place) -> Place:
    if not place.name_local:
        return place
    return msgspec.structs.replace(place, name=place.name_local, name_local=place.name)


def place_name(case: Case, place: str) -> str:
    """A place as people call it; its id if the case doesn't know it."""
    found = case.places.get(place)
    return called(found) if found else place


def called(place: Place) -> str:
    """A place's name, in both scripts if the case has both."""
    return f"{place.name} · {place.name_local}" if place.name_local else place.name
