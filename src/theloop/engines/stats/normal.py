"""The normal distribution for single numbers, without importing scipy.

Why: `scipy.special` costs a third of a second, and a form that is checked while it is typed should not wait for it.
Wrong for arrays: there scipy is imported where it is used.
"""

from __future__ import annotations

import math
from statistics import NormalDist

_STANDARD = NormalDist()


def below(z: float) -> float:
    """Return the chance that a standard normal is below `z`.

    Examples:
        >>> round(below(1.959964), 6)
        0.975
    """
    return 0.5 * math.erfc(-z / math.sqrt(2.0))


def upper(tail: float) -> float:
    """Return the z that a standard normal exceeds with chance `tail`, in (0, 1).

    Examples:
        >>> round(upper(0.025), 6), round(upper(0.2), 4)
        (1.959964, 0.8416)
    """
    return -_STANDARD.inv_cdf(tail)
