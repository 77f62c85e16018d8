"""Pauses by day: each side's version, and nobody's counts added to another's."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import pytest
from factory import at, small_case
from incidents import METRES_A_DEGREE, incident

from safepassage.evidence import ceasefire_record, link
from safepassage.evidence.text import ceasefire_text
from safepassage.model.agreement import Window
from safepassage.model.case import Case
from safepassage.model.evidence import Claim, Incident
from safepassage.model.sides import CeasefireRecord, PauseDay
from safepassage.model.terms import Term


def claim(name: str, since: str = "", until: str = "", **more: Any) -> Claim:
    fields: dict[str, Any] = {
        "topic": "ceasefire",
        "statement": f"what {name} says",
        "claimed_by": f"who made {name}",
        "reported_by": "a paper",
    }
    return Claim(id=name, since=since, until=until, **(fields | more))


def seen(name: str, source: str, on: str, *, metres: float = 0, **more: Any) -> Incident:
    """An incident so many metres north of where the places of a small case are."""
    return incident(
        name,
        source,
        on=on,
        latitude=33.5 + metres / METRES_A_DEGREE,
        longitude=36.4,
        **more,
    )


def record(case: Case, since: date | None = None, until: date | None = None) -> CeasefireRecord:
    return ceasefire_record(case, link(case.incidents), since, until)


def days(case: Case) -> dict[str, PauseDay]:
    return {day.on: day for day in record(case).days}


def test_days_with_a_window_and_nothing_reported() -> None:
    found = days(small_case())
    assert list(found) == ["2018-03-07", "2018-03-08", "2018-03-09", "2018-03-10"]
    assert found["2018-03-07"].hours == ("gate 09:00-14:00",)
    text = ceasefire_text(record(small_case()))
    assert "2018-03-07 to 2018-03-10, 4 days alike" in text
    assert "nothing reported" in text
    assert "kept, by" not in text


def test_a_window_one_way_and_one_over_midnight() -> None:
    window = Window(crossing="gate", direction="out", opens=at(8, "22:00"), closes=at(9, "02:00"))
    found = days(small_case(windows=(window,)))
    assert {on: day.hours for on, day in found.items()} == {
        "2018-03-08": ("gate out 22:00-24:00",),
        "2018-03-09": ("gate out 00:00-02:00",),
    }


def test_each_side_has_its_version_of_a_day() -> None:
    case = small_case(
        claims=(
            claim("k", "2018-03-08", holds="kept"),
            claim("b1", "2018-03-08", holds="broken"),
            claim("b2", "2018-03-08", "2018-03-09", holds="broken"),
        )
    )
    found = days(case)
    assert (found["2018-03-08"].kept, found["2018-03-08"].broken) == (("k",), ("b1", "b2"))
    assert (found["2018-03-09"].kept, found["2018-03-09"].broken) == ((), ("b2",))
    assert (found["2018-03-10"].kept, found["2018-03-10"].broken) == ((), ())
    text = " ".join(ceasefire_text(record(case)).split())
    assert "kept by the claim of who made k: what k says" in text
    assert "broken by the claim of who made b1" in text
    for word in ("violat", "guilty", "blame", "true", "false"):
        assert word not in text


def test_a_version_without_an_end_is_about_its_beginning_only() -> None:
    found = days(small_case(claims=(claim("b", "2018-03-08", holds="broken"),)))
    assert [on for on, day in found.items() if day.broken] == ["2018-03-08"]


def test_a_version_of_a_month_is_about_each_of_its_days() -> None:
    found = days(small_case(claims=(claim("b", "2018-03", holds="broken"),)))
    assert len(found) == 31
    assert all(day.broken for day in found.values())


def test_a_version_without_a_day_is_about_the_day_it_was_reported() -> None:
    case = small_case(claims=(claim("b", holds="broken", reported_on="2018-03-09"),))
    assert [on for on, day in days(case).items() if day.broken] == ["2018-03-09"]


def test_a_version_without_any_day_is_kept_beside_the_days() -> None:
    found = record(small_case(claims=(claim("b", holds="broken"),)))
    assert [one.id for one in found.claims] == ["b"]
    assert not any(day.broken for day in found.days)


def test_what_was_stated_stands_until_it_is_said_to_end() -> None:
    case = small_case(
        claims=(
            claim("open", "2018-03-05"),
            claim("short", "2018-03-05", "2018-03-06", topic="agreement"),
            claim("elsewhere", "2018-03-05", topic="casualties"),
        )
    )
    found = {on: day.stated for on, day in days(case).items()}
    assert found["2018-03-05"] == found["2018-03-06"] == ("open", "short")
    assert found["2018-03-10"] == ("open",)
    assert "elsewhere" not in str(record(case))


def test_a_term_on_pauses_stands_on_its_days() -> None:
    term = Term(
        id="t1",
        topic="pause",
        says="five hours a day",
        by="one side",
        since=at(11, "12:00"),
        until=at(13, "00:00"),
        source="a paper",
    )
    other = msgspec.structs.replace(term, id="t2", topic="vehicles")
    case = small_case()
    agreement = msgspec.structs.replace(case.agreement, terms=(term, other))
    found = days(case.replace(agreement=agreement))
    assert [(on, day.terms) for on, day in found.items() if day.terms] == [
        ("2018-03-11", ("t1",)),
        ("2018-03-12", ("t1",)),
    ]


def test_incidents_are_counted_for_each_source_and_never_together() -> None:
    case = small_case(
        incidents=(
            seen("a1", "a", "2018-03-08"),
            seen("b1", "b", "2018-03-08", metres=100),
            seen("b2", "b", "2018-03-08", metres=3000, kind="airstrike"),
            seen("far", "a", "2018-03-08", metres=5100),
            seen("march", "a", "2018-03-08", kind="other"),
            seen("later", "a", "2018-03-12"),
        )
    )
    day = days(case)["2018-03-08"]
    assert [(one.source, one.records) for one in day.incidents] == [("a", 1), ("b", 2)]
    assert day.linked == 1
    assert "a 1, b 2; 1 event on several" in ceasefire_text(record(case))


def test_incidents_whose_day_is_unsure_are_in_no_day() -> None:
    case = small_case(incidents=(seen("a1", "a", "2018-03-08", until="2018-03-09"),))
    found = record(case)
    assert not any(day.incidents for day in found.days)
    assert [(one.source, one.records) for one in found.unsure] == [("a", 1)]
    assert "their day being unsure: a 1" in ceasefire_text(found)


@pytest.mark.parametrize(("metres", "near"), [(4995, True), (5005, False)])
def test_how_near_is_near(metres: int, near: bool) -> None:
    case = small_case(incidents=(seen("a1", "a", "2018-03-08", metres=metres),))
    assert bool(days(case)["2018-03-08"].incidents) is near


def test_only_the_days_asked_for() -> None:
    case = small_case(claims=(claim("open", "2018-03-01"),))
    found = record(case, date(2018, 3, 6), date(2018, 3, 7))
    assert [day.on for day in found.days] == ["2018-03-06", "2018-03-07"]
    # A claim that is open stands beyond the last day that anything names, if that is asked for.
    late = record(case, date(2018, 5, 1), date(2018, 5, 1))
    assert [day.on for day in late.days] == ["2018-05-01"]


def test_no_pause_at_all() -> None:
    found = record(small_case(windows=()))
    assert found.days == ()
    assert "No pause or ceasefire" in ceasefire_text(found)
