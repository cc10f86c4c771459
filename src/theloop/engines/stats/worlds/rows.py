"""What each row of the plan did in the worlds: does it hold, and the number that says so.

Why: the candidate committed eight choices and is answered eight times. Wrong when a row judges by the words of the
plan instead of by what the worlds showed.
"""

from __future__ import annotations

from collections.abc import Callable

from theloop.engines.stats.worlds.plan import Plan
from theloop.engines.stats.worlds.result import Row, RowVerdict, WorldsResult
from theloop.engines.stats.worlds.wording import effect, one_in, plural, points, share
from theloop.engines.stats.worlds.world import Metric, World

MATERIAL = 0.25  # a bias counts from a quarter of the smallest effect the plan cares about
POWER_SLACK = 0.03
GUARDRAIL_POWER = 0.8
_UNIT_PARTS = ("drawn_from_control", "not_felt_in_test", "carry_over", "session_memory")
_UNITS = {"user": "User", "session": "Session", "city": "City", "city_time": "City and time"}
_STOPPING = {
    "fixed": "decide at the end",
    "peek": "stop at p < {alpha}",
    "pocock": "stop at Pocock's boundary",
    "obrien_fleming": "stop at O'Brien and Fleming's boundary",
}
_DECISIONS = {
    "significant": "Ship if positive and significant",
    "estimate_above_break_even": "Ship if significant and the estimate clears break-even",
    "interval_above_break_even": "Ship if the whole interval clears break-even",
}
_ANALYSES = {"difference": "", "cuped": ", CUPED", "cluster_robust": ", errors by cluster"}


def label_of(plan: Plan) -> str:
    """Return the design's short name: its unit, its rule of looking, its length."""
    unit = f"Switchback, city × {plan.switchback_hours} h" if plan.unit == "city_time" else f"{_UNITS[plan.unit]} split"
    return f"{unit}, {plural(plan.duration_days, 'day')}"


def part_points(result: WorldsResult, *idents: str) -> float:
    """Return the sum of the named parts of the estimate, in points of %."""
    return sum(part.points.value for part in result.bias_parts if part.id in idents)


def unit_bias(result: WorldsResult) -> float:
    """Return the points of bias that come from the unit: interference, carry-over, memory between sessions."""
    return part_points(result, *_UNIT_PARTS)


def is_material(result: WorldsResult, world: World, bias: float) -> bool:
    """Say whether this many points of bias could turn a decision: a quarter of the MDE or more."""
    return abs(bias) > MATERIAL * mde_points(result.plan, world)


def mde_points(plan: Plan, world: World) -> float:
    """Return the plan's MDE in points of % of the primary metric's mean over the test."""
    if plan.mde.kind == "relative":
        return 100 * plan.mde.value
    metric = world.metric(plan.primary)
    windows = plan.duration_days / metric.window_days if metric.kind == "per_user" else 1.0
    return 100 * plan.mde.value / (metric.mean * windows)


def error_held(result: WorldsResult) -> bool:
    """Say whether false positives are at most the promised alpha, by their Monte Carlo interval."""
    low = result.yours.false_positives.low
    return low is not None and low <= result.plan.alpha


def power_reached(result: WorldsResult) -> bool:
    """Say whether power at the MDE is at most three points below what the plan asked for."""
    return result.yours.power_at_mde.value >= result.plan.power - POWER_SLACK


def states_break_even(plan: Plan, world: World) -> bool:
    """Say whether the plan's break-even is the world's, within a tenth of it or 0.1 points, whichever is larger."""
    if plan.break_even == "not_stated":
        return False
    return abs(plan.break_even - world.stakes.break_even) <= max(0.1 * abs(world.stakes.break_even), 0.001)


def rows_of(result: WorldsResult, world: World) -> tuple[RowVerdict, ...]:
    """Return the verdicts on the eight rows of the plan, in the order of the form."""
    return tuple(_verdict(row, title, result, world) for row, title in _TITLES.items())


