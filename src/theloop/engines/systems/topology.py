"""How the boxes hang together: what a request waits for, what is only read, what runs beside it.

Why: the same arrows mean a call, a read or a feed depending on what they join. Wrong when a box that answers requests
is drawn as an offline job: then nothing waits for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from theloop.engines.systems.blueprint import Blueprint, Cache, Edge, Node

SERVERS: Final = frozenset({"service", "lb", "fanout", "ann", "ranker"})
READ: Final = frozenset({"cache", "feature_store", "store"})
OFFLINE: Final = frozenset({"stream", "trainer", "batch_job"})


@dataclass(frozen=True, slots=True)
class Read:
    """One read edge: `caller` waits for `store`; `behind` are caches that stand before it, nearest first."""

    caller: str
    store: str
    edge: Edge
    behind: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Topology:
    """The graph sorted by meaning. `order` lists the servers so that every call points forward."""

    sources: tuple[str, ...]
    order: tuple[str, ...]
    calls: tuple[Edge, ...]
    shadows: tuple[Edge, ...]
    fallbacks: tuple[Edge, ...]
    reads: tuple[Read, ...]
    feeds: tuple[Edge, ...]
    cycle: tuple[str, ...]

    def callers_of(self, node: str) -> list[Edge]:
        """Return the calls and shadow copies that reach a server."""
        return [edge for edge in (*self.calls, *self.shadows) if edge.target == node]

    def reached(self) -> set[str]:
        """Return every box that a request reaches or reads."""
        seen = set(self.sources)
        for node in self.order:
            if any(edge.source in seen for edge in self.callers_of(node)):
                seen.add(node)
        for read in self.reads:
            if read.caller in seen:
                seen |= {read.store, *read.behind}
        return seen

    def last(self) -> list[str]:
        """Return the servers whose answer ends the request: reached by calls, calling nobody else."""
        calling = {edge.source for edge in self.calls}
        awaited = self.awaited()
        return [node for node in self.order if node in awaited and node not in calling]

    def awaited(self) -> set[str]:
        """Return the servers that the request waits for: reached through calls only."""
        seen = set(self.sources)
        for node in self.order:
            if any(edge.source in seen for edge in self.calls if edge.target == node):
                seen.add(node)
        return seen - set(self.sources)


def topology_of(blueprint: Blueprint) -> Topology:
    """Return the blueprint's graph by meaning; a cycle of calls comes back as `cycle`."""
    nodes = {node.id: node for node in blueprint.nodes}
    kinds = {ident: node.type for ident, node in nodes.items()}
    calls, shadows, fallbacks, feeds, links = [], [], [], [], []
    for edge in blueprint.edges:
        ends = {kinds[edge.source], kinds[edge.target]}
        if edge.kind == "fallback":
            fallbacks.append(edge)
        elif edge.kind == "async" or ends & OFFLINE:
            feeds.append(edge)
        elif ends & READ:
            links.append(edge)
        elif kinds[edge.target] == "source":
            continue  # the answer on its way back
        elif edge.kind == "shadow":
            shadows.append(edge)
        else:
            calls.append(edge)
    order, cycle = _sorted([n.id for n in blueprint.nodes if n.type in SERVERS], [*calls, *shadows])
    return Topology(
        sources=tuple(n.id for n in blueprint.nodes if n.type == "source"),
        order=order,
        calls=tuple(calls),
        shadows=tuple(shadows),
        fallbacks=tuple(fallbacks),
        reads=tuple(_reads(nodes, links)),
        feeds=tuple(feeds),
        cycle=cycle,
    )


def _sorted(servers: list[str], calls: list[Edge]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    waiting = {node: {e.source for e in calls if e.target == node and e.source in servers} for node in servers}
    order: list[str] = []
    while True:
        ready = [node for node in servers if node in waiting and not waiting[node] - set(order)]
        if not ready:
            break
        for node in ready:
            order.append(node)
            del waiting[node]
    return tuple(order), _cycle(waiting)


def _cycle(waiting: dict[str, set[str]]) -> tuple[str, ...]:
    """Return one cycle among the nodes that could not be sorted, in the order of the calls, or nothing."""
    if not waiting:
        return ()
    path = [next(iter(waiting))]
    while True:
        before = next(node for node in sorted(waiting[path[-1]]) if node in waiting)
        if before in path:
            return tuple(reversed(path[path.index(before) :]))
        path.append(before)


def _reads(nodes: dict[str, Node], links: list[Edge]) -> list[Read]:
    """Pair every caller with every store it reads, straight or through caches."""
    reads = []
    behind = _backing(nodes, links)
    for edge in links:
        first, second = nodes[edge.source], nodes[edge.target]
        if first.type in SERVERS and second.type in READ:
            caller, store = first.id, second.id
        elif second.type in SERVERS and first.type in READ:
            caller, store = second.id, first.id
        else:
            continue
        reads.append(Read(caller, store, edge, ()))
        passed: list[str] = []
        while isinstance(nodes[store], Cache) and store in behind and store not in passed:
            passed.append(store)
            store = behind[store]
            reads.append(Read(caller, store, edge, tuple(passed)))
    return reads


def _backing(nodes: dict[str, Node], links: list[Edge]) -> dict[str, str]:
    """Return what stands behind each cache. Between two caches the arrow decides, else the store is behind."""
    behind = {}
    for edge in links:
        first, second = nodes[edge.source], nodes[edge.target]
        if first.type in READ and second.type in READ:
            if second.type == "cache" and first.type != "cache":
                first, second = second, first
            behind[first.id] = second.id
    return behind
