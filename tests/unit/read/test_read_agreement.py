"""The agreement and terms tables: what they give, and every way in which they can't be."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from read_folder import faults_of, good_folder, spoil, the_one, to_workbook, write_rows

from safepassage.model.terms import BEGINNINGS, FOLLOWS, Status
from safepassage.read import load_case

LIFE = ["at", "status", "by", "source"]
TERMS = ["id", "topic", "says", "by", "since", "source"]
OFFERED = ["2031-05-01", "offered", "one", "a news agency"]
ACCEPTED = ["2031-05-02T08:00", "accepted", "other", "a news agency"]
FORCE = ["2031-05-03", "in_force", "a guarantor", "a news agency"]


def pause(name: str, since: str = "2031-05-01", by: str = "one") -> list[str]:
    return [name, "pause", "Five hours a day", by, since, "a news agency"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The template with two parties, a guarantor and one who isn't bound."""
    folder = good_folder(tmp_path / "town")
    text = (folder / "case.toml").read_text(encoding="utf-8")
    head, tail = text.split("[agreement]\n", 1)
    kept = [line for line in tail.splitlines() if not line.startswith(("parties", "guarantor"))]
    stated = 'parties = ["one", "other"]\nguarantor = "a guarantor"\nothers = ["a third"]\n'
    (folder / "case.toml").write_text(
        f"{head}[agreement]\n{stated}" + "\n".join(kept) + "\n", encoding="utf-8"
    )
    assert faults_of(folder) == ()
    return folder


def life(folder: Path, *rows: Sequence[str]) -> None:
    write_rows(folder / "agreement.csv", [LIFE, *map(list, rows)])


def terms(folder: Path, *rows: Sequence[str], more: Sequence[str] = ()) -> None:
    """The columns in `more` are filled from the end of each row, empty where it is shorter."""
    width = len(TERMS) + len(more)
    filled = [[*row, *[""] * (width - len(row))] for row in rows]
    write_rows(folder / "terms.csv", [[*TERMS, *more], *filled])


def test_a_life_is_read_as_instants_and_its_last_change_is_the_status(folder: Path) -> None:
    life(folder, OFFERED, ACCEPTED, FORCE)
    agreement = load_case(folder).case.agreement
    assert [change.status for change in agreement.changes] == ["offered", "accepted", "in_force"]
    assert [change.by for change in agreement.changes] == ["one", "other", "a guarantor"]
    assert agreement.changes[1].at - agreement.changes[0].at == 32 * 3600
    assert agreement.status == "in_force"
    assert agreement.others == ("a third",)


def test_without_a_status_in_case_toml_the_table_has_it(folder: Path) -> None:
    spoil(folder, "case.toml", 'status = "in_force"', "")
    life(folder, OFFERED)
    assert load_case(folder).case.agreement.status == "offered"
    (folder / "agreement.csv").unlink()
    the_one(faults_of(folder), "case.toml", None, "agreement.status", "no such key")


def test_another_status_than_the_last_change_is_a_fault(folder: Path) -> None:
    life(folder, OFFERED)
    the_one(faults_of(folder), "case.toml", None, "agreement.status", "'offered'", "Remove the key")


def test_terms_are_read_with_every_column(folder: Path) -> None:
    terms(
        folder,
        pause("p1"),
        [*pause("p2", "2031-05-02"), "one;a guarantor", "yes", "2031-05-09", "p1", "i1", "bridge"],
        ["i1", "items", "Luggage", "a third", "2031-05-01", "a news agency"],
        more=["binds", "written", "until", "replaces", "linked", "place"],
    )
    first, amended, items = load_case(folder).case.agreement.terms
    assert (first.binds, first.written, first.until, first.replaces) == ((), False, None, "")
    assert amended.binds == ("one", "a guarantor")
    assert (amended.written, amended.replaces, amended.linked) == (True, "p1", ("i1",))
    assert amended.place == "bridge"
    assert amended.until is not None
    assert amended.until - amended.since == 7 * 86400
    assert items.by == "a third"


