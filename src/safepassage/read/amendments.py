"""Amendments of terms: each replaces one earlier term, once, and none itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from safepassage.model.terms import Term

Note = Callable[[Term, str, str, str, str], None]
"""Notes a fault of a term: column, found, expected, remedy."""


def check_amendments(terms: Sequence[Term], fault: Note) -> None:
    """Fault a term replaced twice, before it was stated, or by way of itself."""
    by_id = {term.id: term for term in terms}
    amended: dict[str, Term] = {}
    for term in terms:
        old = by_id.get(term.replaces)
        if old is None or old is term:
            continue
        first = amended.setdefault(old.id, term)
        if first is not term:
            fault(
                term,
                "replaces",
                f"{old.id!r}, which {first.id!r} replaces too",
                "one amendment of a term",
                f"Let it replace {first.id!r}, or merge the two.",
            )
    in_circle = set(_circles(by_id))
    for term in terms:
        old = by_id.get(term.replaces)
        if term.id in in_circle:
            fault(
                term,
                "replaces",
                f"{term.replaces!r}, which replaces this one in a circle",
                "amendments that begin somewhere",
                "Leave the cell of the first one empty.",
            )
        elif old is not None and term.since < old.since:
            fault(
                term,
                "since",
                f"a time before {old.id!r}, which it replaces, was stated",
                "an amendment after what it amends",
                "Correct the time, or the term it replaces.",
            )


def _circles(by_id: Mapping[str, Term]) -> Iterator[str]:
    """Terms that replace themselves by way of at least one other."""
    settled: set[str] = set()
    for start in by_id:
        way: dict[str, None] = {}
        name = start
        while name in by_id and name not in settled and name not in way:
            way[name] = None
            name = by_id[name].replaces
        if name in way:
            circle = list(way)[list(way).index(name) :]
            yield from circle if len(circle) > 1 else ()
        settled.update(way)
