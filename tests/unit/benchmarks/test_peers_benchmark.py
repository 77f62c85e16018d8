from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import peers
import pytest
from against.gate import Gate
from against.instance import InfeasibleError, by_turns, nearest_rooms, read_instance
from measure import fresh

INSTANCE = """2 1
1 2
2 4 2 2
2 5 3 2

1 2 3

1 4 9
2 8 5
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "set0-i1.txt"
    path.write_text(INSTANCE)
    return path


def test_a_small_run_has_our_row_first_and_nobody_beats_a_proof(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    peers.main(["--bep", str(file.parent), "--gates", "0", "--seconds", "2", "--effort", "1"])
    printed = capsys.readouterr().out
    assert "BROKEN" not in printed and "wrong" not in printed
    rows = [line.split() for line in printed.splitlines() if line.lstrip().startswith("set0-i1")]
    assert rows[0][1] == "ours"
    values = {row[1]: int(row[2]) for row in rows}
    assert (
        values["ours"] >= min(values.values()) >= max(int(row[3]) for row in rows if row[3] != "-")
    )


def test_routes_are_timed_and_judged_by_ourselves(file: Path) -> None:
    stated = read_instance(file)
    # 2 there, 4 on; and 3 there, 5 on: each twice, one bus each, 4 and 5 back.
    routes = [(0, ((0, 0), (0, 0))), (0, ((1, 1), (1, 1)))]
    assert stated.value(routes) == max(2 + 4 + 4 + 4, 3 + 5 + 5 + 5)
    for wrong, why in (
        (routes[:1], "moved once"),
        ([(0, ((0, 0), (0, 0), (1, 0), (1, 0)))], "overfull"),
        ([(0, (leg,)) for _, own in routes for leg in own], "more buses"),
    ):
        with pytest.raises(InfeasibleError, match=why):
            stated.value(wrong)


def test_what_peers_begin_with_keeps_the_rooms(file: Path) -> None:
    stated = read_instance(file)
    assert np.bincount([shelter for _, shelter in nearest_rooms(stated)]).tolist() == [2, 2]
    assert stated.value(by_turns(stated)) >= 18


GATE = Gate(
    name="two loads",
    buses=1,
    loads={(0, 0): 2},
    inside=(3,),
    outside=(5,),
    way=5,
    opens=540,
    closes=590,
    days=1,
    convoy=2,
    headway=8,
    vehicle_minutes=1,
    full_minutes=4,
    boarding=3,
    handover=2,
    turnaround=1,
)


@pytest.mark.parametrize(
    ("gate", "minutes"),
    [
        # In 1, there 3, board 3, back 3, out 4; then 5 there, 3 to hand over, 5 back; again.
        (GATE, 14 + 13 + 14),
        # A convoy of two: 2 minutes in, 8 out.
        (replace(GATE, buses=2), 2 + 9 + 8),
        # Convoys of one, eight minutes apart.
        (replace(GATE, buses=2, convoy=1), 8 + 14),
        # Back in time to enter again, not to leave: it waits inside for the next day.
        (replace(GATE, closes=575, days=2), 1440 + 4),
    ],
)
def test_a_gate_in_a_programme_and_in_our_planner(gate: Gate, minutes: int) -> None:
    ours = peers.ours_on_gate(gate, 1, 60.0)
    assert ours.note == ""
    found = fresh(peers.gated, "HiGHS", gate, 600.0)  # it keeps the threads of a first run
    assert found.value == found.bound == minutes
    assert ours.value is not None and ours.value >= minutes
    assert ours.bound is not None and ours.bound <= minutes
