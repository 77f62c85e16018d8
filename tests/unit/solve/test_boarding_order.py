"""Who boards first at a point: the urgent, then the largest or those with the fewest choices."""

from __future__ import annotations

from factory import BUS, group, small_case

from safepassage.solve.dispatch.demand import Budget, Demand, Room
from safepassage.solve.problem import compile_problem

GROUPS = (
    group(0, persons=BUS.seats - 1),
    group(1, persons=2, destinations=("near",)),
    group(2, persons=1, medical_class=1),
)
LARGE, CHOOSY, URGENT = ("g0", "g1", "g2")


def boarded(*, choosy_first: bool) -> list[str]:
    """Groups that board a bus to near; there are more than it has seats."""
    problem = compile_problem(small_case(groups=GROUPS))
    shares = Demand(problem.cohorts).fill(
        Room(BUS),
        problem.units[0].point,
        [end.id for end in problem.case.destinations].index("near"),
        Budget(BUS.seats),
        seated_too=True,
        choosy_first=choosy_first,
    )
    groups = problem.case.groups
    return [groups[g].id for share in shares for g in problem.units[share.unit].groups]


def test_the_largest_board_before_those_who_accept_fewer_destinations() -> None:
    assert boarded(choosy_first=False) == [URGENT, LARGE]


def test_or_after_them_so_that_who_can_go_elsewhere_fills_the_rest() -> None:
    assert boarded(choosy_first=True) == [URGENT, CHOOSY]
