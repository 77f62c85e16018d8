"""Faults of `case.toml`: the key, what it says, what to write instead."""

from __future__ import annotations

from pathlib import Path

import pytest
from read_folder import append, faults_of, good_folder, spoil, the_one

KEYS = [
    ('name = "lindenau"', "", "name", "no such key"),
    ('name = "lindenau"', 'name = ""', "name", "a text in quotes, not empty"),
    ('name = "lindenau"', "name = 7", "name", "a text in quotes"),
    ('"Europe/Berlin"', '"Europe/Lindenau"', "timezone", "Asia/Damascus"),
    ('"Europe/Berlin"', '"Europe"', "timezone", "IANA"),
    ('"Europe/Berlin"', '"../../etc/passwd"', "timezone", "IANA"),
    ("seed = 1", "seed = -1", "seed", "a whole number from 0"),
    ("seed = 1", "seed = true", "seed", "a whole number from 0"),
    ("seed = 1", "sead = 1", "sead", "Did you mean 'seed'?"),
    ("end = 2031-05-08T00:00:00", "end = 2031-05-05T00:00:00", "horizon.end", "0 days after"),
    ("end = 2031-05-08T00:00:00", "end = 2131-05-08T00:00:00", "horizon.end", "at most 366 days"),
    ("end = 2031-05-08T00:00:00", "end = 2031-05-08T00:00:00Z", "horizon.end", "a local date"),
    ("end = 2031-05-08T00:00:00", "end = 2031-05-08", "horizon.end", "a local date and time"),
    ("start = 2031-05-05T00:00:00", "start = 2031-03-30T02:30:00", "horizon.start", "jump over"),
    ('"in_force"', '"inforce"', "agreement.status", "Did you mean 'in_force'?"),
    ('["school", "hall"]', '["school", "hal"]', "agreement.destinations", "Did you mean 'hall'?"),
    ('["school", "hall"]', '"school"', "agreement.destinations", "a list of texts"),
    ('["school", "hall"]', '["hall", "school", "hall"]', "agreement.destinations", "twice"),
    ('id = "fighter"', 'id = "civilian"', "agreement.categories", "the id 'civilian' twice"),
    ('id = "weapon"', 'id = "luggage"', "agreement.items", "the id 'luggage' twice"),
    ("arm = true", 'arm = "yes"', "agreement.items[2].arm", "true or false"),
    (
        '["luggage", "weapon"]',
        '["luggage", "wepon"]',
        "agreement.categories[2].may_carry",
        "weapon",
    ),
    ("required = false", "required = true", "guard.required", "a guard that nobody gives"),
    ("required = false", "posts_at_hand = 0", "guard.posts_at_hand", "from 1 to 10,000"),
    ("required = false", "reach_metres = 20", "guard.reach_metres", "from 50 to 100,000"),
    ("required = false", "shift_hours = 25", "guard.shift_hours", "from 0.5 to 24"),
    ('text = "Boarding', 'txt = "Boarding', "assumptions[1].text", "no such key"),
    ('crossing = "bridge"', 'crossing = "brigde"', "windows[1].crossing", "Did you mean 'bridge'"),
    ('direction = "both"', 'direction = "outward"', "windows[1].direction", "one of in, out, both"),
    ('direction = "both"', 'direction = "in"', "windows", "no crossing open outward"),
    ("until = 2031-05-07", "until = 2031-05-04", "windows[1].until", "before it starts"),
    ("until = 2031-05-07", "until = 2031-05-07T00:00:00", "windows[1].until", "a date like"),
    ('closes = "14:00"', 'closes = "08:00"', "windows[1].closes", "ends before it starts"),
    ('closes = "14:00"', 'closes = "09:00"', "windows[1].closes", "ends before it starts"),
    ('closes = "14:00"', 'closes = "24:01"', "windows[1].closes", 'from "00:00" to "24:00"'),
    ('opens = "09:00"', 'opens = "9 am"', "windows[1].opens", 'Write it like "09:00".'),
    ('opens = "09:00"', 'opens = "09:00"\ndays = ["monday"]', "windows[1].days", "days from mon"),
    (
        'opens = "09:00"',
        'opens = "09:00"\ndays = ["sun"]',
        "windows[1].from",
        "outside the horizon",
    ),
    ('opens = "09:00"', 'opens = "09:00"\nexcept = [1]', "windows[1].except", "a list of dates"),
    ('file = "roads.osm"', 'file = "roads.shp"', "roads.file", "a file ending in .osm.pbf"),
    ('file = "roads.osm"', 'file = "streets.osm"', "roads.file", "no such file"),
    ('file = "roads.osm"', 'file = "../roads.osm"', "roads.file", "leads out of the folder"),
    ('file = "roads.osm"', 'file = "/roads.osm"', "roads.file", "leads out of the folder"),
    ('file = "roads.osm"', 'file = "C:\\\\roads.osm"', "roads.file", "leads out of the folder"),
    ('file = "roads.osm"', 'file = "\\u0000.osm"', "roads.file", "characters that can be seen"),
    ("max_snap_metres = 300", "max_snap_metres = 0", "roads.max_snap_metres", "from 1 to"),
    ("# closed_ways = [12]", "closed_ways = [-1]", "roads.closed_ways", "a list of whole numbers"),
    ("# forbidden", "forbidden", "roads.forbidden", "no such file"),
    (
        "[guard]",
        "[roads.speeds.bus]\nmotorwy = 50\n[guard]",
        "roads.speeds.bus.motorwy",
        "motorway",
    ),
    ("[guard]", "[roads.speeds.bus]\nprimary = 500\n[guard]", "roads.speeds.bus.primary", "130"),
    (
        "[guard]",
        "[roads.speeds.tram]\nprimary = 50\n[guard]",
        "roads.speeds.tram",
        "by which no vehicle drives",
    ),
    (
        "[guard]",
        "[roads.speeds.bus]\nferry = 15\n[guard]",
        "roads.speeds.bus",
        "by water or one by road",
    ),
    ("[guard]", "[gard]\na = 1\n[guard]", "gard", "an unknown key"),
]


