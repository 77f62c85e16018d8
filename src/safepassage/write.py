"""Writes a set of files whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from pathlib import Path

import msgspec


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write every file of the set into the folder, or leave what was there before.

    Each file is written under a passing name, brought to the disk, and only when all are there do
    they take their names; a failure half-way puts the old files back.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as undo:
        written = {folder / name: _write_aside(folder, data, undo) for name, data in files.items()}
        kept: list[Path] = []
        with ExitStack() as restore:
            for target, aside in written.items():
                if target.exists():
                    old = aside.with_suffix(".old")
                    kept.append(old)
                    shutil.copy2(target, old)
                    restore.callback(old.replace, target)
                else:
                    restore.callback(target.unlink, missing_ok=True)
                aside.replace(target)
            _sync(folder)
            restore.pop_all()
        for old in kept:
            old.unlink(missing_ok=True)


def as_json(value: object) -> bytes:
    """JSON as people can read it, ending in a newline; equal values give equal bytes."""
    return msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n"


def _write_aside(folder: Path, data: bytes, undo: ExitStack) -> Path:
    handle, name = tempfile.mkstemp(dir=folder, prefix=".writing-", suffix=".tmp")
    aside = Path(name)
    undo.callback(aside.unlink, missing_ok=True)
    with os.fdopen(handle, "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    aside.chmod(0o666 & ~_umask())
    return aside


def _umask() -> int:
    """The process's mask: `mkstemp` ignores it, and colleagues share an output folder."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _sync(folder: Path) -> None:
    """Bring the new names to the disk, where the system can sync a folder."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
