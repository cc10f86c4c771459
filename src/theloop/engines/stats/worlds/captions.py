"""Titles of the plots: what each of them found, not what it shows.

Why: the title of a plot is its finding, and a finding must follow from the numbers by a rule. Wrong when a caption says
more than its plot.
"""

from __future__ import annotations

from theloop.engines.stats.worlds.plan import Plan
from theloop.engines.stats.worlds.result import BiasPart, Captions, DesignFigures
from theloop.engines.stats.worlds.rows import mde_points
from theloop.engines.stats.worlds.wording import effect, money, points, share
from theloop.engines.stats.worlds.world import World

_COUNTS: tuple[str, ...] = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_COUNTS = (*_COUNTS, "eleven", "twelve", "thirteen", "fourteen")


def captions_of(
    plan: Plan, world: World, *, figures: DesignFigures, parts: tuple[BiasPart, ...], looks: int
) -> Captions:
    """Return the captions of a run; `parts` are those of the bias, `looks` the number of looks."""
    bias, spread = figures.bias.value, figures.standard_deviation.value
    far = abs(bias) > max(spread, 0.1)
    wide = spread > 0.5 * mde_points(plan, world)
    error_held = figures.false_positives.low is not None and figures.false_positives.low <= plan.alpha
    power_held = figures.power_at_mde.value >= plan.power - 0.03
    return Captions(
        histogram=_histogram(far=far, wide=wide),
        why=_why(far=far, error_held=error_held, power_held=power_held),
        power=f"Power is what you asked for: {share(figures.power_at_mde.value)} at your MDE"
        if power_held
        else f"You asked for power {share(plan.power)} and have {share(figures.power_at_mde.value)}",
        looks=_looks(plan, figures.false_positives.value, looks=looks, held=error_held),
        bias=_bias(bias, parts, far=far),
        adjustment=_adjustment(plan, world),
        cost=_cost(world, figures),
    )


def _histogram(*, far: bool, wide: bool) -> str:
    match far, wide:
        case True, False:
            return "Precise, and about the wrong thing"
        case True, True:
            return "Neither precise nor about the right thing"
        case False, True:
            return "About the right thing, and too wide to decide"
        case _:
            return "About the right thing, and narrow enough to decide"


def _why(*, far: bool, error_held: bool, power_held: bool) -> str:
    held = [name for name, good in (("power", power_held), ("error", error_held), ("aim", not far)) if good]
    lost = [name for name in ("power", "error", "aim") if name not in held]
    if not lost:
        return "Power, error and aim are what the plan promised."
    if not held:
        return "Power, error and aim all miss what the plan promised."
    verb = "is" if len(held) == 1 else "are"
    missing = "is" if len(lost) == 1 else "are"
    return f"{' and '.join(held).capitalize()} {verb} as promised; {' and '.join(lost)} {missing} not."


def _looks(plan: Plan, found: float, *, looks: int, held: bool) -> str:
    count = _COUNTS[looks] if looks < len(_COUNTS) else str(looks)
    subject = f"{count.capitalize()} look{'' if looks == 1 else 's'}"
    if not held:
        return f"{subject} spend{'s' if looks == 1 else ''} the error {found / plan.alpha:.1f} times over"
    if plan.stopping == "fixed" or looks == 1:
        return "One look spends the error once"
    return f"{subject} share the error of one"


def _bias(bias: float, parts: tuple[BiasPart, ...], *, far: bool) -> str:
    others = [part for part in parts if part.id not in ("full_launch", "estimate")]
    if not far or not others:
        return f"The estimate is {points(bias, digits=2)} points from the truth"
    largest = max(others, key=lambda part: abs(part.points.value))
    amount = points(largest.points.value)
    return f"Of {points(bias)} points of bias, {amount} are: {largest.label.lower()}"


def _adjustment(plan: Plan, world: World) -> str:
    correlation = world.metric(plan.primary).pre_correlation
    if correlation == 0.0 or plan.unit in ("city", "city_time"):
        return "No adjustment for the past changes what the unit lets through."
    cut = 100 * (1 - (1 - correlation**2) ** 0.5)
    verb = "cuts" if plan.analysis == "cuped" else "would have cut"
    leaves = "leaves" if plan.analysis == "cuped" else "left"
    return f"CUPED on the weeks before {verb} the s.d. by {cut:.0f} %, and {leaves} all of the bias."


def _cost(world: World, figures: DesignFigures) -> str:
    truth = 100 * world.effect(world.deciding.id).full_launch
    gap = truth - 100 * world.stakes.break_even
    side = "below" if gap < 0 else "above"
    return (
        f"A launch brings {effect(truth)}, {abs(gap):.1f} points {side} break-even: "
        f"{money(figures.launch_cost.value)} a year {'lost' if gap < 0 else 'gained'}."
    )
