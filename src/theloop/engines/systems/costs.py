"""What a design costs a year, and how old its answers can be.

Why: money and age are verdicts that need no queue. Wrong when a price is negotiated or a job is skipped at night: list
prices, every hour of the year, and the worst case of every schedule.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from theloop.base.quantity import Quantity
from theloop.base.units import TIME as TIME_DIMENSION
from theloop.base.units import Measure, parse_quantity, shown
from theloop.engines.systems.blueprint import BatchJob, Blueprint, FeatureStore, Node, Stream, Trainer
from theloop.engines.systems.prices import (
    AS_OF,
    CROSS_ZONE_USD_PER_BYTE,
    HOURS_A_YEAR,
    MACHINES,
    SECONDS_A_YEAR,
    SOURCE,
    USUAL,
)
from theloop.engines.systems.report import Age, Cost, CostLine
from theloop.engines.systems.resolve import Assumptions, Load, Station
from theloop.engines.systems.topology import Topology


def schedule_of(node: Trainer | BatchJob, notes: Assumptions) -> tuple[float, float]:
    """Return how often a job runs and how long it takes, in seconds."""
    every = notes.quantity(node, "every", "24 h", reason="a nightly job")
    default = "1 h" if every > 7_200 else f"{every / 2:g} s"
    return every, notes.quantity(node, "duration", default, reason="a short job of its kind")


def cost_of(
    blueprint: Blueprint, stations: Mapping[str, Station], *, load: Load, topology: Topology, notes: Assumptions
) -> Cost:
    """Return the yearly bill of all regions. Jobs run in one region; machines run every hour of the year."""
    lines = []
    for node in blueprint.nodes:
        line = _line(node, stations, regions=blueprint.regions, notes=notes)
        if line is not None and line.per_year.value > 0:
            lines.append(line)
    traffic = _traffic(load, topology)
    if traffic > 0:
        lines.append(CostLine(node="", label="Traffic between zones", count=1, machine="GB", per_year=_usd(traffic)))
    total = sum(line.per_year.value for line in lines)
    requests = load.mean * SECONDS_A_YEAR
    user_days = load.users * 365 if load.users else None
    return Cost(
        per_year=_usd(total),
        per_1k_requests=Quantity(value=total / requests * 1_000, unit="USD", provenance="closed_form"),
        per_1k_user_days=Quantity(value=total / user_days * 1_000, unit="USD", provenance="closed_form")
        if user_days
        else None,
        lines=tuple(sorted(lines, key=lambda line: -line.per_year.value)),
        prices_as_of=AS_OF,
        prices_source=SOURCE,
    )


def _usd(value: float) -> Quantity:
    return Quantity(value=value, unit="USD/year", provenance="closed_form")


def _line(node: Node, stations: Mapping[str, Station], *, regions: int, notes: Assumptions) -> CostLine | None:
    label = node.label or node.id
    if isinstance(node, Trainer | BatchJob):
        every, duration = schedule_of(node, notes)
        name = "gpus" if isinstance(node, Trainer) else "machines"
        count = int(notes.number(node, name, 8, reason="a small job of its kind"))
        kind = node.machine or USUAL[node.type]
        share = min(1.0, duration / every) if every > 0 else 1.0
        return _priced(node.id, label, count, kind, hours=HOURS_A_YEAR * share)
    station = stations.get(node.id)
    if station is None or not station.machine or station.units == 0:
        return None
    return _priced(node.id, label, station.units * regions, station.machine, hours=HOURS_A_YEAR)


def _priced(ident: str, label: str, count: int, kind: str, *, hours: float) -> CostLine:
    # `check` refused what is neither in the table nor a price.
    price = MACHINES[kind].usd_per_hour if kind in MACHINES else parse_quantity(kind).value * 3_600
    return CostLine(node=ident, label=label, count=count, machine=kind, per_year=_usd(count * price * hours))


def _traffic(load: Load, topology: Topology) -> float:
    """Return USD a year for the bytes that are declared to cross zones, at the mean load."""
    total = 0.0
    for read in topology.reads:
        edge = read.edge
        if not read.behind and edge.payload is not None and edge.cross_zone:
            sent = parse_quantity(edge.payload).value * (edge.reads or 1) * edge.fraction
            total += sent * edge.cross_zone * load.mean * SECONDS_A_YEAR * CROSS_ZONE_USD_PER_BYTE
    for edge in topology.calls:
        if edge.payload is not None and edge.cross_zone:
            sent = parse_quantity(edge.payload).value * edge.fraction
            total += sent * edge.cross_zone * load.mean * SECONDS_A_YEAR * CROSS_ZONE_USD_PER_BYTE
    return total


_SERVES: Final[dict[str, Literal["item", "model", "feature"]]] = {
    "ann": "item",
    "ranker": "model",
    "service": "model",
    "feature_store": "feature",
}


def ages_of(blueprint: Blueprint, topology: Topology, notes: Assumptions) -> tuple[Age, ...]:
    """Return the worst age of what each served box answers from.

    A stream adds its window; a job adds its period and its duration: what arrives just after a run has started waits
    a whole period and is then computed. The longest way back decides.
    """
    nodes = {node.id: node for node in blueprint.nodes}
    ages = []
    for node in blueprint.nodes:
        kind = _SERVES.get(node.type)
        feeding = [edge.source for edge in topology.feeds if edge.target == node.id]
        if kind is None or not feeding:
            continue
        worst, path = max(
            (_age(ident, nodes, topology, notes, seen=(node.id,)) for ident in feeding), key=lambda a: a[0]
        )
        if isinstance(node, FeatureStore) and node.lag is not None:
            worst, path = worst + parse_quantity(node.lag).value, (*path, f"written within {node.lag}")
        if path:
            unit = Quantity(value=worst, unit="s", provenance="bound")
            ages.append(Age(node=node.id, label=node.label or node.id, kind=kind, worst=unit, path=path))
    return tuple(ages)


def _age(
    ident: str, nodes: Mapping[str, Node], topology: Topology, notes: Assumptions, *, seen: tuple[str, ...]
) -> tuple[float, tuple[str, ...]]:
    node = nodes[ident]
    if ident in seen or not isinstance(node, Stream | Trainer | BatchJob):
        return 0.0, ()
    own, says = _delay(node, notes)
    before = [edge.source for edge in topology.feeds if edge.target == ident]
    longest = max(
        (_age(b, nodes, topology, notes, seen=(*seen, ident)) for b in before), key=lambda a: a[0], default=(0.0, ())
    )
    return own + longest[0], (*longest[1], says)


def _delay(node: Stream | Trainer | BatchJob, notes: Assumptions) -> tuple[float, str]:
    label = node.label or node.id
    if isinstance(node, Stream):
        window = parse_quantity(node.window).value if node.window is not None else 0.0
        return window, f"{label} waits {_time(window)}" if window else label
    every, duration = schedule_of(node, notes)
    return every + duration, f"{label} runs every {_time(every)} for {_time(duration)}"


def _time(seconds: float) -> str:
    return shown(Measure(seconds, TIME_DIMENSION))
