"""Growth: a known power is found, noise gives no fit, a claim is read and checked."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from theloop.base.errors import OutOfRangeError
from theloop.engines.judge.growth import agrees, exponent_of, fit_growth
from theloop.engines.judge.verdict import Fit

SIZES = [128, 256, 512, 1024, 2048]


@given(st.floats(0.0, 4.0), st.floats(1e-6, 1e3))
def test_a_pure_power_is_found_exactly(power: float, factor: float) -> None:
    fit = fit_growth(SIZES, [factor * size**power for size in SIZES], floor=0.0)
    assert fit is not None
    assert fit.slope == pytest.approx(power, abs=1e-9)
    assert fit.low <= fit.slope <= fit.high


def test_slope_and_interval_are_those_of_ordinary_least_squares() -> None:
    """Oracle: scipy.stats.linregress and Student's t with n - 2 degrees of freedom."""
    measures = [0.9, 4.2, 15.1, 70.0, 250.0]
    oracle = stats.linregress(np.log(SIZES), np.log(measures))
    reach = stats.t.ppf(0.975, 3) * oracle.stderr
    fit = fit_growth(SIZES, measures, floor=0.0)
    assert fit is not None
    assert (fit.slope, fit.low, fit.high) == pytest.approx((oracle.slope, oracle.slope - reach, oracle.slope + reach))


@given(st.lists(st.floats(1e-3, 1e3), min_size=5, max_size=5), st.floats(1e-3, 1e3))
def test_the_unit_of_the_measure_does_not_matter(measures: list[float], factor: float) -> None:
    one, other = (fit_growth(SIZES, [m * f for m in measures], floor=0.0) for f in (1.0, factor))
    assert one is not None
    assert other is not None
    assert one.slope == pytest.approx(other.slope, abs=1e-6)


def test_points_under_the_floor_are_left_out_and_two_points_are_no_fit() -> None:
    assert fit_growth(SIZES, [0.1, 0.1, 0.1, 4.0, 16.0], floor=1.0) is None
    fit = fit_growth(SIZES, [0.5, 0.5, 4.0, 16.0, 64.0], floor=1.0)
    assert fit is not None
    assert fit.slope == pytest.approx(2.0)


@pytest.mark.parametrize(("sizes", "measures"), [([1, 2], [1.0]), ([0, 1, 2], [1.0, 1.0, 1.0])])
def test_sizes_that_make_no_sense_are_refused(sizes: list[int], measures: list[float]) -> None:
    with pytest.raises(OutOfRangeError):
        fit_growth(sizes, measures, floor=0.0)


@pytest.mark.parametrize(
    ("claim", "power"), [("O(B H T^2 d)", 2), ("O(T)", 1), ("O(1)", 0), ("O(d)", 0), ("O(T T)", 2), ("O(T^1.5)", 1.5)]
)
def test_a_claim_is_read(claim: str, power: float) -> None:
    assert exponent_of(claim, "T") == power


@pytest.mark.parametrize("claim", ["T^2", "O(T log T)", "O(T^2 + T)", "O(T^)", ""])
def test_a_claim_that_is_no_product_is_refused(claim: str) -> None:
    with pytest.raises(OutOfRangeError):
        exponent_of(claim, "T")


def test_a_claim_agrees_with_the_nearest_power_and_no_other() -> None:
    fit = Fit(slope=2.2, low=2.0, high=2.4)
    assert agrees("O(T^2 d)", fit, variable="T")
    assert not agrees("O(T d)", fit, variable="T")
    assert not agrees("O(T^3)", fit, variable="T")


def test_an_interval_that_says_nothing_proves_nothing() -> None:
    wide = Fit(slope=2.0, low=-3.0, high=7.0)
    assert not agrees("O(T)", wide, variable="T")
    assert agrees("O(T^2)", wide, variable="T")
