"""Group-sequential boundaries by numerical integration: what repeated looks cost, and the rules that pay for it.

Why: no package with these tables runs on our Pythons, and forty lines reproduce them. Wrong when information does not
come in independent increments.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Literal

import numpy as np
import numpy.typing as npt

from theloop.base.errors import OutOfRangeError
from theloop.engines.stats import normal
from theloop.engines.stats.arguments import probability
from theloop.engines.stats.roots import increasing_root

Shape = Literal["pocock", "obrien_fleming"]
_NODES_PER_STEP = 1.6  # Gauss-Legendre nodes for one s.d. of a step; 1.6 and 8 agree to eleven digits at 180 looks


def crossing_probabilities(
    bounds: tuple[float, ...], information: tuple[float, ...], *, drift: float = 0.0
) -> tuple[float, ...]:
    """Return, for each look, the chance to have crossed ±bound at it or before.

    The statistic at information fraction t is z = B(t) / sqrt(t), B a Brownian motion with drift `drift`.

    Args:
        bounds: Two-sided critical |z| at each look, all above 0.
        information: Fractions of the final information, increasing, in (0, 1].
        drift: Mean of z at full information; 0 is the null.

    Raises:
        OutOfRangeError: Lengths differ, a bound is not above 0, or the fractions do not increase within (0, 1].

    Source:
        Armitage, McPherson & Rowe (1969), JRSS A 132, 235-244: recursion of the sub-density between looks.

    Examples:
        >>> looks = tuple(k / 5 for k in range(1, 6))
        >>> [round(p, 3) for p in crossing_probabilities((1.96,) * 5, looks)]
        [0.05, 0.083, 0.107, 0.126, 0.142]
    """
    from scipy.special import ndtr  # slow to import

    if len(bounds) != len(information) or not bounds:
        raise OutOfRangeError("bounds", len(bounds), "one for each information fraction, at least one")
    if min(bounds) <= 0 or not all(map(math.isfinite, bounds)):
        raise OutOfRangeError("bounds", bounds, "finite numbers above 0")
    steps = np.diff((0.0, *information))
    if steps.min() <= 0 or information[-1] > 1 + 1e-12:
        raise OutOfRangeError("information", information, "increasing fractions in (0, 1]")
    inside: npt.NDArray[np.float64] = np.ones(1)
    places: npt.NDArray[np.float64] = np.zeros(1)
    crossed, out = 0.0, []
    for bound, time, step in zip(bounds, information, steps, strict=True):
        limit, spread = bound * math.sqrt(time), math.sqrt(step)
        shift = places + drift * step
        crossed += float(inside @ (ndtr((-limit - shift) / spread) + ndtr((shift - limit) / spread)))
        out.append(min(crossed, 1.0))
        # No density need be followed beyond nine standard deviations of the path.
        half = min(limit, 9.0 * math.sqrt(time) + abs(drift) * time)
        nodes, weights = _rule(16 * math.ceil(_NODES_PER_STEP * 2 * half / spread / 16 + 1))
        nexts = nodes * half
        kernel = np.exp(-0.5 * ((nexts[:, None] - shift[None, :]) / spread) ** 2)
        density = kernel @ inside / (spread * math.sqrt(2 * math.pi))
        inside, places = density * weights * half, nexts
    return tuple(out)


@lru_cache(maxsize=64)
def _rule(size: int) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Gauss-Legendre nodes and weights on [-1, 1]; finding them costs more than using them."""
    nodes, weights = np.polynomial.legendre.leggauss(size)
    return nodes, weights


def _shaped(constant: float, information: tuple[float, ...], shape: Shape) -> tuple[float, ...]:
    if shape == "pocock":
        return (constant,) * len(information)
    return tuple(constant / math.sqrt(time) for time in information)


@lru_cache(maxsize=256)
def boundaries(information: tuple[float, ...], *, shape: Shape, alpha: float = 0.05) -> tuple[float, ...]:
    """Return two-sided critical |z| for each look such that all looks together reject a true null with `alpha`.

    `pocock`: the same |z| at each look. `obrien_fleming`: |z| = c / sqrt(t), the original boundary, not the
    Lan-DeMets spending function that bears its name.

    Args:
        information: Fractions of the final information at the looks, increasing, the last one 1.
        shape: Which boundary.
        alpha: Two-sided false-positive rate over all looks, in (0, 1).

    Raises:
        OutOfRangeError: An argument leaves its range.

    Source:
        Pocock (1977), Biometrika 64, 191-199; O'Brien & Fleming (1979), Biometrics 35, 549-556;
        constants in Jennison & Turnbull (2000), Tables 2.1 and 2.3.

    Examples:
        >>> [round(z, 3) for z in boundaries((0.5, 1.0), shape="pocock")]
        [2.178, 2.178]
        >>> [round(z, 3) for z in boundaries((0.5, 1.0), shape="obrien_fleming")]
        [2.797, 1.977]
    """
    probability("alpha", alpha)
    if not information or abs(information[-1] - 1.0) > 1e-9:
        raise OutOfRangeError("information", information, "increasing fractions that end at 1")
    single = normal.upper(alpha / 2)
    if len(information) == 1:
        return (single,)

    def kept(constant: float) -> float:
        return alpha - crossing_probabilities(_shaped(constant, information, shape), information)[-1]

    constant = increasing_root(kept, single * 0.999, high=single + 4.0, tolerance=1e-8)
    return _shaped(constant, information, shape)


def even_looks(looks: int) -> tuple[float, ...]:
    """Return information fractions of evenly spaced looks.

    Raises:
        OutOfRangeError: `looks` is below 1 or above 400.

    Examples:
        >>> even_looks(4)
        (0.25, 0.5, 0.75, 1.0)
    """
    if not 1 <= looks <= 400:
        raise OutOfRangeError("looks", looks, "1 to 400")
    return tuple(k / looks for k in range(1, looks + 1))


def peeking_false_positives(looks: int, *, alpha: float = 0.05) -> float:
    """Return the chance that at least one of `looks` evenly spaced looks at a true null shows p < alpha (two-sided).

    Source:
        Armitage, McPherson & Rowe (1969), Table 2.

    Examples:
        >>> [round(peeking_false_positives(k), 4) for k in (1, 14, 28, 100)]
        [0.05, 0.2196, 0.2747, 0.3736]
    """
    probability("alpha", alpha)
    information = even_looks(looks)
    return crossing_probabilities((normal.upper(alpha / 2),) * looks, information)[-1]
