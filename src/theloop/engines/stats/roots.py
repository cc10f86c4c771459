"""The root of an increasing function of one number, without importing an optimiser.

Why: `scipy.optimize` costs half a second to import, and every root here is bracketed and monotone. Wrong for functions
that are not.
"""

from __future__ import annotations

from collections.abc import Callable

from theloop.base.errors import OutOfRangeError


def increasing_root(function: Callable[[float], float], low: float, *, high: float, tolerance: float = 1e-12) -> float:
    """Return where a continuous increasing function crosses 0 between `low` and `high`.

    Regula falsi with the Illinois weights (Dowell & Jarratt 1971, BIT 11, 168-174): superlinear, never leaves the
    bracket.

    Args:
        function: Increasing on [low, high], not above 0 at `low`, not below 0 at `high`.
        low: Lower end of the bracket.
        high: Upper end of the bracket.
        tolerance: Width of the bracket, or size of the value, at which the search ends.

    Raises:
        OutOfRangeError: The function does not change its sign within the bracket.

    Examples:
        >>> round(increasing_root(lambda x: x * x - 2, 0.0, high=2.0), 9)
        1.414213562
    """
    at_low, at_high = function(low), function(high)
    if at_low > 0 or at_high < 0:
        raise OutOfRangeError("bracket", (low, high), "ends between which the function changes its sign")
    side = 0
    for _ in range(200):
        if high - low < tolerance or at_high == at_low:
            break
        middle = (low * at_high - high * at_low) / (at_high - at_low)
        value = function(middle)
        if abs(value) < tolerance:
            return middle
        if value < 0:
            low, at_low = middle, value
            at_high = at_high / 2 if side < 0 else at_high
            side = -1
        else:
            high, at_high = middle, value
            at_low = at_low / 2 if side > 0 else at_low
            side = 1
    return low if abs(at_low) < abs(at_high) else high
