"""Who holds the ground, and whether what was agreed about passage binds them."""

from __future__ import annotations

from collections.abc import Iterator

from safepassage.model.findings import Finding, Holder, Quote
from safepassage.model.terms import Topic
from safepassage.terms.subject import Subject, binding

PASSAGE: tuple[Topic, ...] = ("safe_passage", "corridor", "pause", "route_guarded")
"""Terms that let people pass; who only promised buses isn't bound to."""


def holders(subject: Subject) -> tuple[Holder, ...]:
    """Everybody who holds ground on the latest picture by then, in its order."""
    past = [area for area in subject.case.control if area.on <= subject.date]
    latest = [area for area in past if area.on == max(one.on for one in past)]
    areas: dict[str, list[str]] = {}
    for area in latest:
        areas.setdefault(area.held_by, []).append(area.name)
    passage = subject.about(*PASSAGE)
    return tuple(
        Holder(name=name, areas=tuple(held), on=latest[0].on, bound_by=binding(passage, name))
        for name, held in areas.items()
    )


def unbound_holders(subject: Subject) -> Iterator[Finding]:
    """Who holds ground and isn't bound; or that nobody said who holds it."""
    settle = "Each who controls a stretch of the way must be bound to let people pass."
    found = holders(subject)
    if not found:
        yield Finding(
            kind="missing",
            about="ground",
            what="who controls which stretch isn't stated",
            settle=settle,
            guidance=(13, 16),
        )
    sources = {area.held_by: area.source for area in subject.case.control}
    for holder in found:
        if not holder.bound_by:
            yield Finding(
                kind="missing",
                about="ground",
                what=f"no term of passage binds {holder.name}, who holds ground",
                settle=settle,
                guidance=(13, 16),
                sides=(
                    Quote(
                        by=holder.name,
                        says=f"holds {', '.join(holder.areas)} on {holder.on}",
                        source=sources[holder.name],
                    ),
                ),
            )
