"""How danger along a road is reckoned, to keep people away from it: weights and reaches, stated."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from safepassage.model.evidence import IncidentKind

WEIGHTS: Mapping[IncidentKind, float] = {
    "airstrike": 1.0,
    "shelling": 1.0,
    "armed_clash": 0.8,
    "explosive": 0.8,
    "against_civilians": 0.6,
    "obstruction": 0.2,
    "ceasefire_breach": 0.4,
    "other": 0.1,
}
"""What one incident of each kind weighs where a case says nothing else."""


class ExposureRules(msgspec.Struct, frozen=True, kw_only=True):
    """Weights of a case for risk along roads, in units a minute beside one fresh incident.

    An incident counts in full where and when it happened and fades to nothing at `reach_metres`,
    and to half every `half_life_days`.
    """

    reach_metres: int = 1500
    half_life_days: float = 14.0
    weights: Mapping[IncidentKind, float] = msgspec.field(default_factory=lambda: WEIGHTS)
    front_line_metres: int = 1000
    """Within this of a front line there is risk beside any incident."""
    front_line_weight: float = 0.5
    """Risk a minute on the line itself; it falls to nothing at `front_line_metres`."""
    unbound_weight: float = 0.3
    """Risk a minute on ground of somebody whom no term binds."""
    stale_days: int = 7
    """A picture of who holds what that is older blocks a release."""
