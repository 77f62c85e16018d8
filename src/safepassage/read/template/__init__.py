"""A case folder to start from: a small fictitious town that plans as it stands."""

from __future__ import annotations

import contextlib
from importlib.resources import files
from pathlib import Path

from safepassage.errors import CaseError, Fault

_ENDINGS = (".toml", ".csv", ".osm")


def write_template(folder: Path | str) -> tuple[Path, ...]:
    """Write the template into a new or empty folder and say which files were written.

    Every file is complete under a temporary name before any gets its own.

    Raises
    ------
    CaseError
        if the folder has something in it, or can't be written; nothing is written then.
    """
    folder = Path(folder)
    fresh = not folder.exists()
    if not fresh and (not folder.is_dir() or any(folder.iterdir())):
        raise CaseError([_refusal(folder, "something in it already")])
    sources = [one for one in files(__name__).iterdir() if one.name.endswith(_ENDINGS)]
    targets = {folder / one.name: one.read_bytes() for one in sorted(sources, key=lambda s: s.name)}
    temporary = {target: target.with_name(f".{target.name}.part") for target in targets}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for target, data in targets.items():
            temporary[target].write_bytes(data)
        for target, part in temporary.items():
            part.rename(target)
    except OSError as error:
        for path in (*temporary.values(), *targets):
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
        if fresh:
            with contextlib.suppress(OSError):
                folder.rmdir()
        raise CaseError([_refusal(folder, f"no room to write ({error.strerror})")]) from error
    return tuple(targets)


def _refusal(folder: Path, found: str) -> Fault:
    return Fault(
        file=str(folder),
        found=found,
        expected="a new or empty folder",
        remedy="Name another folder; nothing was written.",
    )
