"""Two means: published powers and sizes are met by z and by t, laws hold, bad input is named."""

import json
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from theloop.base.errors import OutOfRangeError
from theloop.engines.stats.means import (
    power_of_means,
    size_of_means,
    smallest_difference,
    users_per_arm_for_mean,
)

ORACLE = {case["id"]: case for case in json.loads((Path(__file__).parents[2] / "oracles/stats.json").read_text())}


def test_the_t_test_has_the_power_that_r_prints():
    case = ORACLE["t_r_doc_1"]
    power = power_of_means(difference=1, sd=1, users_per_arm=20, distribution="t")
    assert power == pytest.approx(case["expected"], abs=case["tolerance"]["abs"])


def test_the_t_test_with_unequal_arms_and_one_side_has_the_power_that_r_prints():
    case = ORACLE["pwr_t2n"]
    power = power_of_means(difference=0.6, sd=1, users_per_arm=90, ratio=60 / 90, sides=1, distribution="t")
    assert power == pytest.approx(case["expected"], abs=case["tolerance"]["abs"])


@pytest.mark.parametrize(
    ("ident", "arguments"),
    [
        ("pwr_t_two", {"difference": 0.3, "power": 0.75, "sides": 1}),
        ("t_r_doc_3", {"difference": 1.0, "power": 0.9, "sides": 1}),
        ("cohen_0.2", {"difference": 0.2}),
        ("cohen_0.8", {"difference": 0.8}),
    ],
)
def test_the_t_test_has_the_size_that_r_and_cohen_print(ident, arguments):
    case = ORACLE[ident]
    size = size_of_means(sd=1, distribution="t", **arguments)
    assert size == pytest.approx(case["expected"], abs=case["tolerance"]["abs"])


def test_g_power_needs_172_in_total_and_reaches_9032():
    total, power, *_ = ORACLE["gpower_t_90"]["expected"]
    size = math.ceil(size_of_means(difference=0.5, sd=1, power=0.9, distribution="t"))
    assert 2 * size == total
    assert power_of_means(difference=0.5, sd=1, users_per_arm=size, distribution="t") == pytest.approx(power, abs=6e-5)


def test_the_z_test_has_the_size_that_chow_prints():
    assert math.ceil(size_of_means(difference=5, sd=10)) == ORACLE["chow_2mean"]["expected"]


def test_kohavis_rule_of_sixteen_is_two_percent_above_the_exact_size():
    exact = users_per_arm_for_mean(mean=3.75, sd=30, relative_lift=0.05)
    assert ORACLE["kohavi_rev"]["expected"] / exact == pytest.approx(16 / 15.698, rel=1e-3)


@given(
    difference=st.floats(0.01, 10), sd=st.floats(0.1, 50), users=st.integers(3, 10**6), kind=st.sampled_from(["z", "t"])
)
def test_more_users_never_lower_the_power_and_the_sign_does_not_matter(difference, sd, users, kind):
    few = power_of_means(difference=difference, sd=sd, users_per_arm=users, distribution=kind)
    assert power_of_means(difference=difference, sd=sd, users_per_arm=2 * users, distribution=kind) >= few - 1e-9
    assert power_of_means(difference=-difference, sd=sd, users_per_arm=users, distribution=kind) == few


@given(sd=st.floats(0.1, 50), users=st.integers(50, 10**6), power=st.floats(0.5, 0.99))
def test_the_smallest_difference_needs_the_size_it_was_found_for(sd, users, power):
    difference = smallest_difference(sd=sd, users_per_arm=users, power=power)
    assert size_of_means(difference=difference, sd=sd, power=power) == pytest.approx(users, rel=1e-9)


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"difference": 0.0}, "difference"),
        ({"sd": -1.0}, "sd"),
        ({"sd": float("nan")}, "sd"),
        ({"users_per_arm": 1}, "users_per_arm"),
        ({"ratio": 0.0}, "ratio"),
        ({"alpha": 0.0}, "alpha"),
        ({"sides": 0}, "sides"),
    ],
)
def test_bad_input_names_its_argument(change, name):
    with pytest.raises(OutOfRangeError) as caught:
        power_of_means(**{"difference": 1.0, "sd": 1.0, "users_per_arm": 20, **change})
    assert caught.value.name == name


def test_a_power_that_the_error_rate_gives_for_free_is_refused():
    with pytest.raises(OutOfRangeError, match="power"):
        smallest_difference(sd=1, users_per_arm=10, power=0.02)
