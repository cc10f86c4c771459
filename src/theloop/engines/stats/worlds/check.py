"""What a careful reader says about a plan while it is typed, from the public numbers alone.

Why: a slip (units that cannot be had, part of a week, a guardrail without power) should cost a second, not an
interview. Wrong when a finding betrays the seal: this module reads `World` without `sealed`, and a test holds that.
"""

from __future__ import annotations

import math

from theloop.engines.stats import normal
from theloop.engines.stats.worlds.compile import available_units, compile_plan, look_days, smallest_arm
from theloop.engines.stats.worlds.plan import Plan, PlanFinding
from theloop.engines.stats.worlds.wording import plural, share
from theloop.engines.stats.worlds.world import Effect, Metric, Sealed, World

_UNIT_NOUNS = {"user": "users", "session": "sessions", "city": "cities", "city_time": "city-time cells"}


def check_plan(plan: Plan, world: World) -> tuple[PlanFinding, ...]:
    """Return findings on the plan in the order of the form; those of level `stop` must be settled before committing.

    Power is computed from the standard deviations the brief states, at the plan's own unit, analysis and length, and
    compared with what the plan asks for. Interference, novelty and other sealed threats are never used.
    """
    named = _names(plan, world)
    if named:
        return named
    blind = without_seal(world)
    sized = _size(plan, blind)
    if any(finding.level == "stop" for finding in sized):
        return (*sized, *_duration(plan))
    return (*_unit(plan), *sized, *_power(plan, blind), *_duration(plan), *_guardrails(plan, blind), *_rules(plan))


def without_seal(world: World) -> World:
    """Return the world with a seal that says nothing: no effect, no threat."""
    nothing = Sealed(effects=tuple(Effect(metric=metric.id, full_launch=0.0) for metric in world.metrics))
    return world.model_copy(update={"sealed": nothing})


def _found(ident: str, field: str, level: str, says: str) -> PlanFinding:
    return PlanFinding.model_validate({"id": ident, "field": field, "level": level, "says": says})


def _names(plan: Plan, world: World) -> tuple[PlanFinding, ...]:
    out = []
    if plan.unit not in world.units:
        allowed = ", ".join(world.units)
        out.append(
            _found("unit.unknown", "unit", "stop", f"This case cannot randomise by {plan.unit}; it can by {allowed}")
        )
    if not _has_role(plan.primary, world, "primary"):
        out.append(_found("primary.unknown", "primary", "stop", f"{plan.primary} is not a primary metric of this case"))
    seen: set[str] = set()
    for choice in plan.guardrails:
        if not _has_role(choice.metric, world, "guardrail"):
            out.append(
                _found("guardrails.unknown", "guardrails", "stop", f"{choice.metric} is not a guardrail of this case")
            )
        elif choice.metric in seen:
            out.append(_found("guardrails.twice", "guardrails", "stop", f"{choice.metric} stands twice"))
        seen.add(choice.metric)
    return tuple(out)


def _has_role(ident: str, world: World, role: str) -> bool:
    return any(metric.id == ident and role in metric.roles for metric in world.metrics)


def _unit(plan: Plan) -> tuple[PlanFinding, ...]:
    out = []
    if plan.unit == "city_time" and 24 % plan.switchback_hours:
        says = f"{plan.switchback_hours} h do not divide a day; cells would drift through the hours"
        out.append(_found("unit.cell_hours", "switchback_hours", "warn", says))
    if plan.unit in ("city", "city_time") and plan.analysis != "cluster_robust":
        says = "You randomise places and the analysis takes users as independent; its error will be too small"
        out.append(_found("analysis.unit", "analysis", "warn", says))
    if not 0.05 <= plan.allocation <= 0.95:
        out.append(_found("allocation.thin", "allocation", "warn", "One arm has less than 5 % of the units"))
    return tuple(out)


