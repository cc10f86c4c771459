"""How cost grows with size: a line through the logarithms, with its interval, beside what was claimed.

Why: a claimed complexity is a number that can be measured. Wrong when a measure is below what the machine can tell
from noise; such points are left out, and too few of them give no fit rather than a bad one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from theloop.base.errors import OutOfRangeError
from theloop.engines.judge.verdict import Fit

MIN_POINTS = 3
AGREE_WITHIN = 0.5
"""A claim agrees when it is this near to the slope, so that no other whole power is nearer, or inside the interval."""


def fit_growth(sizes: Sequence[int], measures: Sequence[float], *, floor: float) -> Fit | None:
    """Return the slope of log(measure) on log(size) by least squares, with a 95 % t-interval.

    Args:
        sizes: Distinct positive sizes.
        measures: One non-negative measure per size, any unit.
        floor: Measures below this, in their unit, are noise and left out.

    Returns:
        The fit, or None when fewer than three points reach the floor.

    Raises:
        OutOfRangeError: The lengths differ, or a size is not positive.

    Examples:
        >>> fit = fit_growth([128, 256, 512], [0.001, 0.004, 0.016], floor=0.0)
        >>> round(fit.slope, 6)
        2.0
    """
    if len(sizes) != len(measures):
        raise OutOfRangeError("measures", len(measures), f"as many as sizes ({len(sizes)})")
    if any(size <= 0 for size in sizes):
        raise OutOfRangeError("sizes", list(sizes), "positive")
    points = [(size, measure) for size, measure in zip(sizes, measures, strict=True) if measure > floor]
    if len({size for size, _ in points}) < MIN_POINTS:
        return None
    x = np.log([size for size, _ in points])
    y = np.log([measure for _, measure in points])
    centred = x - x.mean()
    spread = float(centred @ centred)
    slope = float(centred @ y) / spread
    residual = y - y.mean() - slope * centred
    freedom = len(points) - 2
    error = float(np.sqrt(float(residual @ residual) / freedom / spread))
    from scipy.special import stdtrit  # slow to import, and a server starts without it

    reach = float(stdtrit(freedom, 0.975)) * error
    return Fit(slope=slope, low=slope - reach, high=slope + reach)


def exponent_of(claim: str, variable: str) -> float:
    """Return the power of `variable` in a claim such as `O(B H T^2 d)`; 0 when it does not occur.

    Raises:
        OutOfRangeError: The claim is not a product of single letters with powers.

    Examples:
        >>> exponent_of("O(B H T^2 d)", "T"), exponent_of("O(1)", "T")
        (2.0, 0.0)
    """
    whole = re.fullmatch(r"O\(([^()]*)\)", claim.strip())
    if whole is None:
        raise OutOfRangeError("claim", claim, "a product such as O(T^2 d)")
    total = 0.0
    for factor in whole.group(1).split():
        part = re.fullmatch(r"([A-Za-z])(?:\^(\d+(?:\.\d+)?))?|1", factor)
        if part is None:
            raise OutOfRangeError("claim", claim, "a product such as O(T^2 d)")
        if part.group(1) == variable:
            total += float(part.group(2) or 1)
    return total


def agrees(claim: str, fit: Fit, *, variable: str) -> bool:
    """Return whether the claimed power of `variable` is what was measured, up to `AGREE_WITHIN` or the interval.

    An interval wider than two powers tells nothing and makes no claim agree by itself.
    """
    power = exponent_of(claim, variable)
    if abs(power - fit.slope) <= AGREE_WITHIN:
        return True
    return fit.high - fit.low < 1.0 and fit.low <= power <= fit.high
