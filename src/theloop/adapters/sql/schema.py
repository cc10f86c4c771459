"""The tables, once, for SQLite and PostgreSQL.

Why: one schema keeps the two databases from drifting; a test compares it with what the migrations build. JSON is TEXT
on both, because JSONB changes what it stores (1e2 comes back as 100, a NUL escape is refused) and the log must come
back as written. Wrong when a table is changed here without a migration.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData()

# Documents of which the latest is current. `nr` orders what was put at one instant.
goals = Table(
    "goals",
    metadata,
    Column("person", Text, primary_key=True),
    Column("nr", Integer, primary_key=True, autoincrement=False),
    Column("at", Text, nullable=False),
    Column("body", Text, nullable=False),
)
plans = Table(
    "plans",
    metadata,
    Column("person", Text, primary_key=True),
    Column("nr", Integer, primary_key=True, autoincrement=False),
    Column("at", Text, nullable=False),
    Column("body", Text, nullable=False),
)
plan_edits = Table(
    "plan_edits",
    metadata,
    Column("person", Text, primary_key=True),
    Column("nr", Integer, primary_key=True, autoincrement=False),
    Column("client_id", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("body", Text, nullable=False),
    UniqueConstraint("person", "client_id", name="plan_edits_once"),
)

# The person is part of every key: no row can refer to another person's, whatever an import says.
attempts = Table(
    "attempts",
    metadata,
    Column("person", Text, primary_key=True),
    Column("attempt", Text, primary_key=True),
    Column("page", Integer, nullable=False),
    Column("exercise", Text, nullable=False),
    Column("round", Text, nullable=False),
    Column("level", Text, nullable=False),
    Column("company", Text, nullable=True),
    Column("minutes", Integer, nullable=False),
    Column("status", Text, nullable=False),
    Column("started_at", Text, nullable=False),
    Column("last_at", Text, nullable=False),
    Column("last_at_ms", BigInteger, nullable=False),
    Column("last_seq", Integer, nullable=False),
    UniqueConstraint("person", "page", name="attempts_page_once"),
)
events = Table(
    "events",
    metadata,
    Column("person", Text, primary_key=True),
    Column("attempt", Text, primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("client_id", Text, nullable=False),
    Column("at_ms", BigInteger, nullable=False),
    Column("recorded_at", Text, nullable=False),
    Column("body", Text, nullable=False),
    UniqueConstraint("person", "attempt", "client_id", name="events_once"),
    ForeignKeyConstraint(["person", "attempt"], ["attempts.person", "attempts.attempt"], name="events_of_attempt"),
)
reports = Table(
    "reports",
    metadata,
    Column("person", Text, primary_key=True),
    Column("attempt", Text, primary_key=True),
    Column("nr", Integer, primary_key=True, autoincrement=False),
    Column("input_seq", Integer, nullable=False),
    Column("at", Text, nullable=False),
    Column("body", Text, nullable=False),
    ForeignKeyConstraint(
        ["person", "attempt", "input_seq"],
        ["events.person", "events.attempt", "events.seq"],
        name="reports_of_events",
    ),
)

# Jobs wait here, in the transaction of the row they belong to, until the queue has them (see ports.jobs.Outbox).
# `tries` counts the workers that took the job: one that kills its worker each time must end somewhere.
jobs = Table(
    "jobs",
    metadata,
    Column("nr", Integer, primary_key=True, autoincrement=True),
    Column("key", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("payload", Text, nullable=False),
    Column("sent", Integer, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("phase", Text, nullable=False),
    Column("result", Text, nullable=False),
    UniqueConstraint("key", name="jobs_once"),
    Index("jobs_by_phase", "phase", "sent", "nr"),
)
