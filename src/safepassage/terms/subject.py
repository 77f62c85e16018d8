"""What is reviewed: a case at a time, and a plan of it where there is one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from safepassage.model.broken import BrokenPromise, Promise
from safepassage.model.case import Case
from safepassage.model.findings import Quote
from safepassage.model.plan import Plan
from safepassage.model.terms import IN_FORCE, Term, Topic


@dataclass(frozen=True)
class Subject:
    """A case at `on` (UTC seconds) and perhaps its plan, with the promises that plan breaks."""

    case: Case
    on: int
    plan: Plan | None = None
    broken: tuple[BrokenPromise, ...] = ()

    @cached_property
    def standing(self) -> tuple[Term, ...]:
        """The terms that stand."""
        return self.case.agreement.terms_at(self.on)

    @cached_property
    def current(self) -> tuple[Term, ...]:
        """Terms stated by then that nothing has replaced, those that ran out too."""
        stated = [term for term in self.case.agreement.terms if term.since <= self.on]
        replaced = {term.replaces for term in stated}
        return tuple(term for term in stated if term.id not in replaced)

    @cached_property
    def by_id(self) -> dict[str, Term]:
        """Every term."""
        return {term.id: term for term in self.case.agreement.terms}

    def history(self, term: Term) -> tuple[Term, ...]:
        """What a term amended, the oldest first."""
        before: list[Term] = []
        while (old := self.by_id.get(term.replaces)) is not None and old not in before:
            before.append(term := old)
        return tuple(reversed(before))

    def about(self, *topics: Topic) -> tuple[Term, ...]:
        """The standing terms of some topics."""
        return tuple(term for term in self.standing if term.topic in topics)

    @property
    def in_force(self) -> bool:
        """Whether the agreement is in force then."""
        return self.case.agreement.status_at(self.on) in IN_FORCE

    @property
    def status(self) -> str:
        """The status in words."""
        status = self.case.agreement.status_at(self.on)
        return "not offered yet" if status is None else status.replace("_", " ")

    @property
    def date(self) -> str:
        """The local date, ISO."""
        return datetime.fromtimestamp(self.on, self.case.zone).date().isoformat()

    def breaks(self, *promises: Promise) -> bool:
        """Whether the plan breaks one of these."""
        return any(fault.promise in promises for fault in self.broken)

    def clock(self, instant: int) -> str:
        """An instant as local date and time."""
        return f"{datetime.fromtimestamp(instant, self.case.zone):%Y-%m-%d %H:%M}"


def quote(term: Term) -> Quote:
    """A term in its own words."""
    return Quote(by=term.by, says=term.says, source=f"term {term.id}, {term.source}")


def binding(terms: tuple[Term, ...], name: str) -> tuple[str, ...]:
    """Ids of the terms that somebody gives or that name them; an exclusion binds nobody."""
    return tuple(
        term.id
        for term in terms
        if term.topic != "exclusion" and (term.by == name or name in term.binds)
    )
