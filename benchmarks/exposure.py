"""How long does it take to measure the danger along a million arcs beside 100,000 incidents?

    python benchmarks/exposure.py                        a million arcs, 100,000 incidents
    python benchmarks/exposure.py --arcs 100000 --plain  and the same by one distance after another

Streets and incidents are invented: a square grid of streets, and incidents spread over it evenly,
each of its own event, over the sixty days before. A circle round the middle is an enclave, of whom
nobody is bound. With `--plain` the same risk is added up from each point to every incident, in
numpy, and the two are compared; at full size that would be 10^11 distances.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import shapely
from measure import Watch, machine, peak_mib
from squares import METRES_A_DEGREE, ORIGIN, squares

from safepassage.corridors.exposure import road_risk
from safepassage.corridors.samples import sampled
from safepassage.model.evidence import Incident
from safepassage.model.exposure import ExposureRules
from safepassage.model.roads import FloatArray, RoadTable
from safepassage.roads.sphere import EARTH_RADIUS_METRES, unit_vectors

ON = date(2031, 3, 6)
DAYS = 60
RULES = ExposureRules()


def invented(table: RoadTable, count: int, seed: int) -> tuple[Incident, ...]:
    """Incidents evenly over the streets and the days before."""
    random = np.random.default_rng([seed, 2])
    latitude = random.uniform(table.latitude.min(), table.latitude.max(), count)
    longitude = random.uniform(table.longitude.min(), table.longitude.max(), count)
    ages = random.integers(0, DAYS, count)
    kinds = random.choice(list(RULES.weights), count)
    return tuple(
        Incident(
            id=f"i{number}",
            on=(ON - timedelta(days=int(ages[number]))).isoformat(),
            kind=str(kinds[number]),  # type: ignore[arg-type]  # a word of the rules
            latitude=float(latitude[number]),
            longitude=float(longitude[number]),
            source="invented",
        )
        for number in range(count)
    )


def plain_risk(table: RoadTable, incidents: Sequence[Incident]) -> FloatArray:
    """Risk near incidents along each arc, from every point to every incident, (A,)."""
    at = EARTH_RADIUS_METRES * unit_vectors(
        [one.latitude for one in incidents], [one.longitude for one in incidents]
    )
    ages = np.array([(ON - date.fromisoformat(one.on)).days for one in incidents])
    weight = np.array([RULES.weights[one.kind] for one in incidents])
    weight = weight * 0.5 ** (ages / RULES.half_life_days)
    total, count = np.zeros(table.arcs), np.zeros(table.arcs)
    for part in sampled(table):
        for point, arc in zip(part.points, part.arc, strict=True):
            square = ((at - point) ** 2).sum(axis=1) / RULES.reach_metres**2
            total[arc] += (weight * np.maximum(1 - square, 0) ** 2).sum()
            count[arc] += 1
    return total / count


def main(arguments: Sequence[str] | None = None) -> None:
    options = _parser().parse_args(arguments)
    table = squares(options.arcs, options.seed)
    incidents = invented(table, options.incidents, options.seed)
    west, south, east, north = (
        *(table.longitude.min(), table.latitude.min()),
        *(table.longitude.max(), table.latitude.max()),
    )
    enclave = shapely.Point((west + east) / 2, (south + north) / 2).buffer((north - south) / 4)
    kilometres = (north - south) * METRES_A_DEGREE / 1000
    print(f"Streets and incidents are invented. {machine()}.")
    print(f"{table.arcs:,} arcs of {kilometres:.0f} × {kilometres:.0f} km at {ORIGIN} degrees")
    print(f"{'':>10} {'incidents':>10} {'seconds':>8} {'cpu s':>8} {'MiB':>7} {'mean risk':>10}")
    watch = Watch()
    found = road_risk(
        table, incidents, ON.isoformat(), RULES, front_line=enclave.boundary, unbound=enclave
    )
    ours = watch.cpu
    mean = float(found.incidents.mean())
    print(
        f"{'ours':>10} {len(incidents):>10,} {watch.wall:>8.2f} {ours:>8.2f} {peak_mib():>7,.0f} "
        f"{mean:>10.4f}"
    )
    if options.plain:
        watch = Watch()
        plain = plain_risk(table, incidents)
        worst = float(np.abs(plain - found.incidents).max())
        print(
            f"{'plain':>10} {len(incidents):>10,} {watch.wall:>8.2f} {watch.cpu:>8.2f} "
            f"{peak_mib():>7,.0f} {float(plain.mean()):>10.4f}"
        )
        print(f"{'ratio':>10} {watch.cpu / ours:.1f}, risks differ by at most {worst:.1e}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--arcs", type=int, default=1_000_000)
    parser.add_argument("--incidents", type=int, default=100_000)
    parser.add_argument("--plain", action="store_true", help="by every distance too")
    parser.add_argument("--seed", type=int, default=1)
    return parser


if __name__ == "__main__":
    main()
