"""What is wrong with a drawing before it runs: one clear sentence for each thing, naming the box and the parameter.

Why: a board comes from a stranger and from someone under a clock; both need to be told at once. Wrong when a finding
judges taste: only what the simulator cannot run, or what will certainly mislead, is said here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

from pydantic import ValidationError

from theloop.base.errors import TooLargeError, UnitError, UsageError
from theloop.base.units import DATA, SPEND, Measure, require, shown
from theloop.engines.systems.blueprint import EDGE_LIMIT, NODE_LIMIT, Ann, Blueprint, Source
from theloop.engines.systems.prices import MACHINES, USUAL
from theloop.engines.systems.report import Finding
from theloop.engines.systems.resolve import items_through
from theloop.engines.systems.topology import OFFLINE, READ, Topology, topology_of

SHARD_LIMIT: Final = 2_000


class BadBlueprintError(UsageError):
    """A blueprint that the simulator refuses; `findings` says why, errors first."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        errors = [finding.text for finding in findings if finding.level == "error"]
        super().__init__(" ".join(errors[:3]))
        self.findings = findings


def read_board(data: Mapping[str, Any]) -> tuple[Blueprint | None, tuple[Finding, ...]]:
    """Return the blueprint in plain data and what is wrong with it; None where it cannot be read at all.

    Args:
        data: The board's JSON, untrusted. More than 60 boxes or 150 arrows are refused before they are looked at.

    Raises:
        TooLargeError: More boxes or arrows than the limit.
    """
    for key, limit in (("nodes", NODE_LIMIT), ("edges", EDGE_LIMIT)):
        count = len(data.get(key) or ()) if isinstance(data.get(key), (list, tuple)) else 0
        if count > limit:
            raise TooLargeError(f"the board's {key}", count, limit, unit=key)
    try:
        blueprint = Blueprint.model_validate(data)
    except ValidationError as error:
        return None, tuple(_finding(one, data) for one in error.errors(include_url=False)[:20])
    return blueprint, check(blueprint)


def _finding(error: Any, data: Mapping[str, Any]) -> Finding:
    """Turn one validation error into a sentence with the box's own id."""
    place = error["loc"]
    message = str(error["msg"]).removeprefix("Value error, ")
    node = edge = key = None
    if len(place) >= 2 and place[0] in ("nodes", "edges") and isinstance(place[1], int):
        item = data[place[0]][place[1]]
        if place[0] == "nodes":
            node = str(item.get("id", place[1])) if isinstance(item, Mapping) else str(place[1])
        elif isinstance(item, Mapping):
            edge = f"{item.get('source')}->{item.get('target')}"
        # A discriminated union puts its tag between the position and the key.
        rest = [str(part) for part in place[2:]]
        key = rest[-1] if rest else None
    where = f"{node or edge}" + (f", {key}" if key else "") if (node or edge) else ".".join(str(p) for p in place)
    if error["type"] == "extra_forbidden":
        message = "this parameter does not exist here"
    if error["type"] == "union_tag_invalid":
        key, message = "type", f"unknown type {item.get('type')!r}" if isinstance(item, Mapping) else message
    text = f"{where}: {message}" if where else message
    return Finding(level="error", code="unreadable", text=text[:400], node=node, edge=edge, key=key)


def check(blueprint: Blueprint) -> tuple[Finding, ...]:
    """Return what is wrong with the drawing, errors first. With an error it cannot run."""
    topology = topology_of(blueprint)
    findings = [
        *_sources(blueprint),
        *_types(blueprint),
        *_order(topology),
        *_reach(blueprint, topology),
        *_cascade(blueprint, topology),
        *_reading(blueprint, topology),
        *_machines(blueprint),
        *_width(blueprint, topology),
        *_memory(blueprint),
    ]
    rank = {"error": 0, "warn": 1, "note": 2}
    return tuple(sorted(findings, key=lambda finding: rank[finding.level]))


def require_runnable(blueprint: Blueprint) -> tuple[Finding, ...]:
    """Return the findings of a blueprint that can run.

    Raises:
        BadBlueprintError: There is an error among them.
    """
    findings = check(blueprint)
    if any(finding.level == "error" for finding in findings):
        raise BadBlueprintError(findings)
    return findings


def _sources(blueprint: Blueprint) -> list[Finding]:
    sources = [node for node in blueprint.nodes if isinstance(node, Source)]
    if not sources:
        text = "No box sends requests: draw the app or the client as the source."
        return [Finding(level="error", code="no_source", text=text)]
    if len(sources) > 1:
        text = f"{sources[1].id}: a second source; draw one source that stands for all requests."
        return [Finding(level="error", code="two_sources", text=text, node=sources[1].id)]
    found = []
    if blueprint.requirements.load is None and sources[0].rate is None:
        text = f"{sources[0].id}: no load is given; write the rate beside it, as in 5k req/s."
        found.append(Finding(level="warn", code="no_load", text=text, node=sources[0].id, key="rate"))
    if blueprint.requirements.p99 is None:
        text = "No p99 is promised, so lateness cannot be judged."
        found.append(Finding(level="warn", code="no_p99", text=text, key="p99"))
    return found


def _types(blueprint: Blueprint) -> list[Finding]:
    return [
        Finding(
            level="error",
            code="untyped",
            text=f"{node.label or node.id}: say what this box is; its name did not tell.",
            node=node.id,
            key="type",
        )
        for node in blueprint.nodes
        if node.type == "box"
    ]


