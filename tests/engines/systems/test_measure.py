"""Quantiles and their intervals."""

import pytest


def test_the_t_quantile_is_that_of_the_batches():
    from scipy import stats

    from theloop.engines.systems import measure

    assert pytest.approx(stats.t.ppf(0.975, measure.BATCHES - 1), rel=1e-12) == measure.T_975
