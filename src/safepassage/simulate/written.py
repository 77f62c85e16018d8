"""A case folder with measured times in its `case.toml`, and everything else as it was."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path

from safepassage.errors import StudyError
from safepassage.roads.slower import Delay, Slower

FILE = "case.toml"

_HEADER = re.compile(r"\s*\[")
_OURS = re.compile(r"\s*(\[roads\.slower(\.[^\]]*)?\]|\[\[roads\.delays\]\])")
_MARK = "# Times measured in a simulation (safepassage simulate --calibrate)."


def case_files(folder: Path, slower: Slower, delays: Iterable[Delay]) -> dict[str, bytes]:
    """Every file of the folder by its name, with these times instead of those stated there.

    Raises
    ------
    StudyError
        if `case.toml` states times in a form that can't be replaced.
    """
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not any(part[0] == "." for part in path.relative_to(folder).parts)
    }
    text = files[FILE].decode("utf-8-sig")
    return {**files, FILE: with_times(text, slower, delays).encode()}


def with_times(text: str, slower: Slower, delays: Iterable[Delay]) -> str:
    """The text of a `case.toml` with these times at its end."""
    kept = "".join(_without(text)).rstrip("\n")
    if {"slower", "delays"} & tomllib.loads(kept).get("roads", {}).keys():
        raise StudyError(
            f"{FILE}: roads.slower or roads.delays in a form that can't be replaced; expected "
            "tables with headers of their own. Write [roads.slower.bus] and [[roads.delays]]."
        )
    return "\n".join([kept, "", _MARK, *_tables(slower), *_delays(delays)]) + "\n"


def _without(text: str) -> Iterable[str]:
    """The lines of a `case.toml` that belong to no table of times."""
    ours = False
    for line in text.splitlines(keepends=True):
        if _HEADER.match(line):
            ours = _OURS.match(line) is not None
        if not ours and line.strip() != _MARK:
            yield line


def _tables(slower: Mapping[str, Mapping[str, float]]) -> Iterable[str]:
    for profile, row in sorted(slower.items()):
        if row:
            yield f'\n[roads.slower."{profile}"]'
            yield from (f"{name} = {factor!r}" for name, factor in sorted(row.items()))


def _delays(delays: Iterable[Delay]) -> Iterable[str]:
    for delay in delays:
        yield "\n[[roads.delays]]"
        yield f"way = {delay.way}"
        for end, (latitude, longitude) in (("from", delay.start), ("to", delay.end)):
            yield f"{end}_latitude = {latitude!r}"
            yield f"{end}_longitude = {longitude!r}"
        yield f"seconds = {delay.seconds}"
