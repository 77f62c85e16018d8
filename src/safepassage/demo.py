"""The worked example that travels with the package, and the three fleets it is planned for."""

from __future__ import annotations

from pathlib import Path

import msgspec

from safepassage.model.case import Case
from safepassage.model.fleet import Vehicle

EXAMPLE = "ghouta-offer"


class Fleet(msgspec.Struct, frozen=True, kw_only=True):
    """A number of buses to try on the example; None is the case as it stands."""

    name: str
    expects: str
    buses: int | None = None


FLEETS = (
    Fleet(name="ghouta-offer", expects="the fleet binds"),
    Fleet(name="ghouta-offer-screening", expects="screening binds", buses=600),
    Fleet(name="ghouta-offer-window-edge", expects="ends at a window's edge", buses=400),
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
    kinds = {kind.id: kind.kind for kind in case.vehicle_types}
    buses = tuple(v for v in case.vehicles if kinds[v.type] == "bus")
    others = tuple(v for v in case.vehicles if kinds[v.type] != "bus")
    return case.replace(vehicles=(*(_bus(buses, number) for number in range(fleet.buses)), *others))


def _bus(buses: tuple[Vehicle, ...], number: int) -> Vehicle:
    lap, place = divmod(number, len(buses))
    bus = buses[place]
    return bus if lap == 0 else msgspec.structs.replace(bus, id=f"{bus.id}+{lap}")
