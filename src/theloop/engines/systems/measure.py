"""From a run to figures: quantiles with intervals, stages, the tail, the load that still keeps the promise.

Why: one place decides how a quantile is estimated and how sure it is. Wrong near capacity, where batches of one run
are no longer independent: the interval is then a lower bound of the doubt, and the report says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from theloop.base.quantity import Quantity
from theloop.engines.systems.queues import Floats
from theloop.engines.systems.report import Latency, LoadPoint, Stage, TailPoint
from theloop.engines.systems.resolve import Station
from theloop.engines.systems.trace import WORK_LIMIT, Model, Trace, Visit, busy_shares, run

BATCHES: Final = 20
# Student's t at .975 with BATCHES - 1 degrees of freedom, as a number: scipy.stats costs 1.3 s to import.
T_975: Final = 2.093024054408263
SEARCH_REQUESTS: Final = 12_000
_CURVE: Final = (0.3, 0.45, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 1.0, 1.05, 1.1, 1.2)
_TAIL_SHARES: Final = tuple(float(share) for share in np.geomspace(1.0, 1e-3, 31))


def quantile(times: Floats, share: float) -> Quantity:
    """Return a quantile of times in seconds, in ms, with a 95 % interval from the means of 20 batches.

    Source: batch means, Law (2015), Simulation Modeling and Analysis, section 9.5.3.
    """
    value = float(np.quantile(times, share))
    size = len(times) // BATCHES
    if size < 50:
        return Quantity(value=value * 1e3, unit="ms", provenance="simulated")
    parts = np.quantile(times[: size * BATCHES].reshape(BATCHES, size), share, axis=1)
    half = float(T_975 * parts.std(ddof=1) / np.sqrt(BATCHES))
    return Quantity(
        value=value * 1e3,
        unit="ms",
        low=max(0.0, value - half) * 1e3,
        high=(value + half) * 1e3,
        provenance="simulated",
    )


def latency_of(times: Floats) -> Latency:
    """Return p50, p95 and p99 of times in seconds."""
    return Latency(p50=quantile(times, 0.5), p95=quantile(times, 0.95), p99=quantile(times, 0.99))


def share_above(times: Floats, limit: float) -> Quantity:
    """Return the share of times above a limit in seconds, with a 95 % interval from batches."""
    late = (times > limit).astype(float)
    size = len(late) // BATCHES
    value = float(late.mean())
    if size < 50:
        return Quantity(value=value, unit="", provenance="simulated")
    parts = late[: size * BATCHES].reshape(BATCHES, size).mean(axis=1)
    half = float(T_975 * parts.std(ddof=1) / np.sqrt(BATCHES))
    low, high = max(0.0, value - half), min(1.0, value + half)
    return Quantity(value=value, unit="", low=low, high=high, provenance="simulated")


def tail_of(times: Floats) -> tuple[TailPoint, ...]:
    """Return the share of requests slower than a time, from all of them to one in a thousand."""
    marks = np.quantile(times, [1 - share for share in _TAIL_SHARES])
    return tuple(
        TailPoint(slower_than=Quantity(value=float(mark) * 1e3, unit="ms", provenance="simulated"), share=share)
        for mark, share in zip(marks, _TAIL_SHARES, strict=True)
    )


def requests_within_reach(model: Model, wanted: int) -> int:
    """Return how many requests a run may have, so that wide fan-outs do not outgrow memory; at least 2,000."""
    return max(2_000, min(wanted, WORK_LIMIT // max(1, model.work())))


def stages_of(model: Model, rate: float, trace: Trace | None) -> tuple[Stage, ...]:
    """Return every box with its time and load; times are absent without a trace."""
    busy = busy_shares(model, rate)
    reads = {visit.station for visit in model.visits}
    path = [*model.topology.order, *(ident for ident in model.stations if ident in reads)]
    slow = None if trace is None else trace.total >= np.quantile(trace.total, 0.99)
    tail: dict[str, float] = {}
    if trace is not None and slow is not None:
        tail = {ident: float(spent[slow].mean()) for ident, spent in trace.spent.items()}
    whole = sum(tail.values()) or 1.0
    stages = [
        _stage(model.stations[ident], busy=busy.get(ident, 0.0), trace=trace, tail_share=tail.get(ident, 0.0) / whole)
        for ident in path
    ]
    streams = [station for station in model.stations.values() if station.type == "stream"]
    return tuple(stages + [_beside(station, rate) for station in streams])


def _stage(station: Station, *, busy: float, trace: Trace | None, tail_share: float) -> Stage:
    latency, wait_share = None, 0.0
    if trace is not None and station.id in trace.visited and bool(trace.visited[station.id].any()):
        spent = trace.spent[station.id][trace.visited[station.id]]
        waited = trace.waited[station.id][trace.visited[station.id]]
        latency = latency_of(spent)
        wait_share = float(waited.sum() / spent.sum()) if spent.sum() > 0 else 0.0
    mean_busy = busy / station.hot if station.hot > 1 else busy
    return Stage(
        node=station.id,
        label=station.label,
        type=station.type,
        on_path=True,
        units=station.units,
        unit_name=station.unit_name,
        latency=latency,
        utilisation=Quantity(value=mean_busy, unit="", provenance="closed_form"),
        hottest=Quantity(value=busy, unit="", provenance="closed_form") if station.hot > 1 else None,
        wait_share=wait_share,
        tail_share=tail_share,
        items_in=station.items_in,
        items_out=station.items_out,
    )


def stream_busy(station: Station, rate: float) -> float:
    """Return a stream's events over what its consumers take, at `rate` requests per second."""
    return rate * station.mean / station.servers


