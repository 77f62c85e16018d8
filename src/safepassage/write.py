"""Writes a set of files whole or not at all, also when the disk fills or the process is killed.

Into a folder that isn't there yet, the set is made beside it and takes its name in one rename: at
every moment there is the whole folder or none.

Into a folder that is there, POSIX can't exchange several names at one moment, so the set is
*committed* by one rename and then moved in:

1. Every new file is written and brought to the disk in a hidden folder. Until all of it is there,
   nothing that was in the folder before is touched.
2. That folder is renamed to `UNFINISHED`. From here on the set counts as written.
3. The files that it replaces are moved out, all of them; then the new ones are moved in; then
   `UNFINISHED` is removed.

Whoever looks while step 3 goes on, or after a kill in its midst, sees `UNFINISHED`, and beside it
files of the old set or of the new, never of both. The next write into the folder first finishes
what is unfinished and removes what a kill in step 1 left. An error that the process survives puts
the old files back, in whichever step.
"""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path, PurePath

import msgspec

ASIDE = ".safepassage-writing"
UNFINISHED = "UNFINISHED"


def write_files(folder: Path, files: Mapping[str, bytes], *, clearing: Iterable[str] = ()) -> None:
    """Write every file of the set into the folder, or leave what was there before.

    Names may have subfolders in them ("gpx/c001.gpx"). Files that match a pattern of `clearing`
    ("gpx/*.gpx") belong to earlier sets and leave with those that are replaced. Everything else in
    the folder stays.

    Raises
    ------
    OSError
        if the set can't be written; nothing has changed then. While another process writes into
        the folder it is a BlockingIOError.
    ValueError
        for a name that leads out of the folder.
    """
    for name in files:
        _refuse_outside(name)
    try:
        if folder.is_dir():
            _write_into(folder, files, clearing)
        else:
            _make(folder, files)
    except OSError as error:
        # What a write or sync raises names no file.
        error.filename = error.filename or str(folder)
        raise


def as_json(value: object) -> bytes:
    """JSON as people can read it, ending in a newline; equal values give equal bytes."""
    return msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n"


def _refuse_outside(name: str) -> None:
    parts = name.split("/")
    if PurePath(name).is_absolute() or not all(parts) or not {".", ".."}.isdisjoint(parts):
        raise ValueError(f"{name!r} names no file inside a folder")
    if parts[0] in (ASIDE, UNFINISHED):
        raise ValueError(f"{name!r} is a name that write_files keeps for itself")


def _make(folder: Path, files: Mapping[str, bytes]) -> None:
    missing = [above for above in folder.absolute().parents if not above.exists()]
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with _aside(folder.parent / f"{ASIDE}-{folder.name[:60]}") as work:
            _stage(work / "new", files)
            (work / "new").rename(folder)
            _sync(folder.parent)
    except BaseException:
        for above in missing:
            with suppress(OSError):
                above.rmdir()
        raise


def _write_into(folder: Path, files: Mapping[str, bytes], clearing: Iterable[str]) -> None:
    unfinished = folder / UNFINISHED
    with _aside(folder / ASIDE) as work:
        if _is_folder(unfinished):
            _commit(unfinished, unfinished, work / "earlier")
        leaving = [path for pattern in clearing for path in folder.glob(pattern)]
        names = {path.relative_to(folder).as_posix() for path in leaving}
        _refuse_obstacles(folder, [*files, *names])
        whole = work / "whole"
        whole.mkdir()
        _stage(whole / "new", files)
        _put(whole / "leaving.json", msgspec.json.encode(sorted(names - set(files))))
        _sync(whole)
        _commit(whole, unfinished, work / "done")


def _refuse_obstacles(folder: Path, names: Iterable[str]) -> None:
    """Raise for a folder in the place of a file, or a file or link in the place of a folder."""
    for name in names:
        if _is_folder(folder / name):
            raise IsADirectoryError(errno.EISDIR, "is a folder, not a file", str(folder / name))
    for above in {above for name in names for above in _folders_of(name)}:
        if os.path.lexists(folder / above) and not _is_folder(folder / above):
            raise NotADirectoryError(errno.ENOTDIR, "is no folder", str(folder / above))


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _folders_of(name: str) -> list[str]:
    """The folders a name stands in, the outermost first."""
    return [str(above) for above in reversed(PurePath(name).parents)][1:]


