"""The outbox: jobs wait in the order they were written, their first end stands."""

import pytest

from theloop.adapters.sql.store import open_store
from theloop.base.errors import NotFoundError
from theloop.ports.jobs import NewJob


@pytest.fixture(params=["sqlite", "postgresql"])
async def outbox(request, tmp_path):
    postgres = request.param == "postgresql"
    store = await open_store(
        request.getfixturevalue("postgres_url")() if postgres else f"sqlite:///{tmp_path}/theloop.db"
    )
    yield store
    await store.close()


def jobs(*keys: str) -> list[NewJob]:
    return [NewJob(kind="grade", key=key, payload={"n": 1.0}) for key in keys]


async def test_jobs_wait_in_the_order_they_were_written(outbox):
    await outbox.put_jobs(jobs("b", "a"))
    await outbox.put_jobs(jobs("a", "c", "c"))
    assert [job.key for job in await outbox.unsent_jobs()] == ["b", "a", "c"]
    await outbox.mark_sent(["b", "c"])
    assert await outbox.unsent_jobs() == jobs("a")
    assert await outbox.open_jobs() == jobs("b", "a", "c")
    assert await outbox.open_jobs(after="b", limit=1) == jobs("a")


async def test_a_job_goes_from_waiting_to_running_to_done(outbox):
    await outbox.put_jobs(jobs("k"))
    assert (await outbox.job_state("k")).phase == "waiting"
    assert [await outbox.begin_job("k"), await outbox.begin_job("k")] == [1, 2]
    assert (await outbox.job_state("k")).phase == "running"
    state = await outbox.settle_job("k", phase="done", result={"a": 1.0})
    assert (state.phase, state.result) == ("done", {"a": 1.0})
    assert await outbox.open_jobs() == []


async def test_the_first_end_stands(outbox):
    await outbox.put_jobs(jobs("k"))
    first = await outbox.settle_job("k", phase="failed", result={"error": "why"})
    second = await outbox.settle_job("k", phase="done", result={"a": 1})
    await outbox.begin_job("k")
    assert first == second == await outbox.job_state("k")
    assert (first.phase, first.error) == ("failed", "why")


async def test_a_job_nobody_wrote_is_not_found(outbox):
    for call in (
        outbox.job_state("x"),
        outbox.begin_job("x"),
        outbox.settle_job("x", phase="done", result={}),
    ):
        with pytest.raises(NotFoundError):
            await call
