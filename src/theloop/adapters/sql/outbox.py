"""Jobs that wait, in the transaction of the rows they belong to, to be handed to the queue; and what became of them.

Why: "finished" and "will be graded" must be one fact, and the queue keeps its own database on SQLite. Wrong when a job
is removed: its key is what makes enqueueing it again harmless.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select, update

from theloop.adapters.sql import rows
from theloop.adapters.sql.schema import jobs
from theloop.base.errors import NotFoundError
from theloop.ports.jobs import JobState, NewJob

_OPEN = ("waiting", "running")
_JOB = (jobs.c.kind, jobs.c.key, jobs.c.payload)


def put(connection: Connection, new: Sequence[NewJob]) -> None:
    """Write jobs whose keys are not known."""
    rows.insert_new(
        connection,
        jobs,
        [
            {
                "key": job.key,
                "kind": job.kind,
                "payload": rows.json_text(job.payload, what=f"job {job.key}"),
                "sent": 0,
                "tries": 0,
                "phase": "waiting",
                "result": "{}",
            }
            for job in new
        ],
    )


def unsettled(connection: Connection, *, after: str, limit: int) -> list[NewJob]:
    """Return jobs neither done nor failed; see `Outbox.open_jobs`."""
    beyond = select(jobs.c.nr).where(jobs.c.key == after).scalar_subquery() if after else 0
    query = select(*_JOB).where(jobs.c.phase.in_(_OPEN), jobs.c.nr > beyond).order_by(jobs.c.nr).limit(limit)
    return [_job_of(row) for row in connection.execute(query)]


def unsent(connection: Connection, *, limit: int) -> list[NewJob]:
    """Return jobs not handed over, oldest first."""
    query = select(*_JOB).where(jobs.c.phase == "waiting", jobs.c.sent == 0).order_by(jobs.c.nr).limit(limit)
    return [_job_of(row) for row in connection.execute(query)]


def mark_sent(connection: Connection, keys: Sequence[str]) -> None:
    """Record that the queue has these jobs."""
    if keys:
        connection.execute(update(jobs).where(jobs.c.key.in_(list(keys))).values(sent=1))


def begin(connection: Connection, key: str) -> int:
    """Record that a worker took the job; see `Outbox.begin_job`."""
    mine = jobs.c.key == key
    connection.execute(update(jobs).where(mine).values(tries=jobs.c.tries + 1))
    connection.execute(update(jobs).where(mine, jobs.c.phase == "waiting").values(phase="running"))
    tries = connection.execute(select(jobs.c.tries).where(mine)).scalar()
    if tries is None:
        raise NotFoundError("job", key)
    return int(tries)


def settle(connection: Connection, key: str, *, phase: str, result: str) -> JobState:
    """Record how the job ended, unless it has ended; return what stands."""
    connection.execute(
        update(jobs).where(jobs.c.key == key, jobs.c.phase.in_(_OPEN)).values(phase=phase, result=result, sent=1)
    )
    return state(connection, key)


def state(connection: Connection, key: str) -> JobState:
    """Return where a job is.

    Raises:
        NotFoundError: No job of that key was ever written.
    """
    row = connection.execute(select(jobs.c.kind, jobs.c.phase, jobs.c.result).where(jobs.c.key == key)).one_or_none()
    if row is None:
        raise NotFoundError("job", key)
    result = rows.json_object(row.result)
    if row.phase == "failed":
        return JobState(key=key, kind=row.kind, phase="failed", error=str(result.get("error", "")))
    return JobState(key=key, kind=row.kind, phase=row.phase, result=result)


def _job_of(row: Any) -> NewJob:
    return NewJob(kind=row.kind, key=row.key, payload=rows.json_object(row.payload))
