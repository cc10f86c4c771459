"""Running a plan: figures follow closed forms, parts add up, luck carries its error, the finding names the worst."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.special import ndtr

from theloop.base.errors import OutOfRangeError, UnknownNameError
from theloop.base.quantity import Quantity
from theloop.engines.stats.worlds.run import run_plan
from theloop.engines.stats.worlds.world import World

ROWS = [
    "unit",
    "allocation",
    "primary_metric",
    "mde_and_size",
    "duration",
    "guardrails",
    "stopping_rule",
    "decision",
]


@pytest.fixture
def run(make_world, make_plan, make_switchback):
    def go(plan, *, world=None, beside=None, runs=4_000, seed=7):
        beside = beside or (make_switchback() if plan.unit == "user" else make_plan())
        return run_plan(plan, world or make_world(), beside=beside, rng=np.random.default_rng(seed), runs=runs)

    return go


def test_the_same_dice_give_the_same_result(run, make_plan):
    assert run(make_plan()) == run(make_plan())


def test_the_parts_of_the_bias_add_up_to_the_estimate(run, make_plan):
    for plan in (make_plan(), make_plan(stopping="peek", looks_every_days=1)):
        *parts, estimate = run(plan).bias_parts
        assert sum(part.points.value for part in parts) == pytest.approx(estimate.points.value, abs=0.02)


def test_every_simulated_figure_carries_its_monte_carlo_error(run, make_plan):
    result = run(make_plan())
    found = [value for value in dict(result.yours).values() if isinstance(value, Quantity)]
    found += [point.yours for point in result.power_curve]
    found += [point.yours for point in result.false_positives_by_look]
    simulated = [value for value in found if value.provenance == "simulated"]
    assert len(simulated) > 20
    assert all(value.low is not None and value.high is not None for value in simulated)
    assert all(value.low <= value.value <= value.high for value in simulated)


def test_a_user_split_is_biased_by_what_the_shared_resource_moves_between_the_arms(run, make_plan):
    """All 500,000 users are in the test, half treated: 0.02 * .5 from control, 0.01 * .5 not yet felt."""
    result = run(make_plan())
    points = {part.id: part.points.value for part in result.bias_parts}
    assert points["drawn_from_control"] == pytest.approx(1.0)
    assert points["not_felt_in_test"] == pytest.approx(0.5)
    assert result.yours.mean_estimate.value == pytest.approx(2.5, abs=0.03)
    assert not result.rows[0].holds
    assert "the same couriers" in result.rows[0].says


def test_a_switchback_loses_only_what_a_cell_carries_over(run, make_switchback):
    result = run(make_switchback())
    points = {part.id: part.points.value for part in result.bias_parts}
    assert points["carry_over"] == pytest.approx(-1.0 * 0.25 / 4)
    assert result.rows[0].holds


def test_power_of_a_single_look_is_the_closed_form(run, make_plan):
    """A mean of 2.4, s.d. 3.1, 250,000 per arm, MDE 1 %: the normal formula of any textbook."""
    shift = 0.024 / (3.1 * (2 / 250_000) ** 0.5)
    expected = float(ndtr(shift - 1.959964) + ndtr(-shift - 1.959964))
    found = run(make_plan(), runs=10_000).yours.power_at_mde
    assert found.low <= expected <= found.high


def test_false_positives_and_coverage_hold_for_one_look_without_threats(run, make_world, make_plan):
    effects = [
        {"metric": ident, "full_launch": 0.01 if ident == "orders" else 0.0}
        for ident in ("orders", "clicks", "margin", "wait")
    ]
    calm = make_world(sealed={"effects": effects, "interference": "none"})
    yours = run(make_plan(), world=calm, runs=10_000).yours
    assert yours.false_positives.low <= 0.05 <= yours.false_positives.high
    assert yours.coverage.low <= 0.95 <= yours.coverage.high
    assert yours.bias.low <= 0.0 <= yours.bias.high


def test_an_aa_world_ships_no_more_than_half_of_alpha(run, make_world, make_plan):
    nothing = [{"metric": ident, "full_launch": 0.0} for ident in ("orders", "clicks", "margin", "wait")]
    aa = make_world(sealed={"effects": nothing, "interference": "none"})
    shipped = run(make_plan(decision="significant", guardrails=[]), world=aa, runs=10_000).yours.ships
    assert shipped.low <= 0.025 <= shipped.high


def test_daily_looks_with_a_boundary_keep_alpha_and_without_one_do_not(run, make_plan):
    held = {}
    for rule in ("peek", "pocock", "obrien_fleming"):
        result = run(make_plan(looks_every_days=1, stopping=rule), runs=10_000)
        held[rule] = result.yours.false_positives
        assert result.false_positives_by_look[-1].yours == result.yours.false_positives
    assert held["peek"].low > 0.15
    assert held["pocock"].low <= 0.05
    assert held["obrien_fleming"].low <= 0.05


def test_winners_of_a_weak_test_exaggerate(run, make_world, make_plan):
    calm = make_world(sealed={"interference": "none"})
    weak = make_plan(units_per_arm=20_000, decision="significant", guardrails=[])
    assert run(weak, world=calm).yours.exaggeration.value > 1.5


def test_a_guardrail_on_a_shared_harm_is_blind_in_a_user_split_and_sees_in_a_switchback(
    run, make_plan, make_switchback
):
    blind = {figure.metric: figure for figure in run(make_plan()).guardrails}["wait"]
    seeing = {figure.metric: figure for figure in run(make_switchback()).guardrails}["wait"]
    assert blind.harm_at_full.value == pytest.approx(6.0)
    assert blind.harm_seen.value == pytest.approx(0.0, abs=1e-9)
    assert blind.missed.value > 0.9
    assert seeing.missed.value < 0.01


def test_a_committed_sample_ratio_check_stops_a_test_that_lost_users(run, make_world, make_plan):
    lossy = make_world(sealed={"sample_ratio": {"lost_share": 0.02, "shift": 0.004}})
    assert run(make_plan(), world=lossy).yours.srm_stops.value > 0.99
    assert run(make_plan(srm_check=False), world=lossy).yours.srm_stops.value == 0.0
    assert run(make_plan()).yours.srm_stops.value < 0.01


def test_a_loss_that_is_shipped_names_the_page_and_is_priced(run, make_plan):
    result = run(make_plan(decision="significant", break_even="not_stated", guardrails=[]))
    assert result.finding.title == "Your test ships a loss in every world"
    assert "+1.0 %" in result.finding.lede
    assert "+2.0 %" in result.finding.lede
    # One point short of break-even, at one million a point.
    assert result.yours.wrong_decision_cost.value == pytest.approx(1_000_000, rel=0.01)


def test_a_plan_without_fault_is_told_so(run, make_switchback):
    result = run(make_switchback(mde={"value": 0.012}))
    assert result.finding.title == "Your test tells the truth, and decides by it"
    assert [row.row for row in result.rows] == ROWS
    assert all(row.holds for row in result.rows)


@pytest.mark.parametrize(
    ("changes", "row"),
    [
        ({"allocation": 0.8, "units_per_arm": 100_000}, "allocation"),
        ({"primary": "clicks"}, "primary_metric"),
        ({"units_per_arm": 50_000}, "mde_and_size"),
        ({"duration_days": 10}, "duration"),
        ({"guardrails": []}, "guardrails"),
        ({"stopping": "peek", "looks_every_days": 1}, "stopping_rule"),
        ({"break_even": 0.0}, "decision"),
        ({"decision": "significant"}, "decision"),
    ],
)
def test_each_row_fails_by_its_own_fault(run, make_plan, changes, row):
    verdicts = {verdict.row: verdict for verdict in run(make_plan(**changes)).rows}
    assert not verdicts[row].holds, verdicts[row].says


def test_a_gain_that_is_never_shipped_names_the_page(run, make_world, make_plan):
    generous = make_world(stakes={"usd_per_point_year": 1_000_000, "break_even": 0.001})
    result = run(make_plan(units_per_arm=5_000, break_even=0.001), world=generous)
    assert result.finding.title.startswith("Your test leaves a gain of $900 k a year unshipped")


def test_more_units_than_there_are_are_cut_to_what_there_is_and_said(run, make_plan):
    result = run(make_plan(units_per_arm=400_000))
    assert any("500,000" in note for note in result.notes)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    duration=st.integers(7, 42),
    allocation=st.floats(0.1, 0.9),
    rule=st.sampled_from(["fixed", "peek", "pocock", "obrien_fleming"]),
    unit=st.sampled_from(["user", "session", "city", "city_time"]),
    every=st.sampled_from(["once", 1, 7]),
)
def test_any_plan_gives_a_whole_result(run, make_plan, duration, allocation, rule, unit, every):
    plan = make_plan(
        duration_days=duration,
        allocation=allocation,
        stopping=rule,
        unit=unit,
        looks_every_days=every,
        units_per_arm=10_000,
    )
    result = run(plan, runs=300)
    assert sum(bar.yours for bar in result.histogram) == 300
    assert all(0 <= point.yours.value <= 1 for point in result.power_curve)
    assert type(result).model_validate_json(result.model_dump_json()) == result
    shares = [point.yours.value for point in result.false_positives_by_look]
    assert shares == sorted(shares)


def test_what_cannot_be_run_is_refused_by_name(run, make_plan, make_world):
    with pytest.raises(UnknownNameError, match="speed"):
        run(make_plan(primary="speed"))
    with pytest.raises(OutOfRangeError, match="runs"):
        run(make_plan(), runs=10)
    skewed = make_world().model_dump(mode="json")
    skewed["metrics"][0]["skewness"] = 40
    with pytest.raises(OutOfRangeError, match="units_per_arm"):
        run(make_plan(), world=World.model_validate(skewed))


def test_captions_say_what_their_plots_found(run, make_plan, make_switchback):
    split = run(make_plan(stopping="peek", looks_every_days=1)).captions
    assert split.looks.startswith("Fourteen looks spend the error 4")
    assert "drawn from control" in split.bias
    assert run(make_plan()).captions.histogram == "Precise, and about the wrong thing"
    sound = run(make_switchback(mde={"value": 0.012})).captions
    assert sound.why == "Power, error and aim are what the plan promised."
    assert sound.cost == "A launch brings +1.0 %, 1.0 points below break-even: $1.00 M a year lost."


def test_truth_and_break_even_lie_within_the_histogram(run, make_plan):
    result = run(make_plan())
    for value in (result.truth.value, result.break_even.value):
        assert result.histogram[0].low <= value <= result.histogram[-1].high


def test_the_longest_plan_with_daily_looks_still_runs(run, make_switchback):
    result = run(make_switchback(duration_days=180, looks_every_days=1, stopping="obrien_fleming"), runs=500)
    assert len(result.false_positives_by_look) == 180
