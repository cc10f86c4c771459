"""One run: every request's way through every box, stage by stage, as arrays.

Why: a sample path is exact for first-come-first-served boxes that feed forward, so its quantiles are the design's.
Wrong above capacity, where no steady state exists: callers ask `busy_shares` first and never simulate an overload.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from theloop.engines.systems.queues import (
    Floats,
    batch_server,
    in_order,
    lindley,
    many_servers,
    round_robin,
    service_times,
)
from theloop.engines.systems.resolve import Station
from theloop.engines.systems.topology import Read, Topology

Mask = NDArray[np.bool_]
WARM_UP: Final = 0.1
WORK_LIMIT: Final = 4_000_000  # shard visits in one run: above this, fewer requests are simulated
MEETINGS: Final = 3
_SETTLED: Final = 1e-3


@dataclass(frozen=True, slots=True)
class Visit:
    """One read: `share` of the caller's requests read `reads` keys each, after the caches before it."""

    caller: str
    station: str
    reads: float
    share: float


@dataclass(frozen=True, slots=True)
class Model:
    """All that a run needs: the graph, the boxes in numbers, and the reads."""

    topology: Topology
    stations: Mapping[str, Station]
    visits: tuple[Visit, ...]

    def work(self) -> int:
        """Return the shard visits that one request causes."""
        return sum(self.stations[n].shards for n in self.topology.order) + sum(
            self.stations[v.station].shards for v in self.visits
        )


@dataclass(frozen=True, slots=True)
class Trace:
    """A run in seconds, the warm-up dropped. `spent` and `waited` are per request and box, 0 where not visited."""

    total: Floats
    spent: Mapping[str, Floats]
    waited: Mapping[str, Floats]
    visited: Mapping[str, Mask]


def visits_of(reads: tuple[Read, ...], stations: Mapping[str, Station]) -> tuple[Visit, ...]:
    """Return each read with what the caches before it let through.

    Of n keys read through hit rate h, some miss with chance 1 − h^n; those requests read n(1 − h) / (1 − h^n) keys.
    """
    visits = []
    for read in reads:
        keys = float(read.edge.reads or (stations[read.caller].items_in or 1))
        share = read.edge.fraction
        for cache in read.behind:
            hit = stations[cache].hit_rate
            some_miss = 1 - hit**keys
            share *= some_miss
            keys = keys * (1 - hit) / some_miss if some_miss > 0 else 0.0
        if share > 0 and keys > 0:
            visits.append(Visit(read.caller, read.store, keys, share))
    return tuple(visits)


def flow_shares(topology: Topology) -> dict[str, float]:
    """Return the share of requests that reach each server."""
    shares = dict.fromkeys(topology.sources, 1.0)
    for node in topology.order:
        coming = [shares.get(e.source, 0.0) * e.fraction for e in topology.callers_of(node)]
        split = [e for e in topology.callers_of(node) if e.fraction < 1]
        # Split traffic that meets again adds up; whole copies that meet again are one request.
        shares[node] = min(1.0, sum(coming)) if split else max(coming, default=0.0)
    return shares


def work_per_request(model: Model) -> dict[str, float]:
    """Return the seconds one request occupies the hottest shard of each box, over all its visits."""
    shares = flow_shares(model.topology)
    work: dict[str, float] = {}
    for ident in model.topology.order:
        station = model.stations[ident]
        held = station.overhead / station.max_batch + station.per_request if station.shape == "batch" else station.mean
        work[ident] = held * shares[ident] if station.shape != "delay" else 0.0
    for visit in model.visits:
        station = model.stations[visit.station]
        if station.shape == "delay":
            continue
        touched, keys = _spread(station, visit.reads, hot=station.hot)
        held = touched * (station.mean + keys * station.per_read)
        work[visit.station] = work.get(visit.station, 0.0) + held * visit.share * shares.get(visit.caller, 0.0)
    return work


