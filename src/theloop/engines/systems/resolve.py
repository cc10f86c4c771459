"""From unit strings to numbers: every parameter that is missing becomes a counted assumption with its reason.

Why: a drawing can run before it is complete, and says what it took for granted. Wrong when a default decides a
verdict silently: that is why sizes default to a busy share of .60 and are listed, never to a lucky constant.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, Literal

from theloop.base.text import percent
from theloop.base.units import parse_quantity
from theloop.engines.systems.blueprint import (
    Ann,
    Balancer,
    Blueprint,
    Cache,
    Fanout,
    FeatureStore,
    Node,
    Ranker,
    Service,
    Source,
    Store,
    Stream,
)
from theloop.engines.systems.prices import USUAL
from theloop.engines.systems.report import Assumption
from theloop.engines.systems.topology import Topology

ASSUMED_BUSY: Final = 0.60
Law = Literal["lognormal", "exponential", "constant"]
Shape = Literal["queue", "shards", "batch", "delay"]
# The parameters a verdict stands on: with one of them assumed, the run says less about the design.
SIZES: Final = frozenset(
    {"replicas", "gpus", "service_time", "search_time", "read_time", "per_read", "overhead", "flops_per_item"}
    | {"effective", "shards", "consumers", "rate_per_consumer", "hit_rate"}
)


@dataclass(frozen=True, slots=True)
class Station:
    """A box in numbers (seconds, requests). `servers` per shard; `mean` the time one request holds one of them.

    `per_read` is added for each key a shard reads; `hot` is the hottest shard's share over the mean; `units` machines.
    """

    id: str
    label: str
    type: str
    shape: Shape
    servers: int = 1
    shards: int = 1
    mean: float = 0.0
    per_read: float = 0.0
    cv: float = 0.0
    law: Law = "lognormal"
    hot: float = 1.0
    overhead: float = 0.0
    per_request: float = 0.0
    max_batch: int = 1
    own_queues: bool = False
    units: int = 1
    unit_name: str = "machines"
    machine: str = ""
    items_in: int | None = None
    items_out: int | None = None
    recall: float | None = None
    hit_rate: float = 0.0


@dataclass(slots=True)
class Assumptions:
    """Collects the defaults that were used; the only state of a resolution, thrown away after it."""

    made: list[Assumption] = field(default_factory=list)

    def take(self, node: Node, name: str, default: str, *, reason: str) -> str:
        """Return the node's parameter as text, or the default, noted."""
        given = getattr(node, name)
        if given is not None:
            return str(given)
        self.made.append(Assumption(node=node.id, name=name, value=default, reason=reason))
        return default

    def number(self, node: Node, name: str, default: float, *, reason: str) -> float:
        """Return a plain number, given or assumed."""
        return float(self.take(node, name, f"{default:g}", reason=reason))

    def quantity(self, node: Node, name: str, default: str, *, reason: str) -> float:
        """Return a quantity in base units, given or assumed."""
        return parse_quantity(self.take(node, name, default, reason=reason)).value


@dataclass(frozen=True, slots=True)
class Load:
    """Loads in requests per second. `judged` is what one region must carry; `peak` and `mean` are of all regions."""

    peak: float
    mean: float
    judged: float
    share: float
    users: float | None


def load_of(blueprint: Blueprint, notes: Assumptions) -> Load:
    """Return the load the design is judged at: the promised peak, with one region lost where there are several."""
    source = next((node for node in blueprint.nodes if isinstance(node, Source)), None)
    factor = 2.5
    users = None
    peak: float | None = None
    if blueprint.requirements.load is not None:
        peak = parse_quantity(blueprint.requirements.load).value
    if source is not None:
        factor = notes.number(source, "peak_factor", 2.5, reason="evening peak over the daily mean of a consumer app")
        users = parse_quantity(source.users).value if source.users is not None else None
        if peak is None:
            rate = notes.quantity(source, "rate", "1,000 req/s", reason="no load is promised and none stands here")
            peak = rate * factor
    peak = 1_000.0 if peak is None else max(peak, 1e-9)
    share = 1 / (blueprint.regions - 1) if blueprint.regions > 1 else 1.0
    return Load(peak=peak, mean=peak / factor, judged=peak * share, share=share, users=users)


