"""bus-1 rests on the way: `camp`, a staging area between near and the gate, and what may go wrong.

After t1 (4,200 s of driving, free 270 s) it drives 600 s to camp on 7 March, stays there for two
days and 300 s, and does t4 on 9 March (5,100 s from camp on).
"""

from __future__ import annotations

import msgspec
from factory import LINKS, at, place, star_roads
from good_plan import routes
from variants import breaks, coach, convoy, keeps, starts_inside, stops

from safepassage.model.case import Case
from safepassage.model.places import StagingArea
from safepassage.model.plan import Boarding, Plan, Stop

TWO_DAYS = 2 * 24 * 3600
STAY = TWO_DAYS + 300
CAMP = Stop(
    place="camp",
    arrive=at(7, "10:40"),
    depart=at(7, "10:40") + STAY,
    route="near>camp",
)


def camp(case: Case, plan: Plan) -> tuple[Case, Plan]:
    """The case with the camp, and the plan on its roads."""
    links = LINKS | {("near", "camp"): 600, ("camp", "gate"): 900}
    roads, nodes = star_roads(links)
    areas = (*case.staging_areas, place(StagingArea, "camp"))
    case = case.replace(roads=roads, place_nodes=nodes, staging_areas=areas)
    return case, msgspec.structs.replace(plan, routes=routes(case, links))


def rests(old: tuple[Stop, ...]) -> tuple[Stop, ...]:
    """t4 by way of the camp, two days later."""
    gate, *inside = (
        msgspec.structs.replace(stop, arrive=stop.arrive + TWO_DAYS, depart=stop.depart + TWO_DAYS)
        for stop in old[1:]
    )
    return (old[0], CAMP, msgspec.structs.replace(gate, route="camp>gate"), *inside)


BY_CAMP = (
    camp,
    convoy("in-2", start=at(9, "11:00"), end=at(9, "11:01")),
    convoy("out-2", start=at(9, "11:55"), end=at(9, "11:55") + 270),
    stops("t4", rests),
)
AGAIN = Stop(place="camp", arrive=CAMP.depart, depart=CAMP.depart)

ON_THE_WAY = (
    keeps("rest on the way", *BY_CAMP, coach(driving_seconds=5_100, rest_seconds=STAY)),
    keeps("range starts anew on the way", *BY_CAMP, coach(range_metres=51_000)),
    breaks(
        "V2",
        "rest on the way a second short",
        *BY_CAMP,
        coach(driving_seconds=5_100, rest_seconds=STAY + 1),
    ),
    breaks(
        "V2",
        "driver hours after a rest on the way",
        *BY_CAMP,
        coach(driving_seconds=5_099, rest_seconds=STAY),
    ),
    breaks("V2", "out of range from the rest on the way", *BY_CAMP, coach(range_metres=50_999)),
    breaks("V2", "two rests on the way", *BY_CAMP, stops("t4", lambda s: (*s[:2], AGAIN, *s[2:]))),
    breaks(
        "V2",
        "a staging area after the gate",
        *BY_CAMP,
        stops("t4", lambda s: (s[0], *s[2:4], s[1], *s[4:])),
        also=("R1",),
    ),
    breaks(
        "V2",
        "rest on the way of who starts inside",
        camp,
        starts_inside("south", 7, "09:20"),
        stops("t5", lambda s: (s[0], CAMP, *s[1:])),
        also=("R1",),
    ),
)
BOARDS_ON_THE_WAY = breaks(
    "H1",
    "boards at a staging area",
    *BY_CAMP,
    stops(
        "t4",
        lambda s: (
            s[0],
            msgspec.structs.replace(s[1], boardings=(Boarding(group="g6", seated=2),)),
            *s[2:3],
            msgspec.structs.replace(s[3], boardings=s[3].boardings[1:]),
            *s[4:],
        ),
    ),
)
