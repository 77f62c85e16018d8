"""Whether the agreement allows a plan, and what is missing if not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from safepassage.model.case import Case
from safepassage.model.terms import IN_FORCE, Status


def missing_terms(case: Case) -> tuple[str, ...]:
    """What must be settled before anybody moves; empty if a plan may be made."""
    agreement = case.agreement
    missing = list(_out_of_force(case))
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


def _out_of_force(case: Case) -> Iterator[str]:
    """A sentence for each status that isn't in force while people may move, with when it first is.

    They may move in windows; without crossings, over the whole horizon.
    """
    agreement = case.agreement
    spans = [(window.opens, window.closes) for window in case.windows] or [case.horizon]
    if not agreement.changes:
        if agreement.status not in IN_FORCE:
            yield f"the agreement is {_words(agreement.status)}, not in force"
        return
    first: dict[Status | None, int] = {}
    for opens, closes in spans:
        changes = (change.at for change in agreement.changes if opens < change.at < closes)
        for moment in (opens, *changes):
            status = agreement.status_at(moment)
            if status not in IN_FORCE:
                first[status] = min(moment, first.get(status, moment))
    while_open = "while a window is open" if case.windows else "inside the horizon"
    for status, moment in sorted(first.items(), key=lambda item: item[1]):
        when = f"{datetime.fromtimestamp(moment, case.zone):%Y-%m-%d %H:%M}"
        yield f"the agreement is {_words(status)}, not in force, {while_open} ({when})"


def _words(status: Status | None) -> str:
    return "not offered yet" if status is None else status.replace("_", " ")
