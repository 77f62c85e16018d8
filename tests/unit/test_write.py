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


@pytest.mark.parametrize("call", range(1, 4))
def test_a_failure_at_any_rename_leaves_the_old_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: int
) -> None:
    write_files(tmp_path, {"a": b"1", "b": b"2"})
    real, calls = Path.replace, 0

    def failing(self: Path, target: Path) -> Path:
        nonlocal calls
        calls += 1
        if calls == call:
            raise OSError("disk full")
        return real(self, target)

    files = {"a": b"3", "b": b"4", "c": b"5"}
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", failing)
        with pytest.raises(OSError, match="disk full"):
            write_files(tmp_path, files)
    assert contents(tmp_path) == {"a": b"1", "b": b"2"}


def test_a_failure_while_writing_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(_handle: int) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", failing)
        with pytest.raises(OSError, match="disk full"):
            write_files(tmp_path, {"a": b"1", "b": b"2"})
    assert contents(tmp_path) == {}


def test_json_is_readable_and_ends_in_a_newline() -> None:
    assert as_json({"a": [1]}) == b'{\n  "a": [\n    1\n  ]\n}\n'
