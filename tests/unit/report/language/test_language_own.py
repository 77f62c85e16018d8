"""A catalogue of one's own works; a broken or hostile one is refused in words that help."""

from __future__ import annotations

import tracemalloc
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from safepassage.errors import LanguageError
from safepassage.report.language import language
from safepassage.report.language.reading import MOST_BYTES

HEADER = (
    'msgid ""\nmsgstr ""\n"Language: {language}\\n"\n'
    '"Content-Type: text/plain; charset={charset}\\n"\n"Plural-Forms: {plurals}\\n"\n\n'
)
GERMAN = "nplurals=2; plural=(n != 1);"


def message(one: str, told: str) -> str:
    return f'msgid "{one}"\nmsgstr "{told}"\n\n'


def counted(*told: str) -> str:
    forms = "".join(f'msgstr[{number}] "{one}"\n' for number, one in enumerate(told))
    return f'msgid "{{n}} person"\nmsgid_plural "{{n}} people"\n{forms}\n'


def written(
    folder: Path,
    *messages: str,
    language: str = "de",
    charset: str = "utf-8",
    plurals: str = GERMAN,
) -> str:
    path = folder / "own.po"
    header = HEADER.format(language=language, charset=charset, plurals=plurals)
    path.write_text(header + "".join(messages), encoding="utf-8")
    return str(path)


def refused(path: str) -> str:
    with pytest.raises(LanguageError) as caught:
        language(path)
    told = str(caught.value)
    assert told.startswith(path)
    assert len(told) < 1000
    return told


def test_words_plurals_dates_and_numbers_come_from_it(tmp_path: Path) -> None:
    own = language(
        written(
            tmp_path,
            message("The answer", "Die Antwort"),
            message("Convoy {convoy}", "Konvoi {convoy}"),
            message("EEE d MMM, HH:mm", "EEE, d. MMM, HH:mm"),
            message("{number} %", "{number} v. H."),
            counted("{n} Person", "{n} Personen"),
        )
    )
    assert (own.code, own.direction) == ("de", "ltr")
    assert own.text("The answer") == "Die Antwort"
    assert own.text("Convoy {convoy}", convoy="c1") == "Konvoi c1"
    assert own.text("Not translated") == "Not translated"
    assert [own.count("{n} person", "{n} people", n) for n in (1, 1200)] == [
        "1 Person",
        "1.200 Personen",
    ]
    assert own.briefly(0, ZoneInfo("Europe/Berlin")) == "Do., 1. Jan., 01:00"
    assert own.percent(0.123) == "12,3 v. H."


def test_a_fuzzy_translation_is_not_used(tmp_path: Path) -> None:
    own = language(written(tmp_path, "#, fuzzy\n" + message("The answer", "Die {falsche}")))
    assert own.text("The answer") == "The answer"


def test_a_plural_form_may_say_its_number_in_words(tmp_path: Path) -> None:
    own = language(written(tmp_path, counted("eine Person", "{n} Personen")))
    assert own.count("{n} person", "{n} people", 1) == "eine Person"


def test_values_are_never_read_as_places_to_fill_in(tmp_path: Path) -> None:
    own = language(written(tmp_path, message("Convoy {convoy}", "Konvoi {convoy}")))
    assert own.text("Convoy {convoy}", convoy="{convoy.__class__}") == "Konvoi {convoy.__class__}"


@pytest.mark.parametrize(
    "told",
    [
        "{0.__class__}",
        "{convoy.__class__.__mro__}",
        "{convoy[0]}",
        "{convoy!r}",
        "{convoy:>9999999}",
        "{convoy:{convoy}}",
        "{}",
        "{0}",
        "{convoy} {vehicle}",
        "Konvoi",
        "{convoy",
        "convoy}",
        "{ convoy }",
    ],
)
def test_braces_hold_the_names_of_the_message_and_nothing_else(tmp_path: Path, told: str) -> None:
    assert "convoy" in refused(written(tmp_path, message("Convoy {convoy}", told)))


def test_a_message_of_its_own_opens_no_door_either(tmp_path: Path) -> None:
    refused(written(tmp_path, message("{n.real}", "{n.real}")))


@pytest.mark.parametrize("told", ["{n.real} P", "{m} P", "{n!a} P"])
def test_plural_forms_are_checked_one_by_one(tmp_path: Path, told: str) -> None:
    refused(written(tmp_path, counted("{n} Person", told)))