def _verdict(row: Row, title: str, result: WorldsResult, world: World) -> RowVerdict:
    wrote, holds, says = _ROWS[row](result, world)
    return RowVerdict(row=row, title=title, wrote=wrote, holds=holds, says=says)


_Answer = tuple[str, bool, str]


def _unit(result: WorldsResult, world: World) -> _Answer:
    plan = result.plan
    wrote = label_of(plan).split(", ")[0].removesuffix(" split") + (
        f" × {plan.switchback_hours} h" if plan.unit == "city_time" else ""
    )
    bias = unit_bias(result)
    if not is_material(result, world, bias):
        return (
            wrote,
            True,
            f"The unit moves the estimate by {points(bias, digits=2)} points, less than a quarter of the MDE",
        )
    where = "high" if bias > 0 else "low"
    sealed = world.sealed.interference
    shared = f"Both arms share {sealed.resource}. " if sealed != "none" else ""
    return wrote, False, f"{shared}The estimate is {abs(bias):.1f} points too {where}"


def _allocation(result: WorldsResult, _world: World) -> _Answer:
    a = result.plan.allocation
    wrote = f"{100 * a:.0f} / {100 * (1 - a):.0f}, treated / control"
    inflation = 1 / (4 * a * (1 - a))
    if inflation <= 1.0005:
        return wrote, True, "Smallest variance for the size"
    says = f"Costs {100 * (inflation - 1):.0f} % more units than 50 / 50 for the same error"
    return wrote, inflation <= 1.05, says


def _primary(result: WorldsResult, world: World) -> _Answer:
    metric = world.metric(result.plan.primary)
    if not metric.decides:
        return (
            metric.title,
            False,
            metric.why or f"The decision is about {world.deciding.title.lower()}, not about this",
        )
    return metric.title, True, f"Mean {metric.mean:g}, s.d. {metric.sd:g}. {_tail(metric)}"


def _tail(metric: Metric) -> str:
    if metric.kind == "binary":
        return "A rate, so its s.d. follows from the mean"
    return "Heavy tail, fine at this n" if metric.skewness > 1 or metric.sd > metric.mean else "Light tail"


def _mde_and_size(result: WorldsResult, _world: World) -> _Answer:
    plan, power = result.plan, result.yours.power_at_mde.value
    size = f"{100 * plan.mde.value:g} % relative" if plan.mde.kind == "relative" else f"{plan.mde.value:g} absolute"
    wrote = f"{size}, {plan.units_per_arm:,} per arm"
    return wrote, power_reached(result), f"Power {share(power)} at the MDE. You asked for {share(plan.power)}"


def _duration(result: WorldsResult, world: World) -> _Answer:
    plan = result.plan
    whole = plan.duration_days % 7 == 0
    wrote = plural(plan.duration_days, "day") + (f", {plural(plan.duration_days / 7, 'full week')}" if whole else "")
    drift = part_points(result, "part_week", "novelty")
    holds = whole and not is_material(result, world, drift)
    if not whole:
        first = f"from {plan.starts_on.capitalize()}"
        return (
            wrote,
            False,
            f"{plan.duration_days} days {first} are no whole week: {points(drift, digits=2)} points of drift",
        )
    novelty = part_points(result, "novelty")
    if abs(novelty) >= 0.005:
        return wrote, holds, f"Weekday pattern balanced. Novelty adds {points(novelty, digits=2)} points"
    return wrote, holds, "Weekday pattern balanced. No novelty left in the estimate"


