"""`BrokenPromise`: what the checker finds, and what every report of a plan repeats."""

from __future__ import annotations

from typing import Literal, get_args

import msgspec

Promise = Literal["W1", "C1", "C2", "V1", "V2", "H1", "H2", "H3", "D1", "R1", "R2", "A1"]
Unit = Literal["seconds", "persons", "vehicles", "metres", ""]

PROMISES: tuple[Promise, ...] = get_args(Promise)


class BrokenPromise(msgspec.Struct, frozen=True, kw_only=True):
    """One promise the plan doesn't keep: where, found against allowed, and by how much.

    `amount` is in `unit`, and None where there is no measure of it.
    """

    promise: Promise
    where: str
    what: str
    amount: float | None = None
    unit: Unit = ""

    def __str__(self) -> str:
        """One line for people."""
        return f"{self.promise} {self.where}: {self.what}"
