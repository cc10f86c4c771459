"""How far a competency is from the bar, as the plan counts it.

Why: hours go where they may still change the verdict. Wrong when a mean alone is used: an unknown competency is a
need too. The unit is level steps (1.0 is L5 to L6).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from theloop.engines.plan.model import Need, Round

KEEP_WARM = 0.15
"""Need of a competency that is surely above the bar: what is never touched is lost. An assumption."""

UNKNOWN_SHORTFALL = 0.6
"""Need where readiness says nothing, in level steps: half a level below the bar, uncertain. An assumption."""


def expected_shortfall(mean: float, sd: float, *, bar: float) -> float:
    """Return E[max(0, bar − level)] for a Gaussian level, in level steps; never negative.

    Falls with the mean, grows with the standard deviation and with the bar.

    Source:
        Mean of a truncated Gaussian: (b − m)·Φ(z) + s·φ(z), z = (b − m)/s (Johnson, Kotz & Balakrishnan 1994,
        Continuous Univariate Distributions, vol. 1, section 13.10).

    Examples:
        >>> round(expected_shortfall(6.0, 1.0, bar=6.0), 4)
        0.3989
    """
    z = (bar - mean) / sd
    mass = 0.5 * math.erfc(-z / math.sqrt(2))
    density = math.exp(-z * z / 2) / math.sqrt(2 * math.pi)
    return max(0.0, (bar - mean) * mass + sd * density)


def competency_needs(competencies: Iterable[str], needs: Iterable[Need], *, bar: float) -> dict[str, float]:
    """Return the need of each competency: `KEEP_WARM` plus its expected shortfall, or the stated unknown."""
    known = {need.competency: expected_shortfall(need.mean, need.sd, bar=bar) for need in needs}
    return {name: KEEP_WARM + known.get(name, UNKNOWN_SHORTFALL) for name in competencies}


def round_need(name: Round, needs: Mapping[str, float]) -> float:
    """Return the mean need of a round's competencies; the unknown's need when the round has none."""
    mine = [value for competency, value in sorted(needs.items()) if competency.startswith(f"{name}.")]
    return math.fsum(mine) / len(mine) if mine else KEEP_WARM + UNKNOWN_SHORTFALL
