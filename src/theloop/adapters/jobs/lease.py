"""Heartbeats: who is alive, and who takes over the jobs of those who are not.

Why: DBOS brings back a process's own jobs when that process comes back under its own name, not those of a dead peer.
Wrong when two processes carry one executor id. A process that only stalled may wake up beside its successor: DBOS lets
one of them write, and effects are idempotent by key.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

import sqlalchemy as sa

LEASE_SECONDS = 5.0
BEAT_SECONDS = 1.0

# The database tells the time: processes on two machines need not agree on theirs.
_NOW = {
    "sqlite": "(julianday('now') - 2440587.5) * 86400.0",
    "postgresql": "extract(epoch from clock_timestamp())::double precision",
}
_log = logging.getLogger("theloop.jobs")


class Lease:
    """Beats for one executor in a thread of its own, and hands the jobs of dead ones to `revive`."""

    def __init__(self, engine: sa.Engine, executor: str, *, revive: Callable[[str], None]) -> None:
        self._engine, self._executor, self._revive = engine, executor, revive
        self._now = _NOW[engine.dialect.name]
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="jobs-lease", daemon=True)

    def open(self) -> None:
        """Make the table and give the first sign of life; call it before any job can be taken."""
        for last in (False, False, True):
            try:
                with self._engine.begin() as connection:
                    connection.execute(
                        sa.text(
                            "CREATE TABLE IF NOT EXISTS job_executors "
                            "(executor TEXT PRIMARY KEY, beat DOUBLE PRECISION NOT NULL)"
                        )
                    )
                break
            except sa.exc.DBAPIError:  # PostgreSQL: two processes may create it at the same moment
                if last:
                    raise
        self.beat()

    def start(self) -> None:
        """Begin to beat and to look for the dead."""
        self._thread.start()

    def close(self) -> None:
        """Stop, and say so, so that what is left is taken over at once."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(timeout=10)
        with self._engine.begin() as connection:
            connection.execute(
                sa.text("UPDATE job_executors SET beat = 0 WHERE executor = :me"), {"me": self._executor}
            )
        self._engine.dispose()

    def beat(self) -> None:
        """Give a sign of life."""
        with self._engine.begin() as connection:
            connection.execute(
                sa.text(
                    f"INSERT INTO job_executors (executor, beat) VALUES (:me, {self._now}) "  # noqa: S608 - a constant
                    "ON CONFLICT (executor) DO UPDATE SET beat = excluded.beat"
                ),
                {"me": self._executor},
            )

    def reap(self) -> None:
        """Take over the jobs of every executor whose last beat is older than the lease."""
        late = sa.text(f"SELECT executor, beat FROM job_executors WHERE beat < {self._now} - :lease")  # noqa: S608
        with self._engine.connect() as connection:
            dead = connection.execute(late, {"lease": LEASE_SECONDS}).all()
        for executor, beat in dead:
            if self._claim(executor, beat):
                self._revive(executor)
                with self._engine.begin() as connection:
                    connection.execute(sa.text("DELETE FROM job_executors WHERE executor = :dead"), {"dead": executor})

    def _claim(self, executor: str, beat: float) -> bool:
        """Only one process revives a dead one: a second revival would restart jobs that already run again.

        Claiming renews the beat, so that the claim itself lapses if this process dies in the middle.
        """
        claim = sa.text(
            f"UPDATE job_executors SET beat = {self._now} WHERE executor = :dead AND beat = :seen"  # noqa: S608
        )
        with self._engine.begin() as connection:
            return connection.execute(claim, {"dead": executor, "seen": beat}).rowcount == 1

    def _run(self) -> None:
        while not self._stop.wait(BEAT_SECONDS):
            try:
                self.beat()
                self.reap()
            except Exception as error:  # a database that is away for a moment must not end the heartbeat
                _log.warning("heartbeat failed: %s", " ".join(str(error).split()))
