"""A plan's figures in words, the answer first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from safepassage.report.clock import duration, spoken
from safepassage.report.guard_text import guard_lines
from safepassage.report.summary import Summary

PROMISE_NAMES: dict[str, str] = {
    "W1": "windows",
    "C1": "convoys",
    "C2": "screening rate",
    "V1": "seats",
    "V2": "the fleet's time",
    "H1": "groups kept together",
    "H2": "accepted destinations",
    "H3": "items carried",
    "D1": "reception capacity",
    "R1": "open roads",
    "R2": "guarded route",
    "A1": "everyone accounted for",
}

_LABEL = 16


def summary_text(summary: Summary) -> str:
    """The whole summary, ready to print."""
    return "\n".join((*_marks(summary), *_answer(summary), *_people(summary), *_basis(summary)))


def table(rows: Sequence[Sequence[str]]) -> str:
    """Rows in columns as wide as they need; the first is the header, figures stand right."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if number == 0 else cell.rjust(width)
            for number, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )


def percent(share: float | None) -> str:
    """A share as per cent; only an exact nothing reads 0."""
    if share is None:
        return "-"
    if 0 < share < 0.0005:
        return "<0.1 %"
    return "0 %" if share == 0 else f"{100 * share:.1f} %"


def _line(label: str, text: str) -> str:
    return f"  {label:<{_LABEL}}{text}"


def _marks(summary: Summary) -> Iterator[str]:
    if summary.under_duress:
        yield (
            "Under duress: these movements were reported as made under duress, and many call them "
            "forced displacement. Nothing here calls them choices."
        )
    if summary.what_if:
        yield "WHAT-IF: the terms are not settled. This is a study, not a plan to act on."
    if summary.drawn_households:
        yield "Drawn households: nobody registered them; they stand for the population figures."
    if summary.schematic_roads:
        yield "Schematic roads: the travel times come from no surveyed road."
    if summary.cut_short:
        yield "Cut short: the search was ended early; another run may differ."


def _answer(summary: Summary) -> Iterator[str]:
    # Nobody answered for a drawn household: what it does is never called a choice.
    leaving = "drawn as leaving" if summary.drawn_households else "who chose to leave"
    if summary.under_duress:
        leaving = "reported as leaving"
    yield (
        f"{summary.title}: {summary.people_out:,} of {summary.people_choosing_to_leave:,} people "
        f"{leaving} are out"
        + (f" by {spoken(summary.clearance_time)}." if summary.clearance_time else ".")
    )
    if summary.last_arrival:
        yield _line(
            "arrived", f"{summary.people_arrived:,}, the last {spoken(summary.last_arrival)}"
        )
    if summary.clearance_time_bound:
        yield _line("no plan before", spoken(summary.clearance_time_bound))
        since = "the first window opened" if summary.crossings else "the horizon began"
        gap = f"{percent(summary.gap)} of the time since {since}"
        if summary.crossings:
            gap += f", {percent(summary.gap_open)} of the time with a window open"
        yield _line("gap", gap)
        if summary.gap == 0:
            yield _line("", "the plan is optimal: it reaches the bound")
    else:
        yield _line("at most", f"{summary.people_out_bound:,} people in any plan")
        yield _line("gap", f"{percent(summary.gap)} of those people")
        if summary.gap == 0:
            yield _line("", "no plan under these terms has more people out")
    yield _line(
        "longest wait", f"{duration(summary.longest_wait_seconds)} from boarding to being out"
    )


def _people(summary: Summary) -> Iterator[str]:
    if summary.people_not_served:
        yield _line("not served", f"{summary.people_not_served:,} people")
    for total in summary.not_served:
        yield _line("", f"{total.people:,}: {total.promise}, {total.reason}")
    words = ("stay by their own answer", "are undecided", "were not asked")
    if summary.drawn_households:
        words = ("are drawn as staying", "as undecided", "as not asked")
    undecided = summary.people_undecided - summary.people_not_asked
    counts = (summary.people_staying, undecided, summary.people_not_asked)
    told = ", ".join(f"{count:,} {word}" for count, word in zip(counts, words, strict=True))
    yield _line("not moving", f"{told}; all stay protected")


def _basis(summary: Summary) -> Iterator[str]:
    for number, item in enumerate(summary.binding):
        name = PROMISE_NAMES.get(item.promise, "")
        yield _line(
            "" if number else "what binds",
            f"{item.promise} {name}, {item.where}: {percent(item.share)} of the bound's weight",
        )
    convoys = f"{summary.convoys:,} convoys, " if summary.crossings else ""
    yield _line("with", f"{summary.trips:,} trips, {convoys}{summary.vehicles_used:,} vehicles")
    if summary.guard is not None:
        for number, told in enumerate(guard_lines(summary.guard)):
            yield _line("" if number else "guard", told)
    yield _line(
        "planned in",
        f"{summary.planning_seconds:,.1f} s, {summary.peak_memory_mib:,.0f} MiB at most",
    )
    for number, assumed in enumerate(summary.assumptions):
        source = f" ({assumed.source})" if assumed.source else ""
        yield _line("" if number else "assumed", assumed.text + source)
