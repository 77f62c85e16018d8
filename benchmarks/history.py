"""How well do the first days of a reported evacuation foretell the rest?

    python benchmarks/history.py                    three pockets of 2018 and one of 2016
    python benchmarks/history.py arbin              one of them
    python benchmarks/history.py --json             a JSON object a line

**These movements were made under duress; many call them forced displacement.** No figure here is
anybody's choice. What was reported, by whom, is in `reported/days.csv`; what else there was to
know, in `reported/pockets.toml`.

A pocket's case begins with that of the example `ghouta-reported` (for Aleppo, `reported/aleppo`):
roads, crossing, hand-over, rests, households. Buses are those reported on the first days. No hours
were reported: how long the crossing is open a day, from 07:00 on, is fitted, so that as many people
are out on the first days as were reported. Then it is planned for everybody, and who is out when
stands beside what was reported (`foretold.py` has who else foretells). One process a pocket, as
many at once as there are cores; every plan is checked.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context

import msgspec
from foretold import MODELS, Day, Foretold, foretell
from measure import machine
from pockets import read_pockets

MARKS = {"day": "", "at_least": "at least ", "lost": "suspended ", "nothing": "not reported"}


def text(found: Foretold) -> Iterator[str]:
    """A pocket as lines of text."""
    models = [model for model in MODELS if model in found.off]
    hours, minutes = divmod(found.fitted_minutes, 60)
    rate = f"{found.persons_per_hour:,} persons an hour" if found.persons_per_hour else "any number"
    yield f"{found.title}"
    yield (
        f"  fitted: open {hours} h {minutes:02} min a day at {rate}; {found.fitted_people:,} out "
        f"on the days calibrated on (*), reported {found.reported_people:,}"
    )
    yield f"  {'':11}{'reported':>18}" + "".join(f"{model:>17}" for model in models)
    for day in found.days:
        mark = "*" if day.calibrated else ""
        yield f"  {day.date}{mark:1}{_reported(day):>18}" + "".join(
            f"{_beside(day, model):>17}" for model in models
        )
    offs = [found.off[model] for model in models]
    yield f"  {'days compared':29}" + "".join(f"{one.days:17}" for one in offs)
    yield f"  {'mean error, persons a day':29}" + "".join(
        f"{one.mean_error:17,.0f}" for one in offs
    )
    yield f"  {'of those reported':29}" + "".join(f"{one.share:17.0%}" for one in offs)
    for claim in found.so_far:
        label = f"{claim.reported:,} by {claim.date}"
        yield (
            f"  {label:29}"
            + "".join(
                f"{f'{claim.foretold[model]:,}' if model in claim.foretold else '':>17}"
                for model in models
            )
            + f"  so far (row {claim.rows}, {claim.reported_by})"
        )
    for end in found.ends:
        label = f"last of {end.total.people:,}"
        yield (
            f"  {label:29}"
            + "".join(
                f"{str(end.foretold[model] or 'later') if model in end.foretold else '':>17}"
                for model in models
            )
            + f"  {end.total.known}"
        )
    yield f"  {'last day reported':29}{found.last_reported!s:>17}"
    broken = f", {found.broken} BROKEN PROMISES" if found.broken else ""
    yield f"  {found.cpu_seconds:.0f} s of the processor{broken}\n"


def _reported(day: Day) -> str:
    people = "" if day.reported is None else f"{day.reported:,}"
    return f"{MARKS[day.counts]}{people}"


def _beside(day: Day, model: str) -> str:
    if model not in day.foretold or (day.calibrated and model.endswith("repeated")):
        return ""
    people = day.foretold[model]
    if day.reported is None or day.counts == "at_least":
        return f"{people:,}"
    return f"{people:,} ({people - day.reported:+,})"


def main(arguments: Sequence[str] | None = None) -> None:
    known = read_pockets()
    parser = _parser(list(known))
    options = parser.parse_args(arguments)
    if unknown := [name for name in options.pockets if name not in known]:
        parser.error(f"no pocket {unknown[0]!r}: there are {', '.join(known)}")
    wanted = [known[name] for name in options.pockets or known]
    asked = {"effort": options.effort, "rate": options.rate}
    if not options.json:
        print(
            "Reported of movements under duress: nobody's choice. In brackets: too many, too few."
        )
        print(f"{machine()}.\n")
    with ProcessPoolExecutor(mp_context=get_context("spawn"), max_tasks_per_child=1) as processes:
        for found in processes.map(partial(foretell, **asked), wanted):
            said = msgspec.json.encode(found).decode() if options.json else "\n".join(text(found))
            print(said, flush=True)


def _parser(names: Sequence[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description="Foretell the rest of reported evacuations from their first days.",
        epilog="Example: python benchmarks/history.py arbin --json",
    )
    parser.add_argument("pockets", nargs="*", metavar="POCKET", help=", ".join(names))
    parser.add_argument("--effort", type=int, default=1, help="as in `safepassage plan`")
    parser.add_argument("--rate", type=int, help="persons an hour at the crossing, not its own")
    parser.add_argument("--json", action="store_true", help="a JSON object a line")
    return parser


if __name__ == "__main__":
    main()