def items_through(blueprint: Blueprint, topology: Topology) -> dict[str, tuple[int | None, int | None]]:
    """Return how many candidates enter and leave each server; None where nobody has said."""
    nodes = {node.id: node for node in blueprint.nodes}
    flow: dict[str, tuple[int | None, int | None]] = {}
    for ident in topology.order:
        node = nodes[ident]
        before = [flow[e.source][1] for e in topology.calls if e.target == ident and e.source in flow]
        counted = [count for count in before if count is not None]
        entering = sum(counted) if counted else None
        if isinstance(node, Ann) and entering is None:
            entering = node.vectors
        keep = getattr(node, "keep", None)
        # A gateway in front of retrieval has seen no candidates yet, so it passes none on.
        flow[ident] = (entering, keep if keep is not None else entering)
    return flow


def stations_of(blueprint: Blueprint, topology: Topology, load: Load, *, notes: Assumptions) -> dict[str, Station]:
    """Return every box that serves or is read, in numbers, noting what had to be assumed."""
    flow = items_through(blueprint, topology)
    stations = {}
    for node in blueprint.nodes:
        make = _MAKERS.get(node.type)
        if make is not None:
            stations[node.id] = make(node, flow.get(node.id, (None, None)), load, notes)
    return stations


Flow = tuple[int | None, int | None]


def _sized(node: Node, name: str, work: float, *, load: Load, per_unit: int, notes: Assumptions) -> int:
    """Return the machines given, or as many as keep them 60 % busy."""
    needed = max(1, math.ceil(load.judged * work / (ASSUMED_BUSY * per_unit)))
    reason = f"no size is given: as many as are {percent(ASSUMED_BUSY)} busy at the judged load"
    return int(notes.number(node, name, needed, reason=reason))


def _service(node: Node, flow: Flow, load: Load, notes: Assumptions) -> Station:
    assert isinstance(node, Service)
    mean = notes.quantity(node, "service_time", "5 ms", reason="a call inside one region with some work")
    if node.time_per_item is not None:
        mean += parse_quantity(node.time_per_item).value * (flow[0] or 0)
    slots = int(notes.number(node, "slots", 16, reason="one worker for each core of the usual machine"))
    units = _sized(node, "replicas", mean, load=load, per_unit=slots, notes=notes)
    cv = 1.0 if node.law == "exponential" else 0.0
    if node.law == "lognormal":
        cv = notes.number(node, "cv", 0.5, reason="request work varies by about half its mean")
    return Station(
        node.id, node.label or node.id, node.type, "queue", servers=units * slots, mean=mean, cv=cv, law=node.law,
        units=units, machine=node.machine or USUAL[node.type], items_in=flow[0], items_out=flow[1], recall=node.recall,
    )  # fmt: skip


def _balancer(node: Node, flow: Flow, _load: Load, notes: Assumptions) -> Station:
    assert isinstance(node, Balancer)
    mean = notes.quantity(node, "latency", "0.5 ms", reason="one hop inside a region")
    return Station(
        node.id, node.label or node.id, node.type, "delay", mean=mean, cv=0.0, units=0, items_in=flow[0],
        items_out=flow[1],
    )  # fmt: skip


def _cache(node: Node, _flow: Flow, _load: Load, notes: Assumptions) -> Station:
    assert isinstance(node, Cache)
    hit = notes.number(node, "hit_rate", 0.0, reason="no hit rate is claimed, so none is granted")
    mean = notes.quantity(node, "hit_time", "0.5 ms", reason="one memory read over the network (napkin-math, 2026)")
    units = int(notes.number(node, "machines", 0, reason="held in the memory of the machines that read it"))
    return Station(
        node.id, node.label or node.id, node.type, "delay", mean=mean, units=units, hit_rate=hit,
        machine=node.machine or USUAL[node.type],
    )  # fmt: skip


def _fanout(node: Node, flow: Flow, load: Load, notes: Assumptions) -> Station:
    assert isinstance(node, Fanout)
    mean = notes.quantity(node, "service_time", "5 ms", reason="a call inside one region with some work")
    shards = int(notes.number(node, "shards", 8, reason="a small cluster"))
    replicas = _sized(node, "replicas", mean, load=load, per_unit=1, notes=notes)
    cv = 1.0 if node.law == "exponential" else 0.0
    if node.law == "lognormal":
        cv = notes.number(node, "cv", 0.5, reason="request work varies by about half its mean")
    return Station(
        node.id, node.label or node.id, node.type, "shards", servers=replicas, shards=shards, mean=mean, cv=cv,
        law=node.law, units=replicas * shards, machine=node.machine or USUAL[node.type], items_in=flow[0],
        items_out=flow[1], recall=node.recall,
    )  # fmt: skip


