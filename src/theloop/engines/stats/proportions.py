"""Power, size and smallest detectable lift for a comparison of two independent proportions.

Why: published tools disagree by up to 3 % on the same question, because they use different variances; here the
convention is an argument. Wrong when users are not the unit of randomisation (see the worlds).
"""

from __future__ import annotations

import math
from typing import Literal

from theloop.base.errors import OutOfRangeError
from theloop.engines.stats import normal
from theloop.engines.stats.arguments import nonzero, one_of, positive, probability
from theloop.engines.stats.roots import increasing_root

Convention = Literal["unpooled", "pooled_null", "baseline_variance", "arcsine"]
FarTail = Literal["ignored", "counted"]


def _standard_errors(
    baseline: float, treated: float, *, ratio: float, convention: Convention
) -> tuple[float, float, float]:
    """Return (effect, se under the null, se under the alternative), the errors for one user in the first arm."""
    own = math.sqrt(baseline * (1 - baseline) + treated * (1 - treated) / ratio)
    match convention:
        case "unpooled":
            return treated - baseline, own, own
        case "pooled_null":
            pooled = (baseline + ratio * treated) / (1 + ratio)
            return treated - baseline, math.sqrt(pooled * (1 - pooled) * (1 + 1 / ratio)), own
        case "baseline_variance":
            return treated - baseline, math.sqrt(baseline * (1 - baseline) * (1 + 1 / ratio)), own
        case "arcsine":
            effect = 2 * math.asin(math.sqrt(treated)) - 2 * math.asin(math.sqrt(baseline))
            error = math.sqrt(1 + 1 / ratio)
            return effect, error, error


def power_of_proportions(
    *,
    baseline: float,
    treated: float,
    users_per_arm: float,
    ratio: float = 1.0,
    alpha: float = 0.05,
    sides: int = 2,
    convention: Convention = "unpooled",
    far_tail: FarTail = "ignored",
) -> float:
    """Return the chance that a z-test of two independent proportions rejects.

    Args:
        baseline: Rate of control, in (0, 1).
        treated: Rate of treatment, in (0, 1), different from `baseline`.
        users_per_arm: Users in the first arm, above 0; need not be whole.
        ratio: Users of the treated arm for each user of control, above 0.
        alpha: False-positive rate over `sides` tails, in (0, 1).
        sides: 1 or 2.
        convention: `unpooled`: Wald, one variance under both hypotheses. `pooled_null`: the test's variance is that
            of the pooled rate (R, Stata, G*Power). `baseline_variance`: the null variance is twice that of control.
            `arcsine`: Cohen's h.
        far_tail: Whether a significant difference of the wrong sign counts for `sides=2`. R's `power.prop.test`
            ignores it, Stata and R's `pwr` count it; it matters below a power of about .2 only.

    Returns:
        Power in (0, 1).

    Raises:
        OutOfRangeError: A rate leaves (0, 1), the rates are equal, or a size or ratio is not above 0.

    Source:
        Fleiss, Levin & Paik (2003), Statistical Methods for Rates and Proportions, 3rd ed., section 4.2;
        Cohen (1988), Statistical Power Analysis, 2nd ed., chapter 6, for the arcsine.

    Examples:
        >>> round(power_of_proportions(baseline=0.1, treated=0.2, users_per_arm=199, convention="pooled_null"), 3)
        0.8
    """
    probability("baseline", baseline)
    probability("treated", treated)
    nonzero("treated - baseline", treated - baseline)
    positive("users_per_arm", users_per_arm)
    positive("ratio", ratio)
    one_of("sides", sides, (1, 2))
    probability("alpha", alpha)
    effect, null, own = _standard_errors(baseline, treated, ratio=ratio, convention=convention)
    critical = normal.upper(alpha / sides)
    shift = abs(effect) * math.sqrt(users_per_arm)
    far = normal.below((-shift - critical * null) / own) if far_tail == "counted" and sides == 2 else 0.0
    return normal.below((shift - critical * null) / own) + far


