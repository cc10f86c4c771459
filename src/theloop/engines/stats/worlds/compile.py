"""Compile a plan in a world once: the mean path of its estimate and the covariance of its luck, look by look.

Why: 10,000 replications are then 10,000 draws of a short Gaussian vector instead of ten billion users. Wrong where
the normal limit is not reached; `compile_plan` refuses below 355 squared skewness users per arm (Boos &
Hughes-Oliver 2000; Kohavi et al. 2014, rule of thumb).
Everything is relative to the mean before the change, and luck is that of the world before it: effects are small.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

import numpy as np
import numpy.typing as npt

from theloop.base.errors import OutOfRangeError
from theloop.engines.stats.worlds.plan import Plan, Weekday
from theloop.engines.stats.worlds.world import Effect, Metric, Panel, World

Array = npt.NDArray[np.float64]
Parts = dict[str, Array]


@dataclass(frozen=True, slots=True)
class Compiled:
    """A plan in a world, for one metric.

    `look_days` are the days (from 1) of the looks. `parts` are the paths over the looks that add up to the expected
    estimate. `covariance` is (looks, looks). `claimed_error` is what the plan's analysis believes its standard error
    to be. `units` is the number of units in both arms at the end, `treated_share` the share of the market treated.
    """

    look_days: tuple[int, ...]
    parts: Parts
    covariance: Array
    claimed_error: Array
    units: float
    treated_share: float

    @property
    def expected(self) -> Array:
        """Expected estimate at each look."""
        total: Array = np.sum(list(self.parts.values()), axis=0)
        return total

    @property
    def true_error(self) -> Array:
        """Standard deviation of the estimate at each look."""
        return np.sqrt(np.diag(self.covariance))


def look_days(plan: Plan) -> tuple[int, ...]:
    """Return the days on which the plan looks; the last day is always one of them."""
    if plan.looks_every_days == "once":
        return (plan.duration_days,)
    days = range(plan.looks_every_days, plan.duration_days + 1, plan.looks_every_days)
    return tuple(sorted({*days, plan.duration_days}))


def available_units(plan: Plan, world: World) -> float:
    """Return how many units of the plan's kind the world offers in the plan's duration, both arms together."""
    days, cities = plan.duration_days, world.places.cities
    match plan.unit:
        case "city":
            return float(cities)
        case "city_time":
            return float(cities * (24 // plan.switchback_hours) * days)
        case "user":
            return _users(plan, world)
        case "session":
            window = world.metric(plan.primary).window_days
            return _users(plan, world) * world.sessions_per_user * (days / window)


def smallest_arm(plan: Plan, *, skewness: float) -> float:
    """Return the fewest units in an arm for which the normal path may be used: 2 clusters, or users by skewness."""
    return 2.0 if plan.unit in ("city", "city_time") else max(30.0, 355.0 * skewness**2)


def compile_plan(plan: Plan, world: World, *, metric: str) -> Compiled:
    """Return the plan's estimate of its effect on `metric` as a Gaussian path.

    Raises:
        UnknownNameError: The world has no such metric.
        OutOfRangeError: An arm is too small for the normal path at this skewness.
    """
    measured = world.metric(metric)
    available = available_units(plan, world)
    smaller = min(plan.allocation, 1 - plan.allocation)
    units = min(available, plan.units_per_arm / smaller)
    enrolled_share = units / available
    floor = smallest_arm(plan, skewness=measured.skewness)
    if units * smaller < floor * (1 - 1e-3):  # the slack is for rounding, and for what a rounded share leaves over
        raise OutOfRangeError("units_per_arm", plan.units_per_arm, f"at least {floor:,.0f} for {measured.title}")
    days = look_days(plan)
    by_user = _user_covariance(plan, world, metric=measured, units=_users(plan, world))
    if plan.unit == "user":
        covariance = by_user * (_users(plan, world) / units)
    elif plan.unit == "session":
        covariance = _session_covariance(plan, world, metric=measured, units=units)
    else:
        covariance = _place_covariance(plan, world, metric=measured, units=units)
    clustered = plan.unit in ("city", "city_time") and plan.analysis != "cluster_robust"
    claimed = np.diag(by_user) if clustered else np.diag(covariance)
    treated_share = plan.allocation * enrolled_share
    return Compiled(
        look_days=days,
        parts=_parts(plan, world, effect=world.effect(metric), treated_share=treated_share),
        covariance=covariance,
        claimed_error=np.sqrt(claimed),
        units=units,
        treated_share=treated_share,
    )


def _users(plan: Plan, world: World) -> float:
    traffic = world.traffic
    if isinstance(traffic, Panel):
        return float(traffic.users)
    return float(traffic.daily_users * plan.duration_days**traffic.growth)


def day_factors(plan: Plan, world: World) -> tuple[Array, Array]:
    """Return, for each day of the plan, the weekday factor of the outcome and that of the effect.

    Weighted by the outcome, the effect's factors average 1 over any whole week.
    """
    first = get_args(Weekday).index(plan.starts_on)
    weekday = np.array(world.weekday)
    weekend = world.sealed.weekend_effect
    calm = (7.0 - weekend * weekday[5:].sum()) / weekday[:5].sum()
    strength = np.array([calm] * 5 + [weekend] * 2)
    order = (first + np.arange(plan.duration_days)) % 7
    return weekday[order], strength[order]


def entry_shares(plan: Plan, world: World) -> Array:
    """Return the share of all enrolled users that enter on each day; sums to 1."""
    shares = np.zeros(plan.duration_days)
    traffic = world.traffic
    if isinstance(traffic, Panel):
        shares[0] = 1.0
        return shares
    reached = np.arange(plan.duration_days + 1) ** traffic.growth
    increments: Array = np.diff(reached) / reached[-1]
    return increments


def novelty_by_day(world: World, days: int) -> Array:
    """Return the extra share of the effect on each day since first exposure, day 0 first."""
    novelty = world.sealed.novelty
    if novelty == "none":
        return np.zeros(days)
    decayed: Array = novelty.extra * np.exp(-np.arange(days) / novelty.decay_days)
    return decayed


def _user_covariance(plan: Plan, world: World, *, metric: Metric, units: float) -> Array:
    """Covariance over looks of the relative difference of per-user means, users independent (influence functions)."""
    days, looks = plan.duration_days, np.array(look_days(plan))
    weights, _ = day_factors(plan, world)
    shares = entry_shares(plan, world)
    entered = (np.arange(days)[:, None] < looks[None, :]).astype(float)
    weighted_days = np.concatenate([[0.0], np.cumsum(weights)])
    if metric.kind == "per_user":
        exposure = np.maximum(weighted_days[looks][None, :] - weighted_days[:days][:, None], 0.0) * entered
        means = exposure * metric.mean / metric.window_days
        lasting = metric.sd**2 * metric.between_share / metric.window_days**2
        passing = metric.sd**2 * (1 - metric.between_share) / metric.window_days
    else:
        means = metric.mean * weights[:, None] * entered
        exposure = entered
        lasting, passing = 0.0, metric.sd**2
    so_far = shares @ entered
    average = (shares @ means) / so_far
    centred = (means - average[None, :]) * entered
    luck = lasting * (exposure * shares[:, None]).T @ exposure
    common = np.minimum(np.arange(len(looks))[:, None], np.arange(len(looks))[None, :])
    if metric.kind == "binary":
        rates = metric.mean * weights
        luck = ((shares * rates * (1 - rates)) @ entered)[common]
    else:
        luck = luck + passing * (shares @ exposure)[common]
    kept = 1 - metric.pre_correlation**2 if plan.analysis == "cuped" else 1.0
    drift = (centred * shares[:, None]).T @ centred
    scale = (1 / plan.allocation + 1 / (1 - plan.allocation)) / units
    covariance: Array = scale * (kept * luck + drift) / np.outer(so_far * average, so_far * average)
    return covariance


def _session_covariance(plan: Plan, world: World, *, metric: Metric, units: float) -> Array:
    """Sessions are independent given the user, and both arms meet the same users: only passing variance counts."""
    looks = np.array(look_days(plan), dtype=float)
    passing = (metric.sd / metric.mean) ** 2 * (1 - metric.between_share) * world.sessions_per_user
    scale = passing * (1 / plan.allocation + 1 / (1 - plan.allocation)) / units
    covariance: Array = scale / (np.maximum(looks[:, None], looks[None, :]) / plan.duration_days)
    return covariance


def cell_variance(plan: Plan, world: World, *, metric: Metric) -> float:
    """Return the relative variance of one city-time cell of the plan's length."""
    places = world.places
    hours = plan.switchback_hours if plan.unit == "city_time" else places.cell_hours
    return float(metric.cell_sd**2 * (places.cell_hours / hours) ** (1 - places.cell_persistence))


