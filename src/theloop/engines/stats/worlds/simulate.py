"""Draw worlds: the luck of 10,000 tests at once, and where each of them stopped and what it shipped.

Why: one array program decides power, error, bias and cost alike, so they cannot contradict each other. Wrong when a
rule needs more than the estimates at the looks and their claimed errors.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from numpy.random import Generator

from theloop.engines.stats import normal
from theloop.engines.stats.sequential import Shape, boundaries
from theloop.engines.stats.worlds.compile import Array, Compiled, compile_plan
from theloop.engines.stats.worlds.plan import Plan
from theloop.engines.stats.worlds.world import World

Flags = npt.NDArray[np.bool_]
Indices = npt.NDArray[np.intp]
SRM_THRESHOLD = 0.001
_LEAST_STEP = 1e-3  # least information between looks: finer steps cost nodes and change no boundary visibly


@dataclass(frozen=True, slots=True)
class Stopped:
    """Where tests stopped: the look's index, whether a difference was declared there, estimate and critical |z|."""

    at: Indices
    declared: Flags
    estimate: Array
    error: Array
    critical: Array


@dataclass(frozen=True, slots=True)
class GuardrailRun:
    """One guardrail in all worlds; effects are relative, positive is worse."""

    metric: str
    harm_at_full: float
    harm_seen: float
    power_at_threshold: float
    alarms: Flags


@dataclass(frozen=True, slots=True)
class Simulated:
    """One plan in all worlds. `noise` is (worlds, looks): the estimates' luck around what is expected."""

    compiled: Compiled
    noise: Array
    reference: float
    critical: Array
    stopped: Stopped
    guardrails: tuple[GuardrailRun, ...]
    srm_found: Flags
    ships: Flags


def critical_values(plan: Plan, claimed_error: Array) -> Array:
    """Return the critical |z| of the plan's rule at each look; infinity where the rule does not stop.

    Sequential boundaries use the information the looks really have: claimed variance at the end over that at the look.
    """
    single = normal.upper(plan.alpha / 2)
    looks = len(claimed_error)
    if plan.stopping == "peek":
        return np.full(looks, single)
    if plan.stopping == "fixed":
        return np.array([math.inf] * (looks - 1) + [single])
    return _boundary(plan.stopping, claimed_error, alpha=plan.alpha)


def obrien_fleming_values(plan: Plan, claimed_error: Array) -> Array:
    """Return the O'Brien-Fleming critical |z| for the plan's looks, whatever rule the plan itself has."""
    return _boundary("obrien_fleming", claimed_error, alpha=plan.alpha)


def _boundary(shape: Shape, claimed_error: Array, *, alpha: float) -> Array:
    fractions = (claimed_error[-1] / claimed_error) ** 2
    # A look may bring no information (a quiet day); the recursion needs strictly increasing times.
    floor = _LEAST_STEP * np.arange(1, len(fractions) + 1)
    rising = np.minimum(np.maximum.accumulate(np.maximum(fractions, floor)), 1.0)
    for k in range(len(rising) - 2, -1, -1):
        rising[k] = min(rising[k], rising[k + 1] - _LEAST_STEP)
    rising[-1] = 1.0
    information = tuple(round(float(time), 6) for time in rising)
    return np.array(boundaries(information, shape=shape, alpha=alpha))


def reference_effect(plan: Plan) -> float:
    """Return the effect the plan tests against: its break-even if the interval must clear it, else 0."""
    if plan.decision == "interval_above_break_even" and plan.break_even != "not_stated":
        return plan.break_even
    return 0.0


def stop_at(path: Array, *, reference: float, error: Array, critical: Array) -> Stopped:
    """Return where each path of estimates (worlds, looks) first leaves ±critical errors around `reference`."""
    crossed = np.abs(path - reference) > critical * error
    declared: Flags = np.any(crossed, axis=1).astype(np.bool_)
    at = np.where(declared, crossed.argmax(axis=1), path.shape[1] - 1)
    rows = np.arange(len(path))
    return Stopped(at=at, declared=declared, estimate=path[rows, at], error=error[at], critical=critical[at])


