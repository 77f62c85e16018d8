"""A topic in a period: which claims and days are shown, and that nothing is added over sources."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import pytest
from factory import small_case
from incidents import incident

from safepassage.errors import EvidenceError
from safepassage.evidence import overview, sides
from safepassage.evidence.text import overview_text, sides_text
from safepassage.model.evidence import Claim, DailyFigure, first_day, last_day


def claim(name: str, **more: Any) -> Claim:
    fields: dict[str, Any] = {
        "id": name,
        "topic": "casualties",
        "statement": "People killed",
        "claimed_by": f"who made {name}",
        "reported_by": "a paper",
    }
    return Claim(**(fields | more))


def daily(series: str, *figures: tuple[int, float], **more: Any) -> tuple[DailyFigure, ...]:
    """A figure for each day of May 2031."""
    fields: dict[str, Any] = {
        "topic": "casualties",
        "unit": "persons",
        "place": "the district",
        "claimed_by": "an office",
        "reported_by": "a paper",
    }
    return tuple(
        DailyFigure(series=series, on=f"2031-05-{day:02}", figure=figure, **(fields | more))
        for day, figure in figures
    )


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2032", date(2032, 1, 1), date(2032, 12, 31)),
        ("2032-02", date(2032, 2, 1), date(2032, 2, 29)),
        ("2032-02-03", date(2032, 2, 3), date(2032, 2, 3)),
    ],
)
def test_a_date_is_as_precise_as_its_source(text: str, first: date, last: date) -> None:
    assert (first_day(text), last_day(text)) == (first, last)


@pytest.mark.parametrize(
    ("since", "until", "shown"),
    [
        ("2031-05-01", "2031-05-09", False),
        ("2031-05-01", "2031-05-10", True),
        ("2031-05-20", "2031-05-21", True),
        ("2031-05-21", "2031-05-22", False),
        ("2031-05", "", True),
        ("2030", "", True),
        ("2031-06", "", False),
        ("", "2031-05-09", False),
        ("", "2031", True),
        ("", "", True),
    ],
)
def test_a_claim_whose_period_overlaps(since: str, until: str, shown: bool) -> None:
    case = small_case(claims=(claim("c1", since=since, until=until),))
    seen = sides(case, "casualties", date(2031, 5, 10), date(2031, 5, 20))
    assert [one.id for one in seen.claims] == (["c1"] if shown else [])


def test_every_claim_without_limits_and_none_of_another_topic() -> None:
    case = small_case(claims=(claim("c1", since="2031"), claim("c2", topic="control")))
    assert [one.id for one in sides(case, "casualties").claims] == ["c1"]


def test_a_series_has_its_own_total_zeros_and_days_without_a_figure() -> None:
    case = small_case(series=daily("count", (1, 9), (4, 5), (5, 0), (7, 2), (8, 4)))
    (one,) = sides(case, "casualties", date(2031, 5, 2), date(2031, 5, 7)).series
    assert (one.asked.since, one.asked.until) == ("2031-05-02", "2031-05-07")
    assert (one.asked.total, one.asked.zeros) == (7, 1)
    assert one.asked.missing == ("2031-05-02", "2031-05-03", "2031-05-06")
    assert [day.figure for day in one.days] == [5, 0, 2]


def test_a_series_is_asked_no_further_than_it_goes() -> None:
    case = small_case(series=daily("count", (4, 5), (5, 1)))
    (one,) = sides(case, "casualties", date(2030, 1, 1)).series
    assert (one.asked.since, one.asked.until, one.asked.missing) == ("2031-05-04", "2031-05-05", ())
    assert sides(case, "casualties", date(2031, 5, 6)).series == ()


def test_a_series_stands_beside_each_claim_on_the_very_days_of_the_claim() -> None:
    case = small_case(
        claims=(
            claim("c1", low=40.0, high=40.0, since="2031-05-02", until="2031-05-03"),
            claim("c2", low=50.0, high=50.0, since="2031-05-02", until="2031-05-03"),
            claim("open", since="2031-05-02"),
            claim("beyond", since="2031-05-02", until="2031-05-09"),
        ),
        series=daily("count", (1, 9), (2, 5), (3, 6), (4, 7)),
    )
    (one,) = sides(case, "casualties").series
    assert [(span.claims, span.total) for span in one.spans] == [(("c1", "c2"), 11)]


def test_in_what_they_differ() -> None:
    case = small_case(
        claims=(
            claim("c1", place="the town", since="2031-05-01", until="2031-05-04", unit="persons"),
            claim("c2", place="the town", unit="persons"),
        ),
        series=daily("count", (1, 9), (4, 5)),
    )
    found = {one.aspect: dict(one.values) for one in sides(case, "casualties").differences}
    assert found == {
        "scope": {"People killed": ("c1", "c2"), "count": ("count",)},
        "place": {"the town": ("c1", "c2"), "the district": ("count",)},
        "period": {"2031-05-01/2031-05-04": ("c1", "count"), "": ("c2",)},
    }


def test_what_is_stated_without_a_unit_counts_nothing_and_differs_in_nothing() -> None:
    stated = claim("c2", statement="Blames the other side", place="elsewhere", unit="")
    case = small_case(claims=(claim("c1", unit="persons"), stated))
    assert sides(case, "casualties").differences == ()


def test_where_all_say_the_same_nothing_differs() -> None:
    case = small_case(claims=(claim("c1", unit="persons"), claim("c2", unit="persons")))
    assert sides(case, "casualties").differences == ()
    assert "same" not in sides_text(sides(case, "casualties"))


def test_no_figure_is_a_sum_over_sources() -> None:
    """Powers of two, so that every sum is told from every other."""
    case = small_case(
        claims=(claim("c1", low=1.0, high=2.0, unit="persons"), claim("c2", low=4.0, high=4.0)),
        series=(*daily("one", (1, 8), (2, 16)), *daily("other", (1, 32), (2, 64))),
    )
    seen = sides(case, "casualties")
    totals = {one.asked.total for one in seen.series}
    assert totals == {8 + 16, 32 + 64}
    numbers: set[float] = set()

    def numbers_of(value: Any) -> None:
        match value:
            case dict():
                for one in value.values():
                    numbers_of(one)
            case list():
                for one in value:
                    numbers_of(one)
            case int() | float():
                numbers.add(value)

    numbers_of(msgspec.json.decode(msgspec.json.encode(seen)))
    assert numbers <= {0, 1, 2, 4, 8, 16, 32, 64, *totals}


def test_a_range_a_figure_and_no_figure_in_words() -> None:
    case = small_case(
        claims=(
            claim("c1", low=393_000.0, high=400_000.0, unit="persons", reported_on="2031-05"),
            claim("c2", low=0.333, high=0.333, unit="share", holds="broken"),
            claim("c3"),
        )
    )
    text = sides_text(sides(case, "casualties"))
    assert "393,000 to 400,000 persons: People killed" in text
    assert "0.333 share: People killed" in text
    assert "no figure: People killed" in text
    assert "a paper, 2031-05" in text
    assert "broken, by the claim of who made c2" in text


def test_a_topic_nobody_speaks_of() -> None:
    case = small_case(claims=(claim("c1"), claim("c2", topic="control")))
    with pytest.raises(EvidenceError, match=r"'deaths'\. Topics: casualties, control"):
        sides(case, "deaths")


def test_nothing_about_these_days_is_said() -> None:
    case = small_case(claims=(claim("c1", until="2031-05"),))
    seen = sides(case, "casualties", date(2031, 7, 1))
    assert (seen.claims, seen.series) == ((), ())
    assert "No claim is about these days" in sides_text(seen)


def test_what_there_is_to_ask_for() -> None:
    case = small_case(
        claims=(claim("c1"), claim("c2"), claim("c3", topic="area", claimed_by="one")),
        series=(*daily("one", (1, 8), (2, 16)), *daily("other", (1, 32))),
        incidents=(incident("a1", "a"), incident("b1", "b"), incident("b2", "b")),
    )
    seen = overview(case)
    assert [(t.topic, t.claims, t.claimants, t.series) for t in seen.topics] == [
        ("area", 1, 1, 0),
        ("casualties", 2, 2, 2),
    ]
    assert [(one.source, one.records) for one in seen.incidents] == [("a", 1), ("b", 2)]
    assert "not to be added" in overview_text(seen)
    assert "neither claims nor series" in overview_text(overview(small_case()))