@pytest.mark.parametrize("forms", [("{n} P",), ("{n} P", ""), ("", "{n} P")])
def test_a_plural_form_that_is_missing_is_told(tmp_path: Path, forms: tuple[str, ...]) -> None:
    assert "{n} person" in refused(written(tmp_path, counted(*forms)))


@pytest.mark.parametrize(
    "plurals",
    [
        "nplurals=2; plural=__import__('os').getpid();",
        "nplurals=2; plural=n.real;",
        "nplurals=2; plural=1/0;",
        "nplurals=2; plural=n/(n-5000);",
        "nplurals=2; plural=n%(n-5000);",
        "nplurals=2; plural=n%0;",
        "nplurals=2; plural=n;",
        "nplurals=2; plural=0-1;",
        "nplurals=2; plural=(((((((((((((((((((((((((((((n)))))))))))))))))))))))))))));",
        "nplurals=2; plural=" + "n*" * 2000 + "n;",
        "nplurals=2; plural=;",
        "nplurals=7; plural=0;",
        "nplurals=-1; plural=0;",
        "nplurals=two; plural=0;",
    ],
)
def test_a_rule_of_plurals_that_may_fail_is_refused(tmp_path: Path, plurals: str) -> None:
    refused(written(tmp_path, counted("{n} Person", "{n} Personen"), plurals=plurals))


def test_a_header_that_asks_for_all_memory_is_refused_at_once(tmp_path: Path) -> None:
    plurals = "nplurals=999999999; plural=0;"
    path = written(tmp_path, counted("{n} Person", "{n} Personen"), plurals=plurals)
    tracemalloc.start()
    told = refused(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "999999999 forms" in told
    assert peak < 50 << 20


@pytest.mark.parametrize("told", ["EEE d Q7 QQQQQQQ", "c" * 9, "d" * 3000, "ggggg"])
def test_a_date_that_cannot_be_written_is_refused(tmp_path: Path, told: str) -> None:
    refused(written(tmp_path, message("EEE d MMM, HH:mm", told)))


@pytest.mark.parametrize("letter", ["\\x00", "\x00", "\x1b", "\ufffe"])
def test_what_is_no_text_is_refused(tmp_path: Path, letter: str) -> None:
    path = Path(written(tmp_path, message("The answer", f"Die{letter}Antwort")))
    if letter == "\\x00":
        path.write_bytes(path.read_bytes().replace(b"\\x00", b"\x00"))
    refused(str(path))


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("language", ""),
        ("language", "tlh"),
        ("language", "../../etc/passwd"),
        ("language", "de" * 500),
        ("charset", "rot13"),
        ("charset", "zip"),
        ("charset", "nothing"),
        ("charset", "utf-16"),
    ],
)
def test_a_header_that_names_nothing_known_is_refused(
    tmp_path: Path, header: str, value: str
) -> None:
    refused(written(tmp_path, message("The answer", "Die Äntwort"), **{header: value}))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe\x00",
        b"PK\x03\x04",
        b'msgid "',
        b'msgid "a"\nmsgstr[999999999] "b"\n',
        b'msgstr "b"\nmsgid\n',
        "مرحبا\n".encode(),
        b'"' * 100_000,
    ],
)
def test_what_is_no_catalogue_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "own.po"
    path.write_bytes(data)
    refused(str(path))


def test_a_catalogue_is_no_larger_than_one_can_be(tmp_path: Path) -> None:
    path = tmp_path / "own.po"
    with path.open("wb") as stream:
        stream.truncate(MOST_BYTES << 9)
    assert "larger than 4 MiB" in refused(str(path))


def test_a_missing_file_a_folder_and_a_name_with_nothing_in_it_are_told(tmp_path: Path) -> None:
    assert "no such file" in refused(str(tmp_path / "gone.po"))
    (tmp_path / "folder.po").mkdir()
    assert "not a file" in refused(str(tmp_path / "folder.po"))
    refused("\0.po")
    refused("x" * 300 + ".po")


@pytest.mark.parametrize("name", ["", "xx", "de", "ar.PO", "../ar", "ar_", "ar-XX", "a" * 5000])
def test_a_language_that_does_not_ship_names_those_that_do(name: str) -> None:
    with pytest.raises(LanguageError, match="expected one of en, ar"):
        language(name)
