"""What stands above every output where it is true: broken, under duress, what-if, drawn, …"""

from __future__ import annotations

from safepassage.model.case import Case
from safepassage.model.plan import Plan
from safepassage.report.language import Language


def notices(case: Case, plan: Plan, language: Language, broken: int = 0) -> tuple[str, ...]:
    """Whole sentences, the gravest first; none of them for a settled plan on surveyed ground.

    `broken` is how many promises the checker found broken.
    """
    told = []
    if broken:
        told.append(
            language.count(
                "{n} promise is broken. Don't act on this plan.",
                "{n} promises are broken. Don't act on this plan.",
                broken,
            )
        )
    if case.under_duress or plan.under_duress:
        told.append(
            language.text(
                "These movements were reported as made under duress, and many call them forced "
                "displacement. Nothing here calls them choices."
            )
        )
    if plan.what_if:
        told.append(
            language.text(
                "What-if: the terms are not settled. This is a study, not a plan to act on."
            )
        )
    if case.drawn_households or plan.drawn_households:
        told.append(
            language.text(
                "Drawn households: nobody registered or asked these people; they stand for "
                "population figures."
            )
        )
    if case.schematic_roads or plan.schematic_roads:
        told.append(
            language.text(
                "Schematic roads: nobody surveyed them. They must not be used to find a way."
            )
        )
    if plan.cut_short:
        told.append(language.text("Cut short: the search was ended early; another run may differ."))
    return tuple(told)
