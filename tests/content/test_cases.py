"""Every case keeps its promises: plans do what their names say, the story holds the seal, the rubric is executable."""

import re
from pathlib import Path

import numpy as np
import pytest

from theloop.engines.grading.lint import lint
from theloop.engines.grading.rubric import executed_share
from theloop.engines.stats.worlds.check import check_plan
from theloop.engines.stats.worlds.facts import FACT_IDS, facts_of
from theloop.engines.stats.worlds.run import run_plan
from theloop.library.cases import PHASES, load_case

CASES = Path(__file__).parents[2] / "content/cases"
FOLDERS = sorted(path for path in CASES.iterdir() if path.is_dir())
LOADED = {folder.name: load_case(folder) for folder in FOLDERS}
PLANS = [(slug, name) for slug, loaded in LOADED.items() for name in loaded.plans]
SEED = 20261124
COUNTERFACTS = {"worlds.ships_a_loss", "worlds.harm_unseen_by_unit"}


def ran(slug, name):
    loaded = LOADED[slug]
    plan = loaded.plans[name]
    rng = np.random.default_rng(SEED)
    result = run_plan(plan, loaded.case.world, beside=loaded.beside(plan), rng=rng, runs=10_000)
    return result, {fact.id: fact for fact in facts_of(plan, result, loaded.case.world)}


def is_sound(result, facts):
    bad = [fact.says for ident, fact in facts.items() if fact.holds == (ident in COUNTERFACTS)]
    assert bad == []
    assert [row.says for row in result.rows if not row.holds] == []


def peeks(result, facts):
    assert result.yours.false_positives.low > 2 * result.plan.alpha
    assert not facts["plan.looks_are_paid_for"].holds
    assert not facts["worlds.type_one_error_held"].holds


def is_biased_by_interference(result, facts):
    bias = result.yours.bias.value
    parts = {part.id: part.points.value for part in result.bias_parts}
    assert parts["drawn_from_control"] + parts["not_felt_in_test"] > 0.8 * abs(bias)
    assert not facts["worlds.unit_is_unbiased"].holds
    assert not facts["worlds.coverage_held"].holds
    assert facts["worlds.type_one_error_held"].holds
    assert facts["worlds.power_at_mde_reached"].holds


def is_underpowered(result, facts):
    assert result.yours.power_at_mde.high < 0.5
    assert facts["worlds.unit_is_unbiased"].holds
    assert facts["worlds.type_one_error_held"].holds


def misses_a_guardrail(result, facts):
    assert max(figure.missed.low for figure in result.guardrails if figure.harmful) > 0.5
    assert not facts["worlds.guardrail_harm_caught"].holds


def is_part_of_a_week(result, facts):
    assert not facts["plan.duration_whole_weeks"].holds
    parts = {part.id: part.points.value for part in result.bias_parts}
    assert abs(parts["part_week"]) > 0.05


def has_wrong_errors(result, facts):
    assert result.yours.false_positives.low > 1.5 * result.plan.alpha
    assert facts["plan.looks_are_paid_for"].holds
    assert not facts["plan.analysis_fits_unit"].holds


def ships_without_break_even(result, facts):
    assert result.plan.break_even == "not_stated"
    assert facts["worlds.unit_is_unbiased"].holds
    assert facts["worlds.ships_a_loss"].holds


PROMISES = {
    "sound_": is_sound,
    "peeks_": peeks,
    "biased_by_interference_": is_biased_by_interference,
    "underpowered_": is_underpowered,
    "misses_guardrail_": misses_a_guardrail,
    "part_week_": is_part_of_a_week,
    "wrong_errors_": has_wrong_errors,
    "ships_without_break_even": ships_without_break_even,
}


@pytest.mark.parametrize(("slug", "name"), PLANS)
def test_a_plan_does_what_its_name_promises(slug, name):
    (promise,) = [check for prefix, check in PROMISES.items() if name.startswith(prefix)]
    promise(*ran(slug, name))


@pytest.mark.parametrize(("slug", "name"), PLANS)
def test_every_plan_can_be_committed(slug, name):
    """A flawed plan is one that a competent person would defend, so no check may stop it."""
    loaded = LOADED[slug]
    assert [f.says for f in check_plan(loaded.plans[name], loaded.case.world) if f.level == "stop"] == []


@pytest.mark.parametrize("slug", LOADED)
def test_a_case_has_a_sound_plan_and_three_kinds_of_flaw(slug):
    kinds = {prefix for prefix in PROMISES for name in LOADED[slug].plans if name.startswith(prefix)}
    assert "sound_" in kinds
    assert len(kinds - {"sound_"}) >= 3


