"""Two proportions: published sizes and powers are met, conventions differ as published, bad input is named."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from theloop.base.errors import OutOfRangeError
from theloop.engines.stats.proportions import (
    power_of_proportions,
    size_of_proportions,
    smallest_lift,
    users_per_arm,
)

ORACLE = {case["id"]: case for case in json.loads((Path(__file__).parents[2] / "oracles/stats.json").read_text())}
CONVENTIONS = ("unpooled", "pooled_null", "baseline_variance", "arcsine")
rates = st.floats(0.01, 0.99)


@pytest.mark.parametrize(
    "ident",
    [
        "prop_pwr26",
        "prop_pwr31",
        "prop_r_doc_2",
        "prop_controlarena_0.9_0.92",
        "prop_controlarena_0.95_0.98",
        "stata_10_20",
    ],
)
def test_the_pooled_null_size_is_that_of_r_stata_and_gpower(ident):
    case = ORACLE[ident]
    given_ = case["inputs"]
    size = size_of_proportions(
        baseline=given_["p1"],
        treated=given_["p2"],
        alpha=given_.get("alpha", 0.05),
        power=given_.get("power", 0.8),
        sides=given_.get("sides", 2),
        convention="pooled_null",
    )
    assert size == pytest.approx(case["expected"], abs=case["tolerance"]["abs"])


def test_the_four_conventions_give_the_four_published_sizes_for_5_to_5_5_percent():
    case = ORACLE["conventions_5_to_5_5"]
    for convention, size in case["expected"].items():
        found = size_of_proportions(**case["inputs"], convention=convention)
        assert found == pytest.approx(size, abs=case["tolerance"]["abs"]), convention


def test_the_arcsine_size_is_that_of_r_pwr_which_counts_both_tails():
    case = ORACLE["prop_h_pwr26"]
    power = power_of_proportions(
        baseline=0.1,
        treated=0.11,
        alpha=0.1,
        users_per_arm=case["expected"][1],
        convention="arcsine",
        far_tail="counted",
    )
    assert power == pytest.approx(0.9, abs=1e-7)


def test_unequal_arms_have_the_power_that_stata_prints():
    case = ORACLE["prop_stata_unequal_a"]
    power = power_of_proportions(
        baseline=0.1, treated=0.2, users_per_arm=154, ratio=2, convention="pooled_null", far_tail="counted"
    )
    assert power == pytest.approx(case["expected"], abs=case["tolerance"]["abs"])


def test_the_default_convention_is_unpooled_and_rounds_up():
    assert users_per_arm(baseline=0.65, lift=0.20) == ORACLE["chow_2prop"]["expected"]
    assert users_per_arm(baseline=0.2, lift=0.05, convention="baseline_variance") == 1031
    exact = size_of_proportions(baseline=0.2, treated=0.25, convention="baseline_variance")
    assert exact == pytest.approx(ORACLE["evanmiller_20_5abs"]["expected"], abs=0.6)


@given(baseline=rates, treated=rates, users=st.integers(10, 10**6), convention=st.sampled_from(CONVENTIONS))
def test_more_users_never_lower_the_power(baseline, treated, users, convention):
    if abs(baseline - treated) < 1e-6:
        return
    few, many = (
        power_of_proportions(baseline=baseline, treated=treated, users_per_arm=n, convention=convention)
        for n in (users, users * 2)
    )
    assert many >= few


@given(baseline=rates, treated=rates, users=st.integers(10, 10**6))
def test_swapping_equal_arms_changes_nothing(baseline, treated, users):
    if abs(baseline - treated) < 1e-6:
        return
    for convention in ("unpooled", "pooled_null", "arcsine"):
        one = power_of_proportions(baseline=baseline, treated=treated, users_per_arm=users, convention=convention)
        two = power_of_proportions(baseline=treated, treated=baseline, users_per_arm=users, convention=convention)
        assert one == pytest.approx(two, abs=1e-12)


@given(baseline=st.floats(0.02, 0.5), lift=st.floats(0.001, 0.3), power=st.floats(0.5, 0.99))
def test_the_size_found_has_the_power_asked_for_and_the_lift_found_is_the_lift_asked_for(baseline, lift, power):
    for convention in CONVENTIONS:
        size = size_of_proportions(baseline=baseline, treated=baseline + lift, power=power, convention=convention)
        reached = power_of_proportions(
            baseline=baseline, treated=baseline + lift, users_per_arm=size, convention=convention
        )
        assert reached == pytest.approx(power, abs=1e-9)
    back = smallest_lift(
        baseline=baseline,
        users_per_arm=size_of_proportions(baseline=baseline, treated=baseline + lift, power=power),
        power=power,
    )
    assert back == pytest.approx(lift, rel=1e-6)


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"baseline": 0.0}, "baseline"),
        ({"baseline": float("nan")}, "baseline"),
        ({"lift": 0.0}, "lift"),
        ({"lift": 0.6}, "baseline + lift"),
        ({"alpha": 1.0}, "alpha"),
        ({"power": 0.0}, "power"),
        ({"sides": 3}, "sides"),
    ],
)
def test_bad_input_names_its_argument(change, name):
    with pytest.raises(OutOfRangeError) as caught:
        users_per_arm(**{"baseline": 0.5, "lift": 0.1, **change})
    assert caught.value.name == name


def test_an_arm_too_small_for_any_lift_is_refused():
    with pytest.raises(OutOfRangeError, match="users_per_arm"):
        smallest_lift(baseline=0.9, users_per_arm=1, power=0.99)
