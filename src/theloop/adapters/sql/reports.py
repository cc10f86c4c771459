"""Reports: every grading of an attempt is kept, the current one is from the longest log, then the last put.

Why: a grader is corrected later, and an old level must stay explainable. Wrong when a report is changed in place.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, desc, func, select

from theloop.adapters.sql import logs, rows
from theloop.adapters.sql.schema import attempts, reports
from theloop.base.errors import NotFoundError, OutOfRangeError
from theloop.ports.store import ReportRow


def put(connection: Connection, *, person: str, attempt: str, body: str, input_seq: int, at: datetime) -> None:
    """Keep a grading; see `Store.put_report`."""
    rows.lock_person(connection, person)
    head = logs.require(connection, person=person, attempt=attempt)
    if not 1 <= input_seq <= head.last_seq:
        raise OutOfRangeError("input_seq", input_seq, f"1 to {head.last_seq}, the end of the log")
    mine = (reports.c.person == person, reports.c.attempt == attempt)
    last = connection.execute(
        select(reports.c.body).where(*mine, reports.c.input_seq == input_seq).order_by(desc(reports.c.nr)).limit(1)
    ).scalar()
    if last == body:
        return
    nr = connection.execute(select(func.max(reports.c.nr)).where(*mine)).scalar()
    connection.execute(
        reports.insert(),
        {
            "person": person,
            "attempt": attempt,
            "nr": (nr or 0) + 1,
            "input_seq": input_seq,
            "at": rows.instant_text(at),
            "body": body,
        },
    )


def current(connection: Connection, *, person: str, attempt: str) -> ReportRow:
    """Return the current report; see `Store.get_report`."""
    row = connection.execute(
        select(reports)
        .where(reports.c.person == person, reports.c.attempt == attempt)
        .order_by(desc(reports.c.input_seq), desc(reports.c.nr))
        .limit(1)
    ).one_or_none()
    if row is None:
        raise NotFoundError("report", attempt)
    return _report_of(row)


def history(connection: Connection, *, person: str, attempt: str) -> list[ReportRow]:
    """Return every grading in the order they were put."""
    logs.require(connection, person=person, attempt=attempt)
    found = connection.execute(
        select(reports).where(reports.c.person == person, reports.c.attempt == attempt).order_by(reports.c.nr)
    )
    return [_report_of(row) for row in found]


def latest(connection: Connection, *, person: str) -> list[ReportRow]:
    """Return the current report of every graded attempt, oldest page first."""
    place = func.row_number().over(
        partition_by=reports.c.attempt, order_by=(desc(reports.c.input_seq), desc(reports.c.nr))
    )
    ranked = select(reports, place.label("place")).where(reports.c.person == person).subquery()
    found = connection.execute(
        select(ranked)
        .join(attempts, (attempts.c.person == ranked.c.person) & (attempts.c.attempt == ranked.c.attempt))
        .where(ranked.c.place == 1)
        .order_by(attempts.c.page)
    )
    return [_report_of(row) for row in found]


def _report_of(row: Any) -> ReportRow:
    return ReportRow(
        attempt=row.attempt, input_seq=row.input_seq, at=rows.instant(row.at), report=rows.json_object(row.body)
    )
