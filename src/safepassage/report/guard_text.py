"""The guard that the roads driven need, in words: for the planner, as all that tells of posts.

Posts are unarmed observers; an armed escort is a last resort (IASC, Non-Binding Guidelines on the
Use of Armed Escorts for Humanitarian Convoys, 2013).
"""

from __future__ import annotations

from collections.abc import Iterator

from safepassage.report.clock import duration
from safepassage.report.summary import GuardTotal

PRINCIPLE = "unarmed observers first; an armed escort is a last resort (IASC 2013)"


def guard_lines(guard: GuardTotal) -> Iterator[str]:
    """How many posts watch what is driven, what none does, the shifts, and the principle."""
    if guard.posts_given:
        what = "a part" if guard.metres else "all"
        verb = "watches" if guard.posts_given == 1 else "watch"
        yield f"{_count(guard.posts_given, 'post')} of the case {verb} {what} of the roads driven"
    if guard.posts_needed:
        yield from _needed(guard)
    if guard.too_long_metres:
        yield (
            f"{_km(guard.too_long_metres)} of road is in stretches that no post of "
            f"{guard.reach_metres:,} m reach sees whole"
        )
    if guard.shifts:
        yield (
            f"{_count(guard.shifts, 'shift')} of up to {duration(guard.shift_seconds)}, "
            f"at most {guard.shifts_most_a_day:,} a day"
        )
    yield PRINCIPLE


def _needed(guard: GuardTotal) -> Iterator[str]:
    """Posts beside those of the case, and what they leave where fewer are at hand."""
    fewest = "the fewest that do"
    if guard.posts_needed > guard.posts_needed_at_least:
        fewest = f"no fewer than {guard.posts_needed_at_least:,} do"
    seen = _km(guard.metres - guard.too_long_metres)
    instead = " in place of the escorts" if guard.escorts else ""
    yield (
        f"{_count(guard.posts_needed, 'post')} of {guard.reach_metres:,} m reach to watch {seen} "
        f"of road{instead}, {fewest}"
    )
    if guard.uncovered_metres:
        left = f"with {guard.posts_placed:,} at hand {_km(guard.uncovered_metres)} is unwatched"
        if guard.relied_on:
            yield f"{left}, and not driven"
        elif guard.uncovered_metres == guard.uncovered_metres_at_least:
            yield f"{left}, the least there can be"
        else:
            yield f"{left}, at least {_km(guard.uncovered_metres_at_least)} wherever they stand"


def _count(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def _km(metres: int) -> str:
    return f"{metres / 1000:,.1f} km"
