"""The kinds of boxes and their parameters, as the room shows them.

Why: the panel beside the board is made from the models, so a new kind of box appears in it by itself. Wrong when a
parameter has no words here: a test compares this table with the models.
"""

from __future__ import annotations

from typing import Final

from pydantic import BaseModel, ConfigDict

from theloop.engines.systems.blueprint import (
    Ann,
    Balancer,
    BatchJob,
    Cache,
    Fanout,
    FeatureStore,
    Ranker,
    Service,
    Source,
    Store,
    Stream,
    Trainer,
)
from theloop.engines.systems.prices import MACHINES

_KINDS: Final = (
    (Source, "Source"), (Service, "Service"), (Ann, "Vector index"), (Ranker, "Ranker on accelerators"),
    (FeatureStore, "Feature store"), (Cache, "Cache"), (Store, "Store"), (Stream, "Stream"), (Trainer, "Trainer"),
    (BatchJob, "Scheduled job"), (Fanout, "Fan-out"), (Balancer, "Load balancer"),
)  # fmt: skip
_OWN: Final = frozenset({"id", "label", "note", "type"})
_WORDS: Final[dict[str, tuple[str, str]]] = {
    "rate": ("5k req/s", "Mean load"),
    "peak_factor": ("", "Busiest minutes over the mean"),
    "users": ("60 M users", "Users on a day"),
    "replicas": ("", "Machines (of each shard, where there are shards)"),
    "slots": ("", "Requests one machine works on at a time"),
    "service_time": ("5 ms", "Time one request holds a worker"),
    "time_per_item": ("3 us", "Added for each candidate that comes in"),
    "cv": ("", "Spread of that time over its mean"),
    "law": ("lognormal", "Shape of that time: lognormal, exponential, constant"),
    "latency": ("0.5 ms", "Time of the hop"),
    "hit_rate": ("", "Share of reads answered here, 0 to 1"),
    "hit_time": ("0.2 ms", "Time of a hit"),
    "machines": ("", "Machines of its own"),
    "shards": ("", "Parts that are asked at once"),
    "read_time": ("0.2 ms", "Fixed work of one read on one shard"),
    "per_read": ("30 us", "Added for each key"),
    "skew": ("", "Hottest shard over the mean, from 1"),
    "lag": ("1 min", "Age of a streamed value when it can be read"),
    "vectors": ("", "Vectors in the index"),
    "dim": ("", "Numbers in a vector"),
    "bytes_per_dim": ("", "Bytes of each number"),
    "search_time": ("3 ms", "Time of one search on one shard"),
    "gpus": ("", "Accelerators"),
    "flops_per_item": ("20 MFLOP", "Operations to score one candidate"),
    "effective": ("15 TFLOP/s", "What one accelerator delivers, measured"),
    "overhead": ("15 ms", "Fixed time of a batch"),
    "max_batch": ("", "Requests in a batch at most"),
    "events_per_request": ("", "Events that one request causes"),
    "consumers": ("", "Consumers"),
    "rate_per_consumer": ("5k events/s", "What one consumer takes"),
    "window": ("30 min", "How long it waits, for a join or a label"),
    "every": ("1 h", "How often it runs"),
    "duration": ("40 min", "How long a run takes"),
    "gate": ("", "The check a new model must pass"),
    "keep": ("", "Candidates it passes on"),
    "recall": ("", "Share of the wanted candidates it does not lose, 0 to 1"),
    "machine": ("cpu-16", f"Price: one of {', '.join(MACHINES)}, or as in 1.2 USD/h"),
}


class Parameter(BaseModel):
    """One parameter of a kind of box: `unit` is an example with its unit, empty for a plain number."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    unit: str
    help: str


class NodeType(BaseModel):
    """One kind of box."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    type: str
    title: str
    parameters: tuple[Parameter, ...]


def node_types() -> tuple[NodeType, ...]:
    """Return every kind of box that can be drawn, with its parameters in the order of the model.

    Examples:
        >>> [parameter.name for parameter in node_types()[0].parameters]
        ['rate', 'peak_factor', 'users']
    """
    kinds = []
    for model, title in _KINDS:
        names = [name for name in model.model_fields if name not in _OWN]
        parameters = tuple(Parameter(name=name, unit=_WORDS[name][0], help=_WORDS[name][1]) for name in names)
        kinds.append(NodeType(type=str(model.model_fields["type"].default), title=title, parameters=parameters))
    return tuple(kinds)
