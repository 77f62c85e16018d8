"""What a dispatch decides, while it decides: rounds of vehicles, and loads that go together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from safepassage.model.agreement import Direction
from safepassage.solve.dispatch.demand import Share


@dataclass(slots=True)
class Call:
    """A stop at an assembly point.

    `least` is the shortest stay: boarding begins that long before `depart`. The vehicle may not
    leave before `hold`, the end of a night it has to wait out here.
    """

    point: int
    arrive: int
    depart: int
    least: int
    shares: list[Share]
    hold: int = 0


@dataclass(slots=True)
class Ride:
    """A convoy that was let pass."""

    crossing: int
    direction: Direction
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Approach:
    """How a vehicle comes to a gate: it can be there at `ready`, having left at `leave` or later.

    With `base` (a staging area's place index) it drives there first, from `leave` to `reach`, and
    rests. `lead` and `metres` are what it drives to the gate from where it last rests; `fit` is
    how much driving in all, lead included, its crew is fit for if it comes so early. `serves` has
    the bits of the destinations that are within that.
    """

    ready: int
    lead: int
    metres: int
    fit: int
    serves: int
    leave: int
    base: int | None = None
    reach: int = 0


@dataclass(slots=True)
class Round:
    """One vehicle from where it waited to its destination; unset until it is decided.

    `base` is the place index of the staging area where it rests on the way, between `reach` and
    `move`; `fit` is how much driving its crew is fit for since it last rested.
    """

    vehicle: int
    origin: int
    depart: int
    inbound: Ride | None
    calls: list[Call]
    outbound: Ride | None = None
    destination: int = -1
    arrive: int = 0
    free: int = 0
    base: int | None = None
    reach: int = 0
    move: int = 0
    fit: int = 0

    @property
    def persons(self) -> int:
        """Everyone aboard."""
        return sum(share.persons for call in self.calls for share in call.shares)

    @property
    def ready(self) -> int:
        """Earliest departure from the last assembly point."""
        return max(self.calls[-1].arrive + self.calls[-1].least, self.calls[-1].hold)

    @property
    def inside_since(self) -> int:
        """From when the vehicle is inside."""
        return self.depart if self.inbound is None else self.inbound.end


@dataclass(slots=True)
class Load:
    """Rounds that pass the gate together, because a group is spread over their vehicles.

    `urgency` orders loads at the gate: by medical class, those with patients first within a class.
    `gate` is the crossing it is expected to leave by, `expected` the local date ordinal for which
    reception was counted.
    """

    rounds: list[Round]
    destination: int
    accepts: int
    urgency: int
    gate: int
    expected: int = 0
    persons: int = field(init=False)
    """Everyone in the load: nobody boards or leaves it once it is made up."""

    def __post_init__(self) -> None:
        """Count them once: it is asked a million times."""
        self.persons = sum(item.persons for item in self.rounds)

    @property
    def units(self) -> list[int]:
        """The units it carries, each once."""
        shares = [s for item in self.rounds for call in item.calls for s in call.shares]
        return list(dict.fromkeys(share.unit for share in shares))


@dataclass(frozen=True, slots=True)
class Schedule:
    """A dispatch that has ended: what goes, and which units don't."""

    rounds: Sequence[Round]
    left: Sequence[int] = field(default=())