def share_declared_by_look(noise: Array, *, error: Array, critical: Array) -> Array:
    """Return, for each look, the share of null worlds that declared a difference there or before."""
    crossed = np.abs(noise) > critical * error
    by_look: Array = np.logical_or.accumulate(crossed, axis=1).mean(axis=0)
    return by_look


def draw_noise(covariance: Array, *, rng: Generator, runs: int) -> Array:
    """Return (runs, looks) normal draws with this covariance, exact also where it is singular."""
    values, vectors = np.linalg.eigh(covariance)
    root = vectors * np.sqrt(np.maximum(values, 0.0))
    drawn: Array = rng.standard_normal((runs, len(values))) @ root.T
    return drawn


def simulate(plan: Plan, world: World, *, rng: Generator, runs: int) -> Simulated:
    """Return the plan in `runs` worlds with the sealed truth. Raises as `compile_plan`."""
    compiled = compile_plan(plan, world, metric=plan.primary)
    noise = draw_noise(compiled.covariance, rng=rng, runs=runs)
    critical = critical_values(plan, compiled.claimed_error)
    reference = reference_effect(plan)
    stopped = stop_at(noise + compiled.expected, reference=reference, error=compiled.claimed_error, critical=critical)
    guardrails = tuple(
        _guardrail(choice.metric, choice.threshold, plan=plan, world=world, rng=rng, runs=runs)
        for choice in plan.guardrails
    )
    srm_found = _srm(plan, world, units=compiled.units, rng=rng, runs=runs)
    ships = wants_launch(plan, stopped, reference=reference) & ~srm_found
    for guardrail in guardrails:
        ships &= ~guardrail.alarms
    return Simulated(compiled, noise, reference, critical, stopped, guardrails, srm_found, ships)


def wants_launch(plan: Plan, stopped: Stopped, *, reference: float) -> Flags:
    """Return the worlds whose result asks for a launch by the plan's decision rule, before any guardrail."""
    if plan.decision == "estimate_above_break_even" and plan.break_even != "not_stated":
        return stopped.declared & (stopped.estimate > max(plan.break_even, 0.0))
    return stopped.declared & (stopped.estimate > reference)


def _guardrail(ident: str, threshold: float, *, plan: Plan, world: World, rng: Generator, runs: int) -> GuardrailRun:
    once = plan.model_copy(update={"looks_every_days": "once"})
    compiled = compile_plan(once, world, metric=ident)
    sign = 1.0 if world.metric(ident).worse_when == "higher" else -1.0
    error, claimed = float(compiled.true_error[-1]), float(compiled.claimed_error[-1])
    seen = sign * float(compiled.expected[-1])
    critical = normal.upper(plan.alpha)
    estimates = seen + error * rng.standard_normal(runs)
    return GuardrailRun(
        metric=ident,
        harm_at_full=sign * world.effect(ident).full_launch,
        harm_seen=seen,
        power_at_threshold=normal.below((threshold - critical * claimed) / error),
        alarms=estimates > critical * claimed,
    )


def _srm(plan: Plan, world: World, *, units: float, rng: Generator, runs: int) -> Flags:
    """Worlds in which a committed sample-ratio check alarms (two-sided normal, p < 0.001)."""
    if not plan.srm_check:
        return np.zeros(runs, dtype=bool)
    share = plan.allocation
    if world.sealed.sample_ratio != "none" and plan.unit in ("user", "session"):
        kept = share * (1 - world.sealed.sample_ratio.lost_share)
        seen = kept / (kept + 1 - share)
    else:
        seen = share
    shift = (seen - share) / math.sqrt(share * (1 - share) / units)
    alarms: Flags = np.abs(shift + rng.standard_normal(runs)) > normal.upper(SRM_THRESHOLD / 2)
    return alarms