def test_both_tables_may_be_sheets(folder: Path) -> None:
    life(folder, OFFERED, ACCEPTED, FORCE)
    terms(folder, pause("p1"))
    to_workbook(folder)
    agreement = load_case(folder).case.agreement
    assert (len(agreement.changes), len(agreement.terms)) == (3, 1)


@pytest.mark.parametrize("before", FOLLOWS)
@pytest.mark.parametrize("after", FOLLOWS)
def test_a_status_follows_only_what_it_may(folder: Path, before: Status, after: Status) -> None:
    lead: dict[str, list[str]] = {
        "refused": ["offered"],
        "suspended": ["in_force"],
        "resumed": ["in_force", "suspended"],
        "ended": ["offered"],
    }
    statuses = [*lead.get(before, []), before, after]
    spoil(folder, "case.toml", 'status = "in_force"', "")
    life(folder, *(["2031-05-01", status, "one", "a news agency"] for status in statuses))
    if after in FOLLOWS[before]:
        assert faults_of(folder) == ()
    else:
        row = len(statuses) + 1
        the_one(faults_of(folder), "agreement.csv", row, "status", f"{after} after {before}")


@pytest.mark.parametrize("status", FOLLOWS)
def test_a_life_begins_with_what_needs_nothing_before(folder: Path, status: Status) -> None:
    spoil(folder, "case.toml", 'status = "in_force"', "")
    life(folder, ["2031-05-01", status, "one", "a news agency"])
    if status in BEGINNINGS:
        assert faults_of(folder) == ()
    else:
        the_one(faults_of(folder), "agreement.csv", 2, "status", f"{status} as the first")


@pytest.mark.parametrize(
    ("rows", "row", "column", "told"),
    [
        ([ACCEPTED, FORCE, [*OFFERED]], 4, "at", "before that of the row above"),
        ([[*OFFERED[:2], "onr", "a news agency"]], 2, "by", "Did you mean 'one'?"),
        ([[*OFFERED[:3], ""]], 2, "source", "Fill the cell"),
        ([[*OFFERED[:3], "claim-7"]], 2, "source", "the id of a claim"),
        ([["2031-03-30T02:30", *OFFERED[1:]]], 2, "at", "clocks jump over"),
        ([["soon", *OFFERED[1:]]], 2, "at", "a local date and time"),
        ([[OFFERED[0], "agreed", *OFFERED[2:]]], 2, "status", "one of offered"),
    ],
    ids=["order", "unknown", "no source", "no claim", "clock", "no time", "no status"],
)
def test_a_life_that_cannot_be(
    folder: Path, rows: list[list[str]], row: int, column: str, told: str
) -> None:
    spoil(folder, "case.toml", 'status = "in_force"', "")
    life(folder, *rows)
    the_one(faults_of(folder), "agreement.csv", row, column, told)


@pytest.mark.parametrize(
    ("more", "cells", "column", "told"),
    [
        ([], ["p2", "pauze", *pause("p2")[2:]], "topic", "Did you mean 'pause'?"),
        ([], pause("p2", by="nobody"), "by", "agreement.parties or agreement.others"),
        ([], pause("p1"), "id", "'p1' again"),
        ([], [*pause("p2")[:5], ""], "source", "Fill the cell"),
        ([], [*pause("p2")[:5], "claim-7"], "source", "'claim-7', one word with a digit"),
        ([], pause("p2", "2031-03-30T02:30"), "since", "clocks jump over"),
        (["binds"], [*pause("p2"), "one;them"], "binds", "'them'"),
        (["binds"], [*pause("p2"), "a third"], "binds", "whom nothing binds"),
        (["binds"], [*pause("p2"), "one;one"], "binds", "different names"),
        (["binds"], [*pause("p2"), "one;=2"], "binds", "doesn't begin with '='"),
        (["written"], [*pause("p2"), "maybe"], "written", "yes or no"),
        (["until"], [*pause("p2"), "2031-05-01"], "until", "an end before the start"),
        (["until"], [*pause("p2", "2031-03-01"), "2031-03-30T02:30"], "until", "clocks jump over"),
        (["replaces"], [*pause("p2"), "p9"], "replaces", "the term 'p9'"),
        (["replaces"], [*pause("p2"), "p2"], "replaces", "which is this one"),
        (["replaces"], [*pause("p2", "2031-04-30"), "p1"], "since", "before 'p1'"),
        (["linked"], [*pause("p2"), "p1;p9"], "linked", "the term 'p9'"),
        (["linked"], [*pause("p2"), "p2"], "linked", "which is this one"),
        (["place"], [*pause("p2"), "bridg"], "place", "Did you mean 'bridge'?"),
    ],
)
def test_a_term_that_cannot_be(
    folder: Path, more: list[str], cells: list[str], column: str, told: str
) -> None:
    terms(folder, pause("p1"), cells, more=more)
    the_one(faults_of(folder), "terms.csv", 3, column, told)


