"""Checks of arguments shared by the calculators: each refusal names the argument, what came and what is allowed.

Why: a calculator that returns NaN teaches something false. Wrong when a check needs to know the formula.
"""

from __future__ import annotations

import math

from theloop.base.errors import OutOfRangeError


def probability(name: str, value: float) -> float:
    """Return `value` if it lies strictly between 0 and 1.

    Raises:
        OutOfRangeError: It does not, or it is NaN.

    Examples:
        >>> probability("alpha", 0.05)
        0.05
    """
    if not 0.0 < value < 1.0:
        raise OutOfRangeError(name, value, "strictly between 0 and 1")
    return value


def positive(name: str, value: float) -> float:
    """Return `value` if it is finite and above 0, else raise `OutOfRangeError`."""
    if not (value > 0.0 and math.isfinite(value)):
        raise OutOfRangeError(name, value, "a finite number above 0")
    return value


def nonzero(name: str, value: float) -> float:
    """Return `value` if it is finite and not 0, else raise `OutOfRangeError`."""
    if value == 0.0 or not math.isfinite(value):
        raise OutOfRangeError(name, value, "a finite number other than 0")
    return value


def one_of(name: str, value: int, allowed: tuple[int, ...]) -> int:
    """Return `value` if it is among `allowed`, else raise `OutOfRangeError`."""
    if value not in allowed:
        raise OutOfRangeError(name, value, " or ".join(str(option) for option in allowed))
    return value


def at_least(name: str, value: float, lowest: float) -> float:
    """Return `value` if it is finite and not below `lowest`, else raise `OutOfRangeError`."""
    if not (value >= lowest and math.isfinite(value)):
        raise OutOfRangeError(name, value, f"at least {lowest:g}")
    return value
