"""Run a committed plan in many worlds, beside another design, and report every figure with its Monte Carlo error.

Why: the one entry the Lab, the command line and the content tests call. Wrong when a figure depends on something that
is neither plan nor world nor the dice.
"""

from __future__ import annotations

import math
from typing import Literal

import numpy as np
from numpy.random import Generator

from theloop.base.errors import OutOfRangeError
from theloop.base.quantity import Provenance, Quantity
from theloop.engines.stats import normal
from theloop.engines.stats.worlds.captions import captions_of
from theloop.engines.stats.worlds.compile import Array
from theloop.engines.stats.worlds.finding import finding_of, notes_of
from theloop.engines.stats.worlds.plan import Plan
from theloop.engines.stats.worlds.result import (
    BiasPart,
    Bin,
    DesignFigures,
    GuardrailFigures,
    LookPoint,
    PowerPoint,
    WorldsResult,
)
from theloop.engines.stats.worlds.rows import label_of, rows_of
from theloop.engines.stats.worlds.simulate import (
    Flags,
    Simulated,
    obrien_fleming_values,
    share_declared_by_look,
    simulate,
    stop_at,
    wants_launch,
)
from theloop.engines.stats.worlds.world import World

_Z95 = normal.upper(0.025)
_BINS = 60
_POWER_POINTS = 11
_PART_LABELS = {
    "full_launch": "Real effect at full launch",
    "drawn_from_control": "Drawn from control",
    "not_felt_in_test": "Not felt at this share",
    "part_week": "Days that are no whole week",
    "novelty": "Novelty not yet gone",
    "carry_over": "Carried over a switch",
    "session_memory": "Carried between sessions",
    "sample_ratio": "Users lost from one arm",
    "early_stop": "Stopped early",
    "estimate": "Your estimate",
}


def run_plan(plan: Plan, world: World, *, beside: Plan, rng: Generator, runs: int = 10_000) -> WorldsResult:
    """Return what `plan` does in `runs` worlds of the sealed truth, with the plan `beside` run next to it.

    Each world is a Gaussian path of the estimate over the plan's looks (tier 1): mean from effect, weekday, novelty,
    interference and sample ratio; covariance from units, lasting and passing differences. Null worlds keep the luck
    and take all effects away.

    Args:
        plan: The committed plan.
        world: The world with its seal.
        beside: The alternative design; its own luck.
        rng: The dice; the same state gives the same result.
        runs: Worlds for each design, 200 to 200,000.

    Raises:
        UnknownNameError: A metric is not in the world.
        OutOfRangeError: `runs` leaves its range, or an arm is too small for the Gaussian path.
    """
    if not 200 <= runs <= 200_000:
        raise OutOfRangeError("runs", runs, "200 to 200,000")
    yours, other = (simulate(each, world, rng=rng, runs=runs) for each in (plan, beside))
    truth = world.effect(plan.primary).full_launch
    figures = _figures(plan, world, simulated=yours)
    beside_figures = _figures(beside, world, simulated=other)
    guardrails = tuple(_guardrail_figures(plan, world, simulated=yours))
    parts = _bias_parts(yours)
    draft = WorldsResult(
        world=world.id,
        runs=runs,
        plan=plan,
        beside_plan=beside,
        finding=finding_of(plan, world, figures=figures, guardrails=guardrails),
        captions=captions_of(plan, world, figures=figures, parts=parts, looks=len(yours.compiled.look_days)),
        truth=_known(100 * truth, "%"),
        break_even=_known(100 * world.stakes.break_even, "%"),
        yours=figures,
        beside=beside_figures,
        histogram=_histogram(yours.stopped.estimate, other.stopped.estimate, shown=(truth, world.stakes.break_even)),
        power_curve=_power_curve(plan, yours, beside_plan=beside, beside=other),
        false_positives_by_look=_by_look(plan, yours),
        bias_parts=parts,
        guardrails=guardrails,
        rows=(),
        notes=notes_of(plan, world, yours.compiled),
    )
    return draft.model_copy(update={"rows": rows_of(draft, world)})


def share(flags: Flags) -> Quantity:
    """Return the share of worlds with a 95 % Wilson interval, unit "1"."""
    count, size = int(flags.sum()), len(flags)
    rate = count / size
    centre = (rate + _Z95**2 / (2 * size)) / (1 + _Z95**2 / size)
    half = _Z95 / (1 + _Z95**2 / size) * math.sqrt(rate * (1 - rate) / size + _Z95**2 / (4 * size**2))
    return _simulated(rate, "1", max(0.0, centre - half), min(1.0, centre + half))


