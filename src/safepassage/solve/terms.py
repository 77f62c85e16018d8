"""Whether the agreement allows a plan, and what is missing if not."""

from __future__ import annotations

from safepassage.model.case import Case
from safepassage.model.terms import IN_FORCE


def missing_terms(case: Case) -> tuple[str, ...]:
    """What must be settled before anybody moves; empty if a plan may be made."""
    agreement = case.agreement
    missing = []
    if agreement.status not in IN_FORCE:
        status = agreement.status.replace("_", " ")
        missing.append(f"the agreement is {status}, not in force")
    if not agreement.destinations:
        missing.append("the terms state no destination")
    begins, ends = agreement.valid_from, agreement.valid_until
    if not case.crossings:
        if begins is not None and case.horizon[0] < begins:
            missing.append("the horizon begins before the agreement does")
        if ends is not None and case.horizon[1] > ends:
            missing.append("the horizon ends after the agreement does")
    if begins is not None and any(window.opens < begins for window in case.windows):
        missing.append("a window opens before the agreement begins")
    if ends is not None and any(window.closes > ends for window in case.windows):
        missing.append("a window closes after the agreement ends")
    return tuple(missing)
