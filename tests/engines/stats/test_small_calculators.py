"""Sample ratio, intervals, CUPED, duration, roots: published numbers, laws and refusals."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from theloop.base.errors import OutOfRangeError
from theloop.engines.stats.cuped import cuped, users_saved
from theloop.engines.stats.duration import days_to_enrol, unique_users, whole_weeks
from theloop.engines.stats.intervals import Arm, arm_of_rate, difference_interval, relative_interval
from theloop.engines.stats.roots import increasing_root
from theloop.engines.stats.sample_ratio import sample_ratio_test

ORACLE = {case["id"]: case for case in json.loads((Path(__file__).parents[2] / "oracles/stats.json").read_text())}


@pytest.mark.parametrize("ident", ["srm_44k", "srm_wiki"])
def test_the_sample_ratio_test_has_the_published_p_value(ident):
    case = ORACLE[ident]
    found = sample_ratio_test(tuple(case["inputs"]["counts"]), tuple(case["inputs"]["ratio"]))
    assert found.p_value == pytest.approx(case["expected"], **case["tolerance"])
    assert found.mismatch


@given(one=st.integers(1, 10**6), two=st.integers(1, 10**6))
def test_swapping_arms_leaves_the_sample_ratio_test_unchanged(one, two):
    assert sample_ratio_test((one, two), (1, 1)) == sample_ratio_test((two, one), (1, 1))


@pytest.mark.parametrize(
    ("counts", "shares", "name"),
    [
        ((5,), (1,), "counts"),
        ((5, 5), (1,), "counts"),
        ((0, 0), (1, 1), "counts"),
        ((-1, 5), (1, 1), "counts"),
        ((5, 5), (0, 1), "shares"),
    ],
)
def test_impossible_counts_are_refused_by_name(counts, shares, name):
    with pytest.raises(OutOfRangeError) as caught:
        sample_ratio_test(counts, shares)
    assert caught.value.name == name


def test_the_wald_interval_is_that_of_r_prop_test():
    case = ORACLE["prop_ci"]
    (x1, x2), (n1, n2) = case["inputs"]["x"], case["inputs"]["n"]
    found = difference_interval(control=arm_of_rate(x2, n2), treated=arm_of_rate(x1, n1))
    p_value, low, high = case["expected"]
    assert (found.low, found.high) == pytest.approx((low, high), abs=1e-9)
    # R's test pools the variance under the null, this one does not; on these counts they agree to 1e-4.
    assert found.p_value == pytest.approx(p_value, abs=1e-3)


def test_the_relative_interval_covers_as_promised():
    rng = np.random.default_rng(5)
    covered = 0
    for _ in range(4_000):
        control, treated = rng.normal(10, 6, 200), rng.normal(12, 6, 200)
        arms = [Arm(mean=float(a.mean()), sd=float(a.std(ddof=1)), users=200) for a in (control, treated)]
        found = relative_interval(*arms)
        covered += found.low <= 0.2 <= found.high
    assert covered / 4_000 == pytest.approx(0.95, abs=3 * (0.95 * 0.05 / 4_000) ** 0.5 + 0.003)


def test_the_full_delta_method_is_wider_than_dividing_by_the_control_mean():
    control, treated = Arm(mean=10, sd=5, users=400), Arm(mean=11, sd=5, users=400)
    simple = difference_interval(control, treated).standard_error / 10
    assert relative_interval(control, treated).standard_error > simple


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (lambda: arm_of_rate(0, 10), "successes"),
        (lambda: arm_of_rate(10, 10), "successes"),
        (lambda: Arm(mean=float("nan"), sd=1, users=10), "mean"),
        (lambda: Arm(mean=1, sd=0, users=10), "sd"),
        (lambda: Arm(mean=1, sd=1, users=1), "users"),
        (lambda: relative_interval(Arm(mean=0, sd=1, users=9), Arm(mean=1, sd=1, users=9)), "control.mean"),
        (
            lambda: difference_interval(Arm(mean=0, sd=1, users=9), Arm(mean=1, sd=1, users=9), confidence=1),
            "confidence",
        ),
    ],
)
def test_arms_that_cannot_be_compared_are_refused_by_name(make, name):
    with pytest.raises(OutOfRangeError) as caught:
        make()
    assert caught.value.name == name


def test_cuped_removes_the_squared_correlation_and_keeps_the_mean():
    rng = np.random.default_rng(1)
    before = rng.normal(size=20_000)
    outcome = 3 + 0.6 * before + 0.8 * rng.normal(size=20_000)
    fit = cuped(outcome, before)
    assert fit.adjusted.mean() == pytest.approx(outcome.mean(), abs=1e-12)
    assert fit.adjusted.var() / outcome.var() == pytest.approx(1 - fit.variance_removed, abs=1e-12)
    assert fit.variance_removed == pytest.approx(users_saved(0.6), abs=0.02)


@pytest.mark.parametrize(
    ("outcome", "before", "name"),
    [
        ([1.0, 2.0, 3.0], [1.0, 2.0], "before"),
        ([1.0, 2.0, 3.0], [4.0, 4.0, 4.0], "before"),
        ([4.0, 4.0, 4.0], [1.0, 2.0, 3.0], "outcome"),
        ([1.0, float("nan"), 3.0], [1.0, 2.0, 3.0], "outcome"),
    ],
)
def test_columns_that_cannot_be_adjusted_are_refused_by_name(outcome, before, name):
    with pytest.raises(OutOfRangeError) as caught:
        cuped(outcome, before)
    assert caught.value.name == name


@given(users=st.integers(1, 10**7), daily=st.integers(100, 10**6), growth=st.floats(0.3, 1.0))
def test_the_days_found_are_enough_and_one_day_less_is_not(users, daily, growth):
    days = days_to_enrol(users_per_arm=users, daily_users=daily, growth=growth)
    if days > 10**6:
        return
    assert unique_users(daily_users=daily, days=days, growth=growth) >= 2 * users * (1 - 1e-6)
    if days > 1:
        assert unique_users(daily_users=daily, days=days - 1, growth=growth) < 2 * users * (1 + 1e-6)


@given(days=st.integers(1, 500))
def test_whole_weeks_are_whole_and_no_shorter(days):
    assert whole_weeks(days) % 7 == 0
    assert 0 <= whole_weeks(days) - days < 7


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: unique_users(daily_users=0, days=1), "daily_users"),
        (lambda: unique_users(daily_users=1, days=1, growth=1.5), "growth"),
        (lambda: days_to_enrol(users_per_arm=1, daily_users=1, enrolled_share=0), "enrolled_share"),
        (lambda: whole_weeks(0), "days"),
        (lambda: users_saved(1.0), "correlation"),
        (lambda: increasing_root(lambda x: x + 1, 0.0, high=1.0), "bracket"),
    ],
)
def test_other_bad_input_names_its_argument(call, name):
    with pytest.raises(OutOfRangeError) as caught:
        call()
    assert caught.value.name == name


@given(root=st.floats(-5, 5), steep=st.floats(0.01, 50))
def test_roots_are_found_on_any_slope(root, steep):
    found = increasing_root(lambda x: np.expm1(steep * (x - root) / 10), -6.0, high=6.0)
    assert found == pytest.approx(root, abs=1e-6)


def test_the_engine_is_imported_without_statsmodels_and_without_scipy():
    code = (
        "import sys, theloop.engines.stats.worlds.facts, theloop.engines.stats.worlds.run, "
        "theloop.engines.stats.worlds.check, theloop.engines.stats.means, theloop.engines.stats.proportions; "
        "print([m for m in ('statsmodels', 'scipy', 'pandas') if m in sys.modules])"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"
