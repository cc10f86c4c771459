"""What the cascade loses: the share of the ideal page that is left after each stage.

Why: a stage is worth its recall, and losses multiply. Wrong to read as a measurement: recalls are declared by the
designer until an index is really searched, and parallel retrievers are taken as independent, which is a bound.
"""

from __future__ import annotations

import math

from theloop.base.quantity import Quantity
from theloop.engines.systems.blueprint import Ann, Blueprint
from theloop.engines.systems.report import RecallStep
from theloop.engines.systems.trace import Model


def recall_of(blueprint: Blueprint, model: Model) -> tuple[Quantity | None, tuple[RecallStep, ...]]:
    """Return the recall of the whole cascade and after each stage; None where no stage states one.

    Stages in sequence multiply. Retrievers that answer in parallel to the same stage are independent: together they
    miss what each of them misses; `low` is the best of them alone, `high` their sum.
    """
    topology = model.topology
    after: dict[str, tuple[float, float, float]] = {}
    before_of: dict[str, list[str]] = {}
    for ident in topology.order:
        before_of[ident] = [e.source for e in topology.calls if e.target == ident and e.source in after]
        value, low, high = _joined([after[source] for source in before_of[ident]])
        recall = model.stations[ident].recall
        if recall is not None:
            after[ident] = (value * recall, low * recall, high * recall)
        elif before_of[ident]:
            after[ident] = (value, low, high)
    if all(model.stations[ident].recall is None for ident in topology.order):
        return None, ()
    ends = [after[ident] for ident in topology.last() if ident in after]
    return _share(_joined(ends)), tuple(_steps(blueprint, model, after, before_of))


def _steps(
    blueprint: Blueprint,
    model: Model,
    after: dict[str, tuple[float, float, float]],
    before_of: dict[str, list[str]],
) -> list[RecallStep]:
    """Return one step for each stage in sequence; retrievers in parallel count as one step."""
    steps: list[RecallStep] = []
    corpus = [node.vectors for node in blueprint.nodes if isinstance(node, Ann) and node.vectors]
    if corpus:
        whole = Quantity(value=1.0, unit="", provenance="closed_form")
        steps.append(RecallStep(node="", label="eligible", items=max(corpus), recall=whole))
    together = {source for sources in before_of.values() if len(sources) > 1 for source in sources}
    for ident in model.topology.order:
        station, sources = model.stations[ident], before_of[ident]
        if len(sources) > 1 and station.items_in is not None:
            joined = _share(_joined([after[source] for source in sources]))
            steps.append(RecallStep(node=sources[0], label="retrieved", items=station.items_in, recall=joined))
        if ident in after and ident not in together and station.items_out is not None and station.recall is not None:
            steps.append(
                RecallStep(node=ident, label=station.label, items=station.items_out, recall=_share(after[ident]))
            )
    return steps


def _joined(parts: list[tuple[float, float, float]]) -> tuple[float, float, float]:
    if not parts:
        return 1.0, 1.0, 1.0
    missed = math.prod(1 - value for value, _, _ in parts)
    return 1 - missed, max(low for _, low, _ in parts), min(1.0, sum(high for _, _, high in parts))


def _share(part: tuple[float, float, float]) -> Quantity:
    value, low, high = part
    if low == high:
        return Quantity(value=value, unit="", provenance="declared")
    return Quantity(value=value, unit="", low=low, high=high, provenance="bound")
