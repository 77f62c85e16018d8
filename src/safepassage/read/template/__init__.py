"""A case folder to start from: a small fictitious town that plans as it stands."""

from __future__ import annotations

import os
from importlib.resources import files
from pathlib import Path

from safepassage.errors import CaseError, Fault
from safepassage.write import ASIDE, write_files

_ENDINGS = (".toml", ".csv", ".osm")


def write_template(folder: Path | str) -> tuple[Path, ...]:
    """Write the template into a new or empty folder and say which files were written.

    Raises
    ------
    CaseError
        if the folder has something in it, or can't be written; nothing is written then.
    """
    folder = Path(folder)
    if os.path.lexists(folder) and not _is_free(folder):
        raise CaseError([_refusal(folder, "something in it already")])
    sources = [one for one in files(__name__).iterdir() if one.name.endswith(_ENDINGS)]
    found = {one.name: one.read_bytes() for one in sorted(sources, key=lambda s: s.name)}
    try:
        write_files(folder, found)
    except OSError as error:
        raise CaseError([_refusal(folder, f"no room to write ({error.strerror})")]) from error
    return tuple(folder / name for name in found)


def _is_free(folder: Path) -> bool:
    """Whether it is a folder with nothing in it but what a killed process left."""
    return folder.is_dir() and all(one.name == ASIDE for one in folder.iterdir())


def _refusal(folder: Path, found: str) -> Fault:
    return Fault(
        file=str(folder),
        found=found,
        expected="a new or empty folder",
        remedy="Name another folder; nothing was written.",
    )
