"""Attempts and their event logs: the hot path, and the one that must never lose or repeat anything.

Why: the log is the only truth of the product. Wrong when `seq` has a gap, `at_ms` decreases, or a client id is there
twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, desc, func, select, update

from theloop.adapters.sql import outbox, rows
from theloop.adapters.sql.schema import attempts, events
from theloop.base.errors import ConflictError, NotFoundError, OutOfRangeError, TooLargeError
from theloop.engines.attempt.events import Event, NewEvent, Started
from theloop.ports.jobs import NewJob
from theloop.ports.store import AT_MS_LIMIT, ATTEMPT_EVENTS_LIMIT, BATCH_LIMIT, AttemptRow, AttemptStatus

_OWNED = (attempts.c.person == bindparam("person"), attempts.c.attempt == bindparam("attempt"))
_LOG = (events.c.person == bindparam("person"), events.c.attempt == bindparam("attempt"))
_COLUMNS = (events.c.seq, events.c.client_id, events.c.at_ms, events.c.recorded_at, events.c.body)

# Built once: compiling is cached by the statement's shape, but making it is not free on the hot path.
_HEAD = select(attempts.c.last_seq, attempts.c.last_at_ms, attempts.c.last_at, attempts.c.status).where(*_OWNED)
HEAD_LOCKED = _HEAD.with_for_update()
_KNOWN = select(*_COLUMNS).where(*_LOG, events.c.client_id.in_(bindparam("client_ids", expanding=True)))
_AFTER = (
    select(*_COLUMNS).where(*_LOG, events.c.seq > bindparam("after")).order_by(events.c.seq).limit(bindparam("most"))
)
_ADD = events.insert()
_MOVE = (
    update(attempts)
    .where(attempts.c.person == bindparam("of_person"), attempts.c.attempt == bindparam("of_attempt"))
    .values(
        last_seq=bindparam("to_seq"),
        last_at_ms=bindparam("to_at_ms"),
        last_at=bindparam("to_at"),
        status=bindparam("to_status"),
    )
)


def create(connection: Connection, *, person: str, attempt: str, new: Sequence[NewEvent], at: datetime) -> list[Event]:
    """Create an attempt with its first events; see `Store.create_attempt`."""
    if not new or not isinstance(new[0].body, Started):
        raise OutOfRangeError("events", [event.body.kind for event in new[:3]], "a batch that begins with 'started'")
    _check_batch(new)
    rows.lock_person(connection, person)
    owner = {"person": person, "attempt": attempt}
    if connection.execute(_HEAD, owner).one_or_none() is not None:
        first = read(connection, person=person, attempt=attempt, after=0, limit=len(new))
        if first[0].client_id != new[0].client_id:
            raise ConflictError(f"attempt {attempt!r} exists and began with another event")
        return first
    open_attempt(connection, person=person, attempt=attempt, started=new[0].body, at=rows.instant_text(at))
    return append(connection, person=person, attempt=attempt, new=new, at=at, after_seq=None, jobs=())


def open_attempt(connection: Connection, *, person: str, attempt: str, started: Started, at: str) -> None:
    """Insert the row of an attempt whose log is still empty; call it under `lock_person`."""
    page = connection.execute(select(func.max(attempts.c.page)).where(attempts.c.person == person)).scalar()
    connection.execute(
        attempts.insert(),
        {
            "person": person,
            "attempt": attempt,
            "page": (page or 0) + 1,
            "exercise": started.exercise,
            "round": started.round,
            "level": started.level,
            "company": started.company,
            "minutes": started.minutes,
            "status": "running",
            "started_at": at,
            "last_at": at,
            "last_at_ms": 0,
            "last_seq": 0,
        },
    )


def append(
    connection: Connection,
    *,
    person: str,
    attempt: str,
    new: Sequence[NewEvent],
    at: datetime,
    after_seq: int | None,
    jobs: Sequence[NewJob],
) -> list[Event]:
    """Append events; see `Store.append`."""
    _check_batch(new)
    owner = {"person": person, "attempt": attempt}
    head = connection.execute(HEAD_LOCKED, owner).one_or_none()
    if head is None:
        raise NotFoundError("attempt", attempt)
    wanted = list(dict.fromkeys(event.client_id for event in new))
    known = {row.client_id for row in connection.execute(_KNOWN, owner | {"client_ids": wanted})} if new else set()
    fresh = list({event.client_id: event for event in reversed(new) if event.client_id not in known}.values())[::-1]
    if after_seq is not None and after_seq != head.last_seq and (fresh or not new):
        raise ConflictError(f"the log of attempt {attempt!r} ends with {head.last_seq}, not with {after_seq}")
    if fresh:
        _write(connection, owner=owner, head=head, fresh=fresh, at=rows.instant_text(at))
    outbox.put(connection, jobs)
    if not new:
        return []
    stored = {row.client_id: row for row in connection.execute(_KNOWN, owner | {"client_ids": wanted})}
    return [rows.event_of(attempt, stored[event.client_id]) for event in new]


def _write(connection: Connection, *, owner: dict[str, str], head: Any, fresh: list[NewEvent], at: str) -> None:
    if head.last_seq + len(fresh) > ATTEMPT_EVENTS_LIMIT:
        raise TooLargeError("the log", head.last_seq + len(fresh), ATTEMPT_EVENTS_LIMIT, "events")
    at_ms, status = head.last_at_ms, head.status
    written = []
    for seq, event in enumerate(fresh, start=head.last_seq + 1):
        if event.at_ms > AT_MS_LIMIT:
            raise OutOfRangeError("at_ms", event.at_ms, f"0 to {AT_MS_LIMIT}")
        at_ms = max(at_ms, event.at_ms)
        status = status_after(status, event.body.kind)
        written.append(
            owner
            | {
                "seq": seq,
                "client_id": event.client_id,
                "at_ms": at_ms,
                "recorded_at": at,
                "body": rows.body_text(event),
            }
        )
    connection.execute(_ADD, written)
    move_head(
        connection, owner=owner, seq=head.last_seq + len(fresh), at_ms=at_ms, at=max(at, head.last_at), status=status
    )


def move_head(connection: Connection, *, owner: dict[str, str], seq: int, at_ms: int, at: str, status: str) -> None:
    """Record in the attempt's row where its log ends."""
    connection.execute(
        _MOVE,
        {
            "of_person": owner["person"],
            "of_attempt": owner["attempt"],
            "to_seq": seq,
            "to_at_ms": at_ms,
            "to_at": at,
            "to_status": status,
        },
    )