@contextmanager
def _aside(path: Path) -> Iterator[Path]:
    """An empty folder of this process alone; what a killed one left there is removed before."""
    with suppress(FileExistsError):
        path.mkdir()
    with _lock(path):
        try:
            _empty(path)
            yield path
        finally:
            shutil.rmtree(path, ignore_errors=True)


def _empty(folder: Path) -> None:
    for path in folder.iterdir():
        if _is_folder(path):
            shutil.rmtree(path)
        else:
            path.unlink()


@contextmanager
def _lock(folder: Path) -> Iterator[None]:
    """Hold the folder for this process; a kill lets it go."""
    busy = BlockingIOError(errno.EAGAIN, "another process is writing here", str(folder.parent))
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise busy from None
        except OSError as error:
            # Some network file systems can't lock: there, two writers at once aren't told apart.
            if error.errno not in (errno.ENOTSUP, errno.ENOLCK, errno.ENOSYS):
                raise
        # Between opening and locking, the one who held it may have renamed or removed it.
        if not folder.exists() or not os.path.samestat(os.fstat(handle), folder.stat()):
            raise busy
        yield
    finally:
        os.close(handle)


def _stage(new: Path, files: Mapping[str, bytes]) -> None:
    new.mkdir()
    folders = {above: None for name in files for above in _folders_of(name)}
    for above in folders:
        (new / above).mkdir()
    for name, data in files.items():
        _put(new / name, data)
    for above in (*folders, "."):
        _sync(new / above)


def _put(path: Path, data: bytes) -> None:
    """Write a new file and bring it to the disk."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        left = memoryview(data)
        while left:
            left = left[os.write(handle, left) :]
        os.fsync(handle)
    finally:
        os.close(handle)


def _commit(whole: Path, unfinished: Path, done: Path) -> None:
    """Steps 2 and 3 for a set that is on the disk; on an error, all the way back.

    A set that a kill left unfinished is `whole` and `unfinished` in one.
    """
    undo: list[Callable[[], None]] = []

    def rename(origin: Path, target: Path) -> None:
        # Noted before it is done, so that no interrupt can come between.
        undo.append(partial(_rename_back, origin, target))
        origin.rename(target)

    try:
        if whole != unfinished:
            rename(whole, unfinished)
            _sync(unfinished.parent)
        _move_in(unfinished, rename, undo)
        rename(unfinished, done)
    except BaseException:
        for step in reversed(undo):
            step()
        raise


def _rename_back(origin: Path, target: Path) -> None:
    if os.path.lexists(target) and not os.path.lexists(origin):
        target.rename(origin)


def _move_in(
    unfinished: Path, rename: Callable[[Path, Path], None], undo: list[Callable[[], None]]
) -> None:
    """Move out what is replaced, all of it, and then the new files in."""
    folder, new, old = unfinished.parent, unfinished / "new", unfinished / "old"
    names = [path.relative_to(new).as_posix() for path in sorted(new.rglob("*")) if _is_file(path)]
    leaving = [*names, *_noted(unfinished / "leaving.json")]
    _refuse_obstacles(folder, leaving)
    for name in leaving:
        if os.path.lexists(folder / name):
            (old / name).parent.mkdir(parents=True, exist_ok=True)
            rename(folder / name, old / name)
    within = list(dict.fromkeys(above for name in names for above in _folders_of(name)))
    for above in within:
        if not (folder / above).exists():
            undo.append(partial(_remove_empty, folder / above))
            (folder / above).mkdir()
    for name in names:
        rename(new / name, folder / name)
    for above in (*within, "."):
        _sync(folder / above)


def _is_file(path: Path) -> bool:
    return path.is_symlink() or not path.is_dir()


def _noted(path: Path) -> Sequence[str]:
    """The names of files that leave, as far as the note can be trusted."""
    try:
        names = msgspec.json.decode(path.read_bytes(), type=list[str])
        for name in names:
            _refuse_outside(name)
    except (OSError, ValueError):
        return ()
    return names


def _remove_empty(folder: Path) -> None:
    with suppress(OSError):
        folder.rmdir()


def _sync(folder: Path) -> None:
    """Bring the new names to the disk, where the system can sync a folder."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