def size_of_proportions(
    *,
    baseline: float,
    treated: float,
    alpha: float = 0.05,
    power: float = 0.8,
    ratio: float = 1.0,
    sides: int = 2,
    convention: Convention = "unpooled",
) -> float:
    """Return the users needed in the first arm, not rounded; conventions and errors as `power_of_proportions`.

    The far tail is ignored, so the size is a closed form.

    Examples:
        >>> sizes = [size_of_proportions(baseline=0.05, treated=0.055, convention=c)
        ...          for c in ("pooled_null", "unpooled", "baseline_variance", "arcsine")]
        >>> [round(size) for size in sizes]
        [31233, 31231, 30244, 31217]
    """
    probability("baseline", baseline)
    probability("treated", treated)
    nonzero("treated - baseline", treated - baseline)
    probability("alpha", alpha)
    probability("power", power)
    positive("ratio", ratio)
    one_of("sides", sides, (1, 2))
    effect, null, own = _standard_errors(baseline, treated, ratio=ratio, convention=convention)
    return ((normal.upper(alpha / sides) * null + normal.upper(1 - power) * own) / effect) ** 2


def users_per_arm(
    *,
    baseline: float,
    lift: float,
    alpha: float = 0.05,
    power: float = 0.80,
    sides: int = 2,
    convention: Convention = "unpooled",
) -> int:
    """Return the users needed in each of two equal arms to detect an absolute lift of a rate.

    Args:
        baseline: Rate of control, in (0, 1).
        lift: Smallest absolute change worth detecting, in probability units (0.01 is one percentage point);
            may be negative, not zero; `baseline + lift` stays in (0, 1).
        alpha: False-positive rate over `sides` tails, in (0, 1).
        power: Chance to detect a true change of exactly `lift`, in (0, 1).
        sides: 1 or 2.
        convention: As in `power_of_proportions`; unpooled unless said otherwise.

    Returns:
        Users per arm (not in total), rounded up.

    Raises:
        OutOfRangeError: A rate leaves (0, 1), or `lift` is zero.

    Source:
        Chow, Shao & Wang (2008), Sample Size Calculations in Clinical Research, 2nd ed., section 4.2 (unpooled).

    Examples:
        >>> users_per_arm(baseline=0.65, lift=0.20)
        70
        >>> users_per_arm(baseline=0.10, lift=0.10, convention="pooled_null")
        199
    """
    probability("baseline", baseline)
    nonzero("lift", lift)
    probability("baseline + lift", baseline + lift)
    size = size_of_proportions(
        baseline=baseline,
        treated=baseline + lift,
        alpha=alpha,
        power=power,
        sides=sides,
        convention=convention,
    )
    return math.ceil(size - 1e-9)


def smallest_lift(
    *,
    baseline: float,
    users_per_arm: float,
    alpha: float = 0.05,
    power: float = 0.80,
    sides: int = 2,
    convention: Convention = "unpooled",
) -> float:
    """Return the smallest absolute increase of a rate that equal arms of this size detect with `power` (the MDE).

    Raises:
        OutOfRangeError: As `power_of_proportions`, or no increase below 1 reaches that power.

    Examples:
        >>> round(smallest_lift(baseline=0.05, users_per_arm=31_231), 5)
        0.005
    """
    probability("baseline", baseline)
    probability("power", power)
    positive("users_per_arm", users_per_arm)

    def shortfall(lift: float) -> float:
        return (
            power_of_proportions(
                baseline=baseline,
                treated=baseline + lift,
                users_per_arm=users_per_arm,
                alpha=alpha,
                sides=sides,
                convention=convention,
            )
            - power
        )

    low, high = 1e-9 * (1 - baseline), (1 - baseline) * (1 - 1e-9)
    if shortfall(high) < 0 or shortfall(low) > 0:
        raise OutOfRangeError("users_per_arm", users_per_arm, "large enough that some increase is detectable")
    return increasing_root(shortfall, low, high=high)
