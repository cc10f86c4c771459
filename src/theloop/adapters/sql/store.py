"""The store on SQL: each call is one transaction, run in a thread.

Why: actions see one object; what a transaction does is in the module named after its noun. Wrong when two calls here
need each other's transaction.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Literal

from theloop.adapters.sql import documents, logs, outbox, reports, rows, transfer
from theloop.adapters.sql.engine import Database, open_database
from theloop.adapters.sql.schema import goals, plans
from theloop.base.errors import NotFoundError, OutOfRangeError
from theloop.engines.attempt.events import Event, NewEvent
from theloop.ports.jobs import JobState, NewJob
from theloop.ports.store import (
    ATTEMPT_EVENTS_LIMIT,
    AttemptRow,
    Dated,
    EditRow,
    ImportSummary,
    JsonObject,
    ReportRow,
)


async def open_store(url: str) -> SqlStore:
    """Open the store of a database URL, bringing its schema up to date; errors as `open_database`."""
    return SqlStore(await open_database(url))


class SqlStore:
    """Implements `ports.store.Store` and `ports.jobs.Outbox` on SQLite or PostgreSQL."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def close(self) -> None:
        """Let running transactions end and close the connections."""
        await self._database.close()

    async def put_goal(self, person: str, goal: JsonObject, *, at: datetime) -> None:
        """See `Store.put_goal`."""
        body = rows.json_text(goal, what="goal")
        await self._database.write(documents.put, goals, person=rows.person_name(person), body=body, at=at)

    async def get_goal(self, person: str) -> JsonObject:
        """See `Store.get_goal`."""
        found = await self._database.read(documents.get, goals, person=rows.person_name(person), kind="goal of")
        return found.body

    async def goals(self, person: str) -> list[Dated]:
        """See `Store.goals`."""
        return await self._database.read(documents.history, goals, person=rows.person_name(person))

    async def put_plan(self, person: str, plan: JsonObject, *, at: datetime) -> None:
        """See `Store.put_plan`."""
        body = rows.json_text(plan, what="plan")
        await self._database.write(documents.put, plans, person=rows.person_name(person), body=body, at=at)

    async def get_plan(self, person: str) -> Dated:
        """See `Store.get_plan`."""
        return await self._database.read(documents.get, plans, person=rows.person_name(person), kind="plan of")

    async def append_plan_edit(self, person: str, edit: JsonObject, *, client_id: str, at: datetime) -> EditRow:
        """See `Store.append_plan_edit`."""
        return await self._database.write(
            documents.append_edit,
            person=rows.person_name(person),
            client_id=rows.client_name(client_id),
            body=rows.json_text(edit, what="edit"),
            at=at,
        )

    async def plan_edits(self, person: str) -> list[EditRow]:
        """See `Store.plan_edits`."""
        return await self._database.read(documents.edits, person=rows.person_name(person))

    async def create_attempt(
        self, person: str, attempt: str, *, events: Sequence[NewEvent], at: datetime
    ) -> list[Event]:
        """See `Store.create_attempt`."""
        try:
            attempt = rows.attempt_name(attempt)
        except NotFoundError:
            raise OutOfRangeError("attempt", attempt[:80], "1 to 80 of letters, digits and _ . : -") from None
        return await self._database.write(
            logs.create, person=rows.person_name(person), attempt=attempt, new=events, at=at
        )

    async def append(
        self,
        person: str,
        attempt: str,
        *,
        events: Sequence[NewEvent],
        at: datetime,
        after_seq: int | None = None,
        jobs: Sequence[NewJob] = (),
    ) -> list[Event]:
        """See `Store.append`."""
        return await self._database.write(
            logs.append,
            person=rows.person_name(person),
            attempt=rows.attempt_name(attempt),
            new=events,
            at=at,
            after_seq=after_seq,
            jobs=jobs,
        )

    async def events(
        self, person: str, attempt: str, *, after: int = 0, limit: int = ATTEMPT_EVENTS_LIMIT
    ) -> list[Event]:
        """See `Store.events`."""
        return await self._database.read(
            logs.read,
            person=rows.person_name(person),
            attempt=rows.attempt_name(attempt),
            after=min(max(after, 0), ATTEMPT_EVENTS_LIMIT),
            limit=min(max(limit, 0), ATTEMPT_EVENTS_LIMIT),
        )

    async def attempt(self, person: str, attempt: str) -> AttemptRow:
        """See `Store.attempt`."""
        return await self._database.read(logs.one, person=rows.person_name(person), attempt=rows.attempt_name(attempt))

    async def attempts(self, person: str) -> list[AttemptRow]:
        """See `Store.attempts`."""
        return await self._database.read(logs.listing, person=rows.person_name(person))

    async def put_report(self, person: str, attempt: str, report: JsonObject, *, input_seq: int, at: datetime) -> None:
        """See `Store.put_report`."""
        await self._database.write(
            reports.put,
            person=rows.person_name(person),
            attempt=rows.attempt_name(attempt),
            body=rows.json_text(report, what="report"),
            input_seq=input_seq,
            at=at,
        )

    async def get_report(self, person: str, attempt: str) -> ReportRow:
        """See `Store.get_report`."""
        return await self._database.read(
            reports.current, person=rows.person_name(person), attempt=rows.attempt_name(attempt)
        )

    async def report_history(self, person: str, attempt: str) -> list[ReportRow]:
        """See `Store.report_history`."""
        return await self._database.read(
            reports.history, person=rows.person_name(person), attempt=rows.attempt_name(attempt)
        )

    async def reports(self, person: str) -> list[ReportRow]:
        """See `Store.reports`."""
        return await self._database.read(reports.latest, person=rows.person_name(person))

    def export(self, person: str) -> AsyncIterator[bytes]:
        """See `Store.export`."""
        return transfer.export(self._database, rows.person_name(person))

    async def import_(self, person: str, chunks: AsyncIterator[bytes]) -> ImportSummary:
        """See `Store.import_`."""
        return await transfer.import_(self._database, rows.person_name(person), chunks)

    async def put_jobs(self, jobs: Sequence[NewJob]) -> None:
        """See `Outbox.put_jobs`."""
        await self._database.write(outbox.put, jobs)

    async def open_jobs(self, *, after: str = "", limit: int = 100) -> list[NewJob]:
        """See `Outbox.open_jobs`."""
        return await self._database.read(outbox.unsettled, after=after, limit=limit)

    async def unsent_jobs(self, *, limit: int = 100) -> list[NewJob]:
        """See `Outbox.unsent_jobs`."""
        return await self._database.read(outbox.unsent, limit=limit)

    async def mark_sent(self, keys: Sequence[str]) -> None:
        """See `Outbox.mark_sent`."""
        await self._database.write(outbox.mark_sent, keys)

    async def begin_job(self, key: str) -> int:
        """See `Outbox.begin_job`."""
        return await self._database.write(outbox.begin, key)

    async def settle_job(self, key: str, *, phase: Literal["done", "failed"], result: JsonObject) -> JobState:
        """See `Outbox.settle_job`."""
        return await self._database.write(
            outbox.settle, key, phase=phase, result=rows.json_text(result, what=f"result of job {key}")
        )

    async def job_state(self, key: str) -> JobState:
        """See `Outbox.job_state`."""
        return await self._database.read(outbox.state, key)
