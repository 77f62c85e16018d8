"""What stands above every output where it is true: broken, under duress, what-if, drawn, …"""

from __future__ import annotations

from safepassage.model.case import Case
from safepassage.model.plan import Plan
from safepassage.report.language import Language


def notices(case: Case, plan: Plan | None, language: Language, broken: int = 0) -> tuple[str, ...]:
    """Whole sentences, the gravest first; none of them for a settled plan on surveyed ground.

    `broken` is how many promises the checker found broken. A study of a case has many plans, none
    of them to act on: it has no `plan`.
    """
    marks: tuple[Case | Plan, ...] = (case,) if plan is None else (case, plan)
    told = []
    if broken:
        told.append(
            language.count(
                "{n} promise is broken. Don't act on this plan.",
                "{n} promises are broken. Don't act on this plan.",
                broken,
            )
        )
    if any(one.under_duress for one in marks):
        told.append(
            language.text(
                "These movements were reported as made under duress, and many call them forced "
                "displacement. Nothing here calls them choices."
            )
        )
    if _unsettled(case) if plan is None else plan.what_if:
        told.append(
            language.text(
                "What-if: the terms are not settled. This is a study, not a plan to act on."
            )
        )
    if any(one.drawn_households for one in marks):
        told.append(
            language.text(
                "Drawn households: nobody registered or asked these people; they stand for "
                "population figures."
            )
        )
    if any(one.schematic_roads for one in marks):
        told.append(
            language.text(
                "Schematic roads: nobody surveyed them. They must not be used to find a way."
            )
        )
    if plan is not None and plan.cut_short:
        told.append(language.text("Cut short: the search was ended early; another run may differ."))
    return tuple(told)


def _unsettled(case: Case) -> bool:
    """Whether the terms state no destination, or aren't in force whenever people may move."""
    agreement = case.agreement
    spans = [(window.opens, window.closes) for window in case.windows] or [case.horizon]
    return not agreement.destinations or not all(
        agreement.in_force_throughout(opens, closes) for opens, closes in spans
    )
