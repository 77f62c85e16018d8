"""Every message has its words in every language that ships, and translators' commands work."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from messages_in_source import REPORT, ROOT, VERBS, asked

from safepassage.report.language import language
from safepassage.report.language.reading import names

SHIPPED = sorted((REPORT / "language").glob("*.po"))
COMMANDS = re.findall(r"^\$ (pybabel .*)$", (ROOT / "docs" / "report.md").read_text("utf-8"), re.M)
ALLOWED = {("report.html.j2", "text([Name(name='sentence', ctx='load')])")}
"""Calls whose message is made elsewhere, from literals."""


def catalogue(path: Path) -> Catalog:
    with path.open("rb") as stream:
        return read_po(stream, abort_invalid=True)


def texts(value: str | Sequence[str] | None) -> tuple[str, ...]:
    """What a message, or its translation, says: one text, or one a plural form."""
    return (value,) if isinstance(value, str) else tuple(value or ())


def ids(found: Catalog) -> set[tuple[str, ...]]:
    return {texts(message.id) for message in found if message.id}


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sources in which every command of the manual has run."""
    folder = tmp_path_factory.mktemp("checkout")
    copy = folder / REPORT.relative_to(ROOT)
    shutil.copytree(REPORT, copy, ignore=shutil.ignore_patterns("__pycache__"))
    for line in COMMANDS:
        _, *arguments = shlex.split(line)
        command = [sys.executable, "-m", "babel.messages.frontend", *arguments]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{line}\n{done.stderr}"
    return folder


@pytest.fixture(scope="module")
def wanted(checkout: Path) -> Catalog:
    return catalogue(checkout / "messages.pot")


def test_the_manual_extracts_begins_and_updates() -> None:
    assert [shlex.split(line)[1] for line in COMMANDS] == ["extract", "init", "update"]


def test_every_message_is_a_literal() -> None:
    calls = asked()
    assert len(calls) > 200
    made = [call for call in calls if None in call.messages]
    assert {(call.file, call.source) for call in made} == ALLOWED


def test_what_is_extracted_is_what_the_sources_ask_for(wanted: Catalog) -> None:
    asked_for = {call.messages for call in asked() if None not in call.messages}
    # Babel keeps a message once: where it is counted elsewhere, as that.
    counted = {messages[0] for messages in asked_for if len(messages) == VERBS["count"]}
    expected = {m for m in asked_for if len(m) > 1 or m[0] not in counted}
    assert ids(wanted) == expected


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: str(path.name))
def test_a_language_that_ships_is_complete(path: Path, wanted: Catalog) -> None:
    found = catalogue(path)
    assert ids(found) == ids(wanted)
    assert not found.obsolete
    for message in found:
        if message.id:
            told = texts(message.string)
            assert not message.fuzzy, message.id
            assert all(told), message.id
            assert len(told) == (found.num_plurals if message.pluralizable else 1), message.id


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: str(path.name))
def test_its_names_in_braces_are_those_of_the_message(path: Path) -> None:
    for message in catalogue(path):
        wanted = names(texts(message.id)[-1])
        told = [names(text) for text in texts(message.string)]
        if message.pluralizable:
            # "One person" may be words, but one form at least has the number.
            assert all(wanted - {"n"} <= one <= wanted for one in told), message.id
            assert frozenset().union(*told) == wanted, message.id
        elif message.id:
            assert told == [wanted], message.id


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: str(path.name))
def test_an_update_changes_no_translation(path: Path, checkout: Path) -> None:
    copy = checkout / path.relative_to(ROOT)
    before, after = catalogue(path), catalogue(copy)
    assert {m.id: m.string for m in after if m.id} == {m.id: m.string for m in before if m.id}
    assert after.header_comment == before.header_comment


def test_a_new_language_begins_as_english(checkout: Path) -> None:
    begun = language(str(checkout / "fr.po"))
    assert begun.code == "fr"
    assert begun.text("The answer") == "The answer"
    assert begun.count("{n} person", "{n} people", 2) == "2 people"
    assert begun.moment(0, ZoneInfo("UTC")).endswith("1 janvier 1970, 00:00")


def test_arabic_has_a_form_for_none_one_two_few_many_and_hundreds() -> None:
    arabic = language("ar")
    told = [arabic.count("{n} trip", "{n} trips", n) for n in (0, 1, 2, 3, 10, 11, 99, 100, 103)]
    assert told == [
        "لا رحلات",
        "رحلة واحدة",
        "رحلتان",
        "3 رحلات",
        "10 رحلات",
        "11 رحلة",
        "99 رحلة",
        "100 رحلة",
        "103 رحلات",
    ]


def test_arabic_says_that_it_awaits_review_and_never_that_people_chose_under_duress() -> None:
    found = catalogue(REPORT / "language" / "ar.po")
    assert "awaits review" in found.header_comment
    told = language("ar").text(
        "These movements were reported as made under duress, and many call them forced "
        "displacement. Nothing here calls them choices."
    )
    assert "تحت الإكراه" in told
    assert "تهجير قسري" in told
    shown = "".join("".join(texts(message.string)) for message in found if message.id)
    for word in ("طوعي", "استدعاء", "تسليم", "آمنة"):
        assert word not in shown
