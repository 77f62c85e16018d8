"""`[[varies]]`: what may go otherwise than planned, by which distribution, and who says so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import get_args

import msgspec

from safepassage.model.variation import (
    Beta,
    Cause,
    Distribution,
    Exponential,
    Fixed,
    Geometric,
    Lognormal,
    Per,
    Triangular,
    Uniform,
    Variation,
)
from safepassage.read.faults import did_you_mean, quoted
from safepassage.read.toml import Section

MAX_VARIATIONS = 100
MOST_SHAPE = 10_000
MOST_SIGMA = 3

Ids = Mapping[str, frozenset[str] | None]
"""Ids of a table by its name; None where it can't be read."""


@dataclass(frozen=True)
class _Amount:
    """What is drawn: its unit, its range, and the distributions it may have."""

    low: float
    high: float
    distributions: tuple[str, ...]
    unit: str = ""
    """Ends the names of the keys that have it."""
    scale: int = 1
    """What one of the unit is in the model's."""


_BOUNDED = ("fixed", "uniform", "triangular")
_SHARE = _Amount(0, 1, (*_BOUNDED, "beta"))
_RATE = _Amount(0.01, 1, (*_BOUNDED, "beta"))
_FACTOR = _Amount(1, 100, (*_BOUNDED, "lognormal"))
_TIME = _Amount(0, 7 * 24 * 60, (*_BOUNDED, "lognormal", "exponential"), "minutes", 60)
_DAYS = _Amount(1, 366, ("fixed", "geometric"), "days")


@dataclass(frozen=True)
class _Rule:
    """What a cause may say: which table `where` is of (empty for none), `per`, the amount.

    Of what happens only now and then the chance is stated, else it always happens.
    """

    table: str
    per: tuple[Per, ...]
    amount: _Amount
    rare: bool = False


RULES: Mapping[Cause, _Rule] = {
    "turnout": _Rule("assembly_points", ("run",), _SHARE),
    "changed_mind": _Rule("assembly_points", ("run", "day"), _SHARE),
    "no_show": _Rule("vehicles", ("run", "trip"), _SHARE),
    "late_start": _Rule("crossings", ("run", "day"), _TIME),
    "travel_time": _Rule("vehicles", ("run", "day", "trip"), _FACTOR),
    "loading_time": _Rule("vehicles", ("run", "trip"), _FACTOR),
    "breakdown": _Rule("vehicles", ("trip",), _TIME, rare=True),
    "screening": _Rule("crossings", ("run", "day"), _RATE),
    "window_cut": _Rule("crossings", ("run", "day"), _SHARE),
    "day_lost": _Rule("", ("run", "day"), _DAYS, rare=True),
    "crossing_closed": _Rule("crossings", ("run", "day"), _DAYS, rare=True),
    "road_closed": _Rule("", ("run", "day"), _DAYS, rare=True),
    "destination_full": _Rule("destinations", ("run", "day"), _DAYS, rare=True),
}
"""By cause, as docs/stress.md tells them."""

EMPTY = Fixed(1)
"""Stands for a distribution that is faulty."""


def read_variations(root: Section, ids: Ids) -> tuple[Variation, ...]:
    """Every [[varies]] that is sound, in the order of the file."""
    sections = root.sections("varies")
    if len(sections) > MAX_VARIATIONS:
        root.fault(
            "varies",
            f"{len(sections):,} of them",
            f"at most {MAX_VARIATIONS} [[varies]]",
            "Leave `where` out to state one for all places.",
        )
        for section in sections:
            _pass_over(section)
        return ()
    read = [(section, _variation(section, ids)) for section in sections]
    _refuse_twice([(section, one) for section, one in read if one is not None])
    return tuple(one for _, one in read if one is not None)


def _variation(section: Section, ids: Ids) -> Variation | None:
    """One [[varies]]; None if what varies isn't known, then only its keys are told apart."""
    word = section.word("cause", get_args(Cause))
    if not word:
        _pass_over(section)
        return None
    cause = msgspec.convert(word, Cause)
    rule = RULES[cause]
    per = section.word("per", rule.per)
    where = section.text("where", "")
    _refuse_where(section, cause, per, where, ids)
    chance = section.number("chance", 0, 1, None if rule.rare else 1.0)
    return Variation(
        cause=cause,
        where=where,
        per=msgspec.convert(per or rule.per[0], Per),
        chance=chance,
        amount=_distribution(section, rule.amount),
        source=section.text("source"),
    )


