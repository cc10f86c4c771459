"""Any interleaving of two writers, with repeats and retries, leaves a gapless log with each event once, in order."""

import asyncio
import itertools

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from theloop.base.errors import ConflictError
from theloop.engines.attempt.events import NewEvent, Said

_attempts = itertools.count(1)
# A writer is a list of batches; a batch is a list of ids from a small set, so that two writers and retries collide.
_batches = st.lists(st.lists(st.integers(0, 12), min_size=1, max_size=4), min_size=1, max_size=6)
_relaxed = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def event(number: int, *, at_ms: int) -> NewEvent:
    return NewEvent(client_id=f"c{number}", at_ms=at_ms, body=Said(text=f"event {number}"))


async def check(store, attempt: str, wanted: set[str]) -> None:
    log = await store.events("ada", attempt)
    assert [e.seq for e in log] == list(range(1, len(log) + 1))
    assert sorted(e.client_id for e in log[1:]) == sorted(wanted)
    assert [e.at_ms for e in log] == sorted(e.at_ms for e in log)
    row = await store.attempt("ada", attempt)
    assert (row.last_seq, row.last_at_ms) == (log[-1].seq, log[-1].at_ms)


@given(one=_batches, two=_batches, jitter=st.lists(st.integers(0, 3), min_size=12, max_size=12))
@_relaxed
def test_two_tabs_that_retry_leave_one_gapless_log(runner, empty_url, shared_store, started, at, one, two, jitter):
    store = shared_store(runner)
    attempt = f"at_{next(_attempts)}"

    async def tab(batches: list[list[int]], waits: list[int]) -> None:
        for batch, wait in zip(batches, itertools.cycle(waits), strict=False):
            for _ in range(wait):
                await asyncio.sleep(0)
            events = [event(n, at_ms=100 * n) for n in batch]
            stored = await store.append("ada", attempt, events=events, at=at())
            again = await store.append("ada", attempt, events=events, at=at(5))
            assert [e.client_id for e in stored] == [e.client_id for e in events]
            assert again == stored

    async def both() -> None:
        await store.create_attempt("ada", attempt, events=[started], at=at())
        await asyncio.gather(tab(one, jitter[:6]), tab(two, jitter[6:]))
        await check(store, attempt, {f"c{n}" for n in itertools.chain(*one, *two)})

    runner.run(both())


@given(replies=st.integers(1, 6), rivals=st.integers(1, 4))
@_relaxed
def test_who_reads_and_decides_never_replies_to_a_log_that_moved(
    runner, empty_url, shared_store, started, at, replies, rivals
):
    store = shared_store(runner)
    attempt = f"at_{next(_attempts)}"

    async def decider(name: int) -> None:
        for number in range(replies):
            while True:
                log = await store.events("ada", attempt)
                says = f"reply to {log[-1].seq}"
                reply = NewEvent(client_id=f"d{name}-{number}", at_ms=0, body=Said(text=says))
                try:
                    await store.append("ada", attempt, events=[reply], at=at(), after_seq=log[-1].seq)
                    break
                except ConflictError:
                    continue

    async def race() -> None:
        await store.create_attempt("ada", attempt, events=[started], at=at())
        await asyncio.gather(*(decider(n) for n in range(rivals)))
        log = await store.events("ada", attempt)
        assert [e.body.text for e in log[1:]] == [f"reply to {n}" for n in range(1, replies * rivals + 1)]

    runner.run(race())