def busy_shares(model: Model, rate: float) -> dict[str, float]:
    """Return load over capacity of each box at `rate` requests per second; at 1 and above it has no steady state."""
    work = work_per_request(model)
    return {ident: rate * held / model.stations[ident].servers for ident, held in work.items() if held > 0}


def _spread(station: Station, reads: float, *, hot: float = 1.0) -> tuple[float, float]:
    """Return the chance that a request touches a shard, and the keys it reads there if it does."""
    if station.shards == 1 or station.per_read == 0 or station.shape != "shards":
        return 1.0, reads
    mean = reads / station.shards * hot
    touched = 1 - (1 - 1 / station.shards) ** max(reads * hot, 1.0)
    if touched > 0.999:
        return 1.0, mean
    return touched, mean / touched


def run(model: Model, *, rate: float, requests: int, seed: int, meetings: int = MEETINGS) -> Trace:
    """Return a run of `requests` Poisson arrivals at `rate` per second, the first tenth dropped.

    A store that several boxes read is queued at most `meetings` times, each time with the arrivals that its own
    delays caused; after one the p99 is within a few per cent of the settled one, which is enough for a search.

    The same seed gives the same unit arrivals and the same work for boxes of the same id, whatever the rate or the
    sizes: runs of two designs are compared under common random numbers.
    """
    chance = _Chance(seed, requests)
    arrivals = np.cumsum(chance.of("arrivals").standard_exponential(requests)) / rate
    path = _Path(model, arrivals, chance)
    keep = slice(int(requests * WARM_UP), None)
    path.settle(meetings)
    return Trace(
        total=(path.end - arrivals)[keep],
        spent={ident: spent[keep] for ident, spent in path.spent.items()},
        waited={ident: waited[keep] for ident, waited in path.waited.items()},
        visited={ident: mask[keep] for ident, mask in path.visited.items()},
    )


class _Chance:
    """Random numbers by name: each box draws from a stream of its own, the same in every pass of a run."""

    def __init__(self, seed: int, requests: int) -> None:
        self.requests, self._seed = requests, seed

    def of(self, name: str) -> np.random.Generator:
        return np.random.Generator(np.random.PCG64(np.random.SeedSequence([self._seed, zlib.crc32(name.encode())])))


