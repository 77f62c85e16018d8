"""A set of files is written whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from safepassage.write import as_json, write_files


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_every_file_is_written_and_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "deep"
    write_files(folder, {"a": b"1", "b": b"2"})
    assert contents(folder) == {"a": b"1", "b": b"2"}


def test_old_files_give_way(tmp_path: Path) -> None:
    write_files(tmp_path, {"a": b"1", "b": b"2"})
    write_files(tmp_path, {"a": b"3", "b": b"4"})
    assert contents(tmp_path) == {"a": b"3", "b": b"4"}


def test_files_follow_the_mask_of_the_user(tmp_path: Path) -> None:
    (tmp_path / "usual").write_bytes(b"")
    write_files(tmp_path, {"a": b"1"})
    assert (tmp_path / "a").stat().st_mode == (tmp_path / "usual").stat().st_mode


def test_names_may_stand_in_subfolders_and_earlier_ones_leave(tmp_path: Path) -> None:
    write_files(tmp_path, {"plan": b"1", "gpx/c1.gpx": b"1", "gpx/c2.gpx": b"1"})
    (tmp_path / "gpx" / "mine.txt").write_bytes(b"mine")
    write_files(tmp_path, {"plan": b"2", "gpx/c1.gpx": b"2"}, clearing=["gpx/*.gpx"])
    assert contents(tmp_path / "gpx") == {"c1.gpx": b"2", "mine.txt": b"mine"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["gpx", "plan"]


@pytest.mark.parametrize("name", ["", "/a", "../a", "a/../b", "a//b", "./a", "a/", "UNFINISHED/a"])
def test_a_name_that_leads_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="name"):
        write_files(tmp_path / "out", {"good": b"1", name: b"1"})
    assert list(tmp_path.iterdir()) == []


def test_json_is_readable_and_ends_in_a_newline() -> None:
    assert as_json({"a": [1]}) == b'{\n  "a": [\n    1\n  ]\n}\n'
