"""Outputs are whole or not at all: whatever fails, at whichever step, and after a kill too."""

from __future__ import annotations

import errno
import os
import resource
import shutil
import signal
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from safepassage.write import ASIDE, UNFINISHED, write_files

OLD = {"plan": b"old", "summary": b"old", "gpx/c1.gpx": b"old", "gpx/c2.gpx": b"old"}
NEW = {"plan": b"new", "summary": b"new", "gpx/c1.gpx": b"new", "pdf/deep/a": b"new"}
CLEARING = ["gpx/*.gpx"]
STEPS = ("mkdir", "open", "write", "fsync", "rename", "unlink", "rmdir")
"""What reaches the disk, as the functions of `os` that the writer and its helpers end in."""


def seen(folder: Path) -> dict[str, bytes]:
    """The files that people see: what is hidden or marked as unfinished is not among them."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not {ASIDE, UNFINISHED} & set(path.relative_to(folder).parts)
    }


def whole(folder: Path) -> list[str]:
    """Every file and folder below, hidden ones too."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def at_step(stop: int, what: Callable[[], Any]) -> Callable[[pytest.MonkeyPatch], list[int]]:
    """Let `what` happen in place of the `stop`-th step on the disk; gives how many there were."""

    def patch(monkeypatch: pytest.MonkeyPatch) -> list[int]:
        count = [0]
        for name in STEPS:
            real = getattr(os, name)

            def step(*args: Any, _real: Any = real, **more: Any) -> Any:
                count[0] += 1
                if count[0] == stop:
                    what()
                return _real(*args, **more)

            monkeypatch.setattr(os, name, step)
        return count

    return patch


def steps_of(work: Callable[[], None]) -> int:
    with pytest.MonkeyPatch.context() as patch:
        count = at_step(0, lambda: None)(patch)
        work()
        return count[0]


def killed(stop: int, work: Callable[[], None]) -> None:
    """Do the work in a process that is killed before the `stop`-th step."""
    child = os.fork()
    if child == 0:
        with pytest.MonkeyPatch.context() as patch:
            at_step(stop, lambda: os.kill(os.getpid(), signal.SIGKILL))(patch)
            work()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), "the step to be killed at was never reached"


