"""What a drawing and its run establish: facts by id that rubric items may rest on.

Why: the grade rests on what was executed. Wrong when a fact is claimed that nothing measured: where too much had to be
assumed, or nothing ran, the fact is absent, and absent means "can't tell".
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Final

from theloop.base.facts import Fact
from theloop.base.units import parse_quantity
from theloop.engines.systems.blueprint import Blueprint, Cache, Requirements, Stream, Trainer
from theloop.engines.systems.predictions import PREDICTION_FACTS
from theloop.engines.systems.report import SimulationReport, Verdict
from theloop.engines.systems.resolve import SIZES, items_through
from theloop.engines.systems.topology import Topology, topology_of

MOST_ASSUMED: Final = 0.25  # with a larger share of the sizes assumed, a run says nothing about the design
BUSY_LIMIT: Final = 0.80
HEADROOM: Final = 1.2
RECALL_GAP: Final = 0.05
_Shown = tuple[bool, str]


def _name(blueprint: Blueprint, ident: str) -> str:
    return blueprint.node(ident).label or ident


def _between(blueprint: Blueprint, topology: Topology) -> _Shown:
    flow = items_through(blueprint, topology)
    labels = {node.id: node.label or node.id for node in blueprint.nodes}
    rankers = [node for node in blueprint.nodes if node.type == "ranker"]
    for ranker in rankers:
        entering = flow.get(ranker.id, (None, None))[0]
        for edge in topology.calls:
            if edge.target != ranker.id or edge.source not in flow:
                continue
            before, after = flow[edge.source]
            kind = next(node.type for node in blueprint.nodes if node.id == edge.source)
            if kind not in ("ann", "ranker") and before and after and entering and after < before:
                return True, f"{labels[edge.source]} cuts {before:,} to {after:,} before {labels[ranker.id]}."
    if not rankers:
        return False, "The board has no ranker."
    return False, "No stage with its input and output sizes stands between retrieval and the ranker."


def _sizes(blueprint: Blueprint, topology: Topology) -> _Shown:
    stages = [node for node in blueprint.nodes if getattr(node, "keep", None) is not None and node.id in topology.order]
    flow = items_through(blueprint, topology)
    said = [f"{node.label or node.id} {flow[node.id][1]:,}" for node in stages if flow[node.id][1] is not None]
    holds = len(said) >= 3
    return (
        holds,
        f"Sizes after each stage: {', '.join(said)}." if said else "No stage says how many candidates it keeps.",
    )


def _recalls(blueprint: Blueprint, topology: Topology) -> _Shown:
    cutting = [
        node for node in blueprint.nodes if getattr(node, "keep", None) is not None and node.id in topology.order
    ]
    silent = [node.label or node.id for node in cutting if getattr(node, "recall", None) is None]
    if not cutting:
        return False, "No stage cuts candidates."
    if silent:
        return False, f"No recall stands at {', '.join(silent[:4])}."
    return True, f"All {len(cutting)} cutting stages state their recall."


def _retrievers(blueprint: Blueprint, topology: Topology) -> _Shown:
    feeding: dict[str, list[str]] = {}
    kinds = {node.id: node.type for node in blueprint.nodes}
    anns = {node.id for node in blueprint.nodes if node.type == "ann"}
    for edge in topology.calls:
        if kinds[edge.source] != "source":
            feeding.setdefault(edge.target, []).append(edge.source)
    best = max((sources for sources in feeding.values() if anns & set(sources)), key=len, default=[])
    if len(best) >= 2:
        names = ", ".join(_name(blueprint, ident) for ident in best[:5])
        return True, f"{len(best)} retrievers answer in parallel: {names}."
    return False, "Retrieval has one source, so what its embedding misses is lost."


def _fallback(blueprint: Blueprint, topology: Topology) -> _Shown:
    if topology.fallbacks:
        edge = topology.fallbacks[0]
        ends = f"{_name(blueprint, edge.source)} to {_name(blueprint, edge.target)}"
        return True, f"A fallback arrow leads from {ends}."
    return False, "No fallback arrow is drawn: when a stage is gone, nothing answers."


def _feature_store(blueprint: Blueprint, topology: Topology) -> _Shown:
    stores = [node.id for node in blueprint.nodes if node.type == "feature_store"]
    counted = [read for read in topology.reads if read.store in stores and read.edge.reads is not None]
    if counted:
        most = max(counted, key=lambda read: read.edge.reads or 0)
        keys = "1 key" if most.edge.reads == 1 else f"{most.edge.reads:,} keys"
        return True, f"{_name(blueprint, most.caller)} reads {keys} a request from {_name(blueprint, most.store)}."
    if stores:
        return False, "The feature store has no read with its number of keys."
    return False, "No feature store is on the board."


def _logs_served(blueprint: Blueprint, topology: Topology) -> _Shown:
    kinds = {node.id: node.type for node in blueprint.nodes}
    for edge in topology.feeds:
        if kinds[edge.source] in ("ranker", "feature_store") and kinds[edge.target] == "stream":
            return True, f"{_name(blueprint, edge.source)} writes what it saw to {_name(blueprint, edge.target)}."
    return False, "Nothing that scores writes to the log, so training features are recomputed later."


def _window(blueprint: Blueprint, topology: Topology) -> _Shown:
    training = {edge.source for edge in topology.feeds if isinstance(blueprint.node(edge.target), Trainer)}
    for node in blueprint.nodes:
        if not isinstance(node, Stream) or node.id not in training or node.window is None:
            continue
        if parse_quantity(node.window).value > 0:
            return True, f"{node.label or node.id} waits {node.window} for the label."
    return False, "No stream before the trainer says how long it waits for a label."


def _loop(blueprint: Blueprint, topology: Topology) -> _Shown:
    kinds = {node.id: node.type for node in blueprint.nodes}
    for trainer in (ident for ident, kind in kinds.items() if kind == "trainer"):
        fed = [e.source for e in topology.feeds if e.target == trainer and kinds[e.source] in ("stream", "batch_job")]
        serves = [e.target for e in topology.feeds if e.source == trainer and kinds[e.target] in ("ranker", "service")]
        if fed and serves:
            names = [_name(blueprint, ident) for ident in (fed[0], trainer, serves[0])]
            return True, f"{names[0]} feeds {names[1]}, and {names[1]} feeds {names[2]}."
    return False, "What people do does not come back as a new model: a trainer needs a feed and a target."


def _index(blueprint: Blueprint, topology: Topology) -> _Shown:
    kinds = {node.id: node.type for node in blueprint.nodes}
    for edge in topology.feeds:
        if kinds[edge.target] == "ann":
            return True, f"{_name(blueprint, edge.source)} renews {_name(blueprint, edge.target)}."
    return False, "Nothing renews the index."


def _gate(blueprint: Blueprint, _topology: Topology) -> _Shown:
    for node in blueprint.nodes:
        if isinstance(node, Trainer) and len(node.gate.split()) >= 3:
            return True, f"{node.label or node.id} has a gate: {node.gate}."
    return False, "No trainer names the check that a model must pass before it serves."


def _item_cache(blueprint: Blueprint, topology: Topology) -> _Shown:
    for read in topology.reads:
        for ident in read.behind:
            cache = blueprint.node(ident)
            if isinstance(cache, Cache) and cache.hit_rate and (read.edge.reads or 1) > 1:
                left = (read.edge.reads or 1) * (1 - cache.hit_rate)
                behind = _name(blueprint, read.store)
                return True, f"{_name(blueprint, ident)} leaves {left:.0f} of {read.edge.reads:,} reads for {behind}."
    return False, "Every item feature is read from the store again on each request."


def _regions(blueprint: Blueprint, _topology: Topology) -> _Shown:
    count = blueprint.regions
    return count > 1, f"The board runs in {count} region{'s' if count > 1 else ''}."


_BOARD: Final[dict[str, Callable[[Blueprint, Topology], _Shown]]] = {
    "cascade.has_stage_between_retrieval_and_rank": _between,
    "cascade.sizes_stated": _sizes,
    "cascade.recalls_stated": _recalls,
    "cascade.has_parallel_retrievers": _retrievers,
    "board.has_fallback_edge": _fallback,
    "board.has_feature_store": _feature_store,
    "board.logs_served_features": _logs_served,
    "board.waits_for_labels": _window,
    "board.closes_the_loop": _loop,
    "board.renews_the_index": _index,
    "board.gates_training": _gate,
    "board.has_item_cache": _item_cache,
    "board.has_two_regions": _regions,
}
_VERDICTS: Final = {
    "sim.meets_p99": "p99",
    "sim.carries_peak": "load",
    "sim.keeps_recall": "recall",
    "sim.within_cost": "cost",
    "sim.items_fresh": "item_freshness",
    "sim.model_fresh": "model_freshness",
}
_OTHERS: Final = frozenset(
    {
        "sim.no_stage_above_80",
        "sim.no_single_point",
        "sim.survives_region_loss",
        "sim.survives_cold_cache",
        "sim.has_headroom",
        "sim.cost_within_1_2_of_reference",
        "sim.recall_within_0_05_of_reference",
        "sim.sizes_given",
    }
)


def board_facts(blueprint: Blueprint) -> list[Fact]:
    """Return what the drawing alone establishes, one fact for each structural question; nothing from an empty board."""
    if not blueprint.nodes:
        return []
    topology = topology_of(blueprint)
    facts = []
    for ident, question in _BOARD.items():
        holds, says = question(blueprint, topology)
        facts.append(Fact(id=ident, holds=holds, says=says, source="board"))
    return facts


def facts_of(blueprint: Blueprint, report: SimulationReport | None, *, floor: Requirements | None = None) -> list[Fact]:
    """Return what a drawing and its run establish.

    Args:
        blueprint: The board that was run (or only drawn).
        report: Its run, or None: then only the drawing speaks.
        floor: The least a board must promise in this exercise. A promise that is weaker, or absent, does not hold.

    Facts of the run are absent when more than a quarter of the sizes had to be assumed.
    """
    facts = board_facts(blueprint)
    if report is None:
        return facts
    share, says = assumed_share(blueprint, report)
    facts.append(Fact(id="sim.sizes_given", holds=share <= MOST_ASSUMED, says=says, source="simulator"))
    if share > MOST_ASSUMED:
        return facts
    for ident, name in _VERDICTS.items():
        fact = _promise(ident, name, blueprint.requirements, report, floor=floor or Requirements())
        if fact is not None:
            facts.append(fact)
    return facts + _run_facts(report) + _against_reference(report)


def assumed_share(blueprint: Blueprint, report: SimulationReport) -> tuple[float, str]:
    """Return the share of size parameters that were assumed, in [0, 1], and the sentence that says so."""
    made = sum(assumption.name in SIZES for assumption in report.assumptions)
    given = sum(getattr(node, name, None) is not None for node in blueprint.nodes for name in SIZES)
    share = made / (made + given) if made + given else 1.0
    return share, f"{made} of {made + given} sizes and times were assumed, not drawn."


def _promise(
    ident: str, name: str, promised: Requirements, report: SimulationReport, *, floor: Requirements
) -> Fact | None:
    verdict = next((verdict for verdict in report.verdicts if verdict.name == name), None)
    least = getattr(floor, name)
    if verdict is None:
        if least is None:
            return None
        says = f"No {name.replace('_', ' ')} was promised, and this case needs one of {least}."
        return Fact(id=ident, holds=False, says=says, source="simulator")
    if least is not None and _weaker(name, getattr(promised, name), least):
        says = f"You promised {getattr(promised, name)}; this case needs {least} or better. {verdict.says}"
        return Fact(id=ident, holds=False, says=says, source="simulator")
    return Fact(id=ident, holds=verdict.met, says=verdict.says, source="simulator")


def _weaker(name: str, promised: str | float, least: str | float) -> bool:
    mine = promised if isinstance(promised, float) else parse_quantity(promised).value
    theirs = least if isinstance(least, float) else parse_quantity(least).value
    more_is_stronger = name in ("load", "recall")
    return mine < theirs * 0.999 if more_is_stronger else mine > theirs * 1.001


def _run_facts(report: SimulationReport) -> list[Fact]:
    worst = max(report.stages, key=lambda stage: (stage.hottest or stage.utilisation).value)
    busy = (worst.hottest or worst.utilisation).value
    rows: list[tuple[str, bool, str]] = [
        ("sim.no_stage_above_80", busy <= BUSY_LIMIT, f"{worst.label} is the busiest stage at {busy:.2f}.")
    ]
    single = [failure for failure in report.failures if failure.single_point]
    p99 = next((verdict for verdict in report.verdicts if verdict.name == "p99"), None)
    if report.failures:
        says = single[0].says if single else f"Each of {len(report.failures)} boxes can lose a machine unnoticed."
        if p99 is not None and not p99.met:
            says = f"With every machine running it is late already: {p99.says}"
        rows.append(("sim.no_single_point", not single and (p99 is None or p99.met), says))
    if p99 is not None:
        held = report.regions > 1 and p99.met
        how = "one of them lost" if report.regions > 1 else "none to lose"
        rows.append(("sim.survives_region_loss", held, f"{report.regions} regions, {how}: {p99.says}"))
        rows += _cold_and_headroom(report, p99)
    return [Fact(id=ident, holds=holds, says=says, source="simulator") for ident, holds, says in rows]


def _cold_and_headroom(report: SimulationReport, p99: Verdict) -> list[tuple[str, bool, str]]:
    rows: list[tuple[str, bool, str]] = []
    cold = next((row for row in report.what_ifs if row.change == "Caches cold"), None)
    if cold is not None:
        kept = cold.p99 is not None and cold.p99.value <= p99.target.value
        now = f"p99 becomes {cold.p99.value:.0f} ms" if cold.p99 is not None else "the design is overloaded"
        rows.append(("sim.survives_cold_cache", kept, f"With every cache cold {now}. {cold.says}"))
    load = next((verdict for verdict in report.verdicts if verdict.name == "load"), None)
    if load is not None:
        room = report.max_load.value / max(load.target.value, 1e-9)
        says = f"p99 holds up to {report.max_load.value:,.0f} req/s, {room:.2f} times the promised peak."
        rows.append(("sim.has_headroom", room >= HEADROOM, says))
    return rows


def _against_reference(report: SimulationReport) -> list[Fact]:
    other = report.reference
    if other is None:
        return []
    ratio = report.cost.per_year.value / max(other.cost_per_year.value, 1.0)
    works = report.status == "steady" and all(verdict.met for verdict in report.verdicts if verdict.name == "p99")
    gap = 0.0
    if other.recall is not None:
        gap = other.recall.value - (report.recall.value if report.recall is not None else 0.0)
    but = "" if works else ", and does not keep its p99"
    but += ", and keeps less of the ideal page" if gap > RECALL_GAP else ""
    # A design that is cheap because it does not work has not saved anything.
    holds = ratio <= 1.2 and works and gap <= RECALL_GAP
    says = f"It costs {ratio:.2f} times the reference{but}."
    facts = [Fact(id="sim.cost_within_1_2_of_reference", holds=holds, says=says, source="simulator")]
    if report.recall is not None and other.recall is not None:
        says = f"Recall is {report.recall.value:.2f}; the reference keeps {other.recall.value:.2f}."
        facts.append(
            Fact(id="sim.recall_within_0_05_of_reference", holds=gap <= RECALL_GAP, says=says, source="simulator")
        )
    return facts


def known_fact_ids(*, truths: Collection[str] = (), choices: Collection[str] = ()) -> frozenset[str]:
    """Return every fact id that this engine can establish for an exercise with these truths and choice rules."""
    napkin = {f"napkin.{truth}" for truth in truths} | {"napkin.units_agree"}
    return frozenset({*_BOARD, *_VERDICTS, *_OTHERS, *napkin, *choices, *PREDICTION_FACTS})
