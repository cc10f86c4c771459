"""Normal intervals for a difference of two means or proportions, absolute and relative.

Why: a decision needs the interval, not the p-value. Wrong for few or heavy-tailed observations: the normal is a limit.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from theloop.base.errors import OutOfRangeError
from theloop.engines.stats import normal
from theloop.engines.stats.arguments import at_least, nonzero, positive, probability


@dataclass(frozen=True, slots=True)
class Interval:
    """An estimate with its standard error, interval and two-sided p-value against no difference."""

    estimate: float
    standard_error: float
    low: float
    high: float
    p_value: float


def _interval(estimate: float, error: float, *, confidence: float) -> Interval:
    critical = normal.upper((1 - confidence) / 2)
    return Interval(
        estimate=estimate,
        standard_error=error,
        low=estimate - critical * error,
        high=estimate + critical * error,
        p_value=2.0 * normal.below(-abs(estimate) / error),
    )


@dataclass(frozen=True, slots=True)
class Arm:
    """What was measured in one arm: mean, standard deviation between users, and users (at least 2)."""

    mean: float
    sd: float
    users: int

    def __post_init__(self) -> None:
        if not math.isfinite(self.mean):
            raise OutOfRangeError("mean", self.mean, "a finite number")
        positive("sd", self.sd)
        at_least("users", self.users, 2)


def arm_of_rate(successes: int, users: int) -> Arm:
    """Return the arm of a binary metric; its standard deviation is sqrt(p (1 - p)) (Wald, unpooled).

    Raises:
        OutOfRangeError: No user or all users succeeded, so the Wald interval would be empty.

    Examples:
        >>> arm_of_rate(100, 10_000).mean
        0.01
    """
    at_least("users", users, 2)
    if not 0 < successes < users:
        raise OutOfRangeError("successes", successes, f"1 to {users - 1}")
    rate = successes / users
    return Arm(mean=rate, sd=math.sqrt(rate * (1 - rate)), users=users)


def difference_interval(control: Arm, treated: Arm, *, confidence: float = 0.95) -> Interval:
    """Return the z interval of treated mean minus control mean; variances are not pooled.

    Raises:
        OutOfRangeError: `confidence` leaves (0, 1).

    Source:
        Casella & Berger (2002), Statistical Inference, 2nd ed., section 10.4; R's `prop.test(correct = FALSE)` gives
        the same interval for two rates.

    Examples:
        >>> found = difference_interval(arm_of_rate(100, 10_000), arm_of_rate(120, 10_000))
        >>> round(found.low, 6), round(found.high, 6)
        (-0.000891, 0.004891)
    """
    probability("confidence", confidence)
    error = math.sqrt(control.sd**2 / control.users + treated.sd**2 / treated.users)
    return _interval(treated.mean - control.mean, error, confidence=confidence)


def relative_interval(control: Arm, treated: Arm, *, confidence: float = 0.95) -> Interval:
    """Return the interval of treated mean over control mean minus 1, by the full delta method.

    The variance counts the luck of the control mean too; dividing the absolute interval by the control mean, as many
    tools do, is narrower.

    Raises:
        OutOfRangeError: The control mean is 0, or `confidence` leaves (0, 1).

    Source:
        Deng, Knoblich & Lu (2018), Applying the Delta Method in Metric Analytics, KDD, section 3.

    Examples:
        >>> found = relative_interval(Arm(mean=10, sd=5, users=400), Arm(mean=11, sd=5, users=400))
        >>> round(found.estimate, 3), round(found.standard_error, 4)
        (0.1, 0.0372)
    """
    probability("confidence", confidence)
    nonzero("control.mean", control.mean)
    own = control.sd**2 / control.users
    other = treated.sd**2 / treated.users
    error = math.sqrt(other / control.mean**2 + treated.mean**2 * own / control.mean**4)
    return _interval(treated.mean / control.mean - 1, error, confidence=confidence)
