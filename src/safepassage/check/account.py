"""A1: every registered person is accounted for exactly once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from safepassage.check.broken import broken, figure
from safepassage.check.index import Boarded, Index
from safepassage.model.broken import PROMISES, BrokenPromise
from safepassage.model.people import TravelGroup
from safepassage.model.plan import Boarding, NotServed


def account(index: Index) -> Iterator[BrokenPromise]:
    """Who chose to leave boards whole, or is listed once with the reason; the others do neither."""
    not_served: dict[str, list[NotServed]] = defaultdict(list)
    for entry in index.plan.not_served:
        not_served[entry.group].append(entry)
    for name in {**index.boarded, **not_served}:
        if name not in index.groups:
            yield broken("A1", f"group {name}", "boards or is not served, but is not in the case")
    for group in index.groups.values():
        boarded, listed = index.boarded.get(group.id, []), not_served.get(group.id, [])
        yield from _sound_boardings(boarded)
        if group.choice == "leave":
            yield from _boards_or_not(group, boarded, listed)
        elif boarded or listed:
            where = "aboard" if boarded else "among the not served"
            yield broken(
                "A1", f"group {group.id}", f"its choice is {group.choice}, yet it is {where}"
            )


def _boards_or_not(
    group: TravelGroup, boarded: list[Boarded], listed: list[NotServed]
) -> Iterator[BrokenPromise]:
    where = f"group {group.id}"
    if not boarded and not listed:
        what = f"chose to leave, but neither boards nor is not served ({group.persons} persons)"
        yield broken("A1", where, what, group.persons, "persons")
    if boarded and listed:
        yield broken("A1", where, "boards, and is listed as not served")
    if len(listed) > 1:
        yield broken("A1", where, f"listed {len(listed)} times as not served")
    for entry in listed:
        if entry.promise not in PROMISES:
            yield broken("A1", where, f"not served for {entry.promise!r}, which is no promise")
        if not entry.reason.strip():
            yield broken("A1", where, "not served without a reason")
    if boarded:
        yield from _exactly(group, [each.boarding for each in boarded])


def _exactly(group: TravelGroup, boardings: list[Boarding]) -> Iterator[BrokenPromise]:
    for name, registered, boards in (
        ("seated persons", group.seated, sum(each.seated for each in boardings)),
        ("persons on a stretcher", group.stretchers, sum(each.stretchers for each in boardings)),
        ("persons in a wheelchair", group.wheelchairs, sum(each.wheelchairs for each in boardings)),
        ("persons with a medical escort", group.escorts, sum(each.escorts for each in boardings)),
    ):
        if boards != registered:
            what = f"{figure(boards)} {name} board, {figure(registered)} registered"
            yield broken("A1", f"group {group.id}", what, abs(boards - registered), "persons")


def _sound_boardings(boarded: list[Boarded]) -> Iterator[BrokenPromise]:
    for each in boarded:
        boarding = each.boarding
        counts = (boarding.seated, boarding.stretchers, boarding.wheelchairs, boarding.escorts)
        where = each.ride.where(each.number)
        if min(counts) < 0:
            yield broken("A1", where, f"fewer than no persons of group {boarding.group} board")
        elif boarding.persons == 0:
            yield broken("A1", where, f"nobody of group {boarding.group} boards")
        elif boarding.escorts > boarding.persons:
            what = (
                f"{figure(boarding.escorts)} of {figure(boarding.persons)} persons of group "
                f"{boarding.group} need an escort"
            )
            yield broken("A1", where, what, boarding.escorts - boarding.persons, "persons")
