"""The queue: a job is done once per key, its steps are remembered, its end can be asked for by anybody."""

import asyncio
import logging
import threading

import pytest
import pytest_asyncio

from theloop.adapters.jobs.dbos_jobs import DbosJobs
from theloop.adapters.sql.store import open_store
from theloop.base.errors import ConflictError, FaultError, NotFoundError, StorageBusyError, UnknownNameError
from theloop.ports.jobs import NewJob


@pytest.fixture(params=["sqlite", "postgresql"])
def urls(request, tmp_path):
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/theloop.db", f"sqlite:///{tmp_path}/jobs.db"
    url = request.getfixturevalue("postgres_url")()
    return url, url


@pytest_asyncio.fixture
async def store(urls):
    opened = await open_store(urls[0])
    yield opened
    await opened.close()


@pytest_asyncio.fixture
async def queue(urls, store):
    """A queue not yet started; stopped after the test."""
    jobs = DbosJobs(urls[1], store)
    yield jobs
    await jobs.stop(grace_seconds=0)


async def test_a_job_is_done_and_its_result_can_be_asked_for(queue):
    async def grade(payload, steps):
        double = await steps.once("double", lambda: number(payload["n"] * 2))
        return {"double": double, "loop": threading.current_thread() is threading.main_thread()}

    async def number(n):
        return n

    queue.register("grade", grade)
    await queue.start()
    await queue.enqueue(NewJob(kind="grade", key="k1", payload={"n": 21}))
    state = await queue.wait("k1", seconds=30)

    assert (state.phase, state.result, state.error) == ("done", {"double": 42, "loop": True}, "")
    assert await queue.status("k1") == state


async def test_a_key_is_one_job_whatever_its_payload_and_however_often(queue):
    ran = []

    async def grade(payload, steps):
        ran.append(payload["n"])
        return {"n": payload["n"]}

    queue.register("grade", grade)
    await queue.start()
    for n in range(3):
        await queue.enqueue(NewJob(kind="grade", key="k", payload={"n": n}))
    await queue.wait("k", seconds=30)
    await queue.enqueue(NewJob(kind="grade", key="k", payload={"n": 9}))
    await queue.enqueue(NewJob(kind="grade", key="after", payload={"n": 7}))
    await queue.wait("after", seconds=30)
    assert ran == [0, 7]


async def test_a_job_that_fails_says_why_in_one_line_and_is_not_tried_again(queue):
    ran = []

    async def fail(payload, steps):
        async def step():
            ran.append(1)
            raise FaultError("the rubric\nis gone")

        await steps.once("step", step)
        return {}

    queue.register("fail", fail)
    await queue.start()
    await queue.enqueue(NewJob(kind="fail", key="k"))
    state = await queue.wait("k", seconds=30)
    assert (state.phase, state.error, state.result, ran) == ("failed", "the rubric is gone", {}, [1])


async def test_a_handler_may_catch_what_its_step_raised(queue):
    async def careful(payload, steps):
        async def step():
            raise FaultError("no model")

        try:
            await steps.once("model", step)
        except FaultError as error:
            return {"without": str(error)}
        return {}

    queue.register("careful", careful)
    await queue.start()
    await queue.enqueue(NewJob(kind="careful", key="k"))
    assert (await queue.wait("k", seconds=30)).result == {"without": "no model"}


async def test_a_step_waits_out_a_busy_database(queue):
    tries = []

    async def grade(payload, steps):
        async def put():
            tries.append(1)
            if len(tries) < 3:
                raise StorageBusyError("locked")
            return "put"

        return {"is": await steps.once("put", put)}

    queue.register("grade", grade)
    await queue.start()
    await queue.enqueue(NewJob(kind="grade", key="k"))
    assert (await queue.wait("k", seconds=30)).result == {"is": "put"}


async def test_jobs_enqueued_before_the_start_are_found(queue, store):
    queue.register("grade", done)
    await queue.enqueue(NewJob(kind="grade", key="k1"))
    await store.put_jobs([NewJob(kind="grade", key="k2")])
    assert (await queue.status("k1")).phase == "waiting"
    await queue.start()
    assert {(await queue.wait(key, seconds=30)).phase for key in ("k1", "k2")} == {"done"}


async def test_a_job_written_with_its_row_is_found_when_woken(queue, store):
    queue.register("grade", done)
    await queue.start()
    await store.put_jobs([NewJob(kind="grade", key="k")])
    queue.wake()
    assert (await queue.wait("k", seconds=30)).phase == "done"


async def test_listeners_hear_each_end_and_a_failing_listener_harms_nobody(queue):
    heard = asyncio.Queue()

    async def broken(state):
        raise ValueError("deaf")

    queue.on_result(broken)
    queue.on_result(heard.put)
    queue.register("grade", done)
    await queue.start()
    await queue.enqueue(NewJob(kind="grade", key="k"))
    assert (await asyncio.wait_for(heard.get(), timeout=30)).key == "k"
    assert (await queue.status("k")).phase == "done"


