"""What 10,000 worlds showed: every figure with its Monte Carlo error, ready to be drawn.

Why: report, plot and rubric read this one record. Wrong when a page has to compute something from it.
Effects are in percent of the mean before the change (unit "%"), shares have unit "1", times "d", money "USD/year".
`low` and `high` of a quantity are its 95 % Monte Carlo interval: the luck of the simulation, not of the experiment.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from theloop.base.quantity import Quantity
from theloop.engines.stats.worlds.plan import Plan
from theloop.engines.stats.worlds.world import WorldModel

Row = Literal[
    "unit",
    "allocation",
    "primary_metric",
    "mde_and_size",
    "duration",
    "guardrails",
    "stopping_rule",
    "decision",
]


class Bin(WorldModel):
    """One bar of the histogram of estimates: [low, high) in %, and how many worlds of each design fell in."""

    low: float
    high: float
    yours: int
    beside: int


class PowerPoint(WorldModel):
    """Share of worlds that declare a difference at a true effect (in %), no bias added."""

    effect: float
    yours: Quantity
    beside: Quantity


class LookPoint(WorldModel):
    """Share of null worlds that declared a difference at this look or before, under the plan's rule and another."""

    look: int = Field(ge=1)
    day: int = Field(ge=1)
    yours: Quantity
    obrien_fleming: Quantity


class BiasPart(WorldModel):
    """One part of the mean estimate, in points of %; the parts add up to the last one, `estimate`."""

    id: Annotated[str, Field(pattern=r"^[a-z_]+$")]
    label: str
    points: Quantity


class GuardrailFigures(WorldModel):
    """What the plan's guardrail did. `harm_at_full` is the truth in % (positive is worse).

    `missed` is the share of worlds without an alarm when the true harm exceeds the threshold, else 0.
    """

    metric: str
    title: str
    threshold: float
    harm_at_full: Quantity
    harm_seen: Quantity
    power_at_threshold: Quantity
    alarms: Quantity
    missed: Quantity
    harmful: bool


class DesignFigures(WorldModel):
    """One design in the worlds.

    `standard_deviation` is that of the estimates across worlds. `false_positives`: share of null worlds in which a
    difference is declared (two-sided). `coverage`: share of worlds whose interval holds the truth. `exaggeration`:
    mean estimate of the worlds that shipped over the truth, a ratio; "not_defined" when none shipped or the truth is 0.
    `ships_when_it_pays`: share that would ship an effect one MDE above the world's break-even, guardrails quiet.
    `wrong_decision_cost`: mean over worlds of what the decision loses against knowing the truth.
    """

    label: str
    mean_estimate: Quantity
    bias: Quantity
    standard_deviation: Quantity
    power_at_mde: Quantity
    false_positives: Quantity
    coverage: Quantity
    exaggeration: Quantity | Literal["not_defined"]
    ships: Quantity
    ships_when_it_pays: Quantity
    days_to_decision: Quantity
    weeks: Quantity
    guardrail_stops: Quantity
    srm_stops: Quantity
    wrong_decision_cost: Quantity
    launch_cost: Quantity


class RowVerdict(WorldModel):
    """One row of the plan: what was written, whether it holds, and what it did, with the number."""

    row: Row
    title: str
    wrote: str
    holds: bool
    says: str


class Finding(WorldModel):
    """The page's title and lede: a sentence that says what the worlds showed, then the numbers."""

    title: str
    lede: str


class Captions(WorldModel):
    """The sentence each plot of the page is titled by, what it found; `cost` and `adjustment` stand below the plots."""

    histogram: str
    why: str
    power: str
    looks: str
    bias: str
    adjustment: str
    cost: str


class WorldsResult(WorldModel):
    """All that one run of a plan showed.

    `truth` is the full-launch effect on the plan's primary metric, `break_even` that of the world, both in %.
    `beside` is the alternative design, run on its own luck in the same world.
    """

    world: str
    runs: int
    plan: Plan
    beside_plan: Plan
    finding: Finding
    captions: Captions
    truth: Quantity
    break_even: Quantity
    yours: DesignFigures
    beside: DesignFigures
    histogram: tuple[Bin, ...]
    power_curve: tuple[PowerPoint, ...]
    false_positives_by_look: tuple[LookPoint, ...]
    bias_parts: tuple[BiasPart, ...]
    guardrails: tuple[GuardrailFigures, ...]
    rows: tuple[RowVerdict, ...]
    notes: tuple[str, ...]
