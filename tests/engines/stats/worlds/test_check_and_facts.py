"""Findings while typing never open the seal, and facts say what the worlds showed."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from theloop.engines.stats.worlds.check import check_plan
from theloop.engines.stats.worlds.facts import FACT_IDS, facts_of
from theloop.engines.stats.worlds.plan import Plan
from theloop.engines.stats.worlds.run import run_plan
from theloop.engines.stats.worlds.world import World


def ids(findings, level=None):
    return {finding.id for finding in findings if level in (None, finding.level)}


def test_findings_are_the_same_whatever_is_sealed(make_world, make_plan, make_switchback):
    """The same public world with another secret must look the same to the candidate."""
    other = [{"metric": ident, "full_launch": -0.3} for ident in ("orders", "clicks", "margin", "wait")]
    secret = {
        "effects": other,
        "interference": "none",
        "novelty": {"extra": 5, "decay_days": 9},
        "sample_ratio": {"lost_share": 0.1, "shift": 0.1},
        "weekend_effect": 2.0,
        "session_memory": 0.9,
    }
    for plan in (make_plan(), make_switchback(), make_plan(unit="session"), make_plan(duration_days=9)):
        assert check_plan(plan, make_world()) == check_plan(plan, make_world(sealed=secret))


def test_a_sound_plan_has_notes_only(make_world, make_switchback):
    assert ids(check_plan(make_switchback(mde={"value": 0.012}), make_world()), "warn") == set()


@pytest.mark.parametrize(
    ("changes", "ident", "level"),
    [
        ({"primary": "wait"}, "primary.unknown", "stop"),
        ({"guardrails": [{"metric": "orders", "threshold": 0.1}]}, "guardrails.unknown", "stop"),
        ({"guardrails": [{"metric": "wait", "threshold": 0.1}] * 2}, "guardrails.twice", "stop"),
        ({"units_per_arm": 300_000}, "units.too_many", "stop"),
        ({"units_per_arm": 10}, "units.too_few", "stop"),
        ({"units_per_arm": 50_000}, "power.low", "warn"),
        ({"duration_days": 10}, "duration.part_week", "warn"),
        ({"guardrails": []}, "guardrails.none", "warn"),
        ({"guardrails": [{"metric": "margin", "threshold": 0.002}]}, "guardrails.margin.power", "warn"),
        ({"stopping": "pocock"}, "stopping.one_look", "note"),
        ({"break_even": "not_stated"}, "decision.no_break_even", "stop"),
        ({"allocation": 0.02, "units_per_arm": 10_000}, "allocation.thin", "warn"),
        ({"unit": "city_time", "units_per_arm": 1_680}, "analysis.unit", "warn"),
        ({"unit": "city_time", "units_per_arm": 100, "switchback_hours": 5}, "unit.cell_hours", "warn"),
    ],
)
def test_a_slip_is_found_while_typing(make_world, make_plan, changes, ident, level):
    assert ident in ids(check_plan(make_plan(**changes), make_world()), level)


def test_a_unit_the_case_does_not_offer_is_a_stop(make_world, make_plan):
    assert "unit.unknown" in ids(check_plan(make_plan(unit="city"), make_world(units=("user",))), "stop")


def test_the_size_that_a_finding_asks_for_has_the_power_asked_for(make_world, make_plan):
    low = next(f for f in check_plan(make_plan(units_per_arm=100_000), make_world()) if f.id == "power.low")
    needed = int(low.says.split("needs ")[1].split(" ")[0].replace(",", ""))
    # 2 (1.96 + .8416)^2 (3.1 / .024)^2
    assert needed == pytest.approx(2 * 7.8489 * (3.1 / 0.024) ** 2, rel=1e-3)


def test_every_fact_is_established_with_a_number_or_a_choice_in_its_sentence(make_world, make_plan, make_switchback):
    world = make_world()
    for plan in (make_plan(), make_switchback(), make_plan(guardrails=[], primary="clicks")):
        result = run_plan(plan, world, beside=make_switchback(), rng=np.random.default_rng(1), runs=500)
        facts = facts_of(plan, result, world)
        assert tuple(fact.id for fact in facts) == FACT_IDS
        assert all(fact.says.endswith(".") and ".." not in fact.says for fact in facts)


def test_facts_tell_a_biased_plan_from_a_sound_one(make_world, make_plan, make_switchback):
    world = make_world()
    held = {}
    for name, plan in (("split", make_plan()), ("switchback", make_switchback(mde={"value": 0.012}))):
        result = run_plan(plan, world, beside=make_plan(), rng=np.random.default_rng(1), runs=2_000)
        held[name] = {fact.id for fact in facts_of(plan, result, world) if fact.holds}
    lost = held["switchback"] - held["split"]
    assert {"worlds.unit_is_unbiased", "worlds.coverage_held", "worlds.guardrail_harm_caught"} <= lost
    assert "worlds.harm_unseen_by_unit" in held["split"] - held["switchback"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    unit=st.sampled_from(["user", "session", "city", "city_time"]),
    units=st.integers(1, 400_000),
    duration=st.integers(1, 40),
    allocation=st.floats(0.02, 0.98),
    hours=st.integers(1, 24),
    every=st.sampled_from(["once", 1, 3, 50]),
    analysis=st.sampled_from(["difference", "cuped", "cluster_robust"]),
)
def test_a_plan_that_no_finding_stops_can_be_run(
    make_world, make_plan, unit, units, duration, allocation, hours, every, analysis
):
    plan = make_plan(
        unit=unit,
        units_per_arm=units,
        duration_days=duration,
        allocation=allocation,
        switchback_hours=hours,
        looks_every_days=every,
        analysis=analysis,
    )
    world = make_world()
    if not ids(check_plan(plan, world), "stop"):
        result = run_plan(plan, world, beside=make_plan(), rng=np.random.default_rng(1), runs=200)
        assert len(facts_of(plan, result, world)) == len(FACT_IDS)


def spoiled(world: World, *, metric=None, **changes) -> dict:
    data = world.model_dump(mode="json") | changes
    if metric:
        data["metrics"][0] |= metric
    return data


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"weekday": (2, 1, 1, 1, 1, 1, 1)}, "average 1"),
        ({"metric": {"id": "wait"}}, "same id"),
        ({"metric": {"decides": False}}, "exactly one metric decides"),
        ({"metric": {"id": "speed"}}, "one effect for each metric"),
        ({"metric": {"kind": "binary", "mean": 0.2, "sd": 0.4}}, "arrivals"),
        ({"metric": {"kind": "binary", "mean": 0.2, "sd": 1.0}}, "sqrt"),
        ({"metric": {"kind": "binary", "mean": 2.0}}, "lies in"),
    ],
)
def test_a_world_that_contradicts_itself_is_refused_with_the_reason(make_world, changes, why):
    with pytest.raises(ValidationError, match=why):
        World.model_validate(spoiled(make_world(), **changes))


def test_weekends_that_eat_the_whole_effect_are_refused(make_world):
    with pytest.raises(ValidationError, match="weekend_effect"):
        make_world(sealed={"weekend_effect": 3.4}, weekday=(0.8, 0.8, 0.8, 0.9, 0.9, 1.4, 1.4))


def test_an_unknown_key_of_a_plan_is_refused(make_plan):
    with pytest.raises(ValidationError, match="holdout"):
        Plan.model_validate(make_plan().model_dump() | {"holdout": 0.1})
