"""Whether the agreement allows a plan, and what is missing if not."""

from __future__ import annotations

from safepassage.model.case import Case


def missing_terms(case: Case) -> tuple[str, ...]:
    """What must be settled before anybody moves; empty if a plan may be made."""
    agreement = case.agreement
    missing = []
    if agreement.status != "in_force":
        status = agreement.status.replace("_", " ")
        missing.append(f"the agreement is {status}, not in force")
    if not agreement.destinations:
        missing.append("the terms state no destination")
    first, last = case.horizon
    if agreement.valid_from is not None and agreement.valid_from > first:
        missing.append("the agreement begins after the horizon does")
    if agreement.valid_until is not None and agreement.valid_until < last:
        missing.append("the agreement ends before the horizon does")
    return tuple(missing)
