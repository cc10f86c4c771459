"""Repeated looks: published tables are met, a random walk agrees, and the boundaries keep alpha."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import ndtr, ndtri

from theloop.base.errors import OutOfRangeError
from theloop.engines.stats.sequential import (
    boundaries,
    crossing_probabilities,
    even_looks,
    peeking_false_positives,
)

ORACLE = {case["id"]: case for case in json.loads((Path(__file__).parents[2] / "oracles/stats.json").read_text())}


def test_peeking_costs_what_armitage_mcpherson_and_rowe_printed():
    case = ORACLE["amr1969"]
    for looks, expected in zip(case["inputs"]["looks"], case["expected"], strict=True):
        assert peeking_false_positives(looks) == pytest.approx(expected, abs=case["tolerance"]["abs"]), looks


def test_peeking_at_14_28_and_100_looks_gives_the_four_digits():
    case = ORACLE["peeking_looks"]
    for looks, expected in zip(case["inputs"]["looks"], case["expected"], strict=True):
        assert peeking_false_positives(looks) == pytest.approx(expected, abs=case["tolerance"]["abs"])


def test_a_random_walk_agrees_with_the_integral():
    case = ORACLE["independent_of_engine_mc"]
    rng = np.random.default_rng(case["inputs"]["seed"])
    looks = case["inputs"]["looks"]
    walks = rng.standard_normal((case["inputs"]["walks"], looks)).cumsum(axis=1)
    crossed = (np.abs(walks) > 1.959964 * np.sqrt(np.arange(1, looks + 1))).any(axis=1).mean()
    assert crossed == pytest.approx(case["expected"], abs=case["tolerance"]["abs"])
    assert peeking_false_positives(looks) == pytest.approx(crossed, abs=case["tolerance"]["abs"])


@pytest.mark.parametrize(("shape", "ident"), [("pocock", "pocock"), ("obrien_fleming", "obf")])
def test_the_constants_are_those_of_jennison_and_turnbull(shape, ident):
    case = ORACLE[ident]
    for looks, expected in zip(case["inputs"]["K"], case["expected"], strict=True):
        assert boundaries(even_looks(looks), shape=shape)[-1] == pytest.approx(expected, abs=0.0006), looks


@pytest.mark.parametrize(("shape", "place"), [("pocock", 0), ("obrien_fleming", 1)])
def test_five_looks_cost_the_size_that_jennison_and_turnbull_print(shape, place):
    """The inflation factor is the squared drift for power .9 with looks over that without."""
    expected = ORACLE["jt_inflation5"]["expected"][place]
    looks = even_looks(5)
    bounds = boundaries(looks, shape=shape)
    fixed = float(ndtri(0.975) + ndtri(0.9))
    power = crossing_probabilities(bounds, looks, drift=fixed * expected**0.5)[-1]
    assert power == pytest.approx(0.9, abs=0.0006)


def test_one_look_with_drift_has_the_power_of_a_z_test():
    (power,) = crossing_probabilities((1.959964,), (1.0,), drift=2.8)
    assert power == pytest.approx(float(ndtr(2.8 - 1.959964) + ndtr(-2.8 - 1.959964)), abs=1e-12)


@settings(max_examples=25, deadline=None)
@given(
    gaps=st.lists(st.floats(0.05, 1.0), min_size=2, max_size=12),
    shape=st.sampled_from(["pocock", "obrien_fleming"]),
    alpha=st.sampled_from([0.01, 0.05, 0.1]),
)
def test_boundaries_spend_exactly_alpha_at_any_spacing(gaps, shape, alpha):
    times = np.cumsum(gaps) / sum(gaps)
    information = (*map(float, times[:-1]), 1.0)
    bounds = boundaries(information, shape=shape, alpha=alpha)
    spent = crossing_probabilities(bounds, information)
    assert spent[-1] == pytest.approx(alpha, abs=1e-7)
    assert list(spent) == sorted(spent)


@pytest.mark.parametrize(
    ("bounds", "information", "name"),
    [
        ((), (), "bounds"),
        ((2.0,), (0.5, 1.0), "bounds"),
        ((-1.0, 2.0), (0.5, 1.0), "bounds"),
        ((2.0, 2.0), (0.5, 0.5), "information"),
        ((2.0, 2.0), (0.5, 1.5), "information"),
    ],
)
def test_impossible_looks_are_refused_by_name(bounds, information, name):
    with pytest.raises(OutOfRangeError) as caught:
        crossing_probabilities(bounds, information)
    assert caught.value.name == name


def test_looks_that_do_not_end_at_full_information_are_refused():
    with pytest.raises(OutOfRangeError, match="end at 1"):
        boundaries((0.2, 0.4), shape="pocock")
    with pytest.raises(OutOfRangeError, match="alpha"):
        boundaries((0.5, 1.0), shape="pocock", alpha=0.0)
    with pytest.raises(OutOfRangeError, match="looks"):
        even_looks(0)
