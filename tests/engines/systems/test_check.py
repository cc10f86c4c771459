"""Each thing that cannot run, or misleads, is one finding at one place."""

import pytest

from theloop.engines.systems.blueprint import Blueprint
from theloop.engines.systems.check import BadBlueprintError, check, require_runnable

APP = {"id": "app", "type": "source", "rate": "10 req/s"}


def service(ident, **more):
    return {"id": ident, "type": "service", **more}


def findings_of(nodes, edges, **more):
    pairs = [dict(zip(("source", "target", "kind"), edge, strict=False)) for edge in edges]
    return check(Blueprint.model_validate({"nodes": nodes, "edges": pairs} | more))


def codes(*args, **more):
    return {finding.code for finding in findings_of(*args, **more)}


def test_a_sound_board_has_nothing_to_say():
    board = ([APP, service("feed")], [("app", "feed")])
    assert findings_of(*board, requirements={"p99": "100 ms"}) == ()


@pytest.mark.parametrize(
    ("nodes", "edges", "code"),
    [
        ([service("a")], [], "no_source"),
        ([APP, {**APP, "id": "web"}, service("a")], [("app", "a")], "two_sources"),
        ([APP, {"id": "what", "type": "box"}], [("app", "what")], "untyped"),
        ([APP, service("a")], [], "no_sink"),
        ([APP, service("a"), service("b")], [("app", "a")], "unreachable"),
        ([APP, service("a"), {"id": "log", "type": "stream"}], [("app", "a")], "unreachable"),
        ([APP, service("a"), service("b")], [("app", "a"), ("a", "b"), ("b", "a")], "cycle"),
        ([APP, service("a"), {"id": "fs", "type": "store"}], [("app", "a"), ("app", "fs")], "source_reads"),
        ([APP, service("a"), {"id": "fs", "type": "store"}], [("app", "a"), ("a", "fs")], "reads_assumed"),
        ([APP, service("a", keep=10), service("b", keep=20)], [("app", "a"), ("a", "b")], "cascade_grows"),
        ([APP, service("a"), {"id": "r", "type": "ranker"}], [("app", "a"), ("a", "r")], "items_unknown"),
        ([APP, service("a"), {"id": "l", "type": "stream"}], [("app", "a"), ("a", "l")], "taken_as_async"),
        ([APP, service("a", machine="abacus")], [("app", "a")], "no_price"),
        ([{"id": "app", "type": "source"}, service("a")], [("app", "a")], "no_load"),
    ],
)
def test_a_fault_is_found(nodes, edges, code):
    assert code in codes(nodes, edges)


def test_retrieval_and_ranking_called_at_once_is_pointed_out():
    nodes = [APP, service("feed"), {"id": "ann", "type": "ann", "vectors": 9}, {"id": "rank", "type": "ranker"}]
    assert "parallel_rank" in codes(nodes, [("app", "feed"), ("feed", "ann"), ("feed", "rank")])


def test_an_index_larger_than_its_machines_is_pointed_out_with_both_sizes():
    ann = {"id": "ann", "type": "ann", "vectors": 200_000_000, "dim": 512, "bytes_per_dim": 4, "shards": 2}
    text = next(f.text for f in findings_of([APP, ann], [("app", "ann")]) if f.code == "does_not_fit")
    assert "205 GB of vectors in a shard" in text
    assert "does_not_fit" not in codes([APP, ann | {"shards": 8}], [("app", "ann")])


def test_a_circle_with_a_stream_in_it_is_no_cycle():
    nodes = [APP, service("a"), {"id": "log", "type": "stream"}]
    assert "cycle" not in codes(nodes, [("app", "a"), ("a", "log", "async"), ("log", "a", "async")])


def test_the_answer_on_its_way_back_is_no_cycle():
    assert "cycle" not in codes([APP, service("a")], [("app", "a"), ("a", "app")])


def test_the_cycle_is_named_in_the_order_of_its_calls():
    nodes = [APP, service("a"), service("b"), service("c")]
    found = findings_of(nodes, [("app", "a"), ("a", "b"), ("b", "c"), ("c", "a")])
    way = next(finding.text for finding in found if finding.code == "cycle")
    assert any(circle in way for circle in ("a -> b -> c -> a", "b -> c -> a -> b", "c -> a -> b -> c"))


def test_what_cannot_run_is_refused_with_its_first_reasons():
    blueprint = Blueprint.model_validate({"nodes": [APP, service("a")], "edges": []})
    with pytest.raises(BadBlueprintError, match="no arrow leads") as caught:
        require_runnable(blueprint)
    assert caught.value.findings[0].level == "error"
