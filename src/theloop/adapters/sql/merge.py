"""Merges the lines of an export file into what a person has, inside one transaction.

Why: importing must be safe to repeat and must not rewrite history. Wrong when a second import changes a row, or when
two logs of one attempt are mixed.
"""

from __future__ import annotations

from collections import Counter
from typing import Any, assert_never

from pydantic_core import to_jsonable_python
from sqlalchemy import Connection, Table, func, select

from theloop.adapters.sql import documents, lines, logs, rows
from theloop.adapters.sql.schema import events, goals, plan_edits, plans, reports
from theloop.base.errors import ConflictError, UsageError
from theloop.engines.attempt.events import Started
from theloop.ports.store import ImportSummary

_INSERT_EVERY = 500


class LineRefusedError(UsageError):
    """A line breaks the format; the reader of the file adds where."""


class Merge:
    """Takes lines one by one; `finish` writes what is pending and says what was added."""

    def __init__(self, connection: Connection, person: str) -> None:
        self._connection, self._person = connection, person
        self._added: Counter[str] = Counter()
        self._log: _Log | None = None
        rows.lock_person(connection, person)
        self._documents = {"goal": self._counted(goals), "plan": self._counted(plans)}
        known = select(plan_edits.c.client_id).where(plan_edits.c.person == person)
        self._edits = set(connection.execute(known).scalars())
        self._introduced: set[str] = set()

    def take(self, line: lines.Line) -> None:
        """Merge one line.

        Raises:
            LineRefusedError: The line does not belong here.
            ConflictError: The log it belongs to contradicts the one that is here.
        """
        match line:
            case lines.Document():
                self._document(line)
            case lines.Edit():
                self._edit(line)
            case lines.Attempt():
                self._attempt(line)
            case lines.LoggedEvent():
                self._open(line.attempt).event(line)
            case lines.Report():
                self._open(line.attempt).report(line)
            case lines.Begin() | lines.End():
                raise LineRefusedError(f"{line.kind!r} in the middle of the file")
            case _:
                assert_never(line)

    def finish(self) -> ImportSummary:
        """Write what is pending and return the counts."""
        if self._log is not None:
            self._log.close()
        return ImportSummary(**self._added)

    def _document(self, line: lines.Document) -> None:
        self._only_before_attempts(line.kind)
        table = goals if line.kind == "goal" else plans
        at, body = rows.instant_text(line.at), rows.json_text(line.body, what=line.kind)
        if _take_one(self._documents[line.kind], (at, body)):
            self._added["known"] += 1
            return
        nr = documents.next_nr(self._connection, table, self._person)
        self._connection.execute(table.insert(), {"person": self._person, "nr": nr, "at": at, "body": body})
        self._added[f"{line.kind}s"] += 1

    def _edit(self, line: lines.Edit) -> None:
        self._only_before_attempts(line.kind)
        if line.client_id in self._edits:
            self._added["known"] += 1
            return
        self._edits.add(line.client_id)
        self._connection.execute(
            plan_edits.insert(),
            {
                "person": self._person,
                "nr": documents.next_nr(self._connection, plan_edits, self._person),
                "client_id": line.client_id,
                "at": rows.instant_text(line.at),
                "body": rows.json_text(line.body, what="edit"),
            },
        )
        self._added["plan_edits"] += 1

    def _attempt(self, line: lines.Attempt) -> None:
        if line.attempt in self._introduced:
            raise LineRefusedError(f"attempt {line.attempt!r} is introduced twice")
        if self._log is not None:
            self._log.close()
        self._introduced.add(line.attempt)
        self._log = _Log(self._connection, person=self._person, attempt=line.attempt, added=self._added)

    def _open(self, attempt: str) -> _Log:
        if self._log is None or self._log.attempt != attempt:
            raise LineRefusedError(f"attempt {attempt!r} is not the one introduced last")
        return self._log

    def _only_before_attempts(self, kind: str) -> None:
        if self._introduced:
            raise LineRefusedError(f"a {kind} after the first attempt")

    def _counted(self, table: Table) -> Counter[tuple[str, str]]:
        found = self._connection.execute(select(table.c.at, table.c.body).where(table.c.person == self._person))
        return Counter((row.at, row.body) for row in found)


