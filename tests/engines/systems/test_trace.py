"""A run keeps the laws of queueing networks: Little, Jackson, Flatto and Hahn, scaling, same seed same trace."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from theloop.engines.systems.blueprint import Blueprint
from theloop.engines.systems.resolve import Assumptions, load_of, stations_of
from theloop.engines.systems.topology import topology_of
from theloop.engines.systems.trace import Model, busy_shares, run, visits_of

ORACLE = {
    row["id"]: row
    for row in json.loads((Path(__file__).parents[2] / "oracles/systems.json").read_text(encoding="utf-8"))
}


def model_of(nodes, edges, **requirements):
    blueprint = Blueprint.model_validate(
        {"nodes": [{"id": "app", "type": "source", "rate": "1 req/s", "peak_factor": 1}, *nodes], "edges": edges}
        | {"requirements": requirements}
    )
    notes = Assumptions()
    topology = topology_of(blueprint)
    stations = stations_of(blueprint, topology, load_of(blueprint, notes), notes=notes)
    return Model(topology, stations, visits_of(topology.reads, stations))


def exponential(ident, *, servers=1, mean="1 s"):
    return {"id": ident, "type": "service", "replicas": 1, "slots": servers, "service_time": mean, "law": "exponential"}


def chain(*idents):
    return [{"source": a, "target": b} for a, b in zip(("app", *idents), idents, strict=False)]


def test_five_queues_in_a_row_have_the_tail_of_an_erlang_law():
    row = ORACLE["q.tandem5.rho0.7"]
    names = ["a", "b", "c", "d", "e"]
    model = model_of([exponential(name) for name in names], chain(*names))
    trace = run(model, rate=0.7, requests=600_000, seed=1)
    assert trace.total.mean() == pytest.approx(row["expected"]["mean"], rel=row["tolerance"]["rel_mean"])
    assert np.quantile(trace.total, 0.99) == pytest.approx(row["expected"]["p99"], rel=row["tolerance"]["rel_p99"])


@pytest.mark.parametrize(("shards", "load"), [(2, 0.5), (4, 0.7), (8, 0.7)])
def test_a_fan_out_waits_as_flatto_hahn_nelson_and_tantawi_say(shards, load):
    row = ORACLE[f"q.forkjoin{shards}.rho{load}"]
    node = {"id": "f", "type": "fanout", "shards": shards, "replicas": 1, "service_time": "1 s", "law": "exponential"}
    trace = run(model_of([node], chain("f")), rate=load, requests=400_000, seed=2)
    assert trace.total.mean() == pytest.approx(row["expected"], rel=row["tolerance"]["rel"])


def test_an_idle_fan_out_is_the_largest_of_ten():
    row = ORACLE["q.maxexp.n10"]["expected"]
    node = {"id": "f", "type": "fanout", "shards": 10, "replicas": 1, "service_time": "1 s", "law": "exponential"}
    trace = run(model_of([node], chain("f")), rate=1e-4, requests=200_000, seed=3)
    assert trace.total.mean() == pytest.approx(row["mean"], rel=0.01)
    assert np.quantile(trace.total, 0.99) == pytest.approx(row["p99"], rel=0.02)


def test_work_is_conserved_busy_time_is_rate_times_service():
    model = model_of([exponential("a", servers=4)], chain("a"))
    trace = run(model, rate=3.0, requests=200_000, seed=6)
    served = (trace.spent["a"] - trace.waited["a"]).mean()
    assert served == pytest.approx(1.0, rel=0.01)
    assert busy_shares(model, 3.0)["a"] == pytest.approx(3.0 * served / 4, rel=0.01)


def test_the_same_seed_gives_the_same_trace():
    model = model_of([exponential("a", servers=2), exponential("b")], chain("a", "b"))
    first, second = (run(model, rate=0.5, requests=5_000, seed=7) for _ in range(2))
    assert first.total.tobytes() == second.total.tobytes()


@settings(max_examples=20, deadline=None)
@given(st.integers(-8, 8), st.integers(0, 2**31))
def test_scaling_time_by_a_power_of_two_scales_every_answer_exactly(power, seed):
    factor = 2.0**power
    model = model_of([exponential("a", servers=2), exponential("b")], chain("a", "b"))
    slower = replace(model, stations={k: replace(s, mean=s.mean * factor) for k, s in model.stations.items()})
    one = run(model, rate=0.5, requests=2_000, seed=seed)
    other = run(slower, rate=0.5 / factor, requests=2_000, seed=seed)
    assert np.array_equal(one.total * factor, other.total)


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 6), st.floats(0.1, 0.9), st.integers(0, 2**31))
def test_another_machine_never_raises_utilisation_or_p99(servers, load, seed):
    fewer = model_of([exponential("a", servers=servers)], chain("a"))
    more = model_of([exponential("a", servers=servers + 1)], chain("a"))
    rate = load * servers
    assert busy_shares(more, rate)["a"] < busy_shares(fewer, rate)["a"]
    tails = [np.quantile(run(m, rate=rate, requests=4_000, seed=seed).total, 0.99) for m in (fewer, more)]
    assert tails[1] <= tails[0] + 1e-12


@settings(max_examples=20, deadline=None)
@given(st.floats(0.1, 0.45), st.integers(0, 2**31))
def test_latency_never_falls_with_load_under_the_same_numbers(load, seed):
    model = model_of([exponential("a")], chain("a"))
    means = [run(model, rate=rate, requests=4_000, seed=seed).total.mean() for rate in (load, 2 * load)]
    assert means[0] <= means[1] + 1e-12


def test_a_split_sends_each_request_one_way():
    edges = [
        *chain("a"),
        {"source": "a", "target": "b", "fraction": 0.3},
        {"source": "a", "target": "c", "fraction": 0.7},
    ]
    model = model_of([exponential(n, servers=9) for n in "abc"], edges)
    trace = run(model, rate=1.0, requests=40_000, seed=8)
    assert not (trace.visited["b"] & trace.visited["c"]).any()
    assert (trace.visited["b"] | trace.visited["c"]).all()
    assert trace.visited["b"].mean() == pytest.approx(0.3, abs=0.01)


def test_nobody_waits_for_a_shadow_copy():
    slow = exponential("b", mean="100 s", servers=500)
    alone = model_of([exponential("a")], chain("a"))
    shadowed = model_of([exponential("a"), slow], [*chain("a"), {"source": "a", "target": "b", "kind": "shadow"}])
    times = [run(m, rate=0.5, requests=5_000, seed=9).total for m in (alone, shadowed)]
    assert np.array_equal(*times)


def store_model(hit_rate=None, reads=100, callers=("a",)):
    nodes = [exponential(name, servers=50, mean="10 ms") for name in callers]
    nodes.append({"id": "fs", "type": "feature_store", "shards": 4, "replicas": 2, "slots": 1, "cv": 0.5, "skew": 1}
                 | {"read_time": "1 ms", "per_read": "0.2 ms"})  # fmt: skip
    edges = chain(*callers)
    if hit_rate is None:
        edges += [{"source": "fs", "target": name, "reads": reads} for name in callers]
    else:
        nodes.append({"id": "cache", "type": "cache", "hit_rate": hit_rate, "hit_time": "0.1 ms"})
        edges += [{"source": name, "target": "cache", "reads": reads} for name in callers]
        edges.append({"source": "cache", "target": "fs"})
    return model_of(nodes, edges)


def test_a_read_counts_whichever_way_its_arrow_points():
    model = store_model()
    turned = [{"source": "a", "target": "fs", "reads": 100}]
    nodes = [exponential("a", servers=50, mean="10 ms")]
    nodes.append({"id": "fs", "type": "feature_store", "shards": 4, "replicas": 2, "slots": 1, "cv": 0.5, "skew": 1}
                 | {"read_time": "1 ms", "per_read": "0.2 ms"})  # fmt: skip
    other = model_of(nodes, [*chain("a"), *turned])
    assert busy_shares(model, 100)["fs"] == busy_shares(other, 100)["fs"]


def test_a_cache_cuts_the_load_of_the_store_behind_it_by_what_it_answers():
    plain, cached = store_model(), store_model(hit_rate=0.9)
    # 25 keys a shard take 1 + 5 ms; 2.5 keys take 1 + 0.5 ms on the shards that are touched at all.
    assert busy_shares(plain, 100)["fs"] == pytest.approx(100 * 6e-3 / 2)
    touched = 1 - 0.75**10
    assert busy_shares(cached, 100)["fs"] == pytest.approx(100 * (touched * 1e-3 + 2.5 * 0.2e-3) / 2, rel=1e-3)


def test_a_store_that_two_boxes_read_is_as_busy_as_both_together_and_settles():
    one, two = store_model(), store_model(callers=("a", "b"))
    assert busy_shares(two, 50)["fs"] == pytest.approx(2 * busy_shares(one, 50)["fs"])
    trace = run(two, rate=120, requests=40_000, seed=10)
    again = run(two, rate=120, requests=40_000, seed=10, meetings=8)
    assert np.quantile(trace.total, 0.99) == pytest.approx(np.quantile(again.total, 0.99), rel=0.03)


def test_a_batching_ranker_is_busy_by_its_full_batches():
    nodes = [
        {"id": "ann", "type": "ann", "vectors": 1000, "keep": 100, "shards": 1, "replicas": 4, "slots": 16}
        | {"search_time": "1 ms", "cv": 0.1},
        {"id": "rank", "type": "ranker", "gpus": 4, "flops_per_item": "10 MFLOP", "effective": "1 TFLOP/s"}
        | {"overhead": "8 ms", "max_batch": 16},
    ]
    model = model_of(nodes, chain("ann", "rank"))
    # 8 ms / 16 + 100 × 10 MFLOP / 1 TFLOP/s = 1.5 ms of one card for a request
    assert busy_shares(model, 1_000)["rank"] == pytest.approx(1_000 * 1.5e-3 / 4)
