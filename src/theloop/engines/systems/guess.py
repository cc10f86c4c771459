"""From a label to a typed box: "Redis 92 % hits" is a cache, "FAISS, 200 M vectors" an index with its size.

Why: under a clock nobody fills in forms; the board asks only about what the label did not say. Wrong as a verdict: a
guess is shown as a guess, and the candidate may change it.
"""

from __future__ import annotations

import re
from typing import Final

from pydantic import BaseModel, ConfigDict

from theloop.base.errors import UnitError
from theloop.base.units import DATA, FLOP, FLOP_RATE, NUMBER, NUMBER_ONLY, RATE, TIME, Measure, parse_quantity
from theloop.engines.systems.blueprint import Blueprint, Box, Node

# Longest phrase wins, so "feature store" is not a store and "index build" is not an index.
SYNONYMS: Final[dict[str, tuple[str, ...]]] = {
    "source": ("app", "client", "clients", "user", "users", "mobile", "browser", "web", "device", "devices", "player",
               "traffic", "viewers"),
    "lb": ("load balancer", "balancer", "lb", "nginx", "envoy", "alb", "elb", "gateway", "api gateway", "edge", "cdn",
           "proxy", "router"),
    "cache": ("cache", "item cache", "feature cache", "redis cache", "memcached", "memcache", "lru", "caffeine",
              "embedding cache", "local cache"),
    "feature_store": ("feature store", "features", "online features", "item features", "user features", "feast",
                      "tecton", "feature service", "embedding store", "profile store", "user profiles"),
    "ann": ("ann", "faiss", "hnsw", "scann", "ivf", "vector index", "vector search", "vector db", "vector database",
            "milvus", "qdrant", "pinecone", "weaviate", "two tower", "two-tower", "embedding retrieval", "nearest",
            "candidate generation", "retrieval", "knn"),
    "ranker": ("ranker", "rank", "ranking", "heavy ranker", "ranking model", "scorer", "scoring", "triton", "mmoe",
               "dlrm", "dnn", "model server", "tf serving", "torchserve", "inference", "gpu", "deep model"),
    "service": ("service", "feed", "feed service", "api", "backend", "server", "mixer", "blender", "pre-rank",
                "pre-ranker", "prerank", "pre rank", "light ranker", "first pass", "re-rank", "re-ranker", "rerank",
                "reranker", "diversity", "policy", "filter", "integrity", "follow graph", "trending", "fresh",
                "exploration", "heuristic", "business rules", "orchestrator", "aggregator"),
    "fanout": ("fan out", "fanout", "fan-out", "scatter gather", "scatter", "shards"),
    "store": ("database", "db", "postgres", "mysql", "dynamodb", "cassandra", "bigtable", "spanner", "kv store",
              "key-value", "rocksdb", "redis", "mongo", "document store", "metadata", "storage", "table"),
    "stream": ("kafka", "event log", "events", "log", "logs", "stream", "kinesis", "pubsub", "pub/sub", "queue",
               "flink", "label join", "join", "joiner", "click stream", "event bus", "streaming", "impressions"),
    "trainer": ("trainer", "training", "train", "retrain", "retraining", "learner", "fine-tune", "model training",
                "continuous training", "online learning"),
    "batch_job": ("index build", "index builder", "indexer", "batch", "batch job", "spark", "airflow", "etl",
                  "backfill", "offline job", "cron", "nightly", "daily job", "feature pipeline", "embedding job"),
}  # fmt: skip
_PHRASES: Final = sorted(
    ((phrase, kind) for kind, phrases in SYNONYMS.items() for phrase in phrases), key=lambda pair: -len(pair[0])
)
# Which parameter a number of a dimension fills, in order of preference.
_FILLS: Final[dict[str, dict[str, str]]] = {
    "source": {"rate": "rate", "users": "users", "other": "users"},
    "service": {"time": "service_time", "machines": "replicas", "items": "keep"},
    "lb": {"time": "latency"},
    "cache": {"time": "hit_time", "share": "hit_rate", "machines": "machines"},
    "fanout": {"time": "service_time", "machines": "shards", "items": "keep"},
    "feature_store": {"time": "read_time", "machines": "shards"},
    "ann": {"time": "search_time", "machines": "shards", "items": "vectors"},
    "ranker": {"time": "overhead", "gpus": "gpus", "flop": "flops_per_item", "flop_rate": "effective", "items": "keep"},
    "store": {"time": "read_time", "machines": "replicas"},
    "stream": {"time": "window", "machines": "consumers"},
    "trainer": {"time": "every", "gpus": "gpus"},
    "batch_job": {"time": "every", "machines": "machines"},
}
_COUNTED: Final = frozenset({"keep", "vectors", "replicas", "shards", "gpus", "machines", "consumers"})


