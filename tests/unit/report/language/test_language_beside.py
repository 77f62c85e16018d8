"""What stands beside a plan in Arabic: every sentence that a review of the terms can make."""

from __future__ import annotations

import ast
import re

import msgspec
from beside_plan import beside, named_all
from messages_in_source import ROOT, asked
from reported import page_of
from test_language_in_reports import FOR_EVERYONE, OF_THE_CASE, Words

from safepassage.report.language import language
from safepassage.report.page.prose import prose


def test_an_arabic_page_has_no_english_but_what_the_case_says() -> None:
    case, plan = named_all(OF_THE_CASE)
    kinds = ("assembly_points", "crossings", "destinations", "staging_areas")
    case = case.replace(
        title=OF_THE_CASE,
        **{
            kind: tuple(
                msgspec.structs.replace(one, name_local=f"مكان {number}")
                for number, one in enumerate(getattr(case, kind))
            )
            for kind in kinds
        },
    )
    background = beside(case, plan)
    source = page_of(case, plan, words=language("ar"), background=background)
    known = {
        OF_THE_CASE,
        "no seat left inside the windows",
        case.name,
        plan.case_digest[:16],
        "seriescanary",
        "newscanary",
    }
    known |= {*case.agreement.parties, "guarantor", "a third", "an agency", "persons", "killed"}
    known |= {"ceasefire", "eventscanary", "holdercanary", "othercanary", "countercanary"}
    known |= {one.id for one in case.claims} | {one.id for one in case.agreement.terms}
    known |= {place.name for place in case.places.values()}
    pattern = re.compile("|".join(map(re.escape, sorted(known, key=len, reverse=True))))
    for words in Words(source).found:
        left = FOR_EVERYONE.sub("", pattern.sub("", words))
        assert not re.search("[A-Za-z]", left), words
    assert 'lang="en"' not in source


TERMS = ROOT / "src" / "safepassage" / "terms"
NOT_SHOWN = re.compile(r"^(plan, .*|%Y.*|The terms let these carry no luggage:)$")
"""Where in the data something is seen; a format; and what the brief says without categories."""


def sentences_of_the_review() -> set[str]:
    """Every literal of more than one word in the room that reviews terms."""
    found = set()
    for path in TERMS.glob("*.py"):
        if path.name == "text.py":
            continue
        tree = ast.parse(path.read_text("utf-8"))
        docs = {id(one.value) for one in ast.walk(tree) if isinstance(one, ast.Expr)}
        for one in ast.walk(tree):
            if isinstance(one, ast.Constant) and isinstance(one.value, str):
                told = one.value.strip()
                if " " in told and id(one) not in docs and not NOT_SHOWN.match(told):
                    found.add(told)
    return found


def test_every_sentence_of_the_review_has_words_in_every_language() -> None:
    """Each is among the messages, which are complete in every language, whole or in pieces."""
    messages = {call.messages[0] for call in asked() if call.file == "prose.py"}
    told = sentences_of_the_review()
    assert len(told) > 100
    for sentence in told - {"not offered yet"}:
        assert any(sentence in message for message in messages if message), sentence


def test_sentences_keep_their_names_and_follow_each_other() -> None:
    said = prose(language("ar"), {"far": "البعيد"})
    one = said("No capacity is stated for far.")
    assert one is not None
    assert "البعيد" in one
    two = said("Parties are told 48 hours ahead. No term stands on: right to return.")
    assert two is not None
    assert "48" in two
    assert "حق العودة" in two
    assert said("the agreement is offered, not in force; no acceptance is recorded of: A b c")
    assert said("Nobody ever wrote this.") is None
    assert said("") is None
