"""A worker killed in the middle of a job: another finishes it, no finished step is repeated, one effect."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from theloop.adapters.jobs.dbos_jobs import MOST_TRIES, DbosJobs
from theloop.adapters.sql.store import open_store
from theloop.engines.attempt.events import NewEvent, PhaseBudget, Started
from theloop.ports.jobs import NewJob

PROGRAM = Path(__file__).with_name("worker_program.py")
AT = datetime(2026, 11, 24, tzinfo=UTC)
BEGIN = NewEvent(
    client_id="s",
    at_ms=0,
    body=Started(exercise="x", round="ml-design", level="L5", minutes=45, phases=(PhaseBudget(id="a", minutes=5),)),
)


@pytest.fixture(params=["sqlite", "postgresql"])
def urls(request, tmp_path) -> tuple[str, str]:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/theloop.db", f"sqlite:///{tmp_path}/jobs.db"
    url = request.getfixturevalue("postgres_url")()
    return url, url


@contextmanager
def worker(urls: tuple[str, str], folder: Path, *, name: str, holds: bool = False) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, str(PROGRAM), *urls, str(folder), name, "holds" if holds else "works"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout.readline() == "ready\n"
        yield process
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def marks(folder: Path) -> list[str]:
    file = folder / "marks"
    return file.read_text().splitlines() if file.exists() else []


def until(true: Callable[[], bool], *, seconds: float = 60.0) -> None:
    """Wait for another process; the limit only ends a test that has failed."""
    beat = threading.Event()
    for _ in range(int(seconds / 0.02)):
        if true():
            return
        beat.wait(0.02)
    raise AssertionError("it did not happen")


async def test_another_worker_finishes_the_job_of_a_killed_one(urls, tmp_path):
    store = await open_store(urls[0])
    await store.create_attempt("ada", "at_1", events=[BEGIN], at=AT)
    asker = DbosJobs(urls[1], store, concurrency=0)
    job = NewJob(kind="grade", key="grade:ada:at_1:1", payload={"job": "j"})

    with worker(urls, tmp_path, name="first", holds=True) as first:
        await store.append("ada", "at_1", events=[], at=AT, jobs=[job])
        until(lambda: "j 2 first" in marks(tmp_path))
        with worker(urls, tmp_path, name="second"):
            os.kill(first.pid, signal.SIGKILL)
            state = await asker.wait(job.key, seconds=60)

    assert (state.phase, state.result) == ("done", {"sum": [10, 20]})
    # Step 1 was remembered; step 2 was in hand when the knife fell, so it ran again; step 3 ran once.
    assert marks(tmp_path) == ["j 1 first", "j 2 first", "j 2 second", "j 3 second"]
    assert len(await store.report_history("ada", "at_1")) == 1
    await store.close()


async def test_the_next_start_finishes_what_a_killed_server_left(tmp_path):
    """One process at a time, as on a laptop: a job left by a killed server is done after the next start."""
    urls = f"sqlite:///{tmp_path}/theloop.db", f"sqlite:///{tmp_path}/jobs.db"
    store = await open_store(urls[0])
    await store.create_attempt("ada", "at_1", events=[BEGIN], at=AT)
    asker = DbosJobs(urls[1], store, concurrency=0)
    with worker(urls, tmp_path, name="first", holds=True):
        await store.put_jobs([NewJob(kind="grade", key="k", payload={"job": "j"})])
        until(lambda: "j 2 first" in marks(tmp_path))
    with worker(urls, tmp_path, name="second"):
        assert (await asker.wait("k", seconds=60)).phase == "done"
    assert marks(tmp_path) == ["j 1 first", "j 2 first", "j 2 second", "j 3 second"]
    await store.close()


async def test_two_workers_do_many_jobs_once_each(urls, tmp_path):
    store = await open_store(urls[0])
    await store.create_attempt("ada", "at_1", events=[BEGIN], at=AT)
    asker = DbosJobs(urls[1], store, concurrency=0)
    jobs = [NewJob(kind="grade", key=f"k{n}", payload={"job": f"j{n}"}) for n in range(12)]
    with worker(urls, tmp_path, name="one"), worker(urls, tmp_path, name="two"):
        await store.put_jobs(jobs)
        for job in jobs:
            assert (await asker.wait(job.key, seconds=60)).phase == "done"
    done = sorted(mark.rsplit(" ", 1)[0] for mark in marks(tmp_path))
    assert done == sorted(f"j{n} {step}" for n in range(12) for step in (1, 2, 3))
    await store.close()


@pytest.mark.slow
async def test_a_job_that_kills_its_workers_is_given_up(tmp_path):
    urls = f"sqlite:///{tmp_path}/theloop.db", f"sqlite:///{tmp_path}/jobs.db"
    store = await open_store(urls[0])
    asker = DbosJobs(urls[1], store, concurrency=0)
    await store.put_jobs([NewJob(kind="kills", key="poison")])
    for death in range(1, MOST_TRIES + 1):
        with worker(urls, tmp_path, name=f"w{death}") as victim:
            assert victim.wait(timeout=60) == -signal.SIGKILL
        assert marks(tmp_path) == ["killed"] * death
    with worker(urls, tmp_path, name="survivor") as survivor:
        state = await asker.wait("poison", seconds=60)
        assert survivor.poll() is None
    assert (state.phase, state.error[:11]) == ("failed", "given up af")
    await store.close()
