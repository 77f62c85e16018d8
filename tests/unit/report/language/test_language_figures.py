"""Dates, spans, shares and names of the other direction, as each language writes them."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from safepassage.report.language import language

DAMASCUS = ZoneInfo("Asia/Damascus")
NOON = 1520420520
"""7 March 2018, 13:02 in Damascus."""


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("en", "Wed 7 March 2018, 13:02"),
        ("en-GB", "Wed 7 March 2018, 13:02"),
        ("ar", "الأربعاء 7 مارس 2018، 13:02"),
        ("ar-SY", "الأربعاء 7 آذار 2018، 13:02"),
        ("ar_SY", "الأربعاء 7 آذار 2018، 13:02"),
    ],
)
def test_a_region_names_its_months(name: str, told: str) -> None:
    assert language(name).moment(NOON, DAMASCUS) == told


@pytest.mark.parametrize(("name", "code"), [("ar", "ar"), ("ar_SY", "ar-SY"), ("en-GB", "en-GB")])
def test_the_code_is_what_html_takes(name: str, code: str) -> None:
    assert language(name).code == code


@pytest.mark.parametrize(
    ("seconds", "english", "arabic"),
    [
        (0, "0 min", "0 د"),
        (59, "1 min", "1 د"),
        (3600, "1 h", "1 س"),
        (86_400, "1 d", "يوم واحد"),
        (3 * 86_400 + 3661, "3 d 1 h 2 min", "3 أيام 1 س 2 د"),
    ],
)
def test_a_span_is_rounded_up_to_the_minute(seconds: int, english: str, arabic: str) -> None:
    assert language().span(seconds) == english
    assert language("ar").span(seconds) == arabic


@pytest.mark.parametrize(
    ("share", "english", "arabic"),
    [
        (None, "–", "–"),
        (0, "0 %", "\u200e0%\u200e"),
        (1e-9, "< 0.1 %", "أقل من \u200e0.1%\u200e"),
        (0.9623, "96.2 %", "\u200e96.2%\u200e"),
    ],
)
def test_only_an_exact_nothing_reads_nought(share: float | None, english: str, arabic: str) -> None:
    assert language().percent(share) == english
    assert language("ar").percent(share) == arabic


def test_digits_are_those_of_the_plan_in_every_language() -> None:
    assert language("ar").number(1234567) == "1,234,567"
    assert language("ar-EG").number(1234567) == "1,234,567"
    assert language("ar-EG").clock(NOON, DAMASCUS) == "13:02"


def test_a_name_of_the_other_direction_is_kept_apart() -> None:
    message = "Convoys at {where}: larger ones, or closer together."
    assert "\u2068Wafidin (2)\u2069:" in language("ar").text(message, where="Wafidin (2)")
    assert "\u2068" not in language("ar").text(message, where="دوما")
    assert "\u2068دوما\u2069:" in language().text(message, where="دوما")
    assert "\u2068" not in language().text(message, where="Douma, 2")
    assert (
        language("ar").count(
            "{n} vehicle leaves {place}", "{n} vehicles leave {place}", 2, place="Douma"
        )
        == "تغادر مركبتان \u2068Douma\u2069"
    )


def test_what_ends_with_the_day_ends_at_24() -> None:
    midnight = NOON - 13 * 3600 - 120
    assert language().until(midnight, DAMASCUS) == "24:00"
    assert language().clock(midnight, DAMASCUS) == "00:00"
    assert language().until(midnight + 60, DAMASCUS) == "00:01"