def test_two_amendments_of_one_term_are_a_fault_of_the_second(folder: Path) -> None:
    rows = [pause("p1"), [*pause("p2"), "p1"], [*pause("p3"), "p1"]]
    terms(folder, *rows, more=["replaces"])
    the_one(faults_of(folder), "terms.csv", 4, "replaces", "which 'p2' replaces too")


def test_amendments_in_a_circle_are_faults_and_those_that_lead_there_are_not(folder: Path) -> None:
    rows = [[*pause("p1"), "p3"], [*pause("p2"), "p1"], [*pause("p3"), "p2"], pause("p4")]
    terms(folder, *rows, [*pause("p5"), "p4"], more=["replaces"])
    faults = faults_of(folder)
    assert [fault.row for fault in faults] == [2, 3, 4]
    assert all("in a circle" in fault.found for fault in faults)


def test_a_source_may_be_a_claim_or_words_or_a_name_without_a_digit(folder: Path) -> None:
    write_rows(
        folder / "claims.csv",
        [
            ["id", "topic", "statement", "claimed_by", "reported_by"],
            ["offer-1", "agreement", "Safe passage", "one", "a news agency"],
        ],
    )
    life(folder, [*OFFERED[:3], "offer-1"], [*ACCEPTED[:3], "Reuters"], [*FORCE[:3], "UN, 3 May"])
    terms(folder, [*pause("p1")[:5], "offer-1"])
    assert faults_of(folder) == ()


def test_a_claims_table_that_cannot_be_read_blames_no_source(folder: Path) -> None:
    write_rows(folder / "claims.csv", [["id", "topic"], ["offer-1", "agreement"]])
    terms(folder, [*pause("p1")[:5], "offer-1"])
    assert {fault.file for fault in faults_of(folder)} == {"claims.csv"}


def test_a_party_is_not_also_somebody_who_is_not_bound(folder: Path) -> None:
    spoil(folder, "case.toml", '"a third"', '"a third", "other"')
    the_one(faults_of(folder), "case.toml", None, "agreement.others", "'other'")


@pytest.mark.parametrize("table", ["agreement", "terms"])
def test_so_many_rows_are_another_file(folder: Path, table: str) -> None:
    if table == "agreement":
        life(folder, *[OFFERED] * 1001)
    else:
        terms(folder, *(pause(f"p{n}") for n in range(1001)))
    faults = [fault for fault in faults_of(folder) if fault.file == f"{table}.csv"]
    assert [fault.expected.split()[:3] for fault in faults] == [["at", "most", "1,000"]]


def test_a_term_is_linked_to_so_many_others_at_most(folder: Path) -> None:
    others = [f"p{n}" for n in range(51)]
    rows = [*map(pause, others), [*pause("all"), ";".join(others)]]
    terms(folder, *rows, more=["linked"])
    the_one(faults_of(folder), "terms.csv", 53, "linked", "at most 50 linked terms")
    terms(folder, *rows[1:-1], [*pause("all"), ";".join(others[1:])], more=["linked"])
    assert faults_of(folder) == ()


def test_all_faults_are_told_at_once(folder: Path) -> None:
    life(folder, ["2031-05-01", "refused", "nobody", "claim-7"])
    terms(folder, pause("p1", by="nobody"))
    told = {(fault.file, fault.column) for fault in faults_of(folder)}
    assert told >= {
        ("agreement.csv", "status"),
        ("agreement.csv", "by"),
        ("agreement.csv", "source"),
        ("terms.csv", "by"),
    }