def mean(values: Array, unit: str) -> Quantity:
    """Return the mean over worlds with its 95 % Monte Carlo interval."""
    centre = float(values.mean())
    half = _Z95 * float(values.std(ddof=1)) / math.sqrt(len(values)) if len(values) > 1 else 0.0
    return _simulated(centre, unit, centre - half, centre + half)


def _simulated(value: float, unit: str, low: float, high: float) -> Quantity:
    return Quantity(value=value, unit=unit, low=low, high=high, provenance="simulated")


def _known(value: float, unit: str, provenance: Provenance = "declared") -> Quantity:
    return Quantity(value=value, unit=unit, provenance=provenance)


def _figures(plan: Plan, world: World, *, simulated: Simulated) -> DesignFigures:
    stopped, compiled = simulated.stopped, simulated.compiled
    truth = world.effect(plan.primary).full_launch
    estimates = 100 * stopped.estimate
    spread = float(estimates.std(ddof=1))
    half = stopped.critical * stopped.error  # finite: no rule stops where its critical value is infinite
    error = compiled.claimed_error
    days = np.array(compiled.look_days, dtype=float)[stopped.at]
    spread_half = _Z95 * spread / math.sqrt(2 * len(estimates))
    at_mde = _declared_at(plan, simulated, effect=relative_mde(plan, world))
    null = stop_at(simulated.noise + _null_shift(simulated), reference=0.0, error=error, critical=simulated.critical)
    launch_loss = 100 * (world.stakes.break_even - world.effect(world.deciding.id).full_launch)
    yearly = launch_loss * world.stakes.usd_per_point_year
    wrong = simulated.ships if yearly > 0 else ~simulated.ships
    good = world.stakes.break_even + relative_mde(plan, world)
    alarmed = np.zeros(len(estimates), dtype=bool)
    for guardrail in simulated.guardrails:
        alarmed |= guardrail.alarms
    return DesignFigures(
        label=label_of(plan),
        mean_estimate=mean(estimates, "%"),
        bias=mean(estimates - 100 * truth, "%"),
        standard_deviation=_simulated(spread, "%", spread - spread_half, spread + spread_half),
        power_at_mde=share(at_mde),
        false_positives=share(null.declared),
        coverage=share(np.abs(stopped.estimate - truth) <= half),
        exaggeration=_exaggeration(stopped.estimate[simulated.ships], truth=truth),
        ships=share(simulated.ships),
        ships_when_it_pays=share(_ships_at(plan, simulated, effect=good)),
        days_to_decision=mean(days, "d"),
        weeks=_known(plan.duration_days / 7, "weeks"),
        guardrail_stops=share(alarmed),
        srm_stops=share(simulated.srm_found),
        wrong_decision_cost=mean(np.where(wrong, abs(yearly), 0.0), "USD/year"),
        launch_cost=_known(yearly, "USD/year"),
    )


def relative_mde(plan: Plan, world: World) -> float:
    """Return the plan's smallest effect worth detecting as a fraction of the primary metric's mean over the test."""
    if plan.mde.kind == "relative":
        return plan.mde.value
    metric = world.metric(plan.primary)
    windows = plan.duration_days / metric.window_days if metric.kind == "per_user" else 1.0
    return plan.mde.value / (metric.mean * windows)


def _null_shift(simulated: Simulated) -> Array:
    """What remains of the estimate when the change does nothing: users lost from one arm."""
    return simulated.compiled.parts.get("sample_ratio", np.zeros(simulated.noise.shape[1]))


def _declared_at(plan: Plan, simulated: Simulated, *, effect: float) -> Flags:
    """Worlds that declare a difference at a true effect without bias; peeking is credited its last look only."""
    error, critical = simulated.compiled.claimed_error, simulated.critical
    noise = simulated.noise
    if plan.stopping == "peek":
        noise, error, critical = noise[:, -1:], error[-1:], critical[-1:]
    return stop_at(noise + effect, reference=0.0, error=error, critical=critical).declared


