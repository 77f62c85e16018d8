"""`evidence`: what is said of the ground, by whom, side by side."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

from safepassage.cli.options import Flag
from safepassage.cli.planning import show
from safepassage.errors import EvidenceError
from safepassage.evidence import ceasefire_record, during, link, overview, sides
from safepassage.evidence.text import ceasefire_text, events_text, overview_text, sides_text
from safepassage.read import load_case
from safepassage.shown import shown


def evidence(
    folder: Path,
    /,
    *,
    topic: str | None = None,
    since: Annotated[date | None, Parameter(name="--from")] = None,
    until: Annotated[date | None, Parameter(name="--to")] = None,
    events: Annotated[bool, Flag] = False,
    ceasefire: Annotated[bool, Flag] = False,
    json: Annotated[bool, Flag] = False,
) -> int:
    """Show what is claimed about a topic, by whom, side by side; nothing is added over sources.

    Without --topic, --events or --ceasefire it lists what there is to ask for.

    Example: safepassage evidence my-case --topic casualties --from 2018-02-18

    Parameters
    ----------
    folder
        The case folder.
    topic
        Claims and daily series about it; a word of the claims or series table.
    since
        First day that is asked about, like 2018-02-18; all if not given.
    until
        Last day that is asked about; all if not given.
    events
        Incidents that several sources have, linked, each source's record beside the others.
    ceasefire
        Pauses and ceasefires by day: kept or broken, by whose claim.
    json
        Print JSON instead of words.
    """
    if since and until and until < since:
        raise EvidenceError(f"--to {until} is before --from {since}; expected a later day.")
    case = load_case(folder).case
    found: dict[str, Any] = {}
    texts = []
    if topic is not None:
        found["topic"] = seen = sides(case, topic, since, until)
        texts.append(sides_text(seen))
    if events or ceasefire:
        linked = link(case.incidents)
    if events:
        found["events"] = within = during(linked, since, until)
        texts.append(events_text(within))
    if ceasefire:
        found["ceasefire"] = record = ceasefire_record(case, linked, since, until)
        texts.append(ceasefire_text(record))
    if not texts:
        found["overview"] = all_of_it = overview(case)
        texts.append(overview_text(all_of_it))
    if json:
        show(found)
    else:
        print("\n\n".join("\n".join(map(shown, text.split("\n"))) for text in texts))
    return 0
