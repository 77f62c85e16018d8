"""`safepassage evidence`: what it prints and how it ends."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from safepassage.cli import main
from safepassage.read import write_template

GHOUTA = str(Path(__file__).parents[3] / "examples" / "ghouta-offer")


@pytest.fixture
def case_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "case"
    write_template(folder)
    (folder / "claims.csv").write_text(
        "id,topic,statement,from,claimed_by,reported_by,holds\n"
        "c1,ceasefire,It was kept,2031-05-05,one,a paper,kept\n",
        encoding="utf-8",
    )
    (folder / "incidents.csv").write_text(
        "id,date,kind,latitude,longitude,killed_low,source\n"
        "i1,2031-05-05,shelling,51.0,13.0,2,one\n"
        "i2,2031-05-05,shelling,51.0,13.0,5,other\n"
        "i3,2031-06-05,shelling,51.0,13.0,7,other\n",
        encoding="utf-8",
    )
    return folder


def asked(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    assert main(["evidence", *arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_how_many_were_killed_since_18_february(capsys: pytest.CaptureFixture[str]) -> None:
    found = asked(capsys, GHOUTA, "--topic", "casualties", "--from", "2018-02-18")["topic"]
    claims = [
        (one["id"], one["low"], one["since"], one["until"], one["claimed_by"])
        for one in found["claims"]
    ]
    assert claims == [
        ("dead-1", 780, "2018-02-18", "2018-03-06", "Syrian Observatory for Human Rights"),
        ("dead-2", None, "2018-02-20", "2018-03-06", "Syrian state-run media"),
    ]
    rural, city = found["series"]
    assert (rural["place"], rural["asked"]["total"]) == (
        "Rural Damascus, the whole governorate",
        1390,
    )
    assert (city["place"], city["asked"]["total"]) == ("Damascus, the whole governorate", 84)
    assert rural["asked"]["missing"] == []
    assert len(rural["days"]) == 34
    on_the_days_of = {tuple(span["claims"]): span["total"] for span in rural["spans"]}
    assert on_the_days_of == {("dead-1",): 694, ("dead-2",): 611}
    assert {one["aspect"] for one in found["differences"]} == {"scope", "place", "period"}


def test_the_answer_in_words_names_who_counts_and_adds_nothing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["evidence", GHOUTA, "--topic", "casualties", "--from", "2018-02-18"]) == 0
    text = " ".join(capsys.readouterr().out.split())
    assert "780 persons: People killed by bombardment of Eastern Ghouta" in text
    assert "claimed by Syrian Observatory for Human Rights (dead-1)" in text
    assert "694 persons from 2018-02-18 to 2018-03-06, the days of dead-1" in text
    assert "the total of this one source" in text
    assert "zeros, which may be gaps" in text
    for sum_over_sources in (780 + 694, 780 + 1390, 694 + 32, 1390 + 84, 780 + 694 + 32):
        assert f"{sum_over_sources:,}" not in text


def test_what_was_kept_and_broken_in_ghouta(capsys: pytest.CaptureFixture[str]) -> None:
    found = asked(capsys, GHOUTA, "--ceasefire", "--to", "2018-03-07")["ceasefire"]
    by_day = {day["on"]: day for day in found["days"]}
    assert min(by_day) == "2018-02-24"
    assert by_day["2018-03-06"]["broken"] == ["truce-3"]
    assert by_day["2018-03-06"]["kept"] == []
    assert by_day["2018-03-07"]["broken"] == []
    assert by_day["2018-03-07"]["hours"] == ["wafidin 09:00-14:00"]
    assert set(by_day["2018-02-27"]["stated"]) == {"truce-1", "pause-1"}


def test_without_a_question_it_lists_what_there_is(
    case_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["evidence", str(case_folder)]) == 0
    text = capsys.readouterr().out
    assert "ceasefire" in text
    assert "other" in text
    assert list(asked(capsys, str(case_folder))) == ["overview"]


def test_events_of_the_days_asked_for(
    case_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = str(case_folder)
    found = asked(capsys, folder, "--events", "--to", "2031-05-05")["events"]
    assert [[one["id"] for one in event["records"]] for event in found["events"]] == [["i1", "i2"]]
    assert (found["events"][0]["killed_low"], found["events"][0]["killed_high"]) == (2, 5)
    assert len(asked(capsys, folder, "--events")["events"]["events"]) == 2


def test_several_questions_at_once(case_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = ("--topic", "ceasefire", "--events", "--ceasefire")
    assert list(asked(capsys, str(case_folder), *options)) == ["topic", "events", "ceasefire"]
    assert main(["evidence", str(case_folder), *options]) == 0
    text = capsys.readouterr().out
    assert "kept, by the claim of one" in text
    assert "2 events, of which 1 on more than one record" in text
    assert "Pauses and ceasefires by day" in text


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--topic", "deaths"), "nothing in this case is about 'deaths'. Topics: ceasefire."),
        (("--from", "2031-05-06", "--to", "2031-05-05"), "--to 2031-05-05 is before --from"),
        (("--from", "May"), "May"),
    ],
)
def test_a_question_that_cannot_be_answered(
    case_folder: Path, capsys: pytest.CaptureFixture[str], options: tuple[str, ...], said: str
) -> None:
    assert main(["evidence", str(case_folder), *options]) == 2
    assert said in capsys.readouterr().err


def test_what_would_steer_a_terminal_is_shown(
    case_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = case_folder / "claims.csv"
    # A mark that parts words of right-to-left scripts may be in a text, and is seen here.
    path.write_text(path.read_text().replace("It was kept", "It was\u200fkept"), encoding="utf-8")
    assert main(["evidence", str(case_folder), "--topic", "ceasefire"]) == 0
    text = capsys.readouterr().out
    assert "\u200f" not in text
    assert "\\u200f" in text