def old_folder(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    for name, data in {**OLD, "mine.txt": b"mine"}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def is_part_of(found: Mapping[str, bytes], files: Mapping[str, bytes]) -> bool:
    return found.items() <= {**files, "mine.txt": b"mine"}.items()


def test_killed_at_any_step_no_mix_is_ever_seen_and_the_next_write_finishes(tmp_path: Path) -> None:
    out = tmp_path / "out"
    old, new = {**OLD, "mine.txt": b"mine"}, {**NEW, "mine.txt": b"mine"}

    def rewrite() -> None:
        write_files(out, NEW, clearing=CLEARING)

    old_folder(out)
    ends = set()
    for stop in range(1, steps_of(rewrite) + 1):
        old_folder(out)
        killed(stop, rewrite)
        found = seen(out)
        assert found["mine.txt"] == b"mine"
        if (out / UNFINISHED).exists():
            assert is_part_of(found, OLD) or is_part_of(found, NEW)
            ends.add("unfinished")
        else:
            assert found in (old, new)
            ends.add("new" if found == new else "old")
        committed = (out / UNFINISHED).exists() or found == new
        write_files(out, {"more": b"1"})
        assert seen(out) == {**(new if committed else old), "more": b"1"}
        assert not {ASIDE, UNFINISHED} & {path.name for path in out.iterdir()}
    assert ends == {"old", "unfinished", "new"}


def test_killed_at_any_step_a_new_folder_is_whole_or_isn_t_there(tmp_path: Path) -> None:
    out = tmp_path / "deep" / "out"

    def write() -> None:
        write_files(out, NEW)

    steps = steps_of(write)
    for stop in range(1, steps + 1):
        shutil.rmtree(tmp_path / "deep", ignore_errors=True)
        killed(stop, write)
        assert not out.exists() or seen(out) == NEW
        if not out.exists():
            write()
            assert [path.name for path in out.parent.iterdir()] == ["out"]
            assert seen(out) == NEW


def test_killed_again_while_finishing_what_a_kill_left(tmp_path: Path) -> None:
    out, spare = tmp_path / "out", tmp_path / "spare"

    def rewrite() -> None:
        write_files(out, NEW, clearing=CLEARING)

    old_folder(out)
    for stop in range(1, steps_of(rewrite) + 1):
        old_folder(out)
        killed(stop, rewrite)
        if (out / UNFINISHED).exists():
            break
    shutil.copytree(out, spare)

    def again() -> None:
        write_files(out, {"more": b"1"})

    for stop in range(1, steps_of(again) + 1):
        shutil.rmtree(out)
        shutil.copytree(spare, out)
        killed(stop, again)
        found = seen(out)
        assert is_part_of(found, {**OLD, "more": b"1"}) or is_part_of(found, {**NEW, "more": b"1"})
        again()
        assert seen(out) == {**NEW, "mine.txt": b"mine", "more": b"1"}


@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "No space left"), KeyboardInterrupt()])
def test_an_error_at_any_step_leaves_the_folder_as_it_was(
    tmp_path: Path, error: BaseException
) -> None:
    out = tmp_path / "out"

    def rewrite() -> None:
        write_files(out, NEW, clearing=CLEARING)

    def fail() -> None:
        raise error

    mine = {"mine.txt": b"mine"}
    before = whole(old_folder(out))
    steps = steps_of(rewrite)
    failed = 0
    for stop in range(1, steps + 1):
        old_folder(out)
        with pytest.MonkeyPatch.context() as patch:
            at_step(stop, fail)(patch)
            try:
                rewrite()
            except type(error):
                failed += 1
                # Ctrl-C while leavings are removed comes too late to stop anything.
                late = isinstance(error, KeyboardInterrupt) and seen(out) == NEW | mine
                assert late or seen(out) == OLD | mine
                assert late or set(whole(out)) - set(before) <= {ASIDE}
            else:
                # Only syncing a folder's names and removing what is aside may fail unnoticed.
                assert seen(out) == {**NEW, "mine.txt": b"mine"}
        rewrite()
        assert not (out / ASIDE).exists()
    assert failed > steps / 3


