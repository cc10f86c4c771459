"""Whole minutes from fractions, without losing or inventing one.

Why: rounding each share by itself makes sums drift. Wrong when a share is negative.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TypeVar

from theloop.base.errors import OutOfRangeError

Key = TypeVar("Key", bound=str)


def largest_remainder(total: int, shares: Mapping[Key, float]) -> dict[Key, int]:
    """Return `total` whole units split in proportion to `shares` (Hamilton's method).

    Ties go to the larger share, then to the name that sorts first, so the same input gives the same split.

    Args:
        total: Units to split; zero or more.
        shares: Non-negative weights, not all zero unless `total` is zero. They need not sum to 1.

    Raises:
        OutOfRangeError: `total` or a share is negative, or all shares are zero while `total` is not.

    Examples:
        >>> largest_remainder(10, {"a": 0.5, "b": 0.25, "c": 0.25})
        {'a': 5, 'b': 3, 'c': 2}
    """
    if total < 0:
        raise OutOfRangeError("total", total, "zero or more")
    for name, share in shares.items():
        if not share >= 0 or math.isinf(share):
            raise OutOfRangeError(f"shares[{name}]", share, "finite, zero or more")
    whole = sum(shares.values())
    if total == 0:
        return dict.fromkeys(shares, 0)
    if whole <= 0:
        raise OutOfRangeError("shares", dict(shares), "at least one above zero")
    exact = {name: total * (share / whole) for name, share in shares.items()}
    split = {name: math.floor(value) for name, value in exact.items()}
    # Rounding noise of the division could floor to more than `total`; the order below takes it back first.
    order = sorted(shares, key=lambda name: (-(exact[name] - split[name]), -shares[name], name))
    for name in order[: max(0, total - sum(split.values()))]:
        split[name] += 1
    return split
