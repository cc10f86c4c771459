"""A real worker that does jobs of three steps, each leaving a mark in a file; somebody kills it in the middle."""

import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path

from pydantic import JsonValue

from theloop.adapters.jobs.dbos_jobs import DbosJobs
from theloop.adapters.sql.store import SqlStore, open_store
from theloop.ports.jobs import Steps

AT = datetime(2026, 11, 24, tzinfo=UTC)


def mark(folder: Path, line: str) -> None:
    with (folder / "marks").open("a") as file:
        file.write(line + "\n")


async def work(store_url: str, jobs_url: str, *, folder: Path, name: str, holds: bool) -> None:
    store = await open_store(store_url)
    jobs = DbosJobs(jobs_url, store)
    jobs.register("grade", grader(store, folder, name=name, holds=holds))
    jobs.register("kills", killer(folder))
    await jobs.start()
    print("ready", flush=True)
    await asyncio.Event().wait()


def grader(store: SqlStore, folder: Path, *, name: str, holds: bool):
    async def grade(payload: dict[str, JsonValue], steps: Steps) -> dict[str, JsonValue]:
        async def step(number: int) -> JsonValue:
            mark(folder, f"{payload['job']} {number} {name}")
            if number == 2 and holds:
                await asyncio.Event().wait()  # here the knife falls
            return number * 10

        first = await steps.once("first", lambda: step(1))
        second = await steps.once("second", lambda: step(2))
        report = {"sum": [first, second]}

        async def put() -> JsonValue:
            mark(folder, f"{payload['job']} 3 {name}")
            await store.put_report("ada", "at_1", report, input_seq=1, at=AT)
            return None

        await steps.once("put", put)
        return report

    return grade


def killer(folder: Path):
    async def kill(payload: dict[str, JsonValue], steps: Steps) -> dict[str, JsonValue]:
        import os
        import signal

        mark(folder, "killed")
        os.kill(os.getpid(), signal.SIGKILL)
        return {}

    return kill


if __name__ == "__main__":
    asyncio.run(
        work(sys.argv[1], sys.argv[2], folder=Path(sys.argv[3]), name=sys.argv[4], holds=sys.argv[5] == "holds")
    )