def test_a_disk_that_takes_half_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = os.write

    def half(handle: int, data: Any) -> int:
        if len(data) == 1:
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(handle, data[: len(data) // 2])

    old_folder(tmp_path / "out")
    monkeypatch.setattr(os, "write", half)
    with pytest.raises(OSError, match="No space left") as raised:
        write_files(tmp_path / "out", {"plan": b"new"})
    assert raised.value.filename == str(tmp_path / "out")
    assert seen(tmp_path / "out") == {**OLD, "mine.txt": b"mine"}
    with pytest.raises(OSError, match="No space left"):
        write_files(tmp_path / "other" / "out", {"plan": b"new"})
    assert not (tmp_path / "other").exists()


def in_child(work: Callable[[], bool]) -> bool:
    """Whether the work gives True in a process of its own, which may lower its own limits."""
    child = os.fork()
    if child == 0:
        done = False
        try:
            done = work()
        finally:
            os._exit(0 if done else 1)
    return os.waitpid(child, 0)[1] == 0


def test_a_real_limit_on_file_size(tmp_path: Path) -> None:
    out = old_folder(tmp_path / "out")

    def work() -> bool:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
        try:
            write_files(out, {"plan": b"new", "summary": b"x" * 2000})
        except OSError as error:
            return error.errno == errno.EFBIG
        return False

    assert in_child(work)
    assert seen(out) == {**OLD, "mine.txt": b"mine"}
    assert not (out / ASIDE).exists()


def test_a_folder_that_can_t_be_written_to(tmp_path: Path) -> None:
    out = old_folder(tmp_path / "out")
    for above in (tmp_path, *tmp_path.parents[:2]):
        above.chmod(0o755)
    out.chmod(0o555)

    def work() -> bool:
        if os.getuid() == 0:
            os.setuid(65534)
        try:
            write_files(out, {"plan": b"new"})
        except PermissionError:
            return True
        return False

    assert in_child(work)
    out.chmod(0o755)
    assert seen(out) == {**OLD, "mine.txt": b"mine"}


def test_a_folder_in_the_place_of_a_file_and_the_reverse(tmp_path: Path) -> None:
    out = old_folder(tmp_path / "out")
    before = whole(out)
    with pytest.raises(IsADirectoryError):
        write_files(out, {"plan": b"new", "gpx": b"new"})
    with pytest.raises(NotADirectoryError):
        write_files(out, {"plan": b"new", "summary/a": b"new"})
    with pytest.raises(NotADirectoryError):
        write_files(out / "plan", {"a": b"new"})
    with pytest.raises(OSError):
        write_files(out, {"plan": b"new", "a": b"new", "a/b": b"new"})
    assert whole(out) == before
    assert seen(out)["plan"] == b"old"


def test_links_are_replaced_not_followed(tmp_path: Path) -> None:
    out, away = old_folder(tmp_path / "out"), tmp_path / "away"
    away.mkdir()
    (away / "file").write_bytes(b"precious")
    (out / "plan").unlink()
    (out / "plan").symlink_to(away / "file")
    write_files(out, {"plan": b"new"})
    assert (out / "plan").read_bytes() == b"new"
    assert (away / "file").read_bytes() == b"precious"
    (out / "pdf").symlink_to(away)
    with pytest.raises(NotADirectoryError):
        write_files(out, {"plan": b"newer", "pdf/file": b"new"})
    assert seen(away) == {"file": b"precious"}
    assert seen(out)["plan"] == b"new"


def test_what_a_killed_process_left_of_any_kind_is_removed(tmp_path: Path) -> None:
    out = old_folder(tmp_path / "out")
    (out / ASIDE / "new" / "deep").mkdir(parents=True)
    (out / ASIDE / "new" / "deep" / "stale").write_bytes(b"stale")
    (out / ASIDE / "link").symlink_to(tmp_path)
    write_files(out, {"plan": b"new"})
    assert seen(out) == {**OLD, "plan": b"new", "mine.txt": b"mine"}
    assert not (out / ASIDE).exists()


def test_an_unfinished_set_from_others_can_t_lead_out(tmp_path: Path) -> None:
    out = old_folder(tmp_path / "out")
    (tmp_path / "precious").write_bytes(b"precious")
    (out / UNFINISHED / "new").mkdir(parents=True)
    (out / UNFINISHED / "new" / "plan").write_bytes(b"newer")
    (out / UNFINISHED / "leaving.json").write_text('["../precious", "summary"]')
    write_files(out, {"more": b"1"})
    assert (tmp_path / "precious").read_bytes() == b"precious"
    assert seen(out) == {**OLD, "plan": b"newer", "mine.txt": b"mine", "more": b"1"}


def test_two_who_write_at_once_are_told_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = old_folder(tmp_path / "out")
    fsync = os.fsync
    told = []

    def meanwhile(handle: int) -> None:
        monkeypatch.setattr(os, "fsync", fsync)
        with pytest.raises(BlockingIOError, match="another process is writing"):
            write_files(out, {"plan": b"other"})
        told.append(True)
        fsync(handle)

    monkeypatch.setattr(os, "fsync", meanwhile)
    write_files(out, {"plan": b"new"})
    assert told == [True]
    assert seen(out) == {**OLD, "plan": b"new", "mine.txt": b"mine"}
