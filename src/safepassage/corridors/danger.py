"""Danger along the roads of a case on a day: its incidents, front line and unbound ground."""

from __future__ import annotations

from collections.abc import Sequence

from safepassage.corridors.exposure import RoadRisk, road_risk
from safepassage.model.case import Case
from safepassage.model.evidence import Incident
from safepassage.model.terms import Topic
from safepassage.model.territory import latest
from safepassage.territory.day import day_of
from safepassage.territory.ground import enclave, ground

PASSAGE: tuple[Topic, ...] = ("safe_passage", "corridor", "pause", "route_guarded")
"""Topics of terms that bind somebody to let people pass."""


def danger(case: Case, on: str, incidents: Sequence[Incident] | None = None) -> RoadRisk:
    """Risk a minute along every arc at the end of a local day (ISO date).

    `incidents` are the case's own, where none are given with more of their records linked. The
    front line is the edge of the enclave in the last picture by then; ground is unbound where no
    standing term of passage is given by its holder or names it.
    """
    areas = latest(case.control, on)
    edge = enclave(areas)
    bound = bound_on(case, on)
    held = ground([area for area in areas if area.held_by not in bound])
    return road_risk(
        case.roads,
        case.incidents if incidents is None else incidents,
        on,
        case.exposure,
        front_line=None if edge.is_empty else edge.boundary,
        unbound=None if held.is_empty else held,
    )


def bound_on(case: Case, on: str) -> frozenset[str]:
    """Whom a term of passage binds at the end of a local day (ISO date)."""
    standing = case.agreement.terms_at(day_of(case, on)[1] - 1)
    passage = [term for term in standing if term.topic in PASSAGE]
    return frozenset(name for term in passage for name in (term.by, *term.binds))
