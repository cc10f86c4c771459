"""The same plan, unit by unit: every user's every day drawn, analysed as an analyst would, from the data alone.

Why: the Gaussian path is a claim, and this is what it is audited against; it also makes the one data set that a
candidate analyses. Wrong for millions of users: it costs milliseconds where the path costs nothing.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from numpy.random import Generator

from theloop.engines.stats.cuped import cuped
from theloop.engines.stats.worlds.compile import (
    Array,
    available_units,
    cell_variance,
    day_factors,
    entry_shares,
    look_days,
    novelty_by_day,
)
from theloop.engines.stats.worlds.plan import Plan
from theloop.engines.stats.worlds.world import World

Days = npt.NDArray[np.signedinteger[Any]]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class AuditedTest:
    """One experiment: relative estimates and the standard errors the analysis computed, look by look."""

    estimates: Array
    errors: Array


def audit_users(plan: Plan, world: World, *, rng: Generator) -> AuditedTest:
    """Return one experiment by user, analysed by the difference of means with unpooled variances (or CUPED).

    Daily outcomes are normal around each user's own level (binary metrics: Bernoulli on the day of entry). Estimates
    are relative to the expected mean before the change, as in `compile_plan`.
    """
    days = plan.duration_days
    metric = world.metric(plan.primary)
    smaller = min(plan.allocation, 1 - plan.allocation)
    total = round(min(available_units(plan, world), plan.units_per_arm / smaller))
    weights, strength = day_factors(plan, world)
    entry = rng.choice(days, size=total, p=entry_shares(plan, world))
    treated = rng.random(total) < plan.allocation
    since = np.arange(days)[None, :] - entry[:, None]
    here = since >= 0 if metric.kind == "per_user" else since == 0
    share = plan.allocation * total / available_units(plan, world)
    felt = _felt(plan, world, since=since, strength=strength, treated=treated, share=share)
    if metric.kind == "binary":
        rates = metric.mean * weights[None, :] * (1 + felt)
        daily = (rng.random((total, days)) < rates) * here.astype(float)
        base = metric.mean * weights[None, :] * here
    elif metric.kind == "per_visit":
        base = metric.mean * weights[None, :] * here
        daily = base * (1 + felt) + here * rng.normal(0.0, metric.sd, (total, days))
    else:
        base = metric.mean / metric.window_days * weights[None, :] * here
        lasting = rng.normal(0.0, metric.sd * math.sqrt(metric.between_share) / metric.window_days, total)
        spread = metric.sd * math.sqrt((1 - metric.between_share) / metric.window_days) * np.sqrt(weights)
        passing = rng.normal(0.0, 1.0, (total, days)) * spread[None, :]
        daily = base * (1 + felt) + here * (lasting[:, None] * weights[None, :] + passing)
    return _analyse(plan, world, daily=daily, base=base, entry=entry, treated=treated, rng=rng)


def _felt(plan: Plan, world: World, *, since: Days, strength: Array, treated: Flags, share: float) -> Array:
    """Relative effect on each user on each day: the treated one's own and the resource's on both arms."""
    effect, sealed = world.effect(plan.primary), world.sealed
    interferes = sealed.interference != "none"
    eased = effect.treated_loses if interferes else 0.0
    fresh = novelty_by_day(world, plan.duration_days)[np.maximum(since, 0)]
    own = effect.full_launch + eased * (1 - share) + (effect.full_launch + eased) * fresh
    drawn = -effect.control_loses * share if interferes else 0.0
    shift = 0.0 if sealed.sample_ratio == "none" else sealed.sample_ratio.shift
    felt: Array = strength[None, :] * np.where(treated[:, None], own, drawn) + shift * treated[:, None]
    return felt


def _analyse(
    plan: Plan, world: World, *, daily: Array, base: Array, entry: Days, treated: Flags, rng: Generator
) -> AuditedTest:
    estimates, errors = [], []
    metric = world.metric(plan.primary)
    for look in look_days(plan):
        in_test = entry < look
        totals = daily[in_test, :look].sum(axis=1)
        if plan.analysis == "cuped":
            luck = totals - totals.mean()
            known = metric.pre_correlation * luck / luck.std()
            before = known + math.sqrt(1 - metric.pre_correlation**2) * rng.standard_normal(len(totals))
            totals = cuped(totals, before).adjusted
        arm = treated[in_test]
        expected = base[in_test, :look].sum(axis=1).mean()
        difference = totals[arm].mean() - totals[~arm].mean()
        error = math.sqrt(totals[arm].var(ddof=1) / arm.sum() + totals[~arm].var(ddof=1) / (~arm).sum())
        estimates.append(difference / expected)
        errors.append(error / expected)
    return AuditedTest(np.array(estimates), np.array(errors))


def audit_cells(plan: Plan, world: World, *, rng: Generator) -> AuditedTest:
    """Return one switchback, cell by cell: states drawn, each cell partly in the state of the one before it."""
    metric, effect, sealed = world.metric(plan.primary), world.effect(plan.primary), world.sealed
    per_day = 24 // plan.switchback_hours
    shape = (world.places.cities, plan.duration_days, per_day)
    treated = rng.random(shape) < plan.allocation
    flat = treated.reshape(world.places.cities, -1).astype(float)
    before = np.concatenate([rng.random((world.places.cities, 1)) < plan.allocation, flat[:, :-1]], axis=1)
    carried = 0.0
    if sealed.interference != "none":
        carried = min(1.0, sealed.interference.carry_over_hours / plan.switchback_hours)
    state = ((1 - carried) * flat + carried * before).reshape(shape)
    weights, strength = day_factors(plan, world)
    fresh = strength * (1 + novelty_by_day(world, plan.duration_days))
    luck = math.sqrt(cell_variance(plan, world, metric=metric)) * rng.standard_normal(shape)
    outcome = 1 + effect.full_launch * fresh[None, :, None] * state + luck
    estimates, errors = [], []
    for look in look_days(plan):
        values, arm = outcome[:, :look].ravel(), treated[:, :look].ravel()
        weight = np.broadcast_to(weights[None, :look, None], outcome[:, :look].shape).ravel()
        on, off = (np.average(values[side], weights=weight[side]) for side in (arm, ~arm))
        estimates.append(on - off)
        errors.append(math.sqrt(values[arm].var(ddof=1) / arm.sum() + values[~arm].var(ddof=1) / (~arm).sum()))
    return AuditedTest(np.array(estimates), np.array(errors))
