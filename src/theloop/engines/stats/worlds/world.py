"""What a world is: the public numbers that the brief may state, and the sealed truth that the plan is run against.

Why: one typed record that authors write as YAML and the engine compiles. Wrong when something public can only be
known by opening the seal: `check_plan` reads `World` without `sealed`, so such a number would leak the threat.
All effects are relative to the mean before the change: 0.012 is +1.2 %.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from theloop.base.errors import UnknownNameError

MetricId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
Unit = Literal["user", "session", "city_time", "city"]
Relative = Annotated[float, Field(gt=-1.0, lt=1.0)]
Share = Annotated[float, Field(ge=0.0, le=1.0)]


class WorldModel(BaseModel):
    """Base of world, plan and result: frozen, unknown keys refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Panel(WorldModel):
    """All users are assigned on the first day and followed to the end (intention to treat)."""

    kind: Literal["panel"] = "panel"
    users: int = Field(ge=100)


class Arrivals(WorldModel):
    """Users are assigned on their first visit; `daily_users * days ** growth` different users come in `days` days."""

    kind: Literal["arrivals"] = "arrivals"
    daily_users: int = Field(ge=10)
    growth: float = Field(default=1.0, gt=0.0, le=1.0)


class Metric(WorldModel):
    """A metric as the brief states it.

    `per_user` accumulates from assignment on: `mean` and `sd` are those of one user followed for `window_days`, of
    whose variance `between_share` belongs to lasting differences between users. `per_visit` and `binary` are
    observed once, on the day of assignment. `skewness` decides from which size on the normal path may be used;
    `pre_correlation` is the correlation with the same metric before the test (CUPED); `cell_sd` and `city_sd` are the
    relative standard deviations of one city-time cell around its usual level and of one city's drift over a test.
    """

    id: MetricId
    title: str
    unit: str
    kind: Literal["per_user", "per_visit", "binary"] = "per_user"
    mean: float = Field(gt=0.0)
    sd: float = Field(gt=0.0)
    window_days: int = Field(default=14, ge=1, le=90)
    between_share: Share = 0.0
    skewness: float = Field(default=0.0, ge=0.0)
    pre_correlation: float = Field(default=0.0, ge=0.0, lt=1.0)
    cell_sd: float = Field(default=0.1, gt=0.0)
    city_sd: float = Field(default=0.05, gt=0.0)
    worse_when: Literal["higher", "lower"] = "lower"
    roles: tuple[Literal["primary", "guardrail"], ...] = ("primary",)
    decides: bool = False
    covers_cost: bool = False
    why: str = ""

    @model_validator(mode="after")
    def _binary_is_bernoulli(self) -> Metric:
        if self.kind == "binary":
            if self.mean >= 1.0:
                raise ValueError(f"metric {self.id}: a binary mean lies in (0, 1)")
            if abs(self.sd - (self.mean * (1.0 - self.mean)) ** 0.5) > 0.01 * self.sd:
                raise ValueError(f"metric {self.id}: the sd of a binary metric is sqrt(mean * (1 - mean))")
        return self


class Places(WorldModel):
    """Where randomisation by place or by place and time would happen. `cell_hours` is what `Metric.cell_sd` is for.

    `cell_persistence` 0: the shocks of neighbouring hours are independent; 1: a shock lasts as long as any cell.
    """

    cities: int = Field(ge=2, le=5_000)
    cell_hours: int = Field(default=4, ge=1, le=24)
    cell_persistence: Share = 0.5


class Effect(WorldModel):
    """The truth about one metric.

    `full_launch` is the lasting effect when everybody has the change. Interference: at a treated share p of the
    market control loses `control_loses * p`, and a treated user has `treated_loses * (1 - p)` more than at full launch.
    """

    metric: MetricId
    full_launch: Relative
    control_loses: Relative = 0.0
    treated_loses: Relative = 0.0


class Interference(WorldModel):
    """The shared resource. `carry_over_hours`: how long a switched city still behaves as before the switch."""

    resource: str
    carry_over_hours: float = Field(default=0.0, ge=0.0, le=24.0)


class Novelty(WorldModel):
    """The effect starts at (1 + extra) times its lasting size and decays by exp(-days / decay_days)."""

    extra: float = Field(ge=-1.0, le=10.0)
    decay_days: float = Field(gt=0.0, le=90.0)


class SampleRatio(WorldModel):
    """The treated arm loses `lost_share` of its users before they are counted, which shifts its mean by `shift`."""

    lost_share: float = Field(ge=0.0, le=0.5)
    shift: Relative


class Sealed(WorldModel):
    """What no one may read before the plan is committed.

    `weekend_effect` multiplies the effect on Saturday and Sunday; weekdays are scaled so that whole weeks average the
    full effect. `session_memory` is the share of the effect that stays with a user whose next session is control.
    """

    effects: tuple[Effect, ...] = Field(min_length=1)
    interference: Interference | Literal["none"] = "none"
    novelty: Novelty | Literal["none"] = "none"
    sample_ratio: SampleRatio | Literal["none"] = "none"
    weekend_effect: float = Field(default=1.0, gt=0.0, lt=3.5)
    session_memory: Share = 0.3


class Stakes(WorldModel):
    """What one point (1 %) of the deciding metric is worth in a year, and the effect at which the change pays."""

    usd_per_point_year: float = Field(gt=0.0)
    break_even: Relative


class World(WorldModel):
    """A world: traffic, weekday pattern (Monday first, mean 1), metrics, places, stakes, and the sealed truth.

    `sessions_per_user` holds for the window of the metrics. `units` is the closed list of units the plan may choose.
    """

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$", max_length=60)]
    traffic: Panel | Arrivals = Field(discriminator="kind")
    weekday: tuple[float, float, float, float, float, float, float] = (1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0)
    metrics: tuple[Metric, ...] = Field(min_length=1)
    places: Places
    stakes: Stakes
    sessions_per_user: float = Field(default=5.0, ge=1.0)
    units: tuple[Unit, ...] = ("user", "session", "city_time", "city")
    sealed: Sealed

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> World:
        ids = [metric.id for metric in self.metrics]
        if len(set(ids)) != len(ids):
            raise ValueError("two metrics have the same id")
        if sorted(ids) != sorted(effect.metric for effect in self.sealed.effects):
            raise ValueError("sealed.effects must state one effect for each metric")
        if sum(metric.decides for metric in self.metrics) != 1:
            raise ValueError("exactly one metric decides")
        if min(self.weekday) <= 0 or abs(sum(self.weekday) / 7.0 - 1.0) > 1e-6:
            raise ValueError("weekday factors are positive and average 1")
        if self.sealed.weekend_effect * sum(self.weekday[5:]) >= 7.0:
            raise ValueError("sealed.weekend_effect leaves no effect for the weekdays")
        if isinstance(self.traffic, Panel) and any(metric.kind != "per_user" for metric in self.metrics):
            raise ValueError("per_visit and binary metrics need traffic of kind arrivals")
        return self

    def metric(self, ident: str) -> Metric:
        """Return the metric with this id.

        Raises:
            UnknownNameError: The world has no such metric.
        """
        for metric in self.metrics:
            if metric.id == ident:
                return metric
        raise UnknownNameError("metric", ident, [metric.id for metric in self.metrics])

    def effect(self, ident: str) -> Effect:
        """Return the sealed effect on the metric with this id."""
        return next(effect for effect in self.sealed.effects if effect.metric == ident)

    @property
    def deciding(self) -> Metric:
        """The metric the launch decision is about."""
        return next(metric for metric in self.metrics if metric.decides)
