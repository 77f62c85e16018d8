"""`case` and `new`: look at a case folder, and start one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import msgspec

from safepassage.cli.options import Flag
from safepassage.cli.planning import show
from safepassage.read import load_case, write_template
from safepassage.report.overview import network_text, overview, overview_text


def case(folder: Path, /, *, json: Annotated[bool, Flag] = False) -> int:
    """Validate a case and show what it holds: people, crossings, fleet, destinations, roads.

    Example: safepassage case my-case

    Parameters
    ----------
    folder
        The case folder.
    json
        Print JSON instead of words.
    """
    read = load_case(folder)
    seen = overview(read.case)
    if json:
        found = {"network": read.network, "warnings": read.warnings}
        show({**msgspec.structs.asdict(seen), **found})
        return 0
    print(overview_text(seen))
    print(network_text(read.network))
    for warning in read.warnings:
        print(f"Warning: {warning}")
    return 0


def new(folder: Path, /) -> int:
    """Start a case: a folder with a small invented example in every table, ready to fill in.

    Example: safepassage new my-case

    Parameters
    ----------
    folder
        Folder to make; it must not hold a case yet.
    """
    write_template(folder)
    print(f"Fill in the tables of {folder}, then: safepassage case {folder}")
    return 0
