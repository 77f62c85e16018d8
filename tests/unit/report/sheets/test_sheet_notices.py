"""The words for duress, what-if, drawn households and schematic roads stand in every file."""

from __future__ import annotations

import html

import msgspec
import pytest
from sheets_case import book, files, marked_case

from safepassage.report.audience import AUDIENCES, Audience
from safepassage.report.journeys import Journeys, journeys
from safepassage.report.language import language
from safepassage.report.notices import notices


@pytest.fixture(scope="module")
def grave() -> Journeys:
    case, plan = marked_case()
    marks = dict.fromkeys(("under_duress", "drawn_households", "schematic_roads"), True)
    return journeys(case.replace(**marks), msgspec.structs.replace(plan, what_if=True, **marks))


@pytest.mark.parametrize("audience", AUDIENCES)
def test_every_notice_stands_in_every_file(audience: Audience, grave: Journeys) -> None:
    words = notices(grave.case, grave.plan, language())
    assert len(words) == 4
    for name, data in files(audience, grave).items():
        if name.endswith(".xlsx"):
            for cells in book(data).values():
                assert cells[2][0] == " ".join(words)
        else:
            told = html.unescape(data.decode())
            assert all(word in told for word in words), name


@pytest.mark.parametrize("audience", AUDIENCES)
def test_nobody_is_said_to_have_chosen_under_duress(audience: Audience, grave: Journeys) -> None:
    for name, data in files(audience, grave).items():
        assert b"chose" not in data, name
        if name.endswith(".xlsx"):
            assert "chose" not in str(book(data))


def test_a_page_for_each_day_repeats_the_notices(grave: Journeys) -> None:
    page = files("planner", grave)["notification.html"].decode()
    days = page.count('<section class="day"')
    assert days == 2
    assert page.count("forced displacement") == days + 1