def _size(plan: Plan, world: World) -> tuple[PlanFinding, ...]:
    noun = _UNIT_NOUNS[plan.unit]
    smaller = min(plan.allocation, 1 - plan.allocation)
    there, asked = available_units(plan, world), plan.units_per_arm / smaller
    if asked > there * 1.0001:
        days = plural(plan.duration_days, "day")
        says = f"{days} bring {there:,.0f} {noun}; you ask for {asked:,.0f} in both arms"
        return (_found("units.too_many", "units_per_arm", "stop", says),)
    floor = smallest_arm(plan, skewness=world.metric(plan.primary).skewness)
    if plan.units_per_arm < floor:
        says = f"Fewer than {floor:,.0f} {noun} in an arm are too few for a normal test of this metric"
        return (_found("units.too_few", "units_per_arm", "stop", says),)
    return ()


def _relative_mde(plan: Plan, metric: Metric) -> float:
    if plan.mde.kind == "relative":
        return plan.mde.value
    windows = plan.duration_days / metric.window_days if metric.kind == "per_user" else 1.0
    return plan.mde.value / (metric.mean * windows)


def _power(plan: Plan, world: World) -> tuple[PlanFinding, ...]:
    metric = world.metric(plan.primary)
    error = float(compile_plan(plan, world, metric=plan.primary).true_error[-1])
    mde, critical = _relative_mde(plan, metric), normal.upper(plan.alpha / 2)
    power = normal.below(mde / error - critical)
    needed = plan.units_per_arm * ((critical + normal.upper(1 - plan.power)) * error / mde) ** 2
    noun = _UNIT_NOUNS[plan.unit]
    stated = f"One look at the end has power {share(power)} at an MDE of {100 * mde:.3g} %"
    if power < plan.power - 0.03:
        says = f"{stated}; {share(plan.power)} needs {math.ceil(needed):,} {noun} per arm"
        return (_found("power.low", "units_per_arm", "warn", says),)
    return (_found("power.ok", "units_per_arm", "note", f"{stated} (s.d. of the estimate {100 * error:.2g} %)"),)


def _duration(plan: Plan) -> tuple[PlanFinding, ...]:
    if plan.duration_days % 7 == 0:
        return ()
    weeks = f"{plural(plan.duration_days, 'day')} are {plan.duration_days / 7:.2g} weeks"
    says = f"{weeks}; some weekdays count more often than others"
    return (_found("duration.part_week", "duration_days", "warn", says),)


def _guardrails(plan: Plan, world: World) -> tuple[PlanFinding, ...]:
    if not plan.guardrails:
        says = "Without a guardrail only the primary metric can stop the launch"
        return (_found("guardrails.none", "guardrails", "warn", says),)
    once = plan.model_copy(update={"looks_every_days": "once"})
    out = []
    for choice in plan.guardrails:
        metric = world.metric(choice.metric)
        if plan.units_per_arm < smallest_arm(plan, skewness=metric.skewness):
            says = f"{metric.title}: too few users for a normal test"
            out.append(_found(f"guardrails.{choice.metric}.few", "guardrails", "stop", says))
            continue
        error = float(compile_plan(once, world, metric=choice.metric).true_error[-1])
        power = normal.below(choice.threshold / error - normal.upper(plan.alpha))
        says = f"{metric.title}: power {share(power)} to raise an alarm at {100 * choice.threshold:.3g} % harm"
        level = "note" if power >= 0.8 else "warn"
        out.append(_found(f"guardrails.{choice.metric}.power", "guardrails", level, says))
    return tuple(out)


def _rules(plan: Plan) -> tuple[PlanFinding, ...]:
    looks = len(look_days(plan))
    out = []
    if plan.stopping in ("pocock", "obrien_fleming") and looks == 1:
        says = "A sequential boundary with one look is a fixed test"
        out.append(_found("stopping.one_look", "stopping", "note", says))
    if plan.decision != "significant" and plan.break_even == "not_stated":
        says = "The decision compares with a break-even that is not stated"
        out.append(_found("decision.no_break_even", "break_even", "stop", says))
    return tuple(out)
