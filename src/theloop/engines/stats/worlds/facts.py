"""What the worlds and the plan itself establish, as facts that rubric items name.

Why: the rubric is decided by what happened, not by what was said about it. Wrong when a fact would hold for a plan
that merely uses the right word.
"""

from __future__ import annotations

from theloop.base.facts import Fact
from theloop.engines.stats.worlds import rows
from theloop.engines.stats.worlds.plan import Plan
from theloop.engines.stats.worlds.result import WorldsResult
from theloop.engines.stats.worlds.wording import effect, one_in, plural, points, share
from theloop.engines.stats.worlds.world import World

FACT_IDS = (
    "plan.duration_whole_weeks",
    "plan.break_even_stated",
    "plan.break_even_right",
    "plan.decides_on_break_even",
    "plan.guardrail_for_the_cost",
    "plan.guardrails_powered",
    "plan.srm_checked",
    "plan.size_matches_mde",
    "plan.primary_is_the_decision",
    "plan.looks_are_paid_for",
    "plan.analysis_fits_unit",
    "plan.allocation_efficient",
    "worlds.unit_is_unbiased",
    "worlds.estimate_is_unbiased",
    "worlds.type_one_error_held",
    "worlds.power_at_mde_reached",
    "worlds.coverage_held",
    "worlds.guardrail_harm_caught",
    "worlds.harm_unseen_by_unit",
    "worlds.decision_right",
    "worlds.would_ship_a_gain",
    "worlds.ships_a_loss",
)


def facts_of(plan: Plan, result: WorldsResult, world: World) -> tuple[Fact, ...]:
    """Return every fact that a committed plan and its run establish; ids are `FACT_IDS`, in that order."""
    return (*_plan_facts(plan, result, world), *_world_facts(plan, result, world))


def _plan(ident: str, holds: bool, says: str) -> Fact:
    return Fact(id=f"plan.{ident}", holds=holds, says=says, source="plan")


def _world(ident: str, holds: bool, says: str) -> Fact:
    return Fact(id=f"worlds.{ident}", holds=holds, says=says, source="worlds")


def _plan_facts(plan: Plan, result: WorldsResult, world: World) -> tuple[Fact, ...]:
    says = {verdict.row: f"{verdict.wrote}. {verdict.says}." for verdict in result.rows}
    holds = {verdict.row: verdict.holds for verdict in result.rows}
    stated = "not stated" if plan.break_even == "not_stated" else effect(100 * plan.break_even)
    clusters = plan.unit in ("city", "city_time")
    weakest = min((figure.power_at_threshold.value for figure in result.guardrails), default=0.0)
    looks = len(result.false_positives_by_look)
    covers = bool(plan.guardrails) and rows.covers_cost(plan, world)
    right = rows.states_break_even(plan, world)
    whole = plan.duration_days % 7 == 0
    length = f"The plan runs {plural(plan.duration_days, 'day')}, {plan.duration_days / 7:.3g} weeks."
    cost = "One guardrail measures" if covers else "No guardrail measures"
    ratio = "checks" if plan.srm_check else "does not check"
    unit = f"Units are {'clusters' if clusters else 'users'}, errors by {plan.analysis.replace('_', ' ')}."
    paid = looks == 1 or plan.stopping != "peek"
    return (
        _plan("duration_whole_weeks", whole, length),
        _plan("break_even_stated", plan.break_even != "not_stated", f"Break-even before the data: {stated}."),
        _plan("break_even_right", right, f"Break-even {stated}; it is {effect(result.break_even.value)}."),
        _plan("decides_on_break_even", right and plan.decision != "significant", says["decision"]),
        _plan("guardrail_for_the_cost", covers, f"{cost} what the change costs."),
        _plan(
            "guardrails_powered",
            weakest >= rows.GUARDRAIL_POWER,
            f"The weakest guardrail has power {share(weakest)} at its threshold.",
        ),
        _plan("srm_checked", plan.srm_check, f"The plan {ratio} the sample ratio before it reads a result."),
        _plan("size_matches_mde", rows.power_reached(result), says["mde_and_size"]),
        _plan("primary_is_the_decision", plan.primary == world.deciding.id, says["primary_metric"]),
        _plan("looks_are_paid_for", paid, says["stopping_rule"]),
        _plan("analysis_fits_unit", not clusters or plan.analysis == "cluster_robust", unit),
        _plan("allocation_efficient", holds["allocation"], says["allocation"]),
    )


def _world_facts(plan: Plan, result: WorldsResult, world: World) -> tuple[Fact, ...]:
    yours, bias = result.yours, rows.unit_bias(result)
    reported = f"Over {result.runs:,} worlds the estimate averages {effect(yours.mean_estimate.value)}"
    false, power = share(yours.false_positives.value), share(yours.power_at_mde.value)
    covered = yours.coverage.value if yours.coverage.high is None else yours.coverage.high
    promised = share(1 - plan.alpha)
    wrong, gain = rows.wrong_share(result), yours.ships_when_it_pays
    return (
        _world(
            "unit_is_unbiased",
            not rows.is_material(result, world, bias),
            f"The unit moves the mean estimate by {points(bias, digits=2)} points.",
        ),
        _world(
            "estimate_is_unbiased",
            not rows.is_material(result, world, yours.bias.value),
            f"{reported}; the truth is {effect(result.truth.value)}.",
        ),
        _world(
            "type_one_error_held",
            rows.error_held(result),
            f"{false} of null worlds declare a difference; {share(plan.alpha)} was promised.",
        ),
        _world(
            "power_at_mde_reached",
            rows.power_reached(result),
            f"{power} of worlds find an effect of the size of the MDE; you asked for {share(plan.power)}.",
        ),
        _world(
            "coverage_held",
            covered >= 1 - plan.alpha - 0.01,
            f"The interval holds the truth in {share(yours.coverage.value)} of worlds; {promised} was promised.",
        ),
        *_guardrail_facts(result),
        _world("decision_right", wrong <= 0.1, f"The decision is wrong in {one_in(wrong)}."),
        _world(
            "would_ship_a_gain",
            gain.value >= plan.power - 0.1,
            f"An effect one MDE above break-even would be launched in {share(gain.value)} of worlds.",
        ),
        _world(
            "ships_a_loss",
            yours.launch_cost.value > 0 and yours.ships.value > 0.5,
            f"The change is launched in {one_in(yours.ships.value)}; it pays above {effect(result.break_even.value)}.",
        ),
    )


def _guardrail_facts(result: WorldsResult) -> tuple[Fact, Fact]:
    harmful = [figure for figure in result.guardrails if figure.harmful]
    if not harmful:
        none = "No committed guardrail is truly harmed beyond its threshold."
        return _world("guardrail_harm_caught", False, none), _world("harm_unseen_by_unit", False, none)
    worst = max(harmful, key=lambda figure: figure.missed.value)
    faint = min(harmful, key=lambda figure: figure.harm_seen.value / figure.harm_at_full.value)
    harm = f"{faint.title} worsens by {faint.harm_at_full.value:.1f} % at full launch"
    return (
        _world(
            "guardrail_harm_caught",
            worst.missed.value <= 0.2,
            f"The harm to {worst.title.lower()} goes unseen in {one_in(worst.missed.value)}.",
        ),
        _world(
            "harm_unseen_by_unit",
            faint.harm_seen.value < 0.25 * faint.harm_at_full.value,
            f"{harm}; with this unit the test expects to see {effect(faint.harm_seen.value)}.",
        ),
    )
