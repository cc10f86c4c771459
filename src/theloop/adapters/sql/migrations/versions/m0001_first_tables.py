"""First tables: goals, plans, edits, attempts, events, reports, jobs."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def _documents(name: str) -> None:
    op.create_table(
        name,
        sa.Column("person", sa.Text, primary_key=True),
        sa.Column("nr", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )


def upgrade() -> None:
    _documents("goals")
    _documents("plans")
    op.create_table(
        "plan_edits",
        sa.Column("person", sa.Text, primary_key=True),
        sa.Column("nr", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("client_id", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.UniqueConstraint("person", "client_id", name="plan_edits_once"),
    )
    op.create_table(
        "attempts",
        sa.Column("person", sa.Text, primary_key=True),
        sa.Column("attempt", sa.Text, primary_key=True),
        sa.Column("page", sa.Integer, nullable=False),
        sa.Column("exercise", sa.Text, nullable=False),
        sa.Column("round", sa.Text, nullable=False),
        sa.Column("level", sa.Text, nullable=False),
        sa.Column("company", sa.Text, nullable=True),
        sa.Column("minutes", sa.Integer, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("started_at", sa.Text, nullable=False),
        sa.Column("last_at", sa.Text, nullable=False),
        sa.Column("last_at_ms", sa.BigInteger, nullable=False),
        sa.Column("last_seq", sa.Integer, nullable=False),
        sa.UniqueConstraint("person", "page", name="attempts_page_once"),
    )
    op.create_table(
        "events",
        sa.Column("person", sa.Text, primary_key=True),
        sa.Column("attempt", sa.Text, primary_key=True),
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("client_id", sa.Text, nullable=False),
        sa.Column("at_ms", sa.BigInteger, nullable=False),
        sa.Column("recorded_at", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.UniqueConstraint("person", "attempt", "client_id", name="events_once"),
        sa.ForeignKeyConstraint(
            ["person", "attempt"], ["attempts.person", "attempts.attempt"], name="events_of_attempt"
        ),
    )
    op.create_table(
        "reports",
        sa.Column("person", sa.Text, primary_key=True),
        sa.Column("attempt", sa.Text, primary_key=True),
        sa.Column("nr", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("input_seq", sa.Integer, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(
            ["person", "attempt", "input_seq"],
            ["events.person", "events.attempt", "events.seq"],
            name="reports_of_events",
        ),
    )
    op.create_table(
        "jobs",
        sa.Column("nr", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("payload", sa.Text, nullable=False),
        sa.Column("sent", sa.Integer, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("phase", sa.Text, nullable=False),
        sa.Column("result", sa.Text, nullable=False),
        sa.UniqueConstraint("key", name="jobs_once"),
    )
    op.create_index("jobs_by_phase", "jobs", ["phase", "sent", "nr"])


def downgrade() -> None:
    for name in ("jobs", "reports", "events", "attempts", "plan_edits", "plans", "goals"):
        op.drop_table(name)
