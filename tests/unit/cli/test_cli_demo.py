"""The demo's fleets are the example's own buses, fewer or copied."""

from __future__ import annotations

from factory import small_case

from safepassage.demo import EXAMPLE, Fleet, buses_of, example, with_fleet


def test_the_example_is_found_in_a_checkout() -> None:
    assert (example() / "case.toml").is_file()
    assert example().name == EXAMPLE


def test_no_number_is_the_case_as_it_is() -> None:
    case = small_case()
    assert with_fleet(case, Fleet(name="x")) is case


def test_fewer_buses_are_the_first_ones_and_other_vehicles_stay() -> None:
    fewer = with_fleet(small_case(), Fleet(name="x", buses=2))
    assert [vehicle.id for vehicle in fewer.vehicles] == ["bus-1", "bus-2", "ambulance-1"]


def test_more_buses_are_copies_with_names_of_their_own() -> None:
    more = with_fleet(small_case(), Fleet(name="x", buses=7))
    assert len({vehicle.id for vehicle in more.vehicles}) == 8
    assert len(buses_of(more)) == 7
    assert {vehicle.type for vehicle in buses_of(more)} == {"bus"}