async def test_no_more_jobs_run_at_once_than_allowed(urls, store):
    queue = DbosJobs(urls[1], store, concurrency=2)
    now, most = [], []

    async def grade(payload, steps):
        now.append(1)
        most.append(len(now))
        await asyncio.sleep(0.02)
        now.pop()
        return {}

    queue.register("grade", grade)
    await queue.start()
    for n in range(8):
        await queue.enqueue(NewJob(kind="grade", key=f"k{n}"))
    for n in range(8):
        assert (await queue.wait(f"k{n}", seconds=30)).phase == "done"
    await queue.stop()
    assert max(most) == 2


async def test_a_stopped_queue_leaves_its_job_open_and_the_next_one_finishes_it(urls, store):
    begun, ran = asyncio.Event(), []

    async def slow(payload, steps):
        async def first():
            ran.append("first")
            return 1

        async def second():
            ran.append("second")
            begun.set()
            if len(ran) == 2:
                await asyncio.Event().wait()
            return 2

        return {"sum": [await steps.once("first", first), await steps.once("second", second)]}

    one = DbosJobs(urls[1], store)
    one.register("slow", slow)
    await one.start()
    await one.enqueue(NewJob(kind="slow", key="k"))
    await asyncio.wait_for(begun.wait(), timeout=30)
    await one.stop(grace_seconds=0.05)
    assert (await store.job_state("k")).phase == "running"

    two = DbosJobs(urls[1], store)
    two.register("slow", slow)
    await two.start()
    state = await two.wait("k", seconds=30)
    await two.stop()
    assert (state.phase, state.result) == ("done", {"sum": [1, 2]})
    assert ran == ["first", "second", "second"]


async def test_stopping_lets_a_running_job_finish_within_its_grace(urls, store):
    begun = asyncio.Event()

    async def brief(payload, steps):
        begun.set()
        await asyncio.sleep(0.05)
        return {}

    queue = DbosJobs(urls[1], store)
    queue.register("brief", brief)
    await queue.start()
    await queue.enqueue(NewJob(kind="brief", key="k"))
    await asyncio.wait_for(begun.wait(), timeout=30)
    await queue.stop(grace_seconds=10)
    assert (await store.job_state("k")).phase == "done"


async def test_a_lost_queue_database_loses_no_job(tmp_path):
    """The outbox is the truth: when the queue's own file is deleted, open jobs are handed over again."""
    store = await open_store(f"sqlite:///{tmp_path}/theloop.db")
    await store.put_jobs([NewJob(kind="grade", key="k")])
    await store.mark_sent(["k"])  # as a process did whose queue database is gone
    await store.begin_job("k")
    queue = DbosJobs(f"sqlite:///{tmp_path}/jobs.db", store)
    queue.register("grade", done)
    await queue.start()
    assert (await queue.wait("k", seconds=30)).phase == "done"
    await queue.stop()
    await store.close()


async def test_a_queue_of_no_concurrency_only_promises(urls, store):
    server = DbosJobs(urls[1], store, concurrency=0)
    server.register("grade", done)
    await server.start()
    await server.enqueue(NewJob(kind="grade", key="k"))
    assert (await server.wait("k", seconds=0.05)).phase == "waiting"
    await server.stop()


async def test_two_queues_in_one_process_are_refused_by_the_second(urls, store, queue, caplog):
    queue.register("grade", done)
    await queue.start()
    await queue.enqueue(NewJob(kind="grade", key="k1"))
    await queue.wait("k1", seconds=30)
    second = DbosJobs(urls[1], store)
    second.register("other", done)
    with caplog.at_level(logging.WARNING, logger="theloop.jobs"):
        await second.start()
        await second.enqueue(NewJob(kind="other", key="k2"))
        assert (await second.wait("k2", seconds=0.5)).phase == "waiting"
    await second.stop()
    assert "already runs in this process" in caplog.text
    await queue.enqueue(NewJob(kind="grade", key="k3"))
    assert (await queue.wait("k3", seconds=30)).phase == "done"


async def test_what_cannot_be_done_is_refused(queue):
    queue.register("grade", done)
    with pytest.raises(ConflictError):
        queue.register("grade", done)
    with pytest.raises(UnknownNameError):
        await queue.enqueue(NewJob(kind="unknown", key="k"))
    with pytest.raises(NotFoundError):
        await queue.status("never")
    with pytest.raises(NotFoundError):
        await queue.wait("never", seconds=1)
    await queue.start()
    await queue.start()
    with pytest.raises(ConflictError):
        queue.register("late", done)


async def done(payload, steps):
    return {}
