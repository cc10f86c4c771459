"""The Gaussian path is audited against tests drawn user by user and cell by cell, within 3 Monte Carlo SE."""

import numpy as np
import pytest

from theloop.engines.stats.worlds.audit import audit_cells, audit_users
from theloop.engines.stats.worlds.compile import compile_plan
from theloop.engines.stats.worlds.plan import Amount, Plan
from theloop.engines.stats.worlds.simulate import critical_values, share_declared_by_look, simulate
from theloop.engines.stats.worlds.world import World

RUNS = 1_000
SEASON = (0.8, 0.9, 0.95, 1.0, 1.05, 1.3, 1.0)
PANEL = {"kind": "panel", "users": 1_000}
ARRIVALS = {"kind": "arrivals", "daily_users": 130, "growth": 0.75}
THREATS = {
    "interference": {"resource": "the same bikes", "carry_over_hours": 1.0},
    "novelty": {"extra": 0.8, "decay_days": 3},
    "weekend_effect": 1.5,
}


def world(*, traffic=None, kind="per_user", between=0.3, effect=None, sealed=None) -> World:
    mean, sd = (0.2, 0.4) if kind == "binary" else (2.0, 2.5)
    effects = {"metric": "rides", "full_launch": 0.1, "control_loses": 0.08, "treated_loses": 0.06}
    return World.model_validate(
        {
            "id": "small",
            "traffic": traffic or PANEL,
            "weekday": SEASON,
            "metrics": [
                {
                    "id": "rides",
                    "title": "Rides",
                    "unit": "rides",
                    "kind": kind,
                    "mean": mean,
                    "sd": sd,
                    "between_share": between,
                    "pre_correlation": 0.6,
                    "cell_sd": 0.2,
                    "decides": True,
                }
            ],
            "places": {"cities": 5},
            "stakes": {"usd_per_point_year": 1000, "break_even": 0.02},
            "sealed": {"effects": [effects | (effect or {})], **(sealed if sealed is not None else THREATS)},
        }
    )


def plan(**changes) -> Plan:
    given = {
        "unit": "user",
        "primary": "rides",
        "mde": Amount(value=0.1),
        "units_per_arm": 400,
        "duration_days": 14,
        "starts_on": "wednesday",
        "looks_every_days": 4,
    }
    return Plan.model_validate(given | changes)


