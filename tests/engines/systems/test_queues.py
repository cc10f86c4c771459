"""Queues agree with theory (numbers of tests/oracles/systems.json) and with a queue written the slow way."""

import heapq
import json
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from theloop.engines.systems.queues import batch_server, lindley, many_servers, round_robin, service_times

ORACLE = {
    row["id"]: row
    for row in json.loads((Path(__file__).parents[2] / "oracles/systems.json").read_text(encoding="utf-8"))
}
COUNT = 1_000_000


def poisson(rng, count, rate):
    return np.cumsum(rng.standard_exponential(count)) / rate


def sojourn(arrivals, service, servers):
    return (many_servers(arrivals, service, servers=servers) - arrivals)[len(arrivals) // 10 :]


@pytest.mark.parametrize("load", [0.5, 0.7, 0.9])
def test_one_server_has_the_mean_and_the_tail_of_m_m_1(load):
    row = ORACLE[f"q.mm1.rho{load}"]
    rng = np.random.default_rng(1)
    times = sojourn(poisson(rng, COUNT, load), rng.standard_exponential(COUNT), 1)
    assert times.mean() == pytest.approx(row["expected"]["mean"], rel=row["tolerance"]["rel_mean"])
    for share, name in ((0.5, "p50"), (0.95, "p95"), (0.99, "p99")):
        assert np.quantile(times, share) == pytest.approx(row["expected"][name], rel=row["tolerance"]["rel_p99"])


@pytest.mark.parametrize(("servers", "load"), [(16, 0.8), (10, 0.9)])
def test_many_servers_have_the_tail_of_m_m_c(servers, load):
    row = ORACLE[f"q.mmc.c{servers}.rho{load}"]
    rng = np.random.default_rng(2)
    times = sojourn(poisson(rng, COUNT, servers * load), rng.standard_exponential(COUNT), servers)
    assert times.mean() == pytest.approx(row["expected"]["mean_response"], rel=row["tolerance"]["rel_mean"])
    assert np.quantile(times, 0.99) == pytest.approx(row["expected"]["p99_response"], rel=row["tolerance"]["rel_p99"])


@pytest.mark.parametrize("load", [0.5, 0.7])
def test_constant_service_has_the_wait_of_m_d_1(load):
    row = ORACLE[f"q.md1.rho{load}"]
    rng = np.random.default_rng(3)
    waits = sojourn(poisson(rng, COUNT, load), np.ones(COUNT), 1) - 1
    assert waits.mean() == pytest.approx(row["expected"]["mean_wait"], rel=row["tolerance"]["rel_mean"])
    assert np.quantile(waits, 0.99) == pytest.approx(row["expected"]["p99_wait"], rel=row["tolerance"]["rel_p99"])


def test_lognormal_service_has_the_mean_of_pollaczek_and_khinchine():
    row = ORACLE["q.mg1.lognormal.cv2_0.25"]
    rng = np.random.default_rng(4)
    service = service_times(rng, COUNT, mean=1.0, cv=0.5, law="lognormal")
    times = sojourn(poisson(rng, COUNT, 0.7), service, 1)
    assert times.mean() == pytest.approx(row["expected"], rel=2 * row["tolerance"]["rel"])


@pytest.mark.parametrize(("load", "name"), [(0.6, "q.gpubatch.lam0.6"), (0.9, "q.gpubatch.lam0.9")])
def test_greedy_batching_lies_within_the_bound_of_inoue(load, name):
    row = ORACLE[name]["expected"]
    arrivals = poisson(np.random.default_rng(5), COUNT, load)
    _, ends = batch_server(arrivals, servers=1, overhead=2.0, per_request=1.0, max_batch=10**9)
    mean = (ends - arrivals)[COUNT // 10 :].mean()
    assert mean <= row["upper_bound_mean"]
    assert mean == pytest.approx(row["upper_bound_mean"], rel=0.08)


@pytest.mark.parametrize("servers", [1, 3])
def test_littles_law_holds_for_the_number_seen_at_any_moment(servers):
    """Counted at evenly spaced moments, the requests inside are the arrival rate times the time they spend."""
    rng = np.random.default_rng(7)
    rate = 0.8 * servers
    arrivals = poisson(rng, COUNT, rate)
    ends = many_servers(arrivals, rng.standard_exponential(COUNT), servers=servers)
    moments = np.linspace(arrivals[COUNT // 10], arrivals[-1], 400_000)
    inside = np.searchsorted(arrivals, moments, side="right") - np.searchsorted(np.sort(ends), moments, side="right")
    assert inside.mean() == pytest.approx(rate * (ends - arrivals)[COUNT // 10 :].mean(), rel=0.01)


times = st.lists(st.floats(0, 10), min_size=1, max_size=60)


@settings(max_examples=200)
@given(times, st.integers(1, 6), st.integers(0, 2**32))
def test_departures_are_those_of_a_queue_written_with_a_heap(gaps, servers, seed):
    arrivals = np.cumsum(np.array(gaps))
    service = np.random.default_rng(seed).standard_exponential(len(gaps)) * 5
    free = [-math.inf] * servers
    expected = []
    for arrival, needed in zip(arrivals, service, strict=True):
        end = max(heapq.heappop(free), arrival) + needed
        heapq.heappush(free, end)
        expected.append(end)
    np.testing.assert_allclose(many_servers(arrivals, service, servers=servers), expected, rtol=1e-12, atol=1e-9)


@given(times, st.integers(1, 6), st.integers(0, 2**32))
def test_taking_turns_is_one_queue_a_server(gaps, servers, seed):
    arrivals = np.cumsum(np.array(gaps))
    service = np.random.default_rng(seed).standard_exponential(len(gaps))
    ends = round_robin(arrivals, service, servers=servers)
    for first in range(min(servers, len(gaps))):
        own = slice(first, None, servers)
        np.testing.assert_allclose(ends[own], lindley(arrivals[own], service[own]), rtol=1e-12, atol=1e-9)


@given(times, st.integers(1, 5), st.integers(0, 2**32))
def test_another_server_never_makes_anybody_later(gaps, servers, seed):
    arrivals = np.cumsum(np.array(gaps))
    service = np.random.default_rng(seed).standard_exponential(len(gaps)) * 4
    fewer = many_servers(arrivals, service, servers=servers)
    more = many_servers(arrivals, service, servers=servers + 1)
    assert (np.sort(more) <= np.sort(fewer) + 1e-9).all()


@given(times, st.integers(1, 4), st.integers(1, 5))
def test_a_batch_serves_everybody_once_and_nobody_before_arriving(gaps, servers, batch):
    arrivals = np.cumsum(np.array(gaps))
    starts, ends = batch_server(arrivals, servers=servers, overhead=1.0, per_request=0.5, max_batch=batch)
    assert (starts >= arrivals).all()
    _, sizes = np.unique(starts, return_counts=True)
    assert sizes.max() <= batch * servers
    assert (ends - starts >= 1.5 - 1e-9).all()
    assert (ends - starts <= 1.0 + 0.5 * batch + 1e-9).all()


@pytest.mark.parametrize("law", ["lognormal", "exponential", "constant"])
def test_a_law_keeps_its_mean_and_spread(law):
    cv = {"lognormal": 0.7, "exponential": 1.0, "constant": 0.0}[law]
    drawn = service_times(np.random.default_rng(6), COUNT, mean=3.0, cv=cv, law=law)
    assert drawn.mean() == pytest.approx(3.0, rel=0.01)
    assert drawn.std() / drawn.mean() == pytest.approx(cv, abs=0.02)
