"""The worked example that travels with the package, and the three fleets it is planned for."""

from __future__ import annotations

from pathlib import Path

import msgspec

from safepassage.model.case import Case
from safepassage.model.fleet import Vehicle

EXAMPLE = "ghouta-offer"


class Fleet(msgspec.Struct, frozen=True, kw_only=True):
    """A number of buses to try on the example, written under `name`; None is the case as it is."""

    name: str
    buses: int | None = None


FLEETS = (
    Fleet(name="ghouta-offer"),  # the fleet binds
    Fleet(name="ghouta-offer-screening", buses=400),  # screening binds
    Fleet(name="ghouta-offer-window-edge", buses=310),  # some loads more cost a day
)


def example(name: str = EXAMPLE) -> Path:
    """Folder of an example case: in the installed package, or in the checkout it runs from."""
    here = Path(__file__).resolve().parent
    installed, checkout = here / "examples", here.parents[1] / "examples"
    return (installed if installed.is_dir() else checkout) / name


def with_fleet(case: Case, fleet: Fleet) -> Case:
    """The case with that many buses: the first of its own, then copies of them in turn."""
    if fleet.buses is None:
        return case
    buses = buses_of(case)
    others = tuple(vehicle for vehicle in case.vehicles if vehicle not in buses)
    return case.replace(vehicles=(*(_bus(buses, number) for number in range(fleet.buses)), *others))


def buses_of(case: Case) -> tuple[Vehicle, ...]:
    """The vehicles of every type that is a bus."""
    types = {kind.id for kind in case.vehicle_types if kind.kind == "bus"}
    return tuple(vehicle for vehicle in case.vehicles if vehicle.type in types)


def _bus(buses: tuple[Vehicle, ...], number: int) -> Vehicle:
    lap, place = divmod(number, len(buses))
    bus = buses[place]
    return bus if lap == 0 else msgspec.structs.replace(bus, id=f"{bus.id}+{lap}")
