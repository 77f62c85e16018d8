"""Short ways from a plan to its brief, its page, and what people see of it."""

from __future__ import annotations

from collections.abc import Sequence
from html.parser import HTMLParser
from typing import Any

import msgspec

from safepassage.model.background import Background
from safepassage.model.broken import BrokenPromise
from safepassage.model.case import Case
from safepassage.model.plan import Plan
from safepassage.report.audience import Audience, redact
from safepassage.report.brief import Brief, brief
from safepassage.report.journeys import journeys
from safepassage.report.language import Language, language
from safepassage.report.notices import notices
from safepassage.report.page import report_page
from safepassage.report.summary import summarise

VOID = {"meta", "br", "hr", "img", "input", "link"}
INLINE = {"span", "bdi", "b", "code", "a"}


def briefed(
    case: Case,
    plan: Plan,
    broken: Sequence[BrokenPromise] = (),
    background: Background | None = None,
) -> Brief:
    """The brief of a plan."""
    summary = summarise(
        case, plan, broken_promises=broken, planning_seconds=0.0, peak_memory_mib=0.0
    )
    return brief(journeys(case, plan), summary, background)


def page_of(
    case: Case,
    plan: Plan,
    audience: Audience = "planner",
    broken: Sequence[BrokenPromise] = (),
    words: Language | None = None,
    background: Background | None = None,
) -> str:
    """`report.html` of a plan, as text."""
    said: dict[str, Any] = redact(
        "report", msgspec.to_builtins(briefed(case, plan, broken, background)), audience
    )
    words = words or language()
    return report_page(said, audience, words, notices(case, plan, words), case.timezone).decode()


class Seen(HTMLParser):
    """A page taken apart; an end without its beginning, or a beginning without its end, fails."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.scripts: list[str] = []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), (tag, names)
        self.tags.append((tag, dict(attrs)))
        if tag not in INLINE:
            self.text.append(" ")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # Only foreign content may close itself.
        assert "svg" in self.open, tag
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open, tag
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        (self.scripts if self.open and self.open[-1] in ("script", "style") else self.text).append(
            data
        )

    def values(self, attribute: str) -> list[str]:
        """Every value of an attribute, in order."""
        return [value for _, attrs in self.tags if (value := attrs.get(attribute)) is not None]

    @property
    def words(self) -> str:
        """Everything that can be read on the page or heard from it."""
        said = [attrs.get("aria-label") or "" for _, attrs in self.tags]
        return " ".join(" ".join(["".join(self.text), *said]).split())