def _feature_store(node: Node, _flow: Flow, load: Load, notes: Assumptions) -> Station:
    assert isinstance(node, FeatureStore)
    mean = notes.quantity(node, "read_time", "0.1 ms", reason="fixed work of one request on one shard process")
    per_read = notes.quantity(node, "per_read", "8 us", reason="one more key of about a kilobyte in the same request")
    shards = int(notes.number(node, "shards", 16, reason="a usual cluster of an online store"))
    work = mean + per_read * 300 / shards
    slots = int(notes.number(node, "slots", 8, reason="one worker for each core of the usual machine"))
    replicas = _sized(node, "replicas", work, load=load, per_unit=slots, notes=notes)
    cv = notes.number(node, "cv", 0.5, reason="keys differ in size and placement")
    skew = notes.number(node, "skew", 1.03, reason="popular keys hash unevenly by a few per cent")
    return Station(
        node.id, node.label or node.id, node.type, "shards", servers=replicas * slots, shards=shards, mean=mean,
        per_read=per_read, cv=cv, hot=skew, own_queues=True, units=replicas * shards,
        machine=node.machine or USUAL[node.type],
    )  # fmt: skip


def _ann(node: Node, flow: Flow, load: Load, notes: Assumptions) -> Station:
    assert isinstance(node, Ann)
    mean = notes.quantity(node, "search_time", "4 ms", reason="one search of a graph index shard at about .95 recall")
    shards = int(notes.number(node, "shards", 8, reason="an index of tens of GB over small machines"))
    slots = int(notes.number(node, "slots", 16, reason="one search for each core of the usual machine"))
    replicas = _sized(node, "replicas", mean, load=load, per_unit=slots, notes=notes)
    cv = notes.number(node, "cv", 0.4, reason="search work varies with the query")
    return Station(
        node.id, node.label or node.id, node.type, "shards", servers=replicas * slots, shards=shards, mean=mean, cv=cv,
        units=replicas * shards, machine=node.machine or USUAL[node.type], items_in=flow[0], items_out=flow[1],
        recall=node.recall,
    )  # fmt: skip


def _ranker(node: Node, flow: Flow, load: Load, notes: Assumptions) -> Station:
    assert isinstance(node, Ranker)
    flops = notes.quantity(node, "flops_per_item", "20 MFLOP", reason="a multi-task ranker of some ten M weights")
    effective = notes.quantity(node, "effective", "15 TFLOP/s", reason="60 % of a 25 TFLOP/s card, unmeasured")
    overhead = notes.quantity(node, "overhead", "5 ms", reason="copying, launching and unpacking one batch")
    batch = int(notes.number(node, "max_batch", 16, reason="a few ms of arrivals"))
    per_request = (flow[0] or 1) * flops / max(effective, 1.0)
    gpus = _sized(node, "gpus", overhead / batch + per_request, load=load, per_unit=1, notes=notes)
    return Station(
        node.id, node.label or node.id, node.type, "batch", servers=gpus, overhead=overhead, per_request=per_request,
        max_batch=batch, units=gpus, unit_name="GPUs", machine=node.machine or USUAL[node.type], items_in=flow[0],
        items_out=flow[1], recall=node.recall,
    )  # fmt: skip


def _store(node: Node, _flow: Flow, load: Load, notes: Assumptions) -> Station:
    assert isinstance(node, Store)
    mean = notes.quantity(node, "read_time", "1 ms", reason="an indexed read by key")
    slots = int(notes.number(node, "slots", 8, reason="one read for each core of the usual machine"))
    units = _sized(node, "replicas", mean, load=load, per_unit=slots, notes=notes)
    cv = notes.number(node, "cv", 0.8, reason="some reads leave memory")
    return Station(
        node.id, node.label or node.id, node.type, "queue", servers=units * slots, mean=mean, cv=cv, units=units,
        machine=node.machine or USUAL[node.type],
    )  # fmt: skip


def _stream(node: Node, _flow: Flow, load: Load, notes: Assumptions) -> Station:
    assert isinstance(node, Stream)
    events = notes.number(node, "events_per_request", 1.0, reason="one event for each request")
    rate = notes.quantity(
        node, "rate_per_consumer", "5k events/s", reason="one partition with light work on each event"
    )
    mean = events / max(rate, 1e-9)
    units = _sized(node, "consumers", mean, load=load, per_unit=1, notes=notes)
    return Station(
        node.id, node.label or node.id, node.type, "delay", servers=units, mean=mean, units=units,
        unit_name="consumers", machine=node.machine or USUAL[node.type],
    )  # fmt: skip


_MAKERS: Final[dict[str, Callable[[Node, Flow, Load, Assumptions], Station]]] = {
    "service": _service,
    "lb": _balancer,
    "cache": _cache,
    "fanout": _fanout,
    "feature_store": _feature_store,
    "ann": _ann,
    "ranker": _ranker,
    "store": _store,
    "stream": _stream,
}
