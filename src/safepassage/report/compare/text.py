"""A comparison in words, the answer first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from safepassage.report.clock import briefly, duration
from safepassage.report.compare.compare import Comparison
from safepassage.report.summary import Summary
from safepassage.report.text import percent, table


def comparison_text(found: Comparison) -> str:
    """The comparison, ready to print."""
    return "\n".join(
        (
            *_answer(found),
            "",
            table(list(_figures(found.first.summary, found.second.summary))),
            *_by_place("people by assembly point", found.first.by_point, found.second.by_point),
            *_by_place(
                "people by destination", found.first.by_destination, found.second.by_destination
            ),
            "",
            *_cases(found),
        )
    )


def _answer(found: Comparison) -> Iterator[str]:
    one, other = found.first.summary, found.second.summary
    if found.more_out:
        more = "more" if found.more_out > 0 else "fewer"
        yield f"The second has {abs(found.more_out):,} {more} people out."
    if found.sooner_seconds is None:
        names = [
            name for name, side in (("first", one), ("second", other)) if not side.clearance_time
        ]
        yield f"Not everyone is out in the {' and the '.join(names)}."
    elif found.sooner_seconds == 0:
        yield "Both have the last person out at the same time."
    else:
        when = "sooner" if found.sooner_seconds > 0 else "later"
        yield (
            f"The second has the last person out {duration(abs(found.sooner_seconds))} {when}: "
            f"{_when(other.clearance_time)} instead of {_when(one.clearance_time)}."
        )
    if found.sooner_seconds and _overlap(one, other):
        yield (
            "Neither is proved better than the other could be: each plan's span from bound to "
            "clearance overlaps the other's. Plan both with more effort to tell them apart."
        )
    for name, side in (("first", one), ("second", other)):
        if side.under_duress:
            yield f"The {name}: movements reported as made under duress; not choices."
        if side.what_if:
            yield f"The {name} is a what-if: its terms are not settled."


def _overlap(one: Summary, other: Summary) -> bool:
    """Whether the one that ends later might, planned better, end sooner than the other."""
    if not (one.clearance_time and other.clearance_time):
        return False
    if not (one.clearance_time_bound and other.clearance_time_bound):
        return False
    sooner, later = sorted((one, other), key=lambda side: side.clearance_time or "")
    return (later.clearance_time_bound or "") < (sooner.clearance_time or "")


def _figures(one: Summary, other: Summary) -> Iterator[tuple[str, str, str]]:
    yield ("", "first", "second")
    for name, of in (
        ("people who leave", lambda s: f"{s.people_choosing_to_leave:,}"),
        ("out", lambda s: f"{s.people_out:,}"),
        ("not served", lambda s: f"{s.people_not_served:,}"),
        ("at most, in any plan", lambda s: f"{s.people_out_bound:,}"),
        ("last one out", lambda s: _when(s.clearance_time)),
        ("none before", lambda s: _when(s.clearance_time_bound)),
        ("gap", lambda s: percent(s.gap)),
        ("open gap", lambda s: percent(s.gap_open)),
        ("last arrival", lambda s: _when(s.last_arrival)),
        ("longest wait", lambda s: duration(s.longest_wait_seconds)),
        ("binds most", _binds),
        ("vehicles used", lambda s: f"{s.vehicles_used:,}"),
        ("trips", lambda s: f"{s.trips:,}"),
        ("convoys", lambda s: f"{s.convoys:,}"),
    ):
        yield (name, of(one), of(other))


def _when(moment: str | None) -> str:
    return briefly(moment) if moment else "-"


def _binds(summary: Summary) -> str:
    most = max(summary.binding, key=lambda item: item.share, default=None)
    return f"{most.promise} {most.where}" if most else "-"


def _by_place(title: str, one: Mapping[str, int], other: Mapping[str, int]) -> Iterator[str]:
    names = [*one, *(name for name in other if name not in one)]
    rows = [
        (name, f"{one.get(name, 0):,}", f"{other.get(name, 0):,}")
        for name in names
        if one.get(name) != other.get(name)
    ]
    if rows:
        yield ""
        yield table([(title, "first", "second"), *rows])


def _cases(found: Comparison) -> Iterator[str]:
    if found.same_case:
        yield "Both are plans of the same case."
        return
    if not found.changes:
        yield "The cases differ in nothing but names of the case and its places."
        return
    yield "What differs in the cases:"
    for change in found.changes:
        parts = (change.first or "not there", change.second or "not there")
        yield f"  {change.where}, {change.what}: {parts[0]} -> {parts[1]}"