@pytest.mark.parametrize("slug", LOADED)
def test_most_of_the_rubric_is_decided_by_facts_that_the_worlds_can_establish(slug):
    rubric = LOADED[slug].rubric
    assert executed_share(rubric) >= 0.6
    named = {bar.fact for item in rubric.items for bar in (item.l5, item.l6) if bar.fact}
    named |= {flag.fact for flag in rubric.red_flags}
    assert named <= set(FACT_IDS)


@pytest.mark.parametrize("slug", LOADED)
def test_the_rubric_has_no_fault_that_the_lint_knows(slug):
    assert lint(LOADED[slug].rubric, phases=PHASES, known_facts=FACT_IDS) == ()


@pytest.mark.parametrize("slug", LOADED)
def test_a_bar_without_a_fact_brings_five_wordings(slug):
    for item in LOADED[slug].rubric.items:
        for bar in (item.l5, item.l6):
            assert bar.fact or len(bar.exemplars) >= 5, item.id


@pytest.mark.parametrize("slug", LOADED)
def test_the_rubric_covers_the_four_competencies_of_the_round(slug):
    covered = {item.competency.split(".")[1] for item in LOADED[slug].rubric.items}
    assert covered == {"ab-design", "power", "causal", "pitfalls"}


@pytest.mark.parametrize("slug", LOADED)
def test_the_prompt_never_names_the_threat(slug):
    """The hints stand in plain sight; the word for them does not."""
    prompt = LOADED[slug].prompt.lower()
    for word in ("interference", "spillover", "sutva", "switchback", "network effect", "break-even", "both arms"):
        assert word not in prompt, word


@pytest.mark.parametrize("slug", LOADED)
def test_the_phases_fill_the_clock(slug):
    case = LOADED[slug].case
    assert sum(phase.minutes for phase in case.phases) == 45
    assert sum(phase.long_minutes for phase in case.phases) == 60


@pytest.mark.parametrize("slug", LOADED)
def test_answers_fit_the_clock_and_better_answers_seal_better_plans(slug):
    shares = {}
    for answer in LOADED[slug].answers.values():
        assert answer.lines[-1].at_ms < 45 * 60_000
        _, facts = ran(slug, answer.plan)
        rubric = LOADED[slug].rubric
        bars = [bar.fact for item in rubric.items for bar in (item.l5, item.l6) if bar.fact]
        shares.setdefault(answer.band, []).append(sum(facts[fact].holds for fact in bars) / len(bars))
    assert max(shares["l4"]) < min(shares["l5"])
    assert max(shares["l5"]) < min(shares["l6"])


@pytest.mark.parametrize("slug", LOADED)
def test_every_question_an_author_foresaw_holds_a_word_of_every_group(slug):
    for fact in LOADED[slug].case.reveals:
        for question in fact.asked_as:
            words = set(re.findall(r"[a-z][a-z-]*", question.lower()))
            assert all(words & set(group) for group in fact.keywords), (fact.id, question)


def test_the_numbers_of_free_unlock_agree_with_each_other():
    """What the brief, the answers to questions and the sealed world state must be one story."""
    loaded = LOADED["free-unlock"]
    world = loaded.case.world
    rides = world.metric("rides_per_rider")
    assert "540,000 riders" in loaded.prompt
    assert world.traffic.users == 540_000
    assert f"{rides.mean} in two weeks, standard deviation {rides.sd}" in loaded.prompt
    two_weeks = world.traffic.users * rides.mean
    assert round(two_weeks / 1e6, 1) == 1.3
    assert two_weeks / 14 / 12_600 == pytest.approx(7, abs=0.5)
    assert world.metric("contribution_per_rider").mean == pytest.approx(rides.mean * 2.5)
    assert world.stakes.break_even == pytest.approx(0.05 * 1.00 / 2.50)
    a_year = two_weeks * 365 / 14 * 2.5 / 100
    assert world.stakes.usd_per_point_year == pytest.approx(a_year, rel=0.01)
    effect, margin = world.effect("rides_per_rider"), world.effect("contribution_per_rider")
    assert margin.full_launch == pytest.approx(effect.full_launch - world.stakes.break_even)
    pilot_gap = effect.full_launch + 0.5 * (effect.control_loses + effect.treated_loses)
    assert round(100 * pilot_gap) == 3
    assert round(100 * 0.5 * effect.control_loses) == 1
    walk = world.metric("walk_to_bike").mean * world.effect("walk_to_bike").full_launch
    assert round(walk / 2) == 5
    weekend = sum(world.weekday[5:]) / 7
    assert round(100 * weekend) == 29
    assert weekend * world.sealed.weekend_effect == pytest.approx(2 / 5, abs=0.02)