CASES = {
    "a panel with lasting differences": (world(), plan()),
    "a panel with a thin treated arm": (world(), plan(allocation=0.3, units_per_arm=240)),
    "arrivals that accumulate": (world(traffic=ARRIVALS), plan()),
    # A rate's variance moves with the effect; the path keeps that of the world before the change, so effects are small.
    "a rate seen once": (
        world(
            traffic=ARRIVALS,
            kind="binary",
            effect={"full_launch": 0.02, "control_loses": 0.02, "treated_loses": 0.01},
        ),
        plan(),
    ),
    "a visit's value seen once": (world(traffic=ARRIVALS, kind="per_visit"), plan()),
    "a sample ratio that shifts": (
        world(sealed={"sample_ratio": {"lost_share": 0.02, "shift": 0.05}}),
        plan(),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_the_path_has_the_mean_and_the_spread_of_tests_drawn_user_by_user(name):
    small, committed = CASES[name]
    compiled = compile_plan(committed, small, metric="rides")
    rng = np.random.default_rng(20261124)
    tests = [audit_users(committed, small, rng=rng) for _ in range(RUNS)]
    estimates = np.array([test.estimates for test in tests])
    error = estimates.std(axis=0, ddof=1)
    assert np.all(np.abs(estimates.mean(axis=0) - compiled.expected) < 3 * error / RUNS**0.5)
    assert np.all(np.abs(error / compiled.true_error - 1) < 3 / (2 * RUNS) ** 0.5 + 0.02)
    correlation = np.corrcoef(estimates.T)
    expected = compiled.covariance / np.outer(compiled.true_error, compiled.true_error)
    assert np.all(np.abs(correlation - expected) < 3.5 / RUNS**0.5)
    claimed = np.mean([test.errors for test in tests], axis=0)
    assert claimed[-1] == pytest.approx(float(compiled.claimed_error[-1]), rel=0.03)


def test_cuped_shrinks_the_spread_by_user_as_the_path_says():
    small = world(sealed={})
    committed = plan(analysis="cuped", looks_every_days="once")
    compiled = compile_plan(committed, small, metric="rides")
    rng = np.random.default_rng(3)
    estimates = [audit_users(committed, small, rng=rng).estimates[-1] for _ in range(RUNS)]
    spread = np.std(estimates, ddof=1)
    assert spread / float(compiled.true_error[-1]) == pytest.approx(1, abs=3 / (2 * RUNS) ** 0.5 + 0.01)


def test_a_switchback_drawn_cell_by_cell_has_the_mean_and_spread_of_the_path():
    small = world()
    committed = plan(unit="city_time", units_per_arm=210, analysis="cluster_robust")
    compiled = compile_plan(committed, small, metric="rides")
    rng = np.random.default_rng(11)
    tests = [audit_cells(committed, small, rng=rng) for _ in range(2 * RUNS)]
    estimates = np.array([test.estimates for test in tests])
    error = estimates.std(axis=0, ddof=1)
    assert np.all(np.abs(estimates.mean(axis=0) - compiled.expected) < 3 * error / (2 * RUNS) ** 0.5)
    # Cells are drawn by a coin in the audit and half and half on the path, and weekdays weigh cells: a few percent.
    assert np.all(np.abs(error / compiled.true_error - 1) < 0.08)
    assert compiled.parts["carry_over"][-1] < 0


def test_peeking_inflates_the_error_user_by_user_as_armitage_computed():
    nothing = {"full_launch": 0.0, "control_loses": 0.0, "treated_loses": 0.0}
    null = world(between=0.0, effect=nothing, sealed={}).model_copy(update={"weekday": (1.0,) * 7})
    committed = plan(looks_every_days=1, stopping="peek")
    rng = np.random.default_rng(14)
    crossed = 0
    for _ in range(2_000):
        test = audit_users(committed, null, rng=rng)
        crossed += bool((np.abs(test.estimates) > 1.959964 * test.errors).any())
    assert crossed / 2_000 == pytest.approx(0.2196, abs=3 * (0.2196 * 0.7804 / 2_000) ** 0.5)


@pytest.mark.parametrize(("looks", "truth"), [(14, 0.2196), (28, 0.2747), (100, 0.3736)])
def test_peeking_on_the_path_inflates_the_error_as_armitage_computed(looks, truth):
    null = world(between=0.0, effect={"full_launch": 0.0}, sealed={}).model_copy(update={"weekday": (1.0,) * 7})
    committed = plan(duration_days=looks, looks_every_days=1, stopping="peek")
    run = simulate(committed, null, rng=np.random.default_rng(9), runs=10_000)
    critical = critical_values(committed, run.compiled.claimed_error)
    found = share_declared_by_look(run.noise, error=run.compiled.claimed_error, critical=critical)[-1]
    assert found == pytest.approx(truth, abs=3 * (truth * (1 - truth) / 10_000) ** 0.5)


@pytest.mark.parametrize("rule", ["pocock", "obrien_fleming", "fixed"])
@pytest.mark.parametrize("between", [0.0, 0.5])
def test_rules_that_pay_for_their_looks_keep_alpha_over_2000_null_worlds_by_user(rule, between):
    """Lasting differences make later looks repeat earlier ones: the boundaries may then only be too strict."""
    nothing = {"full_launch": 0.0, "control_loses": 0.0, "treated_loses": 0.0}
    null = world(between=between, effect=nothing, sealed={})
    committed = plan(looks_every_days=3, stopping=rule)
    critical = critical_values(committed, compile_plan(committed, null, metric="rides").claimed_error)
    rng = np.random.default_rng(8)
    crossed = 0
    for _ in range(2_000):
        test = audit_users(committed, null, rng=rng)
        crossed += bool((np.abs(test.estimates) > critical * test.errors).any())
    assert crossed / 2_000 <= 0.05 + 3 * (0.05 * 0.95 / 2_000) ** 0.5
    if between == 0.0:
        assert crossed / 2_000 >= 0.05 - 3 * (0.05 * 0.95 / 2_000) ** 0.5
