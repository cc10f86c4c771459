"""Socket for work that may take longer than a request or must survive the process: a durable queue.

Why: finishing a mock must not wait for the grader, and a killed worker must not lose a report. Wrong for anything a
person waits for under a second: that runs where it is asked.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Annotated, Literal, Protocol

from pydantic import BaseModel, ConfigDict, Field, JsonValue

JobKey = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.:-]{1,200}$")]
JobKind = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
JobPhase = Literal["waiting", "running", "done", "failed"]


class NewJob(BaseModel):
    """A job to be done once. `key` names the effect, so include the person and what is worked on:
    `grade:local:at_01k...:417`. Two jobs of one key are one job, whatever their payloads.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: JobKind
    key: JobKey
    payload: dict[str, JsonValue] = Field(default_factory=dict)


class JobState(BaseModel):
    """Where a job is. `result` is what its handler returned once `phase` is done; `error` one line once it failed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: JobKey
    kind: JobKind
    phase: JobPhase
    result: dict[str, JsonValue] = Field(default_factory=dict)
    error: str = ""


class Steps(Protocol):
    """What a handler gets to divide its work, so that a crash repeats at most the step it happened in."""

    async def once(self, name: str, act: Callable[[], Awaitable[JsonValue]]) -> JsonValue:
        """Do `act` and remember its result; when the job is taken over after a crash, return what was remembered.

        Steps run in the order they are called; the same handler must call the same names in the same order when it
        runs again. `act` may run twice if the process dies between doing and remembering, or if a stalled worker
        wakes up: make its effect idempotent by the job's key (all writing calls of `Store` are).
        """
        ...


Handler = Callable[[dict[str, JsonValue], Steps], Awaitable[dict[str, JsonValue]]]
Listener = Callable[[JobState], Awaitable[None]]


class Outbox(Protocol):
    """Jobs written in the transaction of the rows they belong to, and what became of them.

    The store implements it, so that "finished" and "will be graded" are one fact, and so that any process can say
    where a job is without opening the queue. Handing a job to the queue twice is harmless: the queue knows the key.
    """

    async def put_jobs(self, jobs: Sequence[NewJob]) -> None:
        """Write jobs in a transaction of their own; known keys are ignored."""
        ...

    async def open_jobs(self, *, after: str = "", limit: int = 100) -> list[NewJob]:
        """Return jobs neither done nor failed, oldest first, from the one after the key `after` on."""
        ...

    async def unsent_jobs(self, *, limit: int = 100) -> list[NewJob]:
        """Return jobs not yet handed to the queue, oldest first."""
        ...

    async def mark_sent(self, keys: Sequence[str]) -> None:
        """Record that the queue has these jobs."""
        ...

    async def begin_job(self, key: str) -> int:
        """Record that a worker took the job; return how often that has happened, this time included.

        Raises:
            NotFoundError: No job of that key was ever written.
        """
        ...

    async def settle_job(self, key: str, *, phase: Literal["done", "failed"], result: dict[str, JsonValue]) -> JobState:
        """Record how the job ended, `result` being `{"error": line}` for a failed one; return its state.

        The first end stands: settling again changes nothing and returns what stands.
        """
        ...

    async def job_state(self, key: str) -> JobState:
        """Return where a job is.

        Raises:
            NotFoundError: No job of that key was ever written.
        """
        ...


class Jobs(Protocol):
    """A durable queue. Every job's effect happens once; a job outlives the process that took it.

    A job whose worker died is taken over by another process, or by the next one that starts, within seconds (the
    adapter says how many); finished steps are not repeated. Handlers are registered before `start`.
    """

    def register(self, kind: str, handle: Handler) -> None:
        """Say how jobs of a kind are done. `handle(payload, steps)` returns the job's result as JSON.

        Handlers run in the event loop that called `start`. An exception makes the job `failed` with one line; it is
        not tried again by itself.

        Raises:
            ConflictError: The kind has a handler, or the queue has started.
        """
        ...

    def on_result(self, listen: Listener) -> None:
        """Call `listen` with the state of each job this process finishes; a hint, not a promise (see `status`)."""
        ...

    async def start(self) -> None:
        """Begin to take jobs. Returns at once: what is costly to load is loaded when there is a job, or when idle.

        Starting twice is one start.
        """
        ...

    async def stop(self, *, grace_seconds: float = 5.0) -> None:
        """Take no more jobs, let running ones finish for `grace_seconds`, then leave the rest to others."""
        ...

    async def enqueue(self, job: NewJob) -> None:
        """Promise that the job will be done, once per key; returns when the promise is on disk.

        To promise it together with a row, pass it to `Store.append(jobs=...)` and call `wake`.

        Raises:
            UnknownNameError: No handler of that kind is registered here.
        """
        ...

    def wake(self) -> None:
        """Say that the outbox may have work, so that it is not found only at the next look. Never blocks."""
        ...

    async def status(self, key: str) -> JobState:
        """Return where a job is; works also when the queue was not started.

        Raises:
            NotFoundError: No job of that key was ever enqueued.
        """
        ...

    async def wait(self, key: str, *, seconds: float) -> JobState:
        """Return the job's state once it is done or failed, or its state when `seconds` have passed.

        Raises:
            NotFoundError: No job of that key was ever enqueued.
        """
        ...