def _order(topology: Topology) -> list[Finding]:
    if not topology.cycle:
        return []
    way = " -> ".join([*topology.cycle, topology.cycle[0]])
    text = f"{topology.cycle[0]}: the calls go in a circle ({way}); make one arrow async or put a stream between."
    return [Finding(level="error", code="cycle", text=text, node=topology.cycle[0])]


def _reach(blueprint: Blueprint, topology: Topology) -> list[Finding]:
    if topology.cycle or not topology.sources:
        return []
    reached = topology.reached()
    fallbacks = {edge.target for edge in topology.fallbacks}
    found = []
    if not topology.last():
        text = f"{topology.sources[0]}: no arrow leads from here to a box that answers."
        found.append(Finding(level="error", code="no_sink", text=text, node=topology.sources[0]))
    for node in blueprint.nodes:
        fed = {edge.source for edge in topology.feeds} | {edge.target for edge in topology.feeds}
        if node.type in OFFLINE and node.id not in fed:
            text = f"{node.label or node.id}: nothing feeds it and it feeds nothing."
            found.append(Finding(level="warn", code="unreachable", text=text, node=node.id))
        if node.type not in OFFLINE and node.id not in reached and node.id not in fallbacks and node.type != "box":
            text = f"{node.label or node.id}: no request reaches it."
            found.append(Finding(level="warn", code="unreachable", text=text, node=node.id))
    return found


def _cascade(blueprint: Blueprint, topology: Topology) -> list[Finding]:
    found = []
    flow = items_through(blueprint, topology)
    for node in blueprint.nodes:
        entering, leaving = flow.get(node.id, (None, None))
        if entering is not None and leaving is not None and leaving > entering:
            text = (
                f"{node.label or node.id}: {entering:,} candidates come in and {leaving:,} go out; a cascade shrinks."
            )
            found.append(Finding(level="error", code="cascade_grows", text=text, node=node.id, key="keep"))
        if node.type == "ranker" and entering is None and node.id in flow:
            text = f"{node.label or node.id}: no stage before it says how many candidates it keeps; one is assumed."
            found.append(Finding(level="warn", code="items_unknown", text=text, node=node.id, key="keep"))
    return found


def _reading(blueprint: Blueprint, topology: Topology) -> list[Finding]:
    kinds = {node.id: node for node in blueprint.nodes}
    found = []
    for edge in blueprint.edges:
        ends = [kinds[edge.source], kinds[edge.target]]
        name = f"{edge.source}->{edge.target}"
        if edge.kind in ("sync", "shadow") and any(node.type in OFFLINE for node in ends):
            text = f"{edge.source} to {edge.target}: nobody waits for an offline job, so this arrow is taken as async."
            found.append(Finding(level="note", code="taken_as_async", text=text, edge=name))
        if any(node.type in READ for node in ends) and any(node.type == "source" for node in ends):
            text = f"{edge.source} to {edge.target}: the source cannot read a store; draw the service that does."
            found.append(Finding(level="error", code="source_reads", text=text, edge=name))
    for read in topology.reads:
        if read.edge.reads is None and not read.behind:
            entering = items_through(blueprint, topology).get(read.caller, (None, None))[0] or 1
            text = (
                f"{read.caller} reads {read.store}: no count stands on the arrow, so one read for each of {entering:,}."
            )
            found.append(Finding(level="note", code="reads_assumed", text=text, node=read.caller, key="reads"))
    for node in blueprint.nodes:
        targets = [kinds[edge.target] for edge in topology.calls if edge.source == node.id]
        if {"ranker", "ann"} <= {target.type for target in targets}:
            text = (
                f"{node.label or node.id} calls retrieval and ranking at once; lead the arrow through one to the other."
            )
            found.append(Finding(level="warn", code="parallel_rank", text=text, node=node.id))
    return found


def _machines(blueprint: Blueprint) -> list[Finding]:
    found = []
    for node in blueprint.nodes:
        machine = getattr(node, "machine", None)
        if machine is None or machine in MACHINES:
            continue
        try:
            require(machine, SPEND)
        except UnitError:
            known = ", ".join(MACHINES)
            text = (
                f"{node.label or node.id}: {machine!r} has no price; write one of {known}, or a price as in 1.2 USD/h."
            )
            found.append(Finding(level="error", code="no_price", text=text, node=node.id, key="machine"))
    return found


def _width(blueprint: Blueprint, topology: Topology) -> list[Finding]:
    """Refuse a request that touches more shards than a run can follow."""
    readers = Counter(read.store for read in topology.reads)
    shards = sum((getattr(node, "shards", None) or 1) * max(1, readers[node.id]) for node in blueprint.nodes)
    if shards <= SHARD_LIMIT:
        return []
    text = f"One request touches {shards:,} shards; the simulator follows at most {SHARD_LIMIT:,}."
    return [Finding(level="error", code="too_wide", text=text, key="shards")]


def _memory(blueprint: Blueprint) -> list[Finding]:
    """Point out an index whose shard is larger than the machine that should hold it; graph links are not counted."""
    found = []
    for node in blueprint.nodes:
        if not isinstance(node, Ann) or node.vectors is None or node.dim is None or node.bytes_per_dim is None:
            continue
        machine = MACHINES.get(node.machine or USUAL["ann"])
        held = node.vectors * node.dim * node.bytes_per_dim / (node.shards or 1)
        if machine is not None and held > machine.memory:
            sizes = (
                f"{shown(Measure(held, DATA))} of vectors in a shard, {shown(Measure(machine.memory, DATA))} of memory"
            )
            text = f"{node.label or node.id}: {sizes}; more shards or fewer bytes a vector."
            found.append(Finding(level="warn", code="does_not_fit", text=text, node=node.id, key="shards"))
    return found
