"""`[exposure]`: how danger along roads is reckoned in this case."""

from __future__ import annotations

from safepassage.model.exposure import WEIGHTS, ExposureRules
from safepassage.read.toml import Section

MAX_WEIGHT = 100
"""Sums over 100,000 incidents and a day's drive stay exact in whole millionths of a unit."""

_DEFAULT = ExposureRules()


def read_exposure(section: Section) -> ExposureRules:
    """Weights and reaches; what isn't written is as `ExposureRules` has it."""
    weights = section.section("weights")
    return ExposureRules(
        reach_metres=section.whole("reach_metres", 1, 100_000, _DEFAULT.reach_metres),
        half_life_days=section.number("half_life_days", 0.1, 10_000, _DEFAULT.half_life_days),
        weights={
            kind: weights.number(kind, 0, MAX_WEIGHT, weight) for kind, weight in WEIGHTS.items()
        },
        front_line_metres=section.whole(
            "front_line_metres", 1, 100_000, _DEFAULT.front_line_metres
        ),
        front_line_weight=section.number(
            "front_line_weight", 0, MAX_WEIGHT, _DEFAULT.front_line_weight
        ),
        unbound_weight=section.number("unbound_weight", 0, MAX_WEIGHT, _DEFAULT.unbound_weight),
        stale_days=section.whole("stale_days", 0, 10_000, _DEFAULT.stale_days),
    )
