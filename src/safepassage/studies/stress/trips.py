"""What a run keeps of orders and trips while they are under way."""

from __future__ import annotations

from dataclasses import dataclass, field

from safepassage.solve.dispatch.demand import Share
from safepassage.solve.dispatch.drivers import DriverLog
from safepassage.solve.dispatch.rounds import Ride
from safepassage.studies.stress.orders import Part

WAITS, ASSIGNED, INSIDE, DONE = range(4)
"""States of an order: nobody does it yet; vehicles are on their way; inside; over."""


@dataclass(slots=True, eq=False)
class Trip:
    """One vehicle's way from where it waited to where it delivers.

    `loaded` is the earliest departure from the last point, `fit` how much driving the crew is fit
    for from `base` or from where it waited.
    """

    vehicle: int
    number: int
    """How many it has made before: which chance it meets."""
    origin: int
    depart: int
    base: int = -1
    reach: int = 0
    move: int = 0
    lead: int = 0
    """Seconds of its drive to the gate, as the road has it."""
    ready: int = 0
    fit: int = 0
    into: Ride | None = None
    calls: list[tuple[int, int, int, list[Share]]] = field(default_factory=list)
    """Point, arrival, departure, and who boards."""
    loaded: int = 0
    out: Ride | None = None
    destination: int = -1
    arrive: int = 0
    free: int = 0
    persons: int = 0


@dataclass(slots=True, eq=False)
class Order:
    """One or more vehicles that leave together; see `orders.Part`.

    `due_in` and `due_out` are the planned starts of its convoys as long as it keeps to the plan;
    0 otherwise. Orders that share a rank are told apart by `number`.
    """

    number: int
    rank: tuple[int, int, int]
    parts: tuple[Part, ...]
    enters: int
    destination: int
    into: int
    out: int
    due_in: int
    due_out: int
    long_in: int
    long_out: int
    called: tuple[int, ...]
    """Units, each once."""
    planned_persons: int
    state: int = WAITS
    trips: list[Trip | None] = field(default_factory=list)
    """By part: the vehicle that is to do it."""
    persons: int = 0
    """Aboard, once they are."""
    expected: int = 0
    """Day for which its places at the destination are kept."""

    vehicles: int = 1
    """How many pass a gate together."""

    def __post_init__(self) -> None:
        """One vehicle a part."""
        self.vehicles = len(self.parts)

    @property
    def crewed(self) -> list[Trip]:
        """The trips of the vehicles that do it: one a part, once all are found."""
        return [trip for trip in self.trips if trip is not None]

    def __lt__(self, other: Order) -> bool:
        """Orders alike in all else go by number."""
        return self.number < other.number


@dataclass(slots=True, eq=False)
class Standby:
    """A vehicle that waits outside, or inside where it starts."""

    place: int
    free: int
    hold: int
    log: DriverLog
    inside: bool
    made: int = 0