class _Path:
    """The state of one run while its stages are computed in order."""

    def __init__(self, model: Model, arrivals: Floats, chance: _Chance) -> None:
        self.model, self.arrivals, self.chance = model, arrivals, chance
        self.spent: dict[str, Floats] = {}
        self.waited: dict[str, Floats] = {}
        self.visited: dict[str, Mask] = {}
        self.end = arrivals
        callers: dict[str, list[Visit]] = {}
        for visit in model.visits:
            callers.setdefault(visit.station, []).append(visit)
        self._shared = {store: visits for store, visits in callers.items() if len(visits) > 1}
        self._sojourn: dict[Visit, Floats] = {}
        self._works: dict[Visit, Floats] = {}
        self._done: dict[str, tuple[Floats, Floats, Floats, Floats]] = {}
        self._asked: dict[Visit, tuple[Mask, Floats]] = {}

    def settle(self, meetings: int) -> None:
        """Run the stages; a store that several boxes read is repeated until its queue agrees with its arrivals."""
        self._pass()
        for _ in range(meetings if self._shared else 0):
            before = float(np.mean(self.end - self.arrivals))
            for store, visits in self._shared.items():
                self._meet(store, visits)
            self._pass()
            if abs(float(np.mean(self.end - self.arrivals)) - before) <= _SETTLED * before:
                break

    def _pass(self) -> None:
        self.spent, self.waited, self.visited = {}, {}, {}
        topology = self.model.topology
        everyone = np.ones(len(self.arrivals), dtype=bool)
        done = dict.fromkeys(topology.sources, self.arrivals)
        went = dict.fromkeys(topology.sources, everyone)
        for ident in topology.order:
            start, mask = self._reached(ident, done, went)
            start = self._reads(ident, start, mask)
            end = self._serve(self.model.stations[ident], start, mask)
            done[ident], went[ident] = end, mask
        self.end = self.arrivals.copy()
        for ident in topology.last():
            self.end = np.where(went[ident], np.maximum(self.end, done[ident]), self.end)

    def _reached(self, ident: str, done: dict[str, Floats], went: dict[str, Mask]) -> tuple[Floats, Mask]:
        """Return when each request reaches a box (its last caller to finish) and which requests do."""
        start = self.arrivals.copy()
        mask = np.zeros(len(self.arrivals), dtype=bool)
        for edge in self.model.topology.callers_of(ident):
            if edge.source not in done:
                continue
            taken = went[edge.source]
            if edge.fraction < 1:
                taken = taken & self._dealt(edge.source, ident, edge.fraction)
            start = np.where(taken, np.maximum(start, done[edge.source]), start)
            mask |= taken
        return start, mask

    def _dealt(self, source: str, target: str, fraction: float) -> Mask:
        """Deal requests to the split arrows of one box: shares that add up to one leave nobody out or twice."""
        dice = self.chance.of(f"split {source}").random(len(self.arrivals))
        before = 0.0
        for edge in self.model.topology.calls:
            if edge.source == source and edge.fraction < 1:
                if edge.target == target:
                    break
                before += edge.fraction
        low = before % 1.0
        return ((dice - low) % 1.0) < fraction

    def _reads(self, ident: str, start: Floats, mask: Mask) -> Floats:
        """Wait for everything a box reads before it works; all reads begin together."""
        ready = start
        for visit in self.model.visits:
            if visit.caller != ident:
                continue
            station = self.model.stations[visit.station]
            reading = mask
            if visit.share < 1:
                reading = mask & (self.chance.of(f"miss {ident} {visit.station}").random(len(start)) < visit.share)
            self._asked[visit] = (reading, start)
            if visit.station in self._shared and station.shape != "delay":
                alone = self._work(visit).max(axis=0)
                spent = np.where(reading, self._sojourn.get(visit, alone), 0.0)
                self._note(visit.station, reading, spent, np.maximum(0.0, spent - alone))
                end = start + spent
            else:
                end = self._read(station, visit, start, reading)
            ready = np.where(reading, np.maximum(ready, end), ready)
        return ready

    def _read(self, station: Station, visit: Visit, start: Floats, mask: Mask) -> Floats:
        if station.shape == "delay":
            spent = np.where(mask, station.mean, 0.0)
            self._note(station.id, mask, spent, spent * 0)
            return start + spent
        index = np.flatnonzero(mask)
        order, sorted_start = in_order(start[index])
        work = self._work(visit)[:, index[order]]
        end = start.copy()
        waited = np.zeros(len(start))
        finish = _through(station, sorted_start, work)
        end[index[order]] = finish
        waited[index[order]] = np.maximum(0.0, finish - sorted_start - work.max(axis=0, initial=0.0))
        self._note(station.id, mask, end - start, waited)
        return end

    def _meet(self, store: str, visits: list[Visit]) -> None:
        """Queue the reads of all callers together and remember how long each of them then takes."""
        station = self.model.stations[store]
        if station.shape == "delay":
            return
        asked = [self._asked[visit] for visit in visits]
        index = [np.flatnonzero(mask) for mask, _ in asked]
        starts = np.concatenate([start[i] for (_, start), i in zip(asked, index, strict=True)])
        works = [self._work(visit)[:, i] for visit, i in zip(visits, index, strict=True)]
        order, sorted_start = in_order(starts)
        spent = np.empty(len(starts))
        spent[order] = _through(station, sorted_start, np.concatenate(works, axis=1)[:, order]) - sorted_start
        first = 0
        for visit, i in zip(visits, index, strict=True):
            whole = np.zeros(len(self.arrivals))
            whole[i] = spent[first : first + len(i)]
            self._sojourn[visit] = whole
            first += len(i)

    def _work(self, visit: Visit) -> Floats:
        """Return the work of one read on each shard, 0 on shards it does not touch; the same in every pass."""
        if visit in self._works:
            return self._works[visit]
        station = self.model.stations[visit.station]
        count = len(self.arrivals)
        rng = self.chance.of(f"read {visit.caller} {visit.station}")
        work = np.empty((station.shards, count))
        for shard in range(station.shards):
            hot = station.hot if shard == 0 else (station.shards - station.hot) / max(1, station.shards - 1)
            touched, keys = _spread(station, visit.reads, hot=hot)
            mean = station.mean + keys * station.per_read
            work[shard] = service_times(rng, count, mean=mean, cv=station.cv, law=station.law)
            if touched < 1:
                work[shard] *= rng.random(count) < touched
        self._works[visit] = work
        return work

    def _serve(self, station: Station, start: Floats, mask: Mask) -> Floats:
        """Pass the requests of `mask` through a box's own queue and note the time spent and waited."""
        if station.shape == "delay":
            spent = np.where(mask, station.mean, 0.0)
            self._note(station.id, mask, spent, spent * 0)
            return start + spent
        known = self._done.get(station.id)
        # A later pass changes only what stands behind a shared store; the rest is the same work at the same times.
        if known is not None and np.array_equal(known[0], start):
            self._note(station.id, mask, known[2], known[3])
            return known[1]
        end, waited = self._queue(station, start, mask)
        self._done[station.id] = (start, end, end - start, waited)
        self._note(station.id, mask, end - start, waited)
        return end

    def _queue(self, station: Station, start: Floats, mask: Mask) -> tuple[Floats, Floats]:
        """Return when a box's own queue lets each request go, and how long each waited there."""
        index = np.flatnonzero(mask)
        order, sorted_start = in_order(start[index])
        where = index[order]
        end, waited = start.copy(), np.zeros(len(start))
        if station.shape == "batch":
            begin, finish = batch_server(
                sorted_start,
                servers=station.servers,
                overhead=station.overhead,
                per_request=station.per_request,
                max_batch=station.max_batch,
            )
            waited[where] = begin - sorted_start
        else:
            rng = self.chance.of(f"serve {station.id}")
            work = np.stack(
                [
                    service_times(rng, len(start), mean=station.mean, cv=station.cv, law=station.law)[where]
                    for _ in range(station.shards)
                ]
            )
            finish = _through(station, sorted_start, work)
            waited[where] = np.maximum(0.0, finish - sorted_start - work.max(axis=0, initial=0.0))
        end[where] = finish
        return end, waited

    def _note(self, ident: str, mask: Mask, spent: Floats, waited: Floats) -> None:
        zero = np.zeros(len(mask))
        self.spent[ident] = self.spent.get(ident, zero) + np.where(mask, spent, 0.0)
        self.waited[ident] = self.waited.get(ident, zero) + np.where(mask, waited, 0.0)
        self.visited[ident] = self.visited.get(ident, zero.astype(bool)) | mask


def _through(station: Station, starts: Floats, work: Floats) -> Floats:
    """Return when the slowest shard has answered; a shard without work for a request does not delay it."""
    finish = starts.copy()
    for own in work:
        touched = own > 0
        if touched.all():
            finish = np.maximum(finish, _one_shard(station, starts, own))
        else:
            end = _one_shard(station, starts[touched], own[touched])
            finish[touched] = np.maximum(finish[touched], end)
    return finish


def _one_shard(station: Station, starts: Floats, work: Floats) -> Floats:
    if station.servers == 1:
        return lindley(starts, work)
    if station.own_queues:
        return round_robin(starts, work, servers=station.servers)
    return many_servers(starts, work, servers=station.servers)
