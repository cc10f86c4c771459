"""Need: expected shortfall below the bar, checked by counting random levels."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from theloop.engines.plan.model import Need
from theloop.engines.plan.need import KEEP_WARM, UNKNOWN_SHORTFALL, competency_needs, expected_shortfall, round_need


@pytest.mark.parametrize(("mean", "sd"), [(5.0, 0.5), (6.0, 0.8), (6.8, 0.4)])
def test_the_shortfall_is_what_a_million_draws_fall_short_by(mean, sd):
    draws = np.random.default_rng(7).normal(mean, sd, 1_000_000)
    assert expected_shortfall(mean, sd, bar=6.0) == pytest.approx(np.maximum(0, 6 - draws).mean(), abs=2e-3)


@given(st.floats(4, 7), st.floats(0, 1), st.floats(0.05, 1), st.floats(0, 1))
def test_a_better_mean_never_needs_more_and_more_doubt_never_needs_less(mean, better, sd, doubt):
    base = expected_shortfall(mean, sd, bar=6.0)
    assert expected_shortfall(mean + better, sd, bar=6.0) <= base + 1e-9
    assert expected_shortfall(mean, sd + doubt, bar=6.0) >= base - 1e-9


def test_the_unknown_and_the_mastered_both_have_a_need():
    needs = competency_needs(
        ["statistics.power", "statistics.causal"],
        [Need(competency="statistics.power", mean=7, sd=0.05, evidence=9)],
        bar=5.0,
    )
    assert needs["statistics.power"] == pytest.approx(KEEP_WARM)
    assert needs["statistics.causal"] == pytest.approx(KEEP_WARM + UNKNOWN_SHORTFALL)
    assert round_need("statistics", needs) == pytest.approx(KEEP_WARM + UNKNOWN_SHORTFALL / 2)
    assert round_need("ai-design", needs) == pytest.approx(KEEP_WARM + UNKNOWN_SHORTFALL)