def _place_covariance(plan: Plan, world: World, *, metric: Metric, units: float) -> Array:
    """Cells are independent; cities keep their own drift for the whole test."""
    looks = np.array(look_days(plan), dtype=float)
    arms = 1 / plan.allocation + 1 / (1 - plan.allocation)
    cell = cell_variance(plan, world, metric=metric)
    later = np.maximum(looks[:, None], looks[None, :])
    kept = 1 - metric.pre_correlation**2 if plan.analysis == "cuped" else 1.0
    if plan.unit == "city_time":
        cells: Array = kept * cell * arms / (units * later / plan.duration_days)
        return cells
    per_city_day = 24 // world.places.cell_hours
    cities: Array = kept * arms / units * (metric.city_sd**2 + cell / (per_city_day * later))
    return cities


def _parts(plan: Plan, world: World, *, effect: Effect, treated_share: float) -> Parts:
    """Paths over the looks of everything the expected estimate is made of."""
    looks = np.array(look_days(plan))
    sealed = world.sealed
    once = plan.unit == "user" and world.metric(effect.metric).kind != "per_user"
    strong = _average(plan, world, extra=np.zeros(plan.duration_days), stop_after=1 if once else 10**6)
    extra = novelty_by_day(world, plan.duration_days)
    fresh = _average(plan, world, extra=extra, stop_after=1 if once else 10**6)
    parts: Parts = {"full_launch": np.full(len(looks), effect.full_launch)}
    parts["part_week"] = effect.full_launch * (strong - 1.0)
    alone = plan.unit in ("user", "session") and sealed.interference != "none"
    parts["drawn_from_control"] = strong * effect.control_loses * treated_share * alone
    parts["not_felt_in_test"] = strong * effect.treated_loses * (1 - treated_share) * alone
    # Novelty is a user's own response; what everybody feels through the resource is not new to the treated alone.
    own = effect.full_launch + effect.treated_loses * alone
    parts["novelty"] = own * (fresh - strong)
    so_far = np.sum(list(parts.values()), axis=0)
    if plan.unit == "city_time" and sealed.interference != "none":
        share = min(1.0, sealed.interference.carry_over_hours / plan.switchback_hours)
        parts["carry_over"] = -share * so_far
    if plan.unit == "session":
        parts["session_memory"] = -sealed.session_memory * so_far
    if plan.unit in ("user", "session") and sealed.sample_ratio != "none":
        parts["sample_ratio"] = np.full(len(looks), sealed.sample_ratio.shift)
    return parts


def _average(plan: Plan, world: World, *, extra: Array, stop_after: int) -> Array:
    """Average over users and days so far of the effect's factor times (1 + extra by day since exposure), per look.

    A user counts for `stop_after` days from the day of entry on.
    """
    weights, strength = day_factors(plan, world)
    shares = entry_shares(plan, world) if plan.unit == "user" else np.eye(1, plan.duration_days)[0]
    top, bottom = np.zeros(plan.duration_days), np.zeros(plan.duration_days)
    for entry in np.flatnonzero(shares).tolist():
        days = np.arange(entry, min(entry + stop_after, plan.duration_days))
        bottom[days] += shares[entry] * weights[days]
        top[days] += shares[entry] * weights[days] * strength[days] * (1 + extra[days - entry])
    average: Array = (np.cumsum(top) / np.cumsum(bottom))[np.array(look_days(plan)) - 1]
    return average