def _beside(station: Station, rate: float) -> Stage:
    busy = stream_busy(station, rate)
    return Stage(
        node=station.id,
        label=station.label,
        type=station.type,
        on_path=False,
        units=station.units,
        unit_name=station.unit_name,
        latency=None,
        utilisation=Quantity(value=busy, unit="", provenance="closed_form"),
        wait_share=0.0,
        tail_share=0.0,
    )


def capacity(model: Model) -> float:
    """Return the rate at which the first box has no capacity left, in requests per second; closed form."""
    busy = busy_shares(model, 1.0)
    return 1.0 / max(busy.values()) if busy else 1e9


def load_curve(model: Model, judged: float, *, seed: int, share: float) -> tuple[LoadPoint, ...]:
    """Return p99 at twelve loads around the judged one, or around the capacity where that is lower.

    The last point of an overloaded design is the judged load itself. The loads shown are those of all regions.
    """
    limit = capacity(model)
    requests = requests_within_reach(model, SEARCH_REQUESTS)
    centre = min(judged, limit)
    points = []
    for rate in (*(part * centre for part in _CURVE[:-1]), max(_CURVE[-1] * centre, judged)):
        shown = Quantity(value=rate / share, unit="req/s", provenance="declared")
        if rate >= 0.995 * limit:
            points.append(LoadPoint(load=shown, p99=None, status="overloaded"))
        else:
            trace = run(model, rate=rate, requests=requests, seed=seed, meetings=1)
            points.append(LoadPoint(load=shown, p99=quantile(trace.total, 0.99), status="steady"))
    return tuple(points)


def max_load(model: Model, target: float | None, *, seed: int, share: float, curve: Sequence[LoadPoint]) -> Quantity:
    """Return the largest load (all regions) whose p99 is within `target` seconds, by bisection under one seed.

    Without a target it is the capacity. The interval is the last bracket of the search, which begins between two
    points of the load curve. Zero when even an idle system is too slow.
    """
    limit = capacity(model)
    if target is None:
        return Quantity(value=limit / share, unit="req/s", provenance="closed_form")
    requests = requests_within_reach(model, SEARCH_REQUESTS)

    def within(rate: float) -> bool:
        trace = run(model, rate=rate, requests=requests, seed=seed, meetings=1)
        return float(np.quantile(trace.total, 0.99)) <= target

    kept = [point.p99 is not None and point.p99.value <= target * 1e3 for point in curve]
    good = kept.index(False) if False in kept else len(kept)
    low = curve[good - 1].load.value * share if good else 0.02 * limit
    high = min(curve[good].load.value * share if good < len(curve) else limit, 0.995 * limit)
    if good == 0 and not within(low):
        return Quantity(value=0.0, unit="req/s", low=0.0, high=low / share, provenance="simulated")
    if (good == len(curve) or curve[good].p99 is None) and within(high):
        return Quantity(value=high / share, unit="req/s", low=high / share, high=limit / share, provenance="simulated")
    for _ in range(5):
        middle = (low + high) / 2
        low, high = (middle, high) if within(middle) else (low, middle)
    return Quantity(value=low / share, unit="req/s", low=low / share, high=high / share, provenance="simulated")


def without_visits(model: Model, stores: Sequence[str]) -> tuple[Visit, ...]:
    """Return the reads that remain when these stores are gone."""
    return tuple(visit for visit in model.visits if visit.station not in stores)
