"""CUPED: less variance from what was known before the experiment began.

Why: half the variance is half the users. Wrong when the covariate can be touched by the treatment: then it takes
effect away with the noise.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from theloop.base.errors import OutOfRangeError


@dataclass(frozen=True, slots=True)
class CupedFit:
    """The adjusted outcome of each user, the slope, and the share of variance removed (correlation squared)."""

    adjusted: npt.NDArray[np.float64]
    theta: float
    variance_removed: float


def cuped(outcome: npt.ArrayLike, before: npt.ArrayLike) -> CupedFit:
    """Return outcomes adjusted by a covariate measured before assignment, both arms pooled.

    adjusted = outcome - theta (before - mean(before)), theta = cov(outcome, before) / var(before). The mean over all
    users is unchanged.

    Args:
        outcome: Shape (users,), the metric during the experiment, finite.
        before: Shape (users,), the covariate before the experiment, finite, not constant.

    Raises:
        OutOfRangeError: Shapes differ, fewer than 3 users, a value is not finite, or a column is constant.

    Source:
        Deng, Xu, Kohavi & Walker (2013), Improving the Sensitivity of Online Controlled Experiments, WSDM, section 3.

    Examples:
        >>> fit = cuped([1.0, 3.0, 2.0, 6.0], [0.0, 1.0, 1.0, 3.0])
        >>> round(fit.theta, 3), round(fit.variance_removed, 3)
        (1.684, 0.962)
    """
    measured, known = np.asarray(outcome, dtype=float), np.asarray(before, dtype=float)
    if measured.ndim != 1 or measured.shape != known.shape or measured.size < 3:
        raise OutOfRangeError("before", known.shape, f"the shape of outcome {measured.shape}, at least 3 users")
    for name, values in (("outcome", measured), ("before", known)):
        if not np.isfinite(values).all():
            raise OutOfRangeError(name, "a value that is not finite", "finite numbers")
        if values.max() == values.min():
            raise OutOfRangeError(name, float(values[0]), "not the same number for every user")
    centred = known - known.mean()
    theta = float(centred @ (measured - measured.mean()) / (centred @ centred))
    correlation = float(np.corrcoef(measured, known)[0, 1])
    return CupedFit(adjusted=measured - theta * centred, theta=theta, variance_removed=min(correlation**2, 1.0))


def users_saved(correlation: float) -> float:
    """Return the share of users that CUPED saves at the same power: the correlation with the covariate, squared.

    Raises:
        OutOfRangeError: `correlation` leaves (-1, 1).

    Examples:
        >>> round(users_saved(0.6), 2)
        0.36
    """
    if not -1.0 < correlation < 1.0:
        raise OutOfRangeError("correlation", correlation, "strictly between -1 and 1")
    return correlation**2
