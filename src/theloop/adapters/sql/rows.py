"""How values become columns and come back: JSON, instants, events, names.

Why: what is refused here can never be stored and then not be read again. Wrong when a value changes on its way.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import to_jsonable_python
from sqlalchemy import Connection, Table, text
from sqlalchemy.dialects import postgresql, sqlite

from theloop.base.errors import FaultError, NotFoundError, OutOfRangeError, TooLargeError
from theloop.engines.attempt.events import Body, Event, NewEvent
from theloop.ports.store import BODY_LIMIT, JsonObject

_NAME = re.compile(r"[A-Za-z0-9_.:-]{1,80}")
_BODY: TypeAdapter[Body] = TypeAdapter(Body)


def person_name(person: str) -> str:
    """Return the name if it can own rows.

    Raises:
        OutOfRangeError: It has other characters than letters, digits and `_.:-`, or is longer than 80.
    """
    if not _NAME.fullmatch(person):
        raise OutOfRangeError("person", person, "1 to 80 of letters, digits and _ . : -")
    return person


def attempt_name(attempt: str) -> str:
    """Return the name, which may come from a URL; one that cannot exist is simply not found."""
    if not _NAME.fullmatch(attempt):
        raise NotFoundError("attempt", attempt[:80])
    return attempt


def client_name(client_id: str) -> str:
    """Return the client's id of an edit, or raise `OutOfRangeError`."""
    if not _NAME.fullmatch(client_id):
        raise OutOfRangeError("client_id", client_id[:80], "1 to 80 of letters, digits and _ . : -")
    return client_id


def instant_text(at: datetime) -> str:
    """Return an instant as text of fixed width that sorts as time does.

    Raises:
        OutOfRangeError: The instant has no time zone.

    Examples:
        >>> instant_text(datetime(2026, 11, 24, 21, 40, tzinfo=UTC))
        '2026-11-24T21:40:00.000000+00:00'
    """
    if at.tzinfo is None:
        raise OutOfRangeError("at", at.isoformat(), "an instant with a time zone")
    try:
        return at.astimezone(UTC).isoformat(timespec="microseconds")
    except OverflowError:
        raise OutOfRangeError("at", at.isoformat(), "an instant whose UTC date has a year from 1 to 9999") from None


def instant(text_: str) -> datetime:
    """Return the instant that `instant_text` wrote."""
    return datetime.fromisoformat(text_)


def json_text(value: Any, *, what: str) -> str:
    """Return a JSON value as text that reads back equal, keys in their order.

    Raises:
        OutOfRangeError: NaN, infinity, half a surrogate pair, or a number too long to be read again.
        TooLargeError: More than `BODY_LIMIT` bytes.

    Examples:
        >>> json_text({"b": 1.0, "a": "×"}, what="goal")
        '{"b":1.0,"a":"×"}'
    """
    try:
        written = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        size = len(written.encode("utf-8"))
    except (ValueError, TypeError, RecursionError) as error:  # UnicodeEncodeError is a ValueError
        raise OutOfRangeError(what, type(error).__name__, f"plain JSON ({error})") from error
    if size > BODY_LIMIT:
        raise TooLargeError(what, size, BODY_LIMIT)
    return written


def json_object(written: str) -> JsonObject:
    """Return the object that `json_text` wrote."""
    value: JsonObject = json.loads(written)
    return value


def body_text(event: NewEvent) -> str:
    """Return an event's body as JSON text."""
    return json_text(to_jsonable_python(event.body, inf_nan_mode="constants"), what=f"event {event.client_id}")


def event_of(attempt: str, row: Any) -> Event:
    """Return the event of a row (seq, client_id, at_ms, recorded_at, body).

    Raises:
        FaultError: The body is not of a kind this version knows.
    """
    try:
        body = _BODY.validate_json(row.body)
    except ValidationError as error:
        why = error.errors(include_url=False, include_input=False)[0]["msg"]
        raise FaultError(f"event {row.seq} of attempt {attempt} cannot be read: {why}") from error
    # The columns were checked when they were written; checking a 3,000-event log again would double its reading time.
    return Event.model_construct(
        attempt=attempt,
        seq=row.seq,
        client_id=row.client_id,
        at_ms=row.at_ms,
        recorded_at=instant(row.recorded_at),
        body=body,
    )


def lock_person(connection: Connection, person: str) -> None:
    """Keep other writers of this person out until commit; SQLite has one writer anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 7314207))"), {"name": person})


def insert_new(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    """Insert the rows whose key is not there yet."""
    if rows:
        dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
        connection.execute(dialect.insert(table).on_conflict_do_nothing(), rows)
