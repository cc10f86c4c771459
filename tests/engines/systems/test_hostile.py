"""A board from a stranger is refused with a sentence or runs to a report; nothing else can happen."""

import contextlib

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from theloop.engines.systems.blueprint import Blueprint
from theloop.engines.systems.check import BadBlueprintError, check
from theloop.engines.systems.facts import facts_of
from theloop.engines.systems.report import SimulationReport
from theloop.engines.systems.run import run_blueprint

times = st.sampled_from(["0 ms", "1 ns", "5 ms", "3 s", "10 years"])
spreads = st.sampled_from([0, 1, 20])
counts = st.sampled_from([1, 2, 7, 1_000_000])
KINDS = {
    "service": {"replicas": counts, "slots": counts, "service_time": times, "keep": counts, "cv": spreads},
    "ann": {"vectors": counts, "shards": st.integers(1, 30), "replicas": counts, "search_time": times, "keep": counts},
    "ranker": {"gpus": counts, "overhead": times, "max_batch": st.integers(1, 9), "keep": counts,
               "effective": st.sampled_from(["0 FLOP/s", "1 TFLOP/s"])},
    "feature_store": {"shards": st.integers(1, 30), "replicas": counts, "read_time": times, "per_read": times},
    "cache": {"hit_rate": st.sampled_from([0, 0.5, 1]), "hit_time": times},
    "store": {"replicas": counts, "read_time": times},
    "stream": {"consumers": counts, "window": times, "events_per_request": st.sampled_from([0, 1, 10_000])},
    "trainer": {"every": times, "duration": times, "gpus": counts},
    "batch_job": {"every": times, "duration": times, "machines": counts},
    "fanout": {"shards": st.integers(1, 30), "replicas": counts, "service_time": times},
    "lb": {"latency": times},
}  # fmt: skip


@st.composite
def boards(draw):
    rate = draw(st.sampled_from(["0 req/s", "1 req/s", "5k req/s", "1 E/s"]))
    nodes = [{"id": "app", "type": "source", "rate": rate}]
    for i in range(draw(st.integers(1, 5))):
        kind = draw(st.sampled_from(sorted(KINDS)))
        given_ = {name: draw(values) for name, values in KINDS[kind].items() if draw(st.booleans())}
        nodes.append({"id": f"n{i}", "type": kind, **given_})
    ids = st.sampled_from([node["id"] for node in nodes])
    kinds = st.sampled_from(["sync", "sync", "sync", "async", "shadow", "fallback"])
    fraction = st.sampled_from([1, 1, 0.3])
    edges = [
        {"source": draw(ids), "target": draw(ids), "kind": draw(kinds), "fraction": draw(fraction)}
        for _ in range(draw(st.integers(1, 7)))
    ]
    promised = draw(
        st.sampled_from([{}, {"p99": "0 ms", "cost": "0 USD/year", "load": "0 req/s"}, {"p99": "1 s", "recall": 1.0}])
    )
    return {"nodes": nodes, "edges": [{"source": "app", "target": "n0"}, *edges], "requirements": promised,
            "regions": draw(st.sampled_from([1, 3]))}  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(boards())
def test_any_drawing_is_refused_in_words_or_runs_to_a_report_that_survives_json(board):
    blueprint = Blueprint.model_validate(board)
    with contextlib.suppress(BadBlueprintError):
        report = run_blueprint(blueprint, rng=np.random.default_rng(1), requests=2_000)
        assert SimulationReport.model_validate_json(report.model_dump_json()) == report
        facts_of(blueprint, report)


def test_a_request_that_touches_too_many_shards_is_refused():
    wide = [{"id": f"f{i}", "type": "fanout", "shards": 2_000} for i in range(3)]
    edges = [{"source": "app", "target": node["id"]} for node in wide]
    blueprint = Blueprint.model_validate(
        {"nodes": [{"id": "app", "type": "source", "rate": "1 req/s"}, *wide], "edges": edges}
    )
    assert "too_wide" in {finding.code for finding in check(blueprint)}
    with pytest.raises(BadBlueprintError, match="6,001 shards"):
        run_blueprint(blueprint, rng=np.random.default_rng(1))
