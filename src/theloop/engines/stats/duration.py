"""How long a test runs: days until enough different users came, in whole weeks.

Why: different users grow slower than days, and part of a week is another population. Wrong when traffic trends.
"""

from __future__ import annotations

import math

from theloop.base.errors import OutOfRangeError
from theloop.engines.stats.arguments import at_least, positive


def unique_users(*, daily_users: float, days: float, growth: float = 1.0) -> float:
    """Return how many different users come in `days` days: `daily_users * days ** growth`.

    Args:
        daily_users: Different users on one day, above 0.
        days: Days, above 0.
        growth: In (0, 1]; 1 means nobody comes back, 0.5 to 0.7 is common for products with returning users.

    Raises:
        OutOfRangeError: An argument leaves its range.

    Examples:
        >>> round(unique_users(daily_users=100_000, days=14, growth=0.6))
        487166
    """
    positive("daily_users", daily_users)
    positive("days", days)
    if not 0.0 < growth <= 1.0:
        raise OutOfRangeError("growth", growth, "above 0, at most 1")
    return float(daily_users * days**growth)


def days_to_enrol(
    *, users_per_arm: int, daily_users: float, arms: int = 2, enrolled_share: float = 1.0, growth: float = 1.0
) -> int:
    """Return the whole days until every arm has its users; round up to weeks with `whole_weeks`.

    Args:
        users_per_arm: Users needed in each arm, at least 1.
        daily_users: Different users on one day.
        arms: Arms, at least 2.
        enrolled_share: Share of the traffic that takes part, in (0, 1].
        growth: As in `unique_users`.

    Raises:
        OutOfRangeError: An argument leaves its range.

    Examples:
        >>> days_to_enrol(users_per_arm=250_000, daily_users=100_000, growth=0.6)
        15
    """
    at_least("users_per_arm", users_per_arm, 1)
    at_least("arms", arms, 2)
    if not 0.0 < enrolled_share <= 1.0:
        raise OutOfRangeError("enrolled_share", enrolled_share, "above 0, at most 1")
    one_day = unique_users(daily_users=daily_users, days=1, growth=growth) * enrolled_share
    needed = math.ceil(float((users_per_arm * arms / one_day) ** (1 / growth)) - 1e-9)
    return max(1, needed)


def whole_weeks(days: int) -> int:
    """Return the smallest number of days that is whole weeks and not below `days`.

    Raises:
        OutOfRangeError: `days` is below 1.

    Examples:
        >>> whole_weeks(15)
        21
    """
    at_least("days", days, 1)
    weeks: int = math.ceil(days / 7)
    return 7 * weeks