def _guardrails(result: WorldsResult, world: World) -> _Answer:
    titles = [figure.title for figure in result.guardrails]
    wrote = ", ".join(titles) or "None"
    if not titles:
        return wrote, False, "Nothing but the primary metric could stop the launch"
    missed = [figure for figure in result.guardrails if figure.harmful and figure.missed.value > 0.2]
    if missed:
        worst = max(missed, key=lambda figure: figure.missed.value)
        harm = f"{worst.title} worsens by {worst.harm_at_full.value:.1f} % at full launch"
        seen = f"{harm}; your test expects to see {effect(worst.harm_seen.value)}"
        return wrote, False, f"{seen} and misses it in {one_in(worst.missed.value)}"
    weak = [figure for figure in result.guardrails if figure.power_at_threshold.value < GUARDRAIL_POWER]
    if weak:
        worst = min(weak, key=lambda figure: figure.power_at_threshold.value)
        return (
            wrote,
            False,
            f"{worst.title}: power {share(worst.power_at_threshold.value)} at {worst.threshold:g} % harm",
        )
    if not covers_cost(result.plan, world):
        needed = [metric.title for metric in world.metrics if metric.covers_cost]
        return (
            wrote,
            False,
            f"No {needed[0].lower()}, and that is the decision" if needed else "No metric covers the cost",
        )
    lowest = min(figure.power_at_threshold.value for figure in result.guardrails)
    return wrote, True, f"Each has power {share(lowest)} or more at its threshold"


def covers_cost(plan: Plan, world: World) -> bool:
    """Say whether one of the plan's guardrails measures what the change costs, or no metric of the world does."""
    needed = {metric.id for metric in world.metrics if metric.covers_cost}
    return not needed or any(choice.metric in needed for choice in plan.guardrails)


def _stopping(result: WorldsResult, _world: World) -> _Answer:
    plan, found = result.plan, result.yours.false_positives.value
    every = "Look once" if plan.looks_every_days == "once" else f"Look every {plural(plan.looks_every_days, 'day')}"
    every = every.replace("every 1 day", "every day")
    wrote = f"{every}, {_STOPPING[plan.stopping].format(alpha=share(plan.alpha))}{_ANALYSES[plan.analysis]}"
    if error_held(result):
        return wrote, True, f"False positives {share(found)}, as promised"
    return (
        wrote,
        False,
        f"In null worlds {one_in(found)} declares a difference: {share(found)}, not {share(plan.alpha)}",
    )


def _decision(result: WorldsResult, world: World) -> _Answer:
    plan, truth = result.plan, effect(result.break_even.value)
    wrote = _DECISIONS[plan.decision]
    if plan.break_even == "not_stated":
        return wrote, False, f"Break-even was never stated. It is {truth}"
    wrote = f"{wrote} ({effect(100 * plan.break_even)})" if plan.decision != "significant" else wrote
    if not states_break_even(plan, world):
        return wrote, False, f"You put break-even at {effect(100 * plan.break_even)}. It is {truth}"
    if plan.decision == "significant":
        return wrote, False, f"Break-even {truth} was stated and is not what the test decides on"
    wrong = wrong_share(result)
    if wrong > 0.1:
        return wrote, False, f"Tests against {truth} and still decides wrong in {one_in(wrong)}"
    return wrote, True, f"Tests against {truth}. Decides wrong in {one_in(wrong)}"


def wrong_share(result: WorldsResult) -> float:
    """Return the share of worlds whose decision loses money against knowing the truth."""
    ships = result.yours.ships.value
    return ships if result.yours.launch_cost.value > 0 else 1 - ships


_TITLES: dict[Row, str] = {
    "unit": "Unit",
    "allocation": "Allocation",
    "primary_metric": "Primary metric",
    "mde_and_size": "MDE and size",
    "duration": "Duration",
    "guardrails": "Guardrails",
    "stopping_rule": "Stopping rule",
    "decision": "Decision",
}
_ROWS: dict[Row, Callable[[WorldsResult, World], _Answer]] = {
    "unit": _unit,
    "allocation": _allocation,
    "primary_metric": _primary,
    "mde_and_size": _mde_and_size,
    "duration": _duration,
    "guardrails": _guardrails,
    "stopping_rule": _stopping,
    "decision": _decision,
}
