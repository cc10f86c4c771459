"""Brings a database to the schema this version needs, when the program starts.

Why: nobody should have to run a migration by hand, and two processes may start at once. Wrong when `HEAD` is not the
newest file in `migrations/versions` (a test holds it).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, inspect, text

from theloop.adapters.sql.schema import metadata
from theloop.base.errors import FaultError

HEAD = "0001"
_FOLDER = Path(__file__).parent / "migrations"
_VERSIONS = "alembic_version"


def migrate(connection: Connection) -> None:
    """Upgrade to `HEAD` inside the connection's open transaction, which must hold off other writers.

    On SQLite the caller's BEGIN IMMEDIATE is that lock; on PostgreSQL an advisory lock is taken here, until commit.
    A database already at `HEAD` costs one query and does not load Alembic (0.4 s).

    Raises:
        FaultError: The database was written by a newer version; nothing is changed.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(7314207)"))
    if current(connection) == HEAD:
        return
    _upgrade(connection)


def current(connection: Connection) -> str:
    """Return the revision the database is at; empty when it has none."""
    if not inspect(connection).has_table(_VERSIONS):
        return ""
    found = connection.execute(text(f"SELECT version_num FROM {_VERSIONS}")).scalar()  # noqa: S608 - a constant
    return str(found or "")


def _upgrade(connection: Connection) -> None:
    from alembic.config import Config
    from alembic.runtime.environment import EnvironmentContext
    from alembic.script import ScriptDirectory
    from alembic.script.revision import ResolutionError
    from alembic.util import CommandError

    script = ScriptDirectory(str(_FOLDER))

    def steps(revision: Any, _context: Any) -> Any:
        return script._upgrade_revs(HEAD, revision)

    with EnvironmentContext(Config(), script, fn=steps, destination_rev=HEAD) as environment:
        environment.configure(connection=connection, target_metadata=metadata)
        try:
            environment.run_migrations()
        except (CommandError, ResolutionError) as error:
            raise FaultError(
                f"the database is at revision {current(connection)!r}, this version knows up to {HEAD!r}: "
                "it was written by a newer version; nothing was changed"
            ) from error
