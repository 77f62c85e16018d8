"""What stands beside a drill's tables: what it is, whose roads, and how it was made."""

from __future__ import annotations

import dataclasses
import shlex
from datetime import date

from safepassage.drill.options import Drill
from safepassage.drill.toml import ATTRIBUTION, ATTRIBUTION_URL, title

_TEXT = """# {title}

{people:,} people who don't exist leave by agreement in an exercise of civil protection. The streets
are real; everything else is assumed: places, people, fleet, hours, rates. `case.toml` lists every
assumption, and every plan repeats them. It says nothing about the people who live in the area.

    safepassage case .
    safepassage plan . --out out
    safepassage verify . out/plan.json

Made by this command, which makes the same folder again, byte for byte:

    {command}

Roads {attribution}
(<{url}>). Whoever passes this folder on, or a map made from it,
passes on that attribution and licence too.
"""


def readme(drill: Drill, start: date, file: str) -> bytes:
    """The folder's README.md; `file` is the name of the road file in it."""
    return _TEXT.format(
        title=title(drill),
        people=drill.people,
        command=command(drill, start, file),
        attribution=ATTRIBUTION,
        url=ATTRIBUTION_URL,
    ).encode()


def command(drill: Drill, start: date, file: str) -> str:
    """The command that makes the drill, naming every option that isn't its default."""
    words = ["safepassage", "drill", file]
    for field in dataclasses.fields(drill):
        value = start if field.name == "start" else getattr(drill, field.name)
        if value != field.default:
            words += [f"--{field.name.replace('_', '-')}", str(value)]
    return shlex.join([*words, "--out", "again"])
