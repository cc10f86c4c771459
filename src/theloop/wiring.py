"""Picks the adapters that settings ask for and hands them down as one world.

Why: the only place that knows which database, queue and sandbox are in use. Wrong when anything here decides what the
product does.
"""

from __future__ import annotations

import functools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Literal

import numpy as np

from theloop.actions.finish_attempt import GRADE
from theloop.actions.grade_attempt import grade_job
from theloop.adapters.clock.system import clock_from
from theloop.adapters.live.in_process import InProcessLive
from theloop.adapters.sql.store import open_store
from theloop.base.clock import Clock
from theloop.base.errors import StorageFullError, UsageError
from theloop.library.catalogue import Library, shipped_content
from theloop.ports.world import World
from theloop.settings import Settings

Role = Literal["server", "worker", "command"]
_JOBS_AT_ONCE: dict[Role, int] = {"server": 2, "worker": 2, "command": 0}


@asynccontextmanager
async def open_world(
    settings: Settings, *, role: Role, clock: Clock | None = None, rng: np.random.Generator | None = None
) -> AsyncIterator[World]:
    """Open everything a process of this role needs and close it again.

    `clock` and `rng` default to what settings ask for and to fresh dice.

    Raises:
        UsageError: The data folder cannot be used, or a setting is wrong.
        StorageFullError: There is no room to create the database.
    """
    # The queue and the judge are imported here and not above: a command that needs neither must start at once.
    from theloop.adapters.calendar.ics import IcsCalendar
    from theloop.adapters.jobs.dbos_jobs import DbosJobs
    from theloop.adapters.sandbox.local import LocalSandbox

    _make_folder(settings)
    if "?" in str(settings.data):
        raise UsageError(f"the data folder {settings.data} has a ? in its name, which a database address cannot hold")
    store = await open_store(settings.database_url or f"sqlite:///{settings.sqlite_path}")
    queue = settings.database_url or f"sqlite:///{settings.data / 'queue.db'}"
    jobs = DbosJobs(queue, store, concurrency=_JOBS_AT_ONCE[role])
    sandbox = LocalSandbox()
    world = World(
        store=store,
        jobs=jobs,
        sandbox=sandbox,
        live=InProcessLive(),
        calendar=IcsCalendar(),
        library=Library(settings.content or shipped_content()),
        clock=clock or clock_from(start=settings.clock_start, speed=settings.clock_speed),
        rng=rng or np.random.default_rng(),
        clock_speed=settings.clock_speed,
        data=settings.data,
    )
    try:
        jobs.register(GRADE, functools.partial(grade_job, world))
        await jobs.start()
        yield world
    finally:
        await jobs.stop()
        await sandbox.close()
        await store.close()


def _make_folder(settings: Settings) -> None:
    try:
        # Only its owner may look: it holds what a person wrote.
        settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        if error.errno == 28:  # ENOSPC
            raise StorageFullError(f"no room for {settings.data}: {error.strerror}") from None
        raise UsageError(f"cannot use the data folder {settings.data}: {error.strerror}") from None
