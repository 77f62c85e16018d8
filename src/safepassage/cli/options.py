"""Options that several commands share."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, get_args

from cyclopts import Parameter, Token, convert
from cyclopts.validators import Number

Flag = Parameter(negative="")
"""A switch that is off unless named; it has no `--no-` form."""

Effort = Annotated[int, Parameter(validator=Number(gte=1))]
Seconds = Annotated[float, Parameter(validator=Number(gt=0))]


def _calendar(_: Any, day: date | None) -> None:
    if day is not None and not 1970 <= day.year < 2200:
        raise ValueError(f"{day}; expected a date from 1970 to 2199, like 2018-03-06.")


Day = Annotated[date, Parameter(validator=_calendar)]
"""A local date."""


_DIGITS = re.compile(r"[+-]?[0-9]{1,18}", re.ASCII)


def digits_only(kind: Any, tokens: Sequence[Token]) -> Any:
    """Read an option; a whole number in digits only, since 20.000 is no twenty to everyone."""
    if kind is int or int in get_args(kind):
        text = tokens[0].value
        if not _DIGITS.fullmatch(text):
            raise ValueError(
                f"{text!r}; expected a whole number: digits, without points or commas."
            )
        return int(text)
    return convert(kind, tokens)
