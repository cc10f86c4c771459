"""Goals, plans and edits of the plan: histories of which the latest row is current.

Why: "what did I change, and when" stays answerable, and a retry adds nothing. Wrong when a row is updated.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, desc, func, select

from theloop.adapters.sql import rows, schema
from theloop.base.errors import NotFoundError
from theloop.ports.store import Dated, EditRow, JsonObject


def put(connection: Connection, table: Table, *, person: str, body: str, at: datetime) -> None:
    """Append a document unless it is the current one; see `Store.put_goal`."""
    rows.lock_person(connection, person)
    last = _last(connection, table, person)
    if last is not None and last.body == body:
        return
    written = rows.instant_text(at)
    connection.execute(
        table.insert(),
        {
            "person": person,
            "nr": next_nr(connection, table, person),
            "at": written if last is None else max(written, last.at),
            "body": body,
        },
    )


def get(connection: Connection, table: Table, *, person: str, kind: str) -> Dated:
    """Return the current document.

    Raises:
        NotFoundError: There is none.
    """
    last = _last(connection, table, person)
    if last is None:
        raise NotFoundError(kind, person)
    return Dated(at=rows.instant(last.at), body=rows.json_object(last.body))


def history(connection: Connection, table: Table, *, person: str) -> list[Dated]:
    """Return every document, oldest first."""
    found = connection.execute(
        select(table.c.at, table.c.body).where(table.c.person == person).order_by(table.c.at, table.c.nr)
    )
    return [Dated(at=rows.instant(row.at), body=rows.json_object(row.body)) for row in found]


def append_edit(connection: Connection, *, person: str, client_id: str, body: str, at: datetime) -> EditRow:
    """Append an edit once per `client_id` and return the stored one."""
    table = schema.plan_edits
    rows.lock_person(connection, person)
    same = select(table).where(table.c.person == person, table.c.client_id == client_id)
    known = connection.execute(same).one_or_none()
    if known is not None:
        return edit_of(known)
    last_at = connection.execute(select(func.max(table.c.at)).where(table.c.person == person)).scalar()
    connection.execute(
        table.insert(),
        {
            "person": person,
            "nr": next_nr(connection, table, person),
            "client_id": client_id,
            "at": max(rows.instant_text(at), last_at or ""),
            "body": body,
        },
    )
    return edit_of(connection.execute(same).one())


def edits(connection: Connection, *, person: str) -> list[EditRow]:
    """Return every edit in the order of `nr`."""
    table = schema.plan_edits
    found = connection.execute(select(table).where(table.c.person == person).order_by(table.c.nr))
    return [edit_of(row) for row in found]


def edit_of(row: Any) -> EditRow:
    """Return the edit of a row."""
    body: JsonObject = rows.json_object(row.body)
    return EditRow(nr=row.nr, client_id=row.client_id, at=rows.instant(row.at), edit=body)


def next_nr(connection: Connection, table: Table, person: str) -> int:
    """Return the number of the person's next row; call it under `lock_person`."""
    last = connection.execute(select(func.max(table.c.nr)).where(table.c.person == person)).scalar()
    return (last or 0) + 1


def _last(connection: Connection, table: Table, person: str) -> Any:
    ordered = select(table.c.at, table.c.body).where(table.c.person == person)
    return connection.execute(ordered.order_by(desc(table.c.at), desc(table.c.nr)).limit(1)).one_or_none()