class _Log:
    """One attempt of the file beside the one that may be here."""

    def __init__(self, connection: Connection, *, person: str, attempt: str, added: Counter[str]) -> None:
        self.attempt = attempt
        self._connection, self._added = connection, added
        self._owner = {"person": person, "attempt": attempt}
        head = connection.execute(logs.HEAD_LOCKED, self._owner).one_or_none()
        self._is_new = head is None
        self._last_here = 0 if head is None else head.last_seq
        self._status: str = "running" if head is None else head.status
        self._at_ms = 0 if head is None else head.last_at_ms
        self._last_at: str = "" if head is None else head.last_at
        self._here = self._events_here()
        self._client_ids = {row["client_id"] for row in self._here.values()}
        self._seq = 0
        self._pending: list[dict[str, Any]] = []
        self._reports: Counter[tuple[int, str, str]] | None = None

    def event(self, line: lines.LoggedEvent) -> None:
        """Take the next event: compare it with the one here, or continue the log."""
        if line.seq != self._seq + 1:
            raise LineRefusedError(f"event {line.seq} follows event {self._seq}")
        if self._reports is not None:
            raise LineRefusedError("an event after a report of its attempt")
        self._seq = line.seq
        row = self._row(line)
        here = self._here.get(line.seq)
        if here is not None:
            if here != row:
                raise ConflictError(f"event {line.seq} of attempt {self.attempt!r} is here with another content")
            self._added["known"] += 1
            return
        if line.client_id in self._client_ids:
            raise LineRefusedError(f"client id {line.client_id!r} twice in one log")
        if line.at_ms < self._at_ms:
            raise LineRefusedError(f"event {line.seq} is earlier than the one before it")
        self._client_ids.add(line.client_id)
        if self._is_new and line.seq == 1:
            if not isinstance(line.body, Started):
                raise LineRefusedError(f"a log begins with 'started', not with {line.body.kind!r}")
            logs.open_attempt(
                self._connection,
                person=self._owner["person"],
                attempt=self.attempt,
                started=line.body,
                at=row["recorded_at"],
            )
            self._added["attempts"] += 1
        self._at_ms, self._last_at = line.at_ms, max(self._last_at, row["recorded_at"])
        self._status = logs.status_after(self._status, line.body.kind)
        self._pending.append(self._owner | row)
        if len(self._pending) >= _INSERT_EVERY:
            self._write()

    def report(self, line: lines.Report) -> None:
        """Take a grading unless it is here."""
        self._write()
        if not self._seq or line.input_seq > max(self._seq, self._last_here):
            raise LineRefusedError(f"a report of event {line.input_seq}, which the log does not have")
        mine = (reports.c.person == self._owner["person"], reports.c.attempt == self.attempt)
        if self._reports is None:
            found = self._connection.execute(select(reports.c.input_seq, reports.c.at, reports.c.body).where(*mine))
            self._reports = Counter((row.input_seq, row.at, row.body) for row in found)
        at, body = rows.instant_text(line.at), rows.json_text(line.body, what="report")
        if _take_one(self._reports, (line.input_seq, at, body)):
            self._added["known"] += 1
            return
        nr = (self._connection.execute(select(func.max(reports.c.nr)).where(*mine)).scalar() or 0) + 1
        row = {"nr": nr, "input_seq": line.input_seq, "at": at, "body": body}
        self._connection.execute(reports.insert(), self._owner | row)
        self._added["reports"] += 1

    def close(self) -> None:
        """Write what is pending."""
        if not self._seq:
            raise LineRefusedError(f"attempt {self.attempt!r} has no events")
        self._write()

    def _write(self) -> None:
        if not self._pending:
            return
        self._connection.execute(events.insert(), self._pending)
        self._added["events"] += len(self._pending)
        logs.move_head(
            self._connection,
            owner=self._owner,
            seq=self._pending[-1]["seq"],
            at_ms=self._at_ms,
            at=self._last_at,
            status=self._status,
        )
        self._pending = []

    def _row(self, line: lines.LoggedEvent) -> dict[str, Any]:
        return {
            "seq": line.seq,
            "client_id": line.client_id,
            "at_ms": line.at_ms,
            "recorded_at": rows.instant_text(line.recorded_at),
            "body": rows.json_text(to_jsonable_python(line.body, inf_nan_mode="constants"), what="event"),
        }

    def _events_here(self) -> dict[int, dict[str, Any]]:
        columns = (events.c.seq, events.c.client_id, events.c.at_ms, events.c.recorded_at, events.c.body)
        mine = (events.c.person == self._owner["person"], events.c.attempt == self.attempt)
        return {row.seq: dict(row._mapping) for row in self._connection.execute(select(*columns).where(*mine))}


def _take_one(counted: Counter[Any], key: Any) -> bool:
    """Take one of a key that is counted; two equal rows are two rows."""
    if counted[key] <= 0:
        return False
    counted[key] -= 1
    return True