def _pass_over(section: Section) -> None:
    """Count every key as read: which ones belong here depends on a word that is faulty."""
    for key in section.names():
        section.has(key)


def _refuse_where(section: Section, cause: Cause, per: str, where: str, ids: Ids) -> None:
    table = RULES[cause].table
    known = ids.get(table)
    if table == "crossings" and known is not None and not known:
        section.fault(
            "cause",
            quoted(cause),
            "what can vary in a case without crossings",
            "Remove it, or add the table crossings.",
        )
    elif where and (not table or (table == "vehicles" and per == "day")):
        section.fault(
            "where",
            quoted(where),
            "no `where`: on a day this is alike for all",
            "Remove it." if not table else 'Remove it, or write per = "trip" or per = "run".',
        )
    elif where and known is not None and where not in known:
        section.fault(
            "where",
            quoted(where),
            f"an id of the table {table}",
            did_you_mean(where, sorted(known), "Use one of them, or leave it out for all."),
        )


def _distribution(section: Section, amount: _Amount) -> Distribution:
    name = section.word("distribution", amount.distributions)
    if not name:
        _pass_over(section)
        return EMPTY
    return _READERS[name](_Keys(section, amount))


@dataclass(frozen=True)
class _Keys:
    """The parameters of one distribution, by names that end in their unit."""

    section: Section
    amount: _Amount

    def name(self, key: str) -> str:
        return f"{key}_{self.amount.unit}" if self.amount.unit else key

    def value(self, key: str) -> float:
        """A value that may be drawn, in the model's unit."""
        low, high = self.amount.low, self.amount.high
        if self.amount is _DAYS and key == "value":
            return self.section.whole(self.name(key), int(low), int(high))
        return self.amount.scale * self.section.number(self.name(key), low, high)

    def middle(self, key: str) -> float:
        """A mean or median: over 0, since no logarithm or rate is taken of 0."""
        low = max(self.amount.low, 0.1)
        return self.amount.scale * self.section.number(self.name(key), low, self.amount.high)

    def rising(self, *keys: str) -> list[float]:
        """Values of which none is less than the one before, and the last more than the first."""
        values = [self.value(key) for key in keys]
        if values != sorted(values) or values[0] == values[-1]:
            self.section.fault(
                self.name(keys[-1]),
                ", ".join(f"{value / self.amount.scale:g}" for value in values),
                " ≤ ".join(map(self.name, keys)) + ", the last over the first",
                'Correct them; what is always the same is distribution = "fixed".',
            )
        return values


def _lognormal(keys: _Keys) -> Lognormal:
    return Lognormal(keys.middle("median"), keys.section.number("sigma", 0.001, MOST_SIGMA))


def _beta(keys: _Keys) -> Beta:
    a, b = (keys.section.number(key, 0.01, MOST_SHAPE) for key in ("a", "b"))
    return Beta(a, b)


_READERS: Mapping[str, Callable[[_Keys], Distribution]] = {
    "fixed": lambda keys: Fixed(keys.value("value")),
    "uniform": lambda keys: Uniform(*keys.rising("low", "high")),
    "triangular": lambda keys: Triangular(*keys.rising("low", "mode", "high")),
    "lognormal": _lognormal,
    "beta": _beta,
    "exponential": lambda keys: Exponential(keys.middle("mean")),
    "geometric": lambda keys: Geometric(keys.middle("mean")),
}


def _refuse_twice(read: list[tuple[Section, Variation]]) -> None:
    """Fault what is stated twice of a place: both would count, and few would mean that."""
    seen: dict[tuple[Cause, Per], set[str]] = defaultdict(set)
    for section, one in read:
        others = seen[one.cause, one.per]
        if others and (not one.where or "" in others or one.where in others):
            section.fault(
                "where",
                f"{one.cause} a second time, per {one.per}, for {quoted(one.where or 'all')}",
                "each place or vehicle type once for a cause and `per`",
                "Remove one of them, or name the place in each.",
            )
        others.add(one.where)
