"""What a run says: verdicts, latencies, loads, recall, cost, age, failures, and one sentence that is the finding.

Why: every number carries its unit and how it is known. Wrong when a field could hold an absent number as NaN: what
could not be measured is a named case (`status`).
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from theloop.base.quantity import Quantity

Status = Literal["steady", "overloaded"]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", serialize_by_alias=True, populate_by_name=True)


class Finding(_Model):
    """One thing a check says about the drawing; `node` or `edge` ("a->b") names the place, `key` the parameter."""

    level: Literal["error", "warn", "note"]
    code: str
    text: str
    node: str | None = None
    edge: str | None = None
    key: str | None = None


class Assumption(_Model):
    """A parameter nobody gave: the typed default that was used, and why it is a fair one."""

    node: str
    name: str
    value: str
    reason: str


class Verdict(_Model):
    """One promise against what came. `name` is the field of `Requirements`; `got` is None only if overloaded."""

    name: str
    label: str
    target: Quantity
    got: Quantity | None
    met: bool
    says: str


class Latency(_Model):
    """Quantiles of a time, with 95 % intervals by batch means."""

    p50: Quantity
    p95: Quantity
    p99: Quantity


class Stage(_Model):
    """One box on the request's way: its time including the queue, and how busy it is at the judged load.

    `tail_share` is its share of the time of the slowest 1 % of requests; `wait_share` the share of its own time spent
    queueing. `latency` is None when the stage is overloaded or no request waits for it (`on_path` false).
    `utilisation` is load over capacity, not busy time.
    """

    node: str
    label: str
    type: str
    on_path: bool
    units: int
    unit_name: str
    latency: Latency | None
    utilisation: Quantity
    hottest: Quantity | None = None
    wait_share: float
    tail_share: float
    items_in: int | None = None
    items_out: int | None = None


class LoadPoint(_Model):
    """p99 at one load; None where the load is above capacity."""

    load: Quantity
    p99: Quantity | None
    status: Status


class TailPoint(_Model):
    """The share of requests slower than a time."""

    slower_than: Quantity
    share: float


class RecallStep(_Model):
    """What is left of the ideal page after a stage."""

    node: str
    label: str
    items: int
    recall: Quantity


class CostLine(_Model):
    """What one box costs a year in all regions; `count` of `machine` at the price of the dated table."""

    node: str
    label: str
    count: int
    machine: str
    per_year: Quantity


class Cost(_Model):
    """The whole bill: per year, per 1,000 requests, per 1,000 user-days where users are known."""

    per_year: Quantity
    per_1k_requests: Quantity
    per_1k_user_days: Quantity | None
    lines: tuple[CostLine, ...]
    prices_as_of: str
    prices_source: str


class Age(_Model):
    """How old what a served box answers from can be, and the way that age adds up."""

    node: str
    label: str
    kind: Literal["item", "model", "feature"]
    worst: Quantity
    path: tuple[str, ...]


class Failure(_Model):
    """One machine of a box lost at the judged load: what it does. `single_point`: the product stops or breaks p99."""

    node: str
    label: str
    units: int
    effect: Literal["outage", "overload", "late", "degraded", "unnoticed", "region_lost"]
    single_point: bool
    p99: Quantity | None
    says: str


class WhatIf(_Model):
    """The same board run again with one change."""

    change: str
    p99: Quantity | None
    late: Quantity | None
    status: Status
    says: str


class Compared(_Model):
    """The reference design under the same random numbers; `p99_difference` is yours minus its."""

    name: str
    latency: Latency | None
    late: Quantity | None
    recall: Quantity | None
    cost_per_year: Quantity
    busiest: str
    max_load: Quantity
    p99_difference: Quantity | None
    stages: tuple[Stage, ...]
    load_curve: tuple[LoadPoint, ...]
    tail: tuple[TailPoint, ...]
    recall_steps: tuple[RecallStep, ...]
    cost_lines: tuple[CostLine, ...]


class SimulationReport(_Model):
    """Everything one run of a blueprint says.

    `finding` and `lede` are sentences made from the numbers below them. `judged_load` is what one region had to
    carry. `latency`, `late` and `tail` are absent (None, empty) exactly when `status` is "overloaded". `late` is the
    share of requests slower than the promised p99 (None when none was promised).
    """

    engine: Literal["systems"] = "systems"
    name: str
    finding: str
    lede: str
    status: Status
    requests: int
    regions: int
    judged_load: Quantity
    verdicts: tuple[Verdict, ...]
    latency: Latency | None
    late: Quantity | None
    stages: tuple[Stage, ...]
    busiest: str
    tail: tuple[TailPoint, ...]
    load_curve: tuple[LoadPoint, ...]
    max_load: Quantity
    recall: Quantity | None
    recall_steps: tuple[RecallStep, ...]
    cost: Cost
    ages: tuple[Age, ...]
    failures: tuple[Failure, ...]
    what_ifs: tuple[WhatIf, ...]
    assumptions: tuple[Assumption, ...]
    findings: tuple[Finding, ...]
    reference: Compared | None = None
