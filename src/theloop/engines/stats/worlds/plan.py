"""The plan a candidate commits before any data exists.

Why: every field is a choice that the worlds can prove right or wrong. Wrong when a field would accept prose.
Effects are fractions of the mean before the change: 0.01 is 1 %.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from theloop.engines.stats.worlds.world import MetricId, Relative, Unit, WorldModel

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
StoppingRule = Literal["fixed", "peek", "pocock", "obrien_fleming"]
Analysis = Literal["difference", "cuped", "cluster_robust"]
Decision = Literal["significant", "estimate_above_break_even", "interval_above_break_even"]


class Amount(WorldModel):
    """A change: a fraction of the mean (`relative`) or in the metric's own unit (`absolute`)."""

    value: float = Field(ge=1e-5, le=1e6)
    kind: Literal["relative", "absolute"] = "relative"


class GuardrailChoice(WorldModel):
    """A metric that may stop the launch, and the relative harm that must not be missed (a positive fraction)."""

    metric: MetricId
    threshold: float = Field(gt=0.0, lt=1.0)


class Plan(WorldModel):
    """An experiment plan.

    `units_per_arm` counts what `unit` names: users, sessions, city-time cells or cities, in the smaller arm.
    `looks_every_days` "once" means only at the end. `peek` stops at the first look with p < alpha; `pocock` and
    `obrien_fleming` stop at their boundary; `fixed` decides at the end whatever was looked at.
    `break_even` is the relative effect above which launching pays; guardrails are tested one-sided at `alpha`.
    """

    unit: Unit
    switchback_hours: Annotated[int, Field(ge=1, le=24)] = 4
    allocation: float = Field(default=0.5, gt=0.0, lt=1.0)
    primary: MetricId
    mde: Amount
    alpha: float = Field(default=0.05, gt=0.0, lt=0.5)
    power: float = Field(default=0.8, gt=0.0, lt=1.0)
    units_per_arm: int = Field(ge=1, le=1_000_000_000)
    duration_days: int = Field(ge=1, le=180)
    starts_on: Weekday = "monday"
    guardrails: tuple[GuardrailChoice, ...] = Field(default=(), max_length=8)
    looks_every_days: Annotated[int, Field(ge=1, le=180)] | Literal["once"] = "once"
    stopping: StoppingRule = "fixed"
    analysis: Analysis = "difference"
    break_even: Relative | Literal["not_stated"] = "not_stated"
    decision: Decision = "significant"
    srm_check: bool = False


class PlanFinding(WorldModel):
    """What a check found while the plan was being typed; `stop` findings must be settled before committing."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(?:[._][a-z0-9]+)*$")]
    field: str
    level: Literal["stop", "warn", "note"]
    says: str
