"""Requirements about the movement itself: 10 to 13."""

from __future__ import annotations

from safepassage.terms.journeys import arrivals, seats_and_called
from safepassage.terms.judged import NO_PLAN, Judged, besides, provided
from safepassage.terms.subject import Subject


def luggage(subject: Subject) -> Judged:
    """10: everybody may carry what is no arm, and vehicles are stated to have room for it."""
    agreement = subject.case.agreement
    items = [item.id for item in agreement.items if not item.arm]
    rests_on = ("agreement.items", "agreement.categories")
    if not items:
        return Judged("not_stated", "No item but arms is named: is luggage allowed?", rests_on)
    without = [
        category.id for category in agreement.categories if not set(items) & set(category.may_carry)
    ]
    if without:
        why = f"The terms let these carry no luggage: {', '.join(without)}."
        return Judged("not_met", why, rests_on)
    if not subject.in_force:
        why = f"Every category may carry luggage, but the agreement is {subject.status}."
        return Judged("not_stated", why, rests_on)
    why = "Every category may carry luggage. State only seats that leave room for it."
    return Judged("met", why, (*rests_on, "vehicles"))


def seats_sent(subject: Subject) -> Judged:
    """11: at each point and day, as many free places come as people are called."""
    if subject.plan is None:
        return NO_PLAN
    seats, called = seats_and_called(subject.case, subject.plan)
    short = [where for where, persons in called.items() if persons > seats[where]]
    if short or subject.breaks("V1"):
        where = ", ".join(short[:3]) or "a vehicle"
        return Judged("not_met", f"More people are called than seats come: {where}.", ("plan, V1",))
    if not called:
        return Judged("not_stated", "The plan calls nobody.", ("plan",))
    why = (
        f"{sum(called.values()):,} people are called to {len(called):,} points and days, each with "
        "seats for all. Who comes without being called has none."
    )
    return Judged("met", why, ("plan, V1", "vehicles"))


def reception(subject: Subject) -> Judged:
    """12: a capacity is stated wherever people are taken, and not exceeded."""
    case, plan = subject.case, subject.plan
    brought = arrivals(plan) if plan else dict.fromkeys(case.agreement.destinations, 0)
    capacity = {place.id: place.capacity for place in case.destinations}
    over = [
        name for name, room in capacity.items() if room is not None and brought.get(name, 0) > room
    ]
    if over or subject.breaks("D1"):
        why = f"More people arrive than there is room for: {', '.join(over) or 'on a day'}."
        return Judged("not_met", why, ("plan, D1", "destinations"))
    unstated = [name for name, room in capacity.items() if room is None and name in brought]
    if unstated:
        why = f"No capacity is stated for {', '.join(unstated)}."
        return Judged("not_stated", why, ("destinations",))
    if plan is None:
        return NO_PLAN
    if not brought:
        return Judged("not_stated", "The plan brings nobody anywhere.", ("plan",))
    return besides("Arrivals stay within capacity.", "plan, D1", provided(subject, "reception"))


def inside_agreed(subject: Subject) -> Judged:
    """13: every passage in an agreed window, every stretch of road a permitted one."""
    if subject.breaks("W1", "R1"):
        why = "The plan moves people outside the windows or off the permitted roads."
        return Judged("not_met", why, ("plan, W1 and R1",))
    if subject.plan is None:
        return NO_PLAN
    if subject.plan.what_if:
        why = "The plan is a what-if: its windows are assumed, not agreed."
        return Judged("not_stated", why, ("plan, what_if",))
    why = "Every passage lies in an agreed window, on permitted roads, in time in force."
    return Judged("met", why, ("plan, W1 and R1", "[[windows]]", "agreement"))
