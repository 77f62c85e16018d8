"""People as the planner may know them: travel groups with numbers, never names."""

from __future__ import annotations

from typing import Literal

import msgspec

Choice = Literal["leave", "stay", "undecided", "not_asked"]

BANDS = (
    *("girls_under_5", "boys_under_5", "girls_5_17", "boys_5_17"),
    *("women_18_59", "men_18_59", "women_60", "men_60"),
)
"""Sex and age bands that persons are counted by, children first; 60 is 60 and over."""

CHILD_BANDS = 4
"""How many of `BANDS` are children."""

NOT_URGENT = 4
"""Medical priority classes run from 1, the most urgent, to this one."""


class TravelGroup(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Members of one household who chose the same; they go together (H1).

    Patients are the persons on a stretcher, in a wheelchair, or who need a medical escort;
    `attendants` more members may ride with them in an ambulance of the same convoy.
    """

    id: str
    household: str
    assembly_point: str
    persons: int
    choice: Choice
    destinations: tuple[str, ...] = ()
    """Accepted destinations; the planner chooses one (H2)."""
    category: str
    items: tuple[str, ...] = ()
    """What is carried, by the item ids of the terms (H3)."""
    medical_class: int = NOT_URGENT
    stretchers: int = 0
    """Persons who need a stretcher place."""
    wheelchairs: int = 0
    """Persons who need a wheelchair place."""
    escorts: int = 0
    """Persons, seated or lying, who need a vehicle with a medical escort."""
    attendants: int = 0
    children: int = 0
    bands: tuple[int, ...] = ()
    """Persons in each of `BANDS`, or nothing where nobody stated them."""
    unaccompanied: int = 0
    """Children without their own adult; their carer's travel group is `carer`."""
    carer: str = ""
    """Id of the travel group this one is never parted from, or empty."""

    @property
    def seated(self) -> int:
        """Persons who need a seat."""
        return self.persons - self.stretchers - self.wheelchairs

    @property
    def has_patients(self) -> bool:
        """Whether part of the group may take an ambulance of the same convoy (H1)."""
        return self.stretchers + self.wheelchairs + self.escorts > 0
