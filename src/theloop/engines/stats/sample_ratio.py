"""Sample ratio mismatch: do the arms have the sizes that the assignment promised?

Why: a test whose arms lost different users answers another question, however small the loss looks. Wrong when counts
are not independent (sessions of the same user).
"""

from __future__ import annotations

from dataclasses import dataclass

from theloop.base.errors import OutOfRangeError
from theloop.engines.stats.arguments import at_least, positive, probability


@dataclass(frozen=True, slots=True)
class SampleRatioTest:
    """Chi-square statistic, its p-value, and whether the p-value is below the alarm threshold."""

    statistic: float
    p_value: float
    mismatch: bool


def sample_ratio_test(
    counts: tuple[int, ...], shares: tuple[float, ...], *, threshold: float = 0.001
) -> SampleRatioTest:
    """Return the chi-square test of observed counts against the intended shares.

    Args:
        counts: Users counted in each arm, at least two arms, not all empty.
        shares: Intended shares, any positive scale, one for each arm.
        threshold: Alarm below this p-value. 0.001 is customary because every experiment is tested.

    Raises:
        OutOfRangeError: Lengths differ, a count is negative, all are 0, or a share is not above 0.

    Source:
        Fabijan et al. (2019), Diagnosing Sample Ratio Mismatch in Online Controlled Experiments, KDD.

    Examples:
        >>> round(sample_ratio_test((44_000, 45_000), (1, 1)).p_value, 4)
        0.0008
    """
    if len(counts) < 2 or len(counts) != len(shares):
        raise OutOfRangeError("counts", counts, "two or more, one for each share")
    for count in counts:
        at_least("counts", count, 0)
    for share in shares:
        positive("shares", share)
    probability("threshold", threshold)
    total = sum(counts)
    if total == 0:
        raise OutOfRangeError("counts", counts, "at least one user")
    expected = [total * share / sum(shares) for share in shares]
    statistic = sum((seen - wanted) ** 2 / wanted for seen, wanted in zip(counts, expected, strict=True))
    from scipy.special import chdtrc  # slow to import

    p_value = float(chdtrc(len(counts) - 1, statistic))
    return SampleRatioTest(statistic=statistic, p_value=p_value, mismatch=p_value < threshold)
