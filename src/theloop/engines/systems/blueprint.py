"""A board as data: typed boxes, arrows with what flows along them, promises with units, and where everything stands.

Why: the drawing is the specification, so it can be checked, run and costed. Wrong when a number hides in a label: a
parameter that is not given becomes an assumption in `resolve.py`, never a silent default here.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from theloop.base.errors import UnitError
from theloop.base.units import BANDWIDTH, DATA, FLOP, FLOP_RATE, NUMBER_ONLY, RATE, SPEND, TIME, Dimension, require

NODE_LIMIT = 60
EDGE_LIMIT = 150

NodeId = Annotated[str, Field(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_.-]*$", max_length=60)]
Label = Annotated[str, Field(max_length=80)]
Note = Annotated[str, Field(max_length=400)]
Share = Annotated[float, Field(ge=0, le=1)]
Count = Annotated[int, Field(ge=1, le=1_000_000)]
Items = Annotated[int, Field(ge=1, le=10**12)]


def _unit(dimension: Dimension, example: str) -> AfterValidator:
    """Refuse a string whose quantity is of another dimension, or negative."""

    def check(text: str) -> str:
        try:
            measure = require(text, dimension)
        except UnitError as error:
            raise ValueError(str(error)) from None
        if measure.value < 0:
            raise ValueError(f"{text!r} is negative; write a quantity such as {example}")
        return text

    return AfterValidator(check)


_Text = Field(max_length=40)
Time = Annotated[str, _Text, _unit(TIME, "5 ms")]
Rate = Annotated[str, _Text, _unit(RATE, "5k req/s")]
Data = Annotated[str, _Text, _unit(DATA, "1.2 kB")]
Bandwidth = Annotated[str, _Text, _unit(BANDWIDTH, "1 GB/s")]
Flop = Annotated[str, _Text, _unit(FLOP, "20 MFLOP")]
FlopRate = Annotated[str, _Text, _unit(FLOP_RATE, "15 TFLOP/s")]
Spend = Annotated[str, _Text, _unit(SPEND, "2.4 M USD/year")]
Users = Annotated[str, _Text, _unit(NUMBER_ONLY, "60 M users")]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Requirements(_Model):
    """What the design promises. What is not promised is not judged.

    `p99` end to end for one request; `load` the peak the design must carry, in all regions together, with one region
    lost where there are several; `recall` share of the ideal page that survives the cascade; `cost` per year, all
    regions; `item_freshness` and `model_freshness` the oldest that an index or a model may be when it answers;
    `utilisation` no stage busier than this at peak.
    """

    p99: Time | None = None
    load: Rate | None = None
    recall: Share | None = None
    cost: Spend | None = None
    item_freshness: Time | None = None
    model_freshness: Time | None = None
    utilisation: Share | None = None


class _Node(_Model):
    """What every box has."""

    id: NodeId
    label: Label = ""
    note: Note = ""


class _Cascade(_Model):
    """`keep` is how many candidates a stage passes on, `recall` the share of the wanted ones that it does not lose."""

    keep: Items | None = None
    recall: Share | None = None


class Box(_Node):
    """A box whose type nobody has said yet; it is drawn, and refused by the simulator."""

    type: Literal["box"] = "box"


class Source(_Node):
    """Where requests come from: `rate` is the mean load, `peak_factor` how much higher the busiest minutes are."""

    type: Literal["source"] = "source"
    rate: Rate | None = None
    peak_factor: Annotated[float, Field(ge=1, le=100)] | None = None
    users: Users | None = None


class Service(_Node, _Cascade):
    """`replicas` machines of `slots` parallel workers behind one queue, first come first served.

    One request holds a worker for `service_time` plus `time_per_item` for each candidate that comes in; `cv` is the
    coefficient of variation of that time and `law` its shape.
    """

    type: Literal["service"] = "service"
    replicas: Count | None = None
    slots: Count | None = None
    service_time: Time | None = None
    time_per_item: Time | None = None
    cv: Annotated[float, Field(ge=0, le=20)] | None = None
    law: Literal["lognormal", "exponential", "constant"] = "lognormal"
    machine: Label | None = None


class Balancer(_Node):
    """A load balancer or gateway hop: a delay without a queue."""

    type: Literal["lb"] = "lb"
    latency: Time | None = None


class Cache(_Node):
    """Answers the share `hit_rate` of reads after `hit_time`; the rest go on to what it stands before."""

    type: Literal["cache"] = "cache"
    hit_rate: Share | None = None
    hit_time: Time | None = None
    machines: Annotated[int, Field(ge=0, le=1_000_000)] | None = None
    machine: Label | None = None


class Fanout(_Node, _Cascade):
    """Asks all `shards` at once and waits for the slowest; each shard is a queue of `replicas` workers."""

    type: Literal["fanout"] = "fanout"
    shards: Annotated[int, Field(ge=1, le=2_000)] | None = None
    replicas: Count | None = None
    service_time: Time | None = None
    cv: Annotated[float, Field(ge=0, le=20)] | None = None
    law: Literal["lognormal", "exponential", "constant"] = "lognormal"
    machine: Label | None = None


class FeatureStore(_Node):
    """Online features by key: reads of one request spread over `shards`; a shard answers `read_time` + n `per_read`.

    Each shard has `replicas` machines of `slots` workers; every worker has a queue of its own, taken in turn.
    `skew` is the hottest shard's load over the mean; `lag` how old a streamed feature is when it can be read.
    """

    type: Literal["feature_store"] = "feature_store"
    shards: Annotated[int, Field(ge=1, le=2_000)] | None = None
    replicas: Count | None = None
    slots: Count | None = None
    read_time: Time | None = None
    per_read: Time | None = None
    cv: Annotated[float, Field(ge=0, le=20)] | None = None
    skew: Annotated[float, Field(ge=1, le=20)] | None = None
    lag: Time | None = None
    machine: Label | None = None


class Ann(_Node, _Cascade):
    """Approximate nearest neighbours over `vectors`: every shard is searched, the slowest one answers last.

    A shard is a queue of `replicas` machines of `slots` searches at a time.
    """

    type: Literal["ann"] = "ann"
    vectors: Items | None = None
    dim: Annotated[int, Field(ge=1, le=100_000)] | None = None
    bytes_per_dim: Annotated[float, Field(gt=0, le=8)] | None = None
    shards: Annotated[int, Field(ge=1, le=2_000)] | None = None
    replicas: Count | None = None
    slots: Count | None = None
    search_time: Time | None = None
    cv: Annotated[float, Field(ge=0, le=20)] | None = None
    machine: Label | None = None


class Ranker(_Node, _Cascade):
    """A batching model server on `gpus` accelerators.

    A batch of b requests takes `overhead` + b × (items in × `flops_per_item` / `effective`), at most `max_batch`
    requests; `effective` is what one accelerator really delivers, not its data sheet.
    """

    type: Literal["ranker"] = "ranker"
    gpus: Count | None = None
    flops_per_item: Flop | None = None
    effective: FlopRate | None = None
    overhead: Time | None = None
    max_batch: Annotated[int, Field(ge=1, le=10_000)] | None = None
    machine: Label | None = None


class Store(_Node):
    """A database or key-value store read by id: `replicas` of `slots` workers, `read_time` each."""

    type: Literal["store"] = "store"
    replicas: Count | None = None
    slots: Count | None = None
    read_time: Time | None = None
    cv: Annotated[float, Field(ge=0, le=20)] | None = None
    machine: Label | None = None


class Stream(_Node):
    """An event log or stream join: `consumers` that each take `rate_per_consumer`; `window` is how long it waits."""

    type: Literal["stream"] = "stream"
    events_per_request: Annotated[float, Field(ge=0, le=10_000)] | None = None
    consumers: Count | None = None
    rate_per_consumer: Rate | None = None
    window: Time | None = None
    machine: Label | None = None


class Trainer(_Node):
    """Trains a model `every` so often, for `duration`, on `gpus`; `gate` names the check before a model is served."""

    type: Literal["trainer"] = "trainer"
    every: Time | None = None
    duration: Time | None = None
    gpus: Count | None = None
    gate: Note = ""
    machine: Label | None = None


class BatchJob(_Node):
    """A scheduled job (index build, feature backfill): runs `every` so often for `duration` on `machines`."""

    type: Literal["batch_job"] = "batch_job"
    every: Time | None = None
    duration: Time | None = None
    machines: Count | None = None
    machine: Label | None = None


Node = Annotated[
    Box
    | Source
    | Service
    | Balancer
    | Cache
    | Fanout
    | FeatureStore
    | Ann
    | Ranker
    | Store
    | Stream
    | Trainer
    | BatchJob,
    Field(discriminator="type"),
]
EdgeKind = Literal["sync", "async", "shadow", "fallback"]


class Edge(_Model):
    """An arrow. `sync`: the request waits. `async`: nobody waits. `shadow`: a copy, nobody waits. `fallback`: used
    when what the other arrows lead to is gone.

    An arrow between a server and a store, feature store or cache is a read, whichever way it points. `fraction` is
    the share of requests that take it, `reads` the keys one request reads, `payload` the bytes of one key or message,
    `cross_zone` the share of those bytes that are billed between zones.
    """

    source: NodeId
    target: NodeId
    kind: EdgeKind = "sync"
    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]*$", max_length=60)] = ""
    label: Label = ""
    fraction: Annotated[float, Field(gt=0, le=1)] = 1.0
    reads: Annotated[int, Field(ge=1, le=100_000)] | None = None
    payload: Data | None = None
    cross_zone: Share | None = None


class Group(_Model):
    """A frame around boxes, such as "Retrieval, in parallel"; it has no meaning for the simulator."""

    id: NodeId
    label: Label = ""
    nodes: tuple[NodeId, ...] = Field(default=(), max_length=NODE_LIMIT)


_Pixels = Annotated[float, Field(ge=-100_000, le=100_000)]


class Place(_Model):
    """Where a box or text stands on the board, in board units (20 to a square)."""

    x: _Pixels
    y: _Pixels
    w: Annotated[float, Field(ge=0, le=100_000)] = 100
    h: Annotated[float, Field(ge=0, le=100_000)] = 60


class Text(_Model):
    """Free text on the board."""

    id: NodeId
    text: Note


class Blueprint(_Model):
    """The whole board. Ids are unique over boxes, groups and texts; arrows and frames name boxes that exist.

    `regions` identical copies each run everything drawn. With more than one, the simulator judges the peak with one
    region lost, and the cost is that of all of them.
    """

    version: Literal[1] = 1
    name: Annotated[str, Field(max_length=120)] = ""
    requirements: Requirements = Requirements()
    regions: Annotated[int, Field(ge=1, le=20)] = 1
    nodes: tuple[Node, ...] = Field(default=(), max_length=NODE_LIMIT)
    edges: tuple[Edge, ...] = Field(default=(), max_length=EDGE_LIMIT)
    groups: tuple[Group, ...] = Field(default=(), max_length=20)
    texts: tuple[Text, ...] = Field(default=(), max_length=60)
    layout: dict[NodeId, Place] = Field(default_factory=dict, max_length=160)

    @model_validator(mode="after")
    def _names_exist(self) -> Blueprint:
        boxes = {node.id for node in self.nodes}
        ids = [node.id for node in self.nodes] + [group.id for group in self.groups] + [text.id for text in self.texts]
        for ident in ids:
            if ids.count(ident) > 1:
                raise ValueError(f"the id {ident!r} stands twice")
        for edge in self.edges:
            for end in (edge.source, edge.target):
                if end not in boxes:
                    raise ValueError(
                        f"an arrow {edge.source} -> {edge.target} names the box {end!r}, which is not there"
                    )
        for group in self.groups:
            for member in group.nodes:
                if member not in boxes:
                    raise ValueError(f"the frame {group.id!r} names the box {member!r}, which is not there")
        for placed in self.layout:
            if placed not in ids:
                raise ValueError(f"the layout places {placed!r}, which is not there")
        return self

    def node(self, ident: str) -> Node:
        """Return the box with this id; raises KeyError where there is none."""
        for node in self.nodes:
            if node.id == ident:
                return node
        raise KeyError(ident)
