"""Exact sample paths of first-come-first-served queues, as arrays: one server, many, shards in parallel, batches.

Why: a hundred thousand requests through a stage in milliseconds, with the true tail instead of a constant times the
median. Wrong for anything that feeds back (retries, timeouts, hedges): those need an event loop.
"""

from __future__ import annotations

import heapq
import math

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def lindley(arrivals: Floats, service: Floats) -> Floats:
    """Return the departure times of a single first-come-first-served server.

    Args:
        arrivals: Times, not decreasing, along the last axis.
        service: Service times, same shape, not negative.

    Source: Lindley (1952), solved by a running maximum: D_i = C_i + max_{j<=i}(a_j - C_{j-1}), C the cumulated service.

    Examples:
        >>> lindley(np.array([0.0, 1.0, 5.0]), np.array([2.0, 2.0, 1.0]))
        array([2., 4., 6.])
    """
    done = np.cumsum(service, axis=-1)
    return done + np.maximum.accumulate(arrivals - (done - service), axis=-1)


def many_servers(arrivals: Floats, service: Floats, *, servers: int) -> Floats:
    """Return the departure times of `servers` equal servers behind one queue, first come first served.

    Arrivals must not decrease. The recursion of Kiefer and Wolfowitz (1955) on the sorted workloads; where nobody
    would have to wait (counted first), departures are arrivals plus service and the recursion is skipped.

    Examples:
        >>> many_servers(np.array([0.0, 0.0, 0.0]), np.array([3.0, 1.0, 1.0]), servers=2)
        array([3., 1., 2.])
    """
    if servers == 1:
        return lindley(arrivals, service)
    free_run = arrivals + service
    if len(arrivals) <= servers:
        return free_run
    # With nobody waiting, the number in the system at each arrival is the arrivals before it minus the departures.
    present = np.arange(len(arrivals)) - np.searchsorted(np.sort(free_run), arrivals, side="right")
    first_wait = int(np.argmax(present >= servers)) if bool((present >= servers).any()) else len(arrivals)
    if first_wait == len(arrivals):
        return free_run
    departures = free_run.copy()
    still = free_run[:first_wait][free_run[:first_wait] > arrivals[first_wait]]
    idle_from = -math.inf
    free = [idle_from] * (servers - len(still)) + [float(time) for time in still]
    heapq.heapify(free)
    replace = heapq.heapreplace
    out = []
    for arrival, needed in zip(arrivals[first_wait:].tolist(), service[first_wait:].tolist(), strict=True):
        start = free[0]
        start = max(start, arrival)
        end = start + needed
        replace(free, end)
        out.append(end)
    departures[first_wait:] = out
    return departures


def round_robin(arrivals: Floats, service: Floats, *, servers: int) -> Floats:
    """Return the departure times when request i goes to server i mod `servers`, each with a queue of its own."""
    if servers == 1:
        return lindley(arrivals, service)
    if servers >= len(arrivals):
        return arrivals + service
    # One row a server: the last rows are filled up with requests that need nothing and come last.
    missing = -len(arrivals) % servers
    last = arrivals[-1] if len(arrivals) else 0.0
    rows = np.concatenate([arrivals, np.full(missing, last)]).reshape(-1, servers).T
    work = np.concatenate([service, np.zeros(missing)]).reshape(-1, servers).T
    return lindley(rows, work).T.reshape(-1)[: len(arrivals)]


def batch_server(
    arrivals: Floats, *, servers: int, overhead: float, per_request: float, max_batch: int
) -> tuple[Floats, Floats]:
    """Return start and departure times of greedy batching on `servers` equal devices behind one queue.

    A device that is free takes all that wait, at most `max_batch`, and needs `overhead` + b × `per_request` for b.
    It never waits for a batch to fill. Arrivals must not decrease.

    Examples:
        >>> start, end = batch_server(np.array([0.0, 0.1, 0.2]), servers=1, overhead=1.0, per_request=0.5, max_batch=8)
        >>> end
        array([1.5, 3.5, 3.5])
    """
    times = arrivals.tolist()
    count, position = len(times), 0
    starts, ends = np.empty(count), np.empty(count)
    free = [-math.inf] * min(servers, count)
    while position < count:
        start = max(free[0], times[position])
        stop = position + 1
        limit = min(count, position + max_batch)
        while stop < limit and times[stop] <= start:
            stop += 1
        end = start + overhead + (stop - position) * per_request
        heapq.heapreplace(free, end)
        starts[position:stop], ends[position:stop] = start, end
        position = stop
    return starts, ends


def service_times(rng: np.random.Generator, count: int, *, mean: float, cv: float, law: str) -> Floats:
    """Return `count` service times of a law with this mean and coefficient of variation.

    `law` is "constant" (cv is ignored), "exponential" (cv is 1 whatever is given) or "lognormal". The random numbers
    drawn do not depend on mean or cv, so that two designs can be compared under the same ones.
    """
    if law == "exponential":
        return rng.standard_exponential(count) * mean
    normal = rng.standard_normal(count)
    if law == "constant" or cv == 0:
        return np.full(count, mean)
    sigma = math.sqrt(math.log1p(cv * cv))
    drawn: Floats = mean * np.exp(sigma * normal - sigma * sigma / 2)
    return drawn


def in_order(arrivals: Floats) -> tuple[NDArray[np.intp], Floats]:
    """Return the order that sorts arrivals, ties by position, and the sorted arrivals."""
    order = np.argsort(arrivals, kind="stable")
    return order, arrivals[order]