class Guess(BaseModel):
    """What a label says: the type, the phrase that told, and the parameters that its numbers fill."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    node: str
    type: str
    because: str
    parameters: dict[str, str | int | float]


def type_from_label(label: str) -> tuple[str, str] | None:
    """Return the type a label names and the phrase that told, or None; the longest phrase wins, then the first.

    Examples:
        >>> type_from_label("Online feature store, 16 shards")
        ('feature_store', 'feature store')
        >>> type_from_label("Banana") is None
        True
    """
    words = f" {re.sub(r'[^a-z0-9/+-]+', ' ', label.lower())} "
    for phrase, kind in _PHRASES:
        if f" {phrase} " in words:
            return kind, phrase
    return None


def numbers_in(label: str) -> list[Measure]:
    """Return the quantities written in a label, in order; what has no unit is left out.

    Examples:
        >>> [measure.value for measure in numbers_in("FAISS 200 M vectors, 8 ms")]
        [200000000.0, 0.008]
    """
    found = []
    for match in re.finditer(
        rf"({NUMBER})\s*((?:(?:k|M|G|bn)\s+)?(?:%|[A-Za-zµ$]+)(?:/[A-Za-z]+)?)(\s+[A-Za-z]+)?", label[:200]
    ):
        number, unit, word = match[1], match[2], match[3] or ""
        for text in (f"{number} {unit}{word}", f"{number} {unit}"):
            try:
                found.append(parse_quantity(text))
            except UnitError:
                continue
            break
    return found


def guess(node: Node) -> Guess | None:
    """Return what the label of an untyped or half-filled box says, or None where it says nothing new.

    A parameter that the box already has is never overwritten.
    """
    told = type_from_label(node.label)
    kind, because = (node.type, "") if not isinstance(node, Box) else told or (None, "")
    if kind is None:
        return None
    parameters: dict[str, str | int | float] = {}
    for measure in numbers_in(f"{node.label} {node.note}"):
        name = _FILLS.get(kind, {}).get(_meaning(measure))
        if name is not None and name not in parameters and getattr(node, name, None) is None:
            parameters[name] = _written(name, measure)
    if not isinstance(node, Box) and not parameters:
        return None
    return Guess(node=node.id, type=kind, because=because, parameters=parameters)


def _meaning(measure: Measure) -> str:
    by_dimension = {TIME: "time", RATE: "rate", DATA: "data", FLOP: "flop", FLOP_RATE: "flop_rate"}
    if measure.dimension in by_dimension:
        return by_dimension[measure.dimension]
    if measure.dimension != NUMBER_ONLY:
        return "other"
    if measure.noun in ("users", "items", "machines"):
        return measure.noun
    if measure.noun == "GPU":
        return "gpus"
    return "share" if 0 < measure.value < 1 else "other"


def _written(name: str, measure: Measure) -> str | int | float:
    if name in _COUNTED:
        return max(1, round(measure.value))
    if name == "hit_rate":
        return measure.value
    unit = {TIME: "s", RATE: "req/s", FLOP: "FLOP", FLOP_RATE: "FLOP/s", NUMBER_ONLY: "users"}[measure.dimension]
    return f"{measure.value:.12g} {unit}"


def guesses(blueprint: Blueprint) -> tuple[Guess, ...]:
    """Return the guesses for all boxes of a board that say something new."""
    made = (guess(node) for node in blueprint.nodes)
    return tuple(one for one in made if one is not None)
