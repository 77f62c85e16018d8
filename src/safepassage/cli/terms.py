"""`terms`: what was agreed on a date, what is open, and what guidance asks."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import msgspec

from safepassage.check import verify
from safepassage.cli.options import Day, Flag
from safepassage.cli.planning import show
from safepassage.model.case import Case
from safepassage.model.findings import TermsReview
from safepassage.read import load_case
from safepassage.read.plan import read_plan
from safepassage.terms import end_of_day, review, review_text


def terms(
    folder: Path,
    /,
    *,
    on: Day | None = None,
    plan: Path | None = None,
    json: Annotated[bool, Flag] = False,
) -> int:
    """Show what was agreed, what must be settled before anyone moves, and what guidance asks.

    Prints the status and its life, the terms that stand with what they amended, who is bound, what
    is missing, unclear or contradicts something else, and the nineteen requirements of
    docs/guidance.md: met, not met or not stated.

    Exit code 0: it could be read, however much is open. 2: a file can't be used.

    Example: safepassage terms my-case

    Example: safepassage terms my-case --on 2018-03-06 --plan out/plan.json

    Parameters
    ----------
    folder
        The case folder.
    on
        As it stood at the end of this local day, like 2018-03-06; if not given, of the day of the
        last change.
    plan
        The plan.json that requirements about the movement are held against. It is checked first.
    json
        Print JSON instead of words.
    """
    made = read_plan(plan) if plan else None
    case = load_case(folder).case
    broken = verify(case, made) if made else ()
    found = review(case, None if on is None else end_of_day(case, on), made, broken)
    if json:
        show(_seen(case, found))
    else:
        print(review_text(case, found))
    return 0


def _seen(case: Case, found: TermsReview) -> dict[str, object]:
    """The review with what `case.toml` has of the agreement."""
    agreement = msgspec.structs.asdict(case.agreement)
    for name in ("status", "changes", "terms"):
        del agreement[name]
    return {
        "case": case.name,
        "timezone": case.timezone,
        "agreement": agreement,
        "windows": case.windows,
        "crossings": case.crossings,
        **msgspec.structs.asdict(found),
    }