def _ships_at(plan: Plan, simulated: Simulated, *, effect: float) -> Flags:
    """Worlds that would ship a true effect of this size without bias, no guardrail speaking."""
    path = simulated.noise + effect
    error, reference = simulated.compiled.claimed_error, simulated.reference
    stopped = stop_at(path, reference=reference, error=error, critical=simulated.critical)
    return wants_launch(plan, stopped, reference=reference)


def _exaggeration(shipped: Array, *, truth: float) -> Quantity | Literal["not_defined"]:
    if len(shipped) < 2 or truth == 0.0:
        return "not_defined"
    return mean(shipped / truth, "1")


def _histogram(yours: Array, beside: Array, *, shown: tuple[float, ...]) -> tuple[Bin, ...]:
    both = 100 * np.concatenate([yours, beside, np.array(shown)])
    edges = np.linspace(float(both.min()), float(both.max()) + 1e-9, _BINS + 1)
    counts = [np.histogram(100 * values, bins=edges)[0] for values in (yours, beside)]
    return tuple(
        Bin(low=float(low), high=float(high), yours=int(mine), beside=int(other))
        for low, high, mine, other in zip(edges[:-1], edges[1:], *counts, strict=True)
    )


def _power_curve(plan: Plan, yours: Simulated, *, beside_plan: Plan, beside: Simulated) -> tuple[PowerPoint, ...]:
    reach = 5.0 * max(float(yours.compiled.true_error[-1]), float(beside.compiled.true_error[-1]))
    top = max(2 * plan.mde.value, 0.0) if plan.mde.kind == "relative" else reach
    return tuple(
        PowerPoint(
            effect=100 * float(effect),
            yours=share(_declared_at(plan, yours, effect=float(effect))),
            beside=share(_declared_at(beside_plan, beside, effect=float(effect))),
        )
        for effect in np.linspace(0.0, top, _POWER_POINTS)
    )


def _by_look(plan: Plan, simulated: Simulated) -> tuple[LookPoint, ...]:
    compiled = simulated.compiled
    noise = simulated.noise + _null_shift(simulated)
    error = compiled.claimed_error
    runs = len(noise)
    columns = [
        share_declared_by_look(noise, error=error, critical=critical)
        for critical in (simulated.critical, obrien_fleming_values(plan, error))
    ]
    return tuple(
        LookPoint(
            look=look + 1,
            day=day,
            yours=_share_of(float(columns[0][look]), runs),
            obrien_fleming=_share_of(float(columns[1][look]), runs),
        )
        for look, day in enumerate(compiled.look_days)
    )


def _share_of(rate: float, runs: int) -> Quantity:
    flags = np.zeros(runs, dtype=bool)
    flags[: round(rate * runs)] = True
    return share(flags)


def _bias_parts(simulated: Simulated) -> tuple[BiasPart, ...]:
    found = {ident: float(path[-1]) for ident, path in simulated.compiled.parts.items()}
    estimate = mean(100 * simulated.stopped.estimate, "%")
    early = estimate.value - 100 * sum(found.values())
    out = [
        BiasPart(id=ident, label=_PART_LABELS[ident], points=_known(100 * points, "%", "closed_form"))
        for ident, points in found.items()
        if ident == "full_launch" or abs(points) > 5e-6
    ]
    if len(simulated.compiled.look_days) > 1:
        half = estimate.value - (estimate.low if estimate.low is not None else estimate.value)
        luck = _simulated(early, "%", early - half, early + half)
        out.append(BiasPart(id="early_stop", label=_PART_LABELS["early_stop"], points=luck))
    return (*out, BiasPart(id="estimate", label=_PART_LABELS["estimate"], points=estimate))


def _guardrail_figures(plan: Plan, world: World, *, simulated: Simulated) -> list[GuardrailFigures]:
    out = []
    for choice, run in zip(plan.guardrails, simulated.guardrails, strict=True):
        harmful = run.harm_at_full > choice.threshold
        out.append(
            GuardrailFigures(
                metric=run.metric,
                title=world.metric(run.metric).title,
                threshold=100 * choice.threshold,
                harm_at_full=_known(100 * run.harm_at_full, "%"),
                harm_seen=_known(100 * run.harm_seen, "%", "closed_form"),
                power_at_threshold=_known(run.power_at_threshold, "1", "closed_form"),
                alarms=share(run.alarms),
                missed=share(~run.alarms & harmful),
                harmful=harmful,
            )
        )
    return out
