"""Run a blueprint: check it, resolve its numbers, simulate, cost it, age it, break it, and say what was found.

Why: one call turns a drawing into a report; the same generator state gives the same report. Wrong when a number in a
sentence does not stand in a field: sentences are made here from the fields alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from theloop.base.errors import OutOfRangeError
from theloop.base.quantity import Quantity
from theloop.base.units import parse_quantity
from theloop.engines.systems.blueprint import Blueprint
from theloop.engines.systems.check import require_runnable
from theloop.engines.systems.costs import ages_of, cost_of
from theloop.engines.systems.failures import failures_of, what_ifs
from theloop.engines.systems.measure import (
    capacity,
    latency_of,
    load_curve,
    max_load,
    requests_within_reach,
    share_above,
    stages_of,
    stream_busy,
    tail_of,
)
from theloop.engines.systems.recall import recall_of
from theloop.engines.systems.report import (
    Age,
    Compared,
    Cost,
    Finding,
    Latency,
    LoadPoint,
    RecallStep,
    SimulationReport,
    Stage,
    Status,
    TailPoint,
)
from theloop.engines.systems.resolve import Assumptions, Load, load_of, stations_of
from theloop.engines.systems.topology import Topology, topology_of
from theloop.engines.systems.trace import Model, Trace, busy_shares, run, visits_of
from theloop.engines.systems.verdicts import finding_of, verdicts_of

LEAST_REQUESTS, MOST_REQUESTS = 2_000, 2_000_000
STEADY_BELOW = 0.995  # a box closer to its capacity than this has no tail that a run of this length could show


@dataclass(frozen=True, slots=True)
class Outcome:
    """The figures of one design at its judged load; `trace` is absent when it is overloaded."""

    blueprint: Blueprint
    topology: Topology
    model: Model
    load: Load
    status: Status
    trace: Trace | None
    latency: Latency | None
    late: Quantity | None
    target: float | None
    stages: tuple[Stage, ...]
    tail: tuple[TailPoint, ...]
    curve: tuple[LoadPoint, ...]
    max_load: Quantity
    recall: Quantity | None
    recall_steps: tuple[RecallStep, ...]
    cost: Cost
    ages: tuple[Age, ...]
    notes: Assumptions
    requests: int


def run_blueprint(
    blueprint: Blueprint,
    *,
    rng: np.random.Generator,
    requests: int = 120_000,
    reference: Blueprint | None = None,
) -> SimulationReport:
    """Return everything a run of the blueprint says.

    Args:
        blueprint: What was drawn.
        rng: The dice; only one number is taken from it, so a run is repeatable from its state.
        requests: Simulated requests at the judged load, in [2,000, 2,000,000]; wide fan-outs may lower it, and the
            report says how many there were. A tenth is dropped as warm-up.
        reference: A design to compare with, at the blueprint's own load, under the same random numbers.

    Raises:
        BadBlueprintError: A check found an error; its `findings` name each box.
        OutOfRangeError: `requests` leaves its range.
    """
    if not LEAST_REQUESTS <= requests <= MOST_REQUESTS:
        raise OutOfRangeError("requests", requests, f"{LEAST_REQUESTS:,} to {MOST_REQUESTS:,}")
    findings = require_runnable(blueprint)
    seed = int(rng.integers(2**62))
    mine = _outcome(blueprint, seed=seed, requests=requests)
    compared = None
    if reference is not None:
        require_runnable(reference)
        promised = blueprint.requirements.load or reference.requirements.load
        same_load = reference.model_copy(
            update={"requirements": reference.requirements.model_copy(update={"load": promised})}
        )
        compared = _compared(mine, _remembered(same_load.model_dump_json(), seed=seed, requests=requests))
    return _report(mine, seed=seed, findings=findings, compared=compared)


@lru_cache(maxsize=2)
def _remembered(blueprint_json: str, *, seed: int, requests: int) -> Outcome:
    """A reference is the same from run to run while the board beside it changes; its trace is some 20 MB."""
    return _outcome(Blueprint.model_validate_json(blueprint_json), seed=seed, requests=requests)


def _outcome(blueprint: Blueprint, *, seed: int, requests: int) -> Outcome:
    notes = Assumptions()
    topology = topology_of(blueprint)
    load = load_of(blueprint, notes)
    stations = stations_of(blueprint, topology, load, notes=notes)
    model = Model(topology, stations, visits_of(topology.reads, stations))
    busy = busy_shares(model, load.judged)
    steady = max(busy.values(), default=0.0) < STEADY_BELOW
    promised = blueprint.requirements.p99
    target = parse_quantity(promised).value if promised is not None else None
    count = requests_within_reach(model, requests)
    trace = run(model, rate=load.judged, requests=count, seed=seed) if steady else None
    curve = load_curve(model, load.judged, seed=seed, share=load.share)
    recall, steps = recall_of(blueprint, model)
    return Outcome(
        blueprint=blueprint,
        topology=topology,
        model=model,
        load=load,
        status="steady" if steady else "overloaded",
        trace=trace,
        latency=latency_of(trace.total) if trace is not None else None,
        late=share_above(trace.total, target) if trace is not None and target is not None else None,
        target=target,
        stages=stages_of(model, load.judged, trace),
        tail=tail_of(trace.total) if trace is not None else (),
        curve=curve,
        max_load=max_load(model, target, seed=seed, share=load.share, curve=curve),
        recall=recall,
        recall_steps=steps,
        cost=cost_of(blueprint, stations, load=load, topology=topology, notes=notes),
        ages=ages_of(blueprint, topology, notes),
        notes=notes,
        requests=count,
    )


def _busiest(outcome: Outcome) -> str:
    stage = max(outcome.stages, key=lambda s: (s.hottest or s.utilisation).value, default=None)
    if stage is None:
        return ""
    hot = ", hottest shard" if stage.hottest is not None else ""
    return f"{stage.label}{hot} at {(stage.hottest or stage.utilisation).value:.2f}"


def _compared(mine: Outcome, other: Outcome) -> Compared:
    difference = None
    if mine.trace is not None and other.trace is not None and mine.latency and other.latency:
        count = min(len(mine.trace.total), len(other.trace.total))
        parts = [
            np.quantile(x.total[-count:][: count // 20 * 20].reshape(20, -1), 0.99, axis=1) * 1e3
            for x in (mine.trace, other.trace)
        ]
        value = mine.latency.p99.value - other.latency.p99.value
        half = 2.093 * float((parts[0] - parts[1]).std(ddof=1)) / np.sqrt(20)
        difference = Quantity(value=value, unit="ms", low=value - half, high=value + half, provenance="simulated")
    return Compared(
        name=other.blueprint.name,
        latency=other.latency,
        late=other.late,
        recall=other.recall,
        cost_per_year=other.cost.per_year,
        busiest=_busiest(other),
        max_load=other.max_load,
        p99_difference=difference,
        stages=other.stages,
        load_curve=other.curve,
        tail=other.tail,
        recall_steps=other.recall_steps,
        cost_lines=other.cost.lines,
    )


def _report(mine: Outcome, *, seed: int, findings: tuple[Finding, ...], compared: Compared | None) -> SimulationReport:
    verdicts = verdicts_of(
        mine.blueprint.requirements,
        load=mine.load,
        latency=mine.latency,
        stages=mine.stages,
        capacity=capacity(mine.model) / mine.load.share,
        recall=mine.recall,
        cost=mine.cost,
        ages=mine.ages,
        behind=_behind(mine),
    )
    failures = (
        failures_of(
            mine.model,
            # One machine is lost on a day when every region is there; losing both at once is another question.
            mine.load.peak / mine.blueprint.regions,
            target=mine.target,
            seed=seed,
            regions=mine.blueprint.regions,
        )
        if mine.trace is not None
        else ()
    )
    finding, lede = finding_of(
        verdicts,
        late=mine.late,
        latency=mine.latency,
        stages=mine.stages,
        failures=failures,
        regions=mine.blueprint.regions,
    )
    return SimulationReport(
        name=mine.blueprint.name,
        finding=finding,
        lede=lede,
        status=mine.status,
        requests=mine.requests,
        regions=mine.blueprint.regions,
        judged_load=Quantity(value=mine.load.judged, unit="req/s", provenance="declared"),
        verdicts=verdicts,
        latency=mine.latency,
        late=mine.late,
        stages=mine.stages,
        busiest=_busiest(mine),
        tail=mine.tail,
        load_curve=mine.curve,
        max_load=mine.max_load,
        recall=mine.recall,
        recall_steps=mine.recall_steps,
        cost=mine.cost,
        ages=mine.ages,
        failures=failures,
        what_ifs=what_ifs(mine.model, mine.load.judged, target=mine.target, seed=seed, share=mine.load.share),
        assumptions=tuple(dict.fromkeys(mine.notes.made)),
        findings=findings,
        reference=compared,
    )


def _behind(outcome: Outcome) -> tuple[str, ...]:
    """Return the streams whose events come faster than they are taken."""
    rate = outcome.load.judged
    streams = [station for station in outcome.model.stations.values() if station.type == "stream"]
    return tuple(station.id for station in streams if stream_busy(station, rate) >= 1)
