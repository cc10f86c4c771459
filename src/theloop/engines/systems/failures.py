"""One machine of each box lost, and what-ifs: the same board again with one change.

Why: a single point is found by taking things away, not by reading. Wrong for failures that spread in time (retry
storms, cold caches filling): those need an event loop; here each change is judged in its new steady state.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

import numpy as np

from theloop.base.quantity import Quantity
from theloop.base.units import RATE, Measure, shown
from theloop.engines.systems.measure import (
    SEARCH_REQUESTS,
    quantile,
    requests_within_reach,
    share_above,
    without_visits,
)
from theloop.engines.systems.report import Failure, WhatIf
from theloop.engines.systems.resolve import Station
from theloop.engines.systems.trace import Model, busy_shares, run, visits_of

_FEW: Final = 20  # with more machines than this, losing one moves the load by less than five per cent


def failures_of(model: Model, rate: float, *, target: float | None, seed: int, regions: int) -> tuple[Failure, ...]:
    """Return what happens when each box that requests wait for loses one machine at `rate` (one region's load).

    A single point is one whose loss stops the answers or breaks a p99 that holds while everything runs.
    """
    awaited = model.topology.awaited()
    reads = {visit.station for visit in model.visits}
    limit = None if target is None else max(target * 1e3, _p99(model, rate, seed=seed).value * 1.02)
    found = []
    for ident, station in model.stations.items():
        if (ident in awaited or ident in reads) and station.units > 0:
            found.append(_lose_one(model, station, rate, limit=limit, seed=seed, regions=regions))
    return tuple(found)


def _p99(model: Model, rate: float, *, seed: int) -> Quantity:
    requests = requests_within_reach(model, SEARCH_REQUESTS)
    return quantile(run(model, rate=rate, requests=requests, seed=seed, meetings=1).total, 0.99)


def _lose_one(model: Model, station: Station, rate: float, *, limit: float | None, seed: int, regions: int) -> Failure:
    per_shard = station.units // station.shards if station.shape == "shards" else station.units
    if per_shard <= 1:
        return _last_one(model, station, regions)
    left = (per_shard - 1) / per_shard
    smaller = replace(station, servers=max(1, round(station.servers * left)))
    changed = replace(model, stations={**model.stations, station.id: smaller})
    busy = busy_shares(changed, rate).get(station.id, 0.0)
    name = f"{station.label} with {per_shard - 1} of {per_shard}"
    if busy >= 0.995:
        says = f"{name}: {busy:.2f} of capacity is asked for, so the queue grows without end."
        return _failure(station, "overload", single=True, p99=None, says=says)
    if per_shard > _FEW or limit is None:
        return _failure(station, "unnoticed", single=False, p99=None, says=f"{name} is {busy:.2f} busy.")
    p99 = _p99(changed, rate, seed=seed)
    if p99.value > limit:
        says = f"{name} is {busy:.2f} busy and p99 becomes {p99.value:.0f} ms."
        return _failure(station, "late", single=True, p99=p99, says=says)
    return _failure(station, "unnoticed", single=False, p99=p99, says=f"{name} is {busy:.2f} busy; p99 holds.")


def _last_one(model: Model, station: Station, regions: int) -> Failure:
    """Judge the loss of the only machine: a fallback, another region, or nothing stands in for it."""
    fallback = [edge for edge in model.topology.fallbacks if _covers(model, edge.source, station.id)]
    if fallback:
        says = f"{station.label} has one machine; without it {fallback[0].target} answers instead."
        return _failure(station, "degraded", single=False, p99=None, says=says)
    if regions > 1:
        says = (
            f"{station.label} has one machine in a region; without it the region is lost and the others carry the load."
        )
        return _failure(station, "region_lost", single=False, p99=None, says=says)
    part = "nothing is answered" if station.shards == 1 else f"one of {station.shards} shards is missing"
    says = f"{station.label} has one machine and nothing stands in for it: without it {part}."
    return _failure(station, "outage", single=True, p99=None, says=says)


def _covers(model: Model, caller: str, lost: str) -> bool:
    """A fallback arrow covers what its own box calls or reads, and the box itself."""
    called = {edge.target for edge in model.topology.calls if edge.source == caller}
    read = {visit.station for visit in model.visits if visit.caller == caller}
    return lost == caller or lost in called | read


def _failure(station: Station, effect: str, *, single: bool, p99: Quantity | None, says: str) -> Failure:
    return Failure.model_validate(
        {
            "node": station.id,
            "label": station.label,
            "units": station.units,
            "effect": effect,
            "single_point": single,
            "p99": p99,
            "says": says,
        }
    )


Change = Callable[[Model], Model]


def what_ifs(model: Model, rate: float, *, target: float | None, seed: int, share: float) -> tuple[WhatIf, ...]:
    """Return the board run again: at half and at twice the load, with cold caches, and without each feature read."""
    rows = [
        _row(model, rate / 2, change="Half the load", target=target, seed=seed, share=share),
        _row(model, rate * 2, change="Twice the load", target=target, seed=seed, share=share),
    ]
    if any(station.hit_rate > 0 for station in model.stations.values()):
        rows.append(_row(_cold(model), rate, change="Caches cold", target=target, seed=seed, share=share))
    heavy = max(model.visits, key=lambda visit: visit.reads, default=None)
    if heavy is not None and model.stations[heavy.station].shape != "delay":
        lighter = replace(model, visits=(*without_visits(model, [heavy.station]),))
        label = model.stations[heavy.station].label
        rows.append(_row(lighter, rate, change=f"No reads of {label}", target=target, seed=seed, share=share))
    return tuple(rows)


def _cold(model: Model) -> Model:
    stations = {ident: replace(station, hit_rate=0.0) for ident, station in model.stations.items()}
    return replace(model, stations=stations, visits=visits_of(model.topology.reads, stations))


def _row(model: Model, rate: float, *, change: str, target: float | None, seed: int, share: float) -> WhatIf:
    busy = busy_shares(model, rate)
    load = shown(Measure(rate / share, RATE, "req"))
    worst = max(busy, key=lambda ident: busy[ident]) if busy else ""
    if busy and busy[worst] >= 0.995:
        label = model.stations[worst].label
        says = f"At {load} {label} is asked for {busy[worst]:.2f} of its capacity."
        return WhatIf(change=change, p99=None, late=None, status="overloaded", says=says)
    trace = run(model, rate=rate, requests=requests_within_reach(model, SEARCH_REQUESTS), seed=seed, meetings=1)
    p99 = quantile(trace.total, 0.99)
    late = share_above(trace.total, target) if target is not None else None
    says = f"At {load} the busiest box is {busy[worst]:.2f} busy." if busy else f"At {load}."
    mean = float(np.mean(trace.total)) * 1e3
    return WhatIf(change=change, p99=p99, late=late, status="steady", says=f"{says} Mean {mean:.0f} ms.")