@pytest.mark.parametrize(("old", "new", "key", "text"), KEYS)
def test_a_wrong_key(tmp_path: Path, old: str, new: str, key: str, text: str) -> None:
    folder = good_folder(tmp_path / "town")
    spoil(folder, "case.toml", old, new)
    faults = [fault for fault in faults_of(folder) if fault.column == key]
    the_one(tuple(faults), "case.toml", None, key, text)


def test_not_toml(tmp_path: Path) -> None:
    folder = good_folder(tmp_path / "town")
    spoil(folder, "case.toml", 'name = "lindenau"', "name = lindenau")
    the_one(faults_of(folder), "case.toml", 4, None, "text that isn't TOML")


def test_toml_that_nests_without_end(tmp_path: Path) -> None:
    folder = good_folder(tmp_path / "town")
    append(folder, "deep = " + "[" * 10_000 + "]" * 10_000)
    the_one(faults_of(folder), "case.toml", None, None, "text that isn't TOML")


def test_no_toml_but_the_tables_are_read(tmp_path: Path) -> None:
    folder = good_folder(tmp_path / "town")
    (folder / "case.toml").unlink()
    spoil(folder, "vehicles.csv", ",bus,20,", ",buss,20,")
    assert [fault.file for fault in faults_of(folder)] == ["vehicles.csv", "case.toml"]


def test_no_window_at_all(tmp_path: Path) -> None:
    folder = good_folder(tmp_path / "town")
    text = (folder / "case.toml").read_text()
    start, end = text.index("[[windows]]"), text.index("[roads]")
    (folder / "case.toml").write_text(text[:start] + text[end:])
    the_one(faults_of(folder), "case.toml", None, "windows", "no crossing open")


def test_too_many_windows(tmp_path: Path) -> None:
    folder = good_folder(tmp_path / "town")
    append(folder, "\n[[windows]]" * 1000)
    (fault, *_) = faults_of(folder)
    the_one((fault,), "case.toml", None, "windows", "1,001 windows")


def test_guard_post_twice(tmp_path: Path) -> None:
    folder = good_folder(tmp_path / "town")
    post = '\n[[guard.posts]]\nid = "p"\nlatitude = 51\nlongitude = 13\nreach_metres = 100\n'
    append(folder, post + post)
    the_one(faults_of(folder), "case.toml", None, "guard.posts", "the id 'p' twice")


def test_terms_that_end_before_they_start(tmp_path: Path) -> None:
    folder = good_folder(tmp_path / "town")
    spoil(
        folder,
        "case.toml",
        'status = "in_force"',
        'status = "in_force"\nvalid_from = 2031-05-06T00:00:00\nvalid_until = 2031-05-05T00:00:00',
    )
    the_one(faults_of(folder), "case.toml", None, "agreement.valid_until", "before the start")


def test_no_category(tmp_path: Path) -> None:
    folder = good_folder(tmp_path / "town")
    text = (folder / "case.toml").read_text()
    start, end = text.index("# A category"), text.index("# When a crossing")
    (folder / "case.toml").write_text(text[:start] + text[end:])
    the_one(faults_of(folder), "case.toml", None, "agreement.categories", "no category")
