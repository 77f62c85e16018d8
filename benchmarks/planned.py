"""One case planned and checked: a row of a table."""

from __future__ import annotations

import msgspec
from measure import Watch, peak_mib, tell

from safepassage.check import verify
from safepassage.model.case import Case
from safepassage.report.summary import Summary, summarise
from safepassage.solve import plan
from safepassage.solve.plan import Progress


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """What one run came to. Times are ISO 8601, seconds by the clock but `plan_cpu_seconds`."""

    name: str
    people: int
    households: int
    vehicles: int
    out: int
    clearance: str | None
    bound: str | None
    gap: float | None
    gap_open: float | None
    binds: str
    read_seconds: float
    bound_seconds: float
    plan_seconds: float
    plan_cpu_seconds: float
    check_seconds: float
    peak_mib: float
    broken: int


HEADER = (
    f"{'case':>26} {'leaving':>8} {'groups':>7} {'veh.':>5} {'clearance':>16} {'none before':>16} "
    f"{'gap':>7} {'open':>7} {'read':>6} {'bound':>6} {'plan':>6} {'cpu':>6} {'check':>6} "
    f"{'MiB':>6}  binds most"
)


def line(row: Row) -> str:
    """A row as text; promises that are broken and people not served stand behind it."""
    left = f"  {row.people - row.out:,} not served" if row.out < row.people else ""
    broken = f"  {row.broken} BROKEN PROMISES" if row.broken else ""
    return (
        f"{row.name:>26} {row.people:8} {row.households:7} {row.vehicles:5} "
        f"{_short(row.clearance):>16} {_short(row.bound):>16} "
        f"{_percent(row.gap):>7} {_percent(row.gap_open):>7} "
        f"{row.read_seconds:6.1f} {row.bound_seconds:6.1f} {row.plan_seconds:6.1f} "
        f"{row.plan_cpu_seconds:6.1f} {row.check_seconds:6.1f} {row.peak_mib:6.0f}"
        f"  {row.binds}{left}{broken}"
    )


def planned(
    case: Case, name: str, *, effort: int, read_seconds: float, what_if: bool = False
) -> Row:
    """Plan and check a case; the peak of memory is that of this process so far."""
    watch = Watch()
    stages = _Stages(watch, name)
    result = plan(case, effort=effort, what_if=what_if, on_progress=stages)
    wall, cpu = watch.wall, watch.cpu
    checking = Watch()
    broken = verify(case, result.plan)
    check = checking.wall
    peak = peak_mib()
    summary = summarise(
        case, result.plan, broken_promises=broken, planning_seconds=wall, peak_memory_mib=peak
    )
    return Row(
        name=name,
        people=summary.people_choosing_to_leave,
        households=sum(group.choice == "leave" for group in case.groups),
        vehicles=len(case.vehicles),
        out=summary.people_out,
        clearance=summary.clearance_time,
        bound=summary.clearance_time_bound,
        gap=summary.gap,
        gap_open=summary.gap_open,
        binds=_binds(summary),
        read_seconds=read_seconds,
        bound_seconds=stages.bounded,
        plan_seconds=wall,
        plan_cpu_seconds=cpu,
        check_seconds=check,
        peak_mib=peak,
        broken=len(broken),
    )


class _Stages:
    """Notes when the bound was found, and tells the rest."""

    def __init__(self, watch: Watch, name: str) -> None:
        self._watch, self._name = watch, name
        self.bounded = 0.0

    def __call__(self, progress: Progress) -> None:
        if progress.stage == "bound":
            self.bounded = self._watch.wall
        tell(f"{self._name}: {self._watch.wall:6.1f} s {progress.stage} {progress.done:.0%}")


def _binds(summary: Summary) -> str:
    most = max(summary.binding, key=lambda one: one.share, default=None)
    return f"{most.promise} {most.where} {most.share:.0%}" if most else ""


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{share:.2%}"


def _short(time: str | None) -> str:
    return time[:16].replace("T", " ") if time else "-"
