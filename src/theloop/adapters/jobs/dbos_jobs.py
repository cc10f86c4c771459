"""The queue: takes jobs from the outbox, has DBOS remember their steps, runs their handlers in the event loop.

Why: a report must be written even when the process that began it is killed. Wrong when starting it makes the first page
wait, or when a job's effect happens twice.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import uuid
from collections.abc import Awaitable, Callable
from typing import Literal, TypeVar

from pydantic import JsonValue

from theloop.adapters.jobs.bridge import BridgedSteps, RunStep, one_line, run_bridged
from theloop.adapters.jobs.durable import Durable
from theloop.base.errors import ConflictError, FaultError, NotFoundError, UnknownNameError
from theloop.ports.jobs import Handler, JobState, Listener, NewJob, Outbox

MOST_TRIES = 5  # a job that took down this many workers is failed: it would take down the next
WARM_AFTER_SECONDS = 3.0
_LOOK_SECONDS = {"sqlite": 1.0, "postgresql": 0.2}
_WAIT_SECONDS = 0.2
_BEGINS_WITHIN_SECONDS = 1.0
_TROUBLE_SECONDS = 1.0
T = TypeVar("T")
_log = logging.getLogger("theloop.jobs")


class DbosJobs:
    """Implements `ports.jobs.Jobs` on DBOS; one per process.

    Args:
        url: The queue's database: on SQLite a file of its own beside the store's, on PostgreSQL the store's database.
        outbox: Where jobs are written and settled.
        concurrency: Jobs run at once in this process; 0 leaves them to other processes.
    """

    def __init__(self, url: str, outbox: Outbox, *, concurrency: int = 2) -> None:
        self._url, self._outbox, self._concurrency = url, outbox, concurrency
        self._look_seconds = _LOOK_SECONDS["sqlite" if url.startswith("sqlite") else "postgresql"]
        self._handlers: dict[str, Handler] = {}
        self._listeners: list[Listener] = []
        self._durable: Durable | None = None
        self._loading = asyncio.Lock()
        self._tasks: list[asyncio.Task[None]] = []
        self._working: set[asyncio.Task[None]] = set()
        self._handed: dict[str, float] = {}  # key -> until when it counts although it has not begun
        self._woken = asyncio.Event()
        self._settled = asyncio.Event()
        self._slots = asyncio.Semaphore(max(concurrency, 1))
        self._loop: asyncio.AbstractEventLoop | None = None

    def register(self, kind: str, handle: Handler) -> None:
        """See `Jobs.register`."""
        if kind in self._handlers:
            raise ConflictError(f"jobs of kind {kind!r} have a handler")
        if self._loop is not None:
            raise ConflictError("the queue has started; register handlers before")
        self._handlers[kind] = handle

    def on_result(self, listen: Listener) -> None:
        """See `Jobs.on_result`."""
        self._listeners.append(listen)

    async def start(self) -> None:
        """See `Jobs.start`."""
        if self._loop is not None or not self._concurrency:
            return
        self._loop = asyncio.get_running_loop()
        self._tasks = [asyncio.create_task(self._dispatch()), asyncio.create_task(self._warm())]

    async def stop(self, *, grace_seconds: float = 5.0) -> None:
        """See `Jobs.stop`."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks = []
        if self._working and grace_seconds > 0:
            await asyncio.wait(self._working, timeout=grace_seconds)
        left = list(self._working)
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        async with self._loading:
            if self._durable is not None:
                await asyncio.to_thread(self._durable.close, grace_seconds=0)
                self._durable = None
        self._loop = None

    async def enqueue(self, job: NewJob) -> None:
        """See `Jobs.enqueue`."""
        if job.kind not in self._handlers:
            raise UnknownNameError("kind of job", job.kind, sorted(self._handlers))
        await self._outbox.put_jobs([job])
        self.wake()

    def wake(self) -> None:
        """See `Jobs.wake`."""
        self._woken.set()

    async def status(self, key: str) -> JobState:
        """See `Jobs.status`."""
        return await self._outbox.job_state(key)

    async def wait(self, key: str, *, seconds: float) -> JobState:
        """See `Jobs.wait`."""
        loop = asyncio.get_running_loop()
        until = loop.time() + seconds
        while True:
            settled = self._settled
            state = await self._outbox.job_state(key)
            left = until - loop.time()
            if state.phase in ("done", "failed") or left <= 0:
                return state
            # Another process may settle it without this one hearing of it, so look again now and then.
            await _rung(settled, within=min(left, _WAIT_SECONDS))

    async def _warm(self) -> None:
        """Load the module once the first page is out, so that the first job does not wait for it."""
        await asyncio.sleep(WARM_AFTER_SECONDS)
        await asyncio.to_thread(__import__, "dbos")

    async def _dispatch(self) -> None:
        checked = False
        while True:
            self._woken.clear()
            try:
                if not checked:
                    await self._check_open_jobs()
                    checked = True
                await self._hand_over()
            except Exception as error:  # a database that is away for a moment must not end the queue
                _log.warning("the queue is in trouble: %s", one_line(error))
                await asyncio.sleep(_TROUBLE_SECONDS)
            await _rung(self._woken, within=self._look_seconds)

    async def _check_open_jobs(self) -> None:
        """Jobs are open when a process died, or when the queue's own database was lost: hand them over again."""
        after = ""
        while jobs := await self._outbox.open_jobs(after=after):
            await self._submit(jobs)
            after = jobs[-1].key

    async def _hand_over(self) -> None:
        while (free := self._free()) > 0:
            jobs = [job for job in await self._outbox.unsent_jobs() if job.kind in self._handlers][:free]
            if not jobs:
                return
            await self._submit(jobs)

    def _free(self) -> int:
        # A job handed over begins a moment later, or never here when another process was first.
        now = asyncio.get_running_loop().time()
        self._handed = {key: until for key, until in self._handed.items() if until > now}
        return self._concurrency - len(self._working) - len(self._handed)

    async def _submit(self, jobs: list[NewJob]) -> None:
        durable = await self._loaded()
        mine = [job for job in jobs if job.kind in self._handlers]
        for job in mine:
            self._handed[job.key] = asyncio.get_running_loop().time() + _BEGINS_WITHIN_SECONDS
            await asyncio.to_thread(durable.submit, job)
        await self._outbox.mark_sent([job.key for job in mine])

    async def _loaded(self) -> Durable:
        async with self._loading:
            if self._durable is None:
                executor = f"{os.getpid()}-{uuid.uuid4().hex}"
                durable = Durable(self._url, executor, work=self._work, concurrency=self._concurrency)
                # Shielded: a launch that is cancelled half-way would leave threads nobody ends.
                launching = asyncio.ensure_future(asyncio.to_thread(durable.launch))
                try:
                    await asyncio.shield(launching)
                except asyncio.CancelledError:
                    await launching
                    self._durable = durable
                    raise
                self._durable = durable
            return self._durable

    def _work(self, job: NewJob, run_step: RunStep) -> None:
        """Do a job; DBOS calls this in a thread of its own."""
        assert self._loop is not None
        run_bridged(lambda steps: self._handle(job, steps), self._loop, run_step=run_step)

    async def _handle(self, job: NewJob, steps: BridgedSteps) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._handed.pop(job.key, None)
        self._working.add(task)
        try:
            async with self._slots:
                await self._handle_one(job, steps)
        except Exception as error:
            _log.error("job %s stays open: %s", job.key, one_line(error), exc_info=error)
            raise
        finally:
            self._working.discard(task)
            self.wake()

    async def _handle_one(self, job: NewJob, steps: BridgedSteps) -> None:
        try:
            tries = await _patiently(lambda: self._outbox.begin_job(job.key))
        except NotFoundError:
            return  # the store was replaced; nobody asks for this job any more
        phase, result = await self._outcome(job, steps, tries=tries)
        state = await _patiently(lambda: self._outbox.settle_job(job.key, phase=phase, result=result))
        self._settled.set()
        self._settled = asyncio.Event()
        for listen in self._listeners:
            try:
                await listen(state)
            except Exception as error:  # a listener's failure is not the job's
                _log.warning("a listener of job %s failed: %s", job.key, one_line(error))

    async def _outcome(
        self, job: NewJob, steps: BridgedSteps, *, tries: int
    ) -> tuple[Literal["done", "failed"], dict[str, JsonValue]]:
        if tries > MOST_TRIES:
            return "failed", {"error": f"given up after {MOST_TRIES} workers died or were stopped in the middle of it"}
        handle = self._handlers.get(job.kind)
        if handle is None:
            return "failed", {"error": f"no handler for jobs of kind {job.kind!r}"}
        try:
            return "done", await handle(job.payload, steps)
        except Exception as error:
            _log.warning("job %s failed: %s", job.key, one_line(error), exc_info=error)
            return "failed", {"error": one_line(error)}


async def _rung(bell: asyncio.Event, *, within: float) -> None:
    # Not wait_for: before Python 3.12 it swallows a cancellation that meets the bell.
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(within):
            await bell.wait()


async def _patiently(write: Callable[[], Awaitable[T]]) -> T:
    """Write to the outbox, waiting out a full or busy database: the job's outcome must not be lost to it."""
    while True:
        try:
            return await write()
        except FaultError as error:
            _log.warning("the queue waits for the database: %s", one_line(error))
            await asyncio.sleep(_TROUBLE_SECONDS)
