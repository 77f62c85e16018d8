"""The fewest shifts that man a post whenever it must be manned."""

from __future__ import annotations

from collections.abc import Iterable

from safepassage.model.guard import Duty


def shifts(times: Iterable[tuple[int, int]], longest: int) -> tuple[Duty, ...]:
    """Shifts of at most `longest` seconds over all the times, which ascend and don't overlap.

    A team comes when it is first needed, stays for as long as it may and leaves when it isn't
    needed any more within that time; the next comes when somebody is needed again. No other way
    needs fewer: some shift must be on at the first moment, and one that begins there lasts longest
    beyond it; so it is with what is left.
    """
    found: list[list[int]] = []
    for begin, end in times:
        since = begin
        while since < end:
            if not found or since >= found[-1][0] + longest:
                found.append([since, since])
            found[-1][1] = since = min(end, found[-1][0] + longest)
    return tuple(Duty(start=start, end=end) for start, end in found)