def status_after(status: str, kind: str) -> AttemptStatus:
    """Return the attempt's status after an event of a kind; a finished attempt stays finished.

    Examples:
        >>> status_after("running", "paused"), status_after("finished", "resumed")
        ('paused', 'finished')
    """
    if status == "finished" or kind == "finished":
        return "finished"
    if kind == "paused" or (status == "paused" and kind != "resumed"):
        return "paused"
    return "running"


def read(connection: Connection, *, person: str, attempt: str, after: int, limit: int) -> list[Event]:
    """Return events after a seq; see `Store.events`."""
    found = connection.execute(_AFTER, {"person": person, "attempt": attempt, "after": after, "most": limit})
    log = [rows.event_of(attempt, row) for row in found]
    if not log:
        require(connection, person=person, attempt=attempt)
    return log


def require(connection: Connection, *, person: str, attempt: str) -> Any:
    """Return the head of the log.

    Raises:
        NotFoundError: The person has no such attempt.
    """
    head = connection.execute(_HEAD, {"person": person, "attempt": attempt}).one_or_none()
    if head is None:
        raise NotFoundError("attempt", attempt)
    return head


def one(connection: Connection, *, person: str, attempt: str) -> AttemptRow:
    """Return the row of one attempt; see `Store.attempt`."""
    row = connection.execute(select(attempts).where(*_OWNED), {"person": person, "attempt": attempt}).one_or_none()
    if row is None:
        raise NotFoundError("attempt", attempt)
    return _attempt_of(row)


def listing(connection: Connection, *, person: str) -> list[AttemptRow]:
    """Return the person's attempts, the newest page first."""
    found = connection.execute(select(attempts).where(attempts.c.person == person).order_by(desc(attempts.c.page)))
    return [_attempt_of(row) for row in found]


def _attempt_of(row: Any) -> AttemptRow:
    values = dict(row._mapping)
    del values["person"]
    values["started_at"], values["last_at"] = rows.instant(row.started_at), rows.instant(row.last_at)
    return AttemptRow(**values)


def _check_batch(new: Sequence[NewEvent]) -> None:
    if len(new) > BATCH_LIMIT:
        raise TooLargeError("a batch", len(new), BATCH_LIMIT, "events")
