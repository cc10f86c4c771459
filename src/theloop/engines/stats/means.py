"""Power, size and smallest detectable difference for a comparison of two independent means.

Why: z and t differ where samples are small, and the answer should say which it is. Wrong for ratio metrics and
clustered designs: their standard deviation is another one.
"""

from __future__ import annotations

import math
from typing import Literal

from theloop.base.errors import OutOfRangeError
from theloop.engines.stats import normal
from theloop.engines.stats.arguments import at_least, nonzero, one_of, positive, probability
from theloop.engines.stats.roots import increasing_root

Distribution = Literal["z", "t"]


def power_of_means(
    *,
    difference: float,
    sd: float,
    users_per_arm: float,
    ratio: float = 1.0,
    alpha: float = 0.05,
    sides: int = 2,
    distribution: Distribution = "z",
) -> float:
    """Return the chance that a test of two independent means with a common standard deviation rejects.

    Both tails are counted for `sides=2`.

    Args:
        difference: True difference of the means, in the metric's unit, not 0.
        sd: Standard deviation of one observation in either arm, in the same unit, above 0. Not the standard error.
        users_per_arm: Observations in the first arm, at least 2.
        ratio: Observations of the second arm for each of the first, above 0.
        alpha: False-positive rate over `sides` tails, in (0, 1).
        sides: 1 (in the direction of the difference) or 2.
        distribution: `z`: known variance. `t`: pooled variance with n1 + n2 - 2 degrees of freedom.

    Raises:
        OutOfRangeError: An argument leaves its range.

    Source:
        Cohen (1988), Statistical Power Analysis, 2nd ed., chapter 2 (t); Chow, Shao & Wang (2008), section 3.2 (z).

    Examples:
        >>> round(power_of_means(difference=1, sd=1, users_per_arm=20, distribution="t"), 6)
        0.868953
    """
    nonzero("difference", difference)
    positive("sd", sd)
    at_least("users_per_arm", users_per_arm, 2)
    positive("ratio", ratio)
    probability("alpha", alpha)
    one_of("sides", sides, (1, 2))
    shift = abs(difference) / (sd * math.sqrt((1 + 1 / ratio) / users_per_arm))
    if distribution == "z":
        critical = normal.upper(alpha / sides)
        far = normal.below(-critical - shift) if sides == 2 else 0.0
        return normal.below(shift - critical) + far
    from scipy.special import stdtrit  # slow to import, needed for t only

    freedom = users_per_arm * (1 + ratio) - 2
    critical = -float(stdtrit(freedom, alpha / sides))
    near = 1.0 - _noncentral_below(critical, freedom=freedom, shift=shift)
    return near + (_noncentral_below(-critical, freedom=freedom, shift=shift) if sides == 2 else 0.0)


def _noncentral_below(value: float, *, freedom: float, shift: float) -> float:
    """Chance of a noncentral t below `value`; scipy gives NaN where it underflows, and there it is 0."""
    from scipy.special import nctdtr  # slow to import, needed for t only

    below = float(nctdtr(freedom, shift, value))
    return 0.0 if math.isnan(below) and value < shift else below


def size_of_means(
    *,
    difference: float,
    sd: float,
    alpha: float = 0.05,
    power: float = 0.8,
    sides: int = 2,
    distribution: Distribution = "z",
) -> float:
    """Return the observations needed in each of two equal arms, not rounded; arguments as `power_of_means`.

    Examples:
        >>> math.ceil(size_of_means(difference=5, sd=10))
        63
        >>> round(size_of_means(difference=0.3, sd=1, power=0.75, sides=1, distribution="t"), 4)
        120.2232
    """
    nonzero("difference", difference)
    positive("sd", sd)
    probability("alpha", alpha)
    probability("power", power)
    one_of("sides", sides, (1, 2))
    start = 2 * ((normal.upper(alpha / sides) + normal.upper(1 - power)) * sd / difference) ** 2
    if distribution == "z":
        return start

    def shortfall(size: float) -> float:
        reached = power_of_means(
            difference=difference,
            sd=sd,
            users_per_arm=size,
            alpha=alpha,
            sides=sides,
            distribution=distribution,
        )
        return reached - power

    return 2.0 if shortfall(2.0) > 0 else increasing_root(shortfall, 2.0, high=start * 4 + 50)


def users_per_arm_for_mean(
    *,
    mean: float,
    sd: float,
    relative_lift: float,
    alpha: float = 0.05,
    power: float = 0.8,
    sides: int = 2,
) -> int:
    """Return the users per arm that detect a relative lift of a mean with a z-test.

    Args:
        mean: Mean of control, in the metric's unit, not 0.
        sd: Standard deviation between users, same unit.
        relative_lift: Smallest lift worth detecting as a fraction of `mean` (0.01 is 1 %), not 0.
        alpha: False-positive rate over `sides` tails.
        power: Chance to detect exactly that lift.
        sides: 1 or 2.

    Returns:
        Users per arm (not in total), rounded up.

    Raises:
        OutOfRangeError: An argument leaves its range.

    Source:
        Chow, Shao & Wang (2008), section 3.2.1: n = 2 (z_a + z_b)^2 sd^2 / difference^2. The rule of thumb
        16 sd^2 / difference^2 (Kohavi et al. 2009) is 2 % above it.

    Examples:
        >>> users_per_arm_for_mean(mean=3.75, sd=30, relative_lift=0.05)
        401863
    """
    nonzero("mean", mean)
    nonzero("relative_lift", relative_lift)
    size = size_of_means(difference=mean * relative_lift, sd=sd, alpha=alpha, power=power, sides=sides)
    return math.ceil(size - 1e-9)


def smallest_difference(
    *, sd: float, users_per_arm: float, alpha: float = 0.05, power: float = 0.8, sides: int = 2
) -> float:
    """Return the smallest difference of means that equal arms of this size detect with `power` (z-test).

    Raises:
        OutOfRangeError: An argument leaves its range, or `power` does not exceed `alpha / sides`.

    Examples:
        >>> round(smallest_difference(sd=10, users_per_arm=62.79), 2)
        5.0
    """
    positive("sd", sd)
    positive("users_per_arm", users_per_arm)
    probability("alpha", alpha)
    probability("power", power)
    one_of("sides", sides, (1, 2))
    if power <= alpha / sides:
        raise OutOfRangeError("power", power, "above alpha / sides")
    return (normal.upper(alpha / sides) + normal.upper(1 - power)) * sd * math.sqrt(2 / users_per_arm)
