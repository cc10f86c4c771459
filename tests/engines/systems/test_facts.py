"""Facts say what the drawing and the run established; what nothing measured is absent."""

import numpy as np

from theloop.engines.systems.blueprint import Blueprint, Requirements
from theloop.engines.systems.facts import board_facts, facts_of, known_fact_ids
from theloop.engines.systems.run import run_blueprint

NODES = [
    {"id": "app", "type": "source", "rate": "100 req/s", "peak_factor": 2},
    {"id": "ann", "type": "ann", "vectors": 1_000_000, "shards": 2, "replicas": 2, "slots": 8, "search_time": "3 ms"}
    | {"keep": 1_000, "recall": 0.9},
    {"id": "follow", "type": "service", "replicas": 2, "slots": 8, "service_time": "3 ms", "keep": 200},
    {"id": "pre", "type": "service", "replicas": 2, "slots": 8, "service_time": "3 ms", "keep": 100, "recall": 0.95},
    {"id": "rank", "type": "ranker", "gpus": 2, "flops_per_item": "20 MFLOP", "effective": "15 TFLOP/s"}
    | {"overhead": "5 ms", "keep": 10, "recall": 0.97},
    {"id": "fs", "type": "feature_store", "shards": 2, "replicas": 2, "read_time": "0.1 ms", "per_read": "2 us"},
    {"id": "log", "type": "stream", "consumers": 2, "rate_per_consumer": "5k events/s"},
    {"id": "join", "type": "stream", "consumers": 2, "rate_per_consumer": "5k events/s", "window": "30 min"},
    {"id": "train", "type": "trainer", "every": "1 h", "duration": "10 min", "gpus": 1, "gate": "log loss not worse"},
]
EDGES = [
    *[{"source": a, "target": b} for a, b in (("app", "ann"), ("app", "follow"), ("ann", "pre"), ("follow", "pre"))],
    {"source": "pre", "target": "rank"},
    {"source": "fs", "target": "rank", "reads": 100},
    *[{"source": a, "target": b, "kind": "async"} for a, b in (("rank", "log"), ("log", "join"), ("join", "train"))],
    {"source": "train", "target": "rank", "kind": "async"},
]


def board(nodes=NODES, edges=EDGES, **promised):
    return Blueprint.model_validate({"nodes": nodes, "edges": edges, "requirements": promised})


def holds(facts):
    return {fact.id: fact.holds for fact in facts}


def ran(blueprint, **more):
    return run_blueprint(blueprint, rng=np.random.default_rng(1), requests=5_000, **more)


def without(*idents):
    nodes = [node for node in NODES if node["id"] not in idents]
    return board(nodes, [edge for edge in EDGES if not {edge["source"], edge["target"]} & set(idents)])


def test_a_full_board_establishes_its_structure_with_the_numbers_in_the_sentence():
    facts = {fact.id: fact for fact in board_facts(board())}
    between = facts["cascade.has_stage_between_retrieval_and_rank"]
    assert between.holds
    assert "1,200 to 100" in between.says
    for name in ("closes_the_loop", "logs_served_features", "waits_for_labels", "gates_training", "has_feature_store"):
        assert facts[f"board.{name}"].holds, name
    assert facts["cascade.has_parallel_retrievers"].holds
    assert facts["cascade.sizes_stated"].holds


def test_what_is_taken_away_no_longer_holds():
    assert not holds(board_facts(without("fs")))["board.has_feature_store"]
    assert not holds(board_facts(without("follow")))["cascade.has_parallel_retrievers"]
    assert not holds(board_facts(without("train")))["board.closes_the_loop"]
    assert not holds(board_facts(without("join")))["board.waits_for_labels"]
    assert not holds(board_facts(without("log")))["board.logs_served_features"]
    assert not holds(board_facts(without("pre")))["cascade.has_stage_between_retrieval_and_rank"]


def test_one_silent_stage_leaves_the_recalls_unstated():
    facts = {fact.id: fact for fact in board_facts(board())}
    assert not facts["cascade.recalls_stated"].holds
    assert "follow" in facts["cascade.recalls_stated"].says


def test_an_empty_board_establishes_nothing():
    assert board_facts(Blueprint()) == []


def test_a_run_establishes_what_was_promised_and_kept():
    blueprint = board(p99="200 ms", load="200 req/s", recall=0.5)
    facts = holds(facts_of(blueprint, ran(blueprint, reference=blueprint)))
    assert facts["sim.meets_p99"]
    assert facts["sim.carries_peak"]
    assert facts["sim.keeps_recall"]
    assert facts["sim.no_stage_above_80"]
    assert facts["sim.cost_within_1_2_of_reference"]
    assert not facts["sim.survives_region_loss"]
    assert "sim.within_cost" not in facts


def test_what_is_cheap_because_it_does_not_work_has_saved_nothing():
    good = board(p99="200 ms", load="200 req/s", recall=0.5)
    late = board(p99="1 ms", load="200 req/s", recall=0.5)
    facts = {fact.id: fact for fact in facts_of(late, ran(late, reference=good))}
    assert not facts["sim.cost_within_1_2_of_reference"].holds
    assert "does not keep its p99" in facts["sim.cost_within_1_2_of_reference"].says
    assert not facts["sim.no_single_point"].holds


def test_a_promise_weaker_than_the_case_needs_does_not_hold():
    blueprint = board(p99="2 s")
    floor = Requirements(p99="400 ms", cost="1 M USD/year")
    facts = {fact.id: fact for fact in facts_of(blueprint, ran(blueprint), floor=floor)}
    assert not facts["sim.meets_p99"].holds
    assert "needs 400 ms" in facts["sim.meets_p99"].says
    assert not facts["sim.within_cost"].holds


def test_a_board_without_numbers_leaves_the_run_unsaid():
    bare = [{"id": n["id"], "type": n["type"]} | ({"keep": 10} if n["id"] == "rank" else {}) for n in NODES]
    blueprint = board(bare, p99="200 ms")
    facts = holds(facts_of(blueprint, ran(blueprint)))
    assert facts["sim.sizes_given"] is False
    assert "sim.meets_p99" not in facts
    assert "board.has_feature_store" in facts


def test_every_fact_made_is_a_known_one():
    blueprint = board(p99="200 ms", load="200 req/s", recall=0.5, cost="9 M USD/year", model_freshness="3 h")
    made = {fact.id for fact in facts_of(blueprint, ran(blueprint, reference=blueprint))}
    assert made <= known_fact_ids()
