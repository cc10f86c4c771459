"""The title and the lede of a run: the sentence the page is named by, chosen by what the worlds showed.

Why: a finding must follow from numbers by a rule that can be read. Wrong when two rules could both be the worst: the
order below is the order of harm.
"""

from __future__ import annotations

from theloop.engines.stats.worlds.compile import Compiled, available_units
from theloop.engines.stats.worlds.plan import Plan
from theloop.engines.stats.worlds.result import DesignFigures, Finding, GuardrailFigures
from theloop.engines.stats.worlds.wording import effect, money, one_in, share
from theloop.engines.stats.worlds.world import World


def finding_of(
    plan: Plan, world: World, *, figures: DesignFigures, guardrails: tuple[GuardrailFigures, ...]
) -> Finding:
    """Return the finding: wrong decisions first, then bias, error, missed guardrails, power, else that it held."""
    truth = 100 * world.effect(plan.primary).full_launch
    name = world.metric(plan.primary).title.lower()
    launch = 100 * world.effect(world.deciding.id).full_launch
    pays = f"Launching pays above {effect(100 * world.stakes.break_even)}."
    report = (
        f"It reports {effect(figures.mean_estimate.value)} {name}. "
        f"Launched to everyone, the same change brings {effect(truth)}. {pays}"
    )
    if plan.primary != world.deciding.id:
        report = (
            f"It reports {effect(figures.mean_estimate.value)} {name}. The decision is about "
            f"{world.deciding.title.lower()}, which a launch moves by {effect(launch)}. {pays}"
        )
    return Finding(title=_title(plan, figures, guardrails, truth=truth), lede=report)


def _title(
    plan: Plan,
    figures: DesignFigures,
    guardrails: tuple[GuardrailFigures, ...],
    *,
    truth: float,
) -> str:
    loses, ships = figures.launch_cost.value > 0, figures.ships.value
    biased = abs(figures.bias.value) > max(0.5 * figures.standard_deviation.value, 0.1 * abs(truth))
    if loses and ships > 0.05:
        return f"Your test ships a loss in {one_in(ships)}"
    if not loses and ships < 0.5:
        gain = money(figures.launch_cost.value)
        return f"Your test leaves a gain of {gain} a year unshipped in {one_in(1 - ships)}"
    if biased:
        return f"Your test decides right and measures wrong, by {abs(figures.bias.value):.1f} points"
    false = figures.false_positives
    if false.low is not None and false.low > plan.alpha:
        return f"Your test finds something where nothing is in {one_in(false.value)}"
    missed = [figure for figure in guardrails if figure.harmful and figure.missed.value > 0.2]
    if missed:
        return f"Your guardrail on {missed[0].title.lower()} misses the harm in {one_in(missed[0].missed.value)}"
    if figures.power_at_mde.value < plan.power - 0.05:
        return f"Your test would miss what you look for in {one_in(1 - figures.power_at_mde.value)}"
    return "Your test tells the truth, and decides by it"


def notes_of(plan: Plan, world: World, compiled: Compiled) -> tuple[str, ...]:
    """Return what a reader must know to trust the figures: model, limits, and where the plan could not be followed."""
    out = [
        "Each figure carries the luck of the simulation as its 95 % interval.",
        "Worlds are Gaussian paths of the estimate. Effects are in percent of the mean before the change.",
    ]
    asked = plan.units_per_arm / min(plan.allocation, 1 - plan.allocation)
    if asked > compiled.units * 1.0001:
        there = available_units(plan, world)
        out.append(f"You asked for {asked:,.0f} units; the plan's days bring {there:,.0f}, and the worlds used those.")
    if plan.unit in ("city", "city_time") and compiled.units < 60:
        out.append("With fewer than 30 clusters in an arm the normal interval is a little too narrow.")
    if plan.stopping == "peek":
        out.append(f"Power is that of the last look alone: p < {share(plan.alpha)} at every look has no honest power.")
    if plan.decision == "interval_above_break_even" and plan.break_even != "not_stated":
        out.append("Power and false positives are counted from break-even, which is what this plan tests against.")
    return tuple(out)
