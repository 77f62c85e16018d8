"""Requirements that only a term can provide for: 9 and 14 to 19."""

from __future__ import annotations

from safepassage.terms.judged import Judged, besides, provided
from safepassage.terms.subject import Subject

NOTICE_HOURS, EMERGENCY_HOURS = 48, 24
"""How long ahead OCHA asks for a notification, and in an emergency."""


def information(subject: Subject) -> Judged:
    """9: a term says that people are told beforehand."""
    return provided(subject, "information")


def notification(subject: Subject) -> Judged:
    """14: early enough, and a term says who notifies whom of what."""
    hours = subject.case.agreement.notification_hours
    where = "agreement.notification_hours"
    if hours < EMERGENCY_HOURS:
        return Judged("not_met", f"Parties are told {hours} hours ahead.", (where,))
    seen = f"Parties are told {hours} hours ahead"
    seen += "." if hours >= NOTICE_HOURS else ", which is for an emergency."
    return besides(seen, where, provided(subject, "notification"))


def wording(subject: Subject) -> Judged:
    """15: by how this program words what it writes, whatever the case says."""
    why = (
        f"Whatever is written about {subject.case.name} says that a plan is neither a permission "
        "nor a guarantee; tests hold the wording of notifications and reports."
    )
    return Judged("met", why, ("reports",))


def route_verified(subject: Subject) -> Judged:
    """16: a term says who verified the route; roads that nobody surveyed can't be."""
    if subject.case.schematic_roads:
        return Judged(
            "not_met", "The roads are schematic: nobody surveyed them.", ("roads.schematic",)
        )
    return provided(subject, "route_verified")


def monitor(subject: Subject) -> Judged:
    """17: a term names a monitor, at the screening too where there is a crossing."""
    if subject.case.crossings:
        return provided(subject, "monitor", "screening_monitor", "screening_follow_up")
    return provided(subject, "monitor")


def last_resort(subject: Subject) -> Judged:
    """18: terms say that alternatives were assessed, and how people may return."""
    return provided(subject, "alternatives", "right_to_return")


def data_protection(subject: Subject) -> Judged:
    """19: numbers only in the case, and a term on what they are for and how long they are kept."""
    seen = "The tables hold numbers and ids, and have no column for a name of a person."
    return besides(seen, "households", provided(subject, "data_protection"))
