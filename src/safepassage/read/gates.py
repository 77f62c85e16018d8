"""Places that can't be told from a crossing: at the same node of the roads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from safepassage.model.places import Crossing, Destination, Place
from safepassage.read.columns import Parsed
from safepassage.read.faults import Faults


def places_at_gates(
    tables: Sequence[tuple[Parsed | None, Sequence[Place]]],
    nodes: Mapping[str, int],
    faults: Faults,
) -> None:
    """Places at the node of another crossing: no road leads from one to the other.

    A destination there is odd, and a warning. Anything else is a fault: trips could stop where no
    route may run through, and no time would be the least.
    """
    gates: dict[int, str] = {}
    for _, table in tables:
        for place in table:
            if isinstance(place, Crossing) and place.id in nodes:
                gates.setdefault(nodes[place.id], place.id)
    for parsed, table in tables:
        if parsed is None:
            continue
        rows = dict(zip(parsed.ids, parsed.rows, strict=True))
        for place in table:
            gate = gates.get(nodes.get(place.id, -1))
            if gate is not None and gate != place.id:
                faults.add(
                    parsed.file,
                    f"{place.id!r}, at the same node of the roads as the crossing {gate!r}",
                    "places at other nodes of the roads than a crossing",
                    "Move one of the two along the road: as it is, the way between takes no time.",
                    row=rows[place.id],
                    column="latitude",
                    severity="warning" if isinstance(place, Destination) else "error",
                )
