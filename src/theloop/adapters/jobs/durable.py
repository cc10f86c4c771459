"""DBOS, held at arm's length: how it is configured, launched, given a job and ended.

Why: it remembers finished steps on SQLite and PostgreSQL alike; everything particular to it is in this file, so that it
can be replaced. Wrong when another file of ours imports it: importing costs 0.8 s.
"""

from __future__ import annotations

import json
import logging
import math
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from pydantic import JsonValue
from sqlalchemy import event

from theloop.adapters.jobs.bridge import RunStep
from theloop.adapters.jobs.lease import Lease
from theloop.base.errors import ConflictError
from theloop.ports.jobs import NewJob

Work = Callable[[NewJob, RunStep], None]
QUEUE = "theloop-taken-over"
# The name under which jobs were enqueued must not change with our version, or an update would orphan them.
_VERSION = "1"
_POLL_SECONDS = 1.0  # of the queue of taken-over jobs: after a lease of 5 s, one more second is little
_running: list[Durable] = []


class Durable:
    """One launched DBOS. It is a singleton of the process, so there is at most one of these at a time."""

    def __init__(self, url: str, executor: str, *, work: Work, concurrency: int) -> None:
        self._url, self._executor, self._work, self._concurrency = url, executor, work, concurrency
        self._workflow: Any = None
        self._lease: Lease | None = None
        self._engine: sa.Engine | None = None

    def launch(self) -> None:
        """Load and start DBOS, and begin to take over jobs of the dead. Blocks for about a second: use a thread.

        Raises:
            ConflictError: Another queue runs in this process.
        """
        if _running:
            raise ConflictError("a job queue already runs in this process")
        _running.append(self)
        try:
            self._launch()
        except BaseException:
            self.close(grace_seconds=0)
            raise

    def _launch(self) -> None:
        from dbos import DBOS, DBOSConfig

        _quieten()
        lease = Lease(_engine(self._url, synchronous="NORMAL"), self._executor, revive=self._revive)
        lease.open()
        self._lease = lease
        engine = self._engine = _engine(self._url, synchronous="FULL")
        DBOS(
            config=DBOSConfig(
                name="theloop",
                system_database_url=engine.url.render_as_string(hide_password=False),
                system_database_engine=engine,
                executor_id=self._executor,
                application_version=_VERSION,
                serializer=_json_serializer(),
                enable_otlp=False,
                use_listen_notify=False,
                log_level="ERROR",
            )
        )

        def run(kind: str, key: str, payload: dict[str, JsonValue]) -> None:
            self._work(NewJob(kind=kind, key=key, payload=payload), _remembered)

        self._workflow = DBOS.workflow(name="job")(run)
        DBOS.launch()
        DBOS.register_queue(
            QUEUE,
            worker_concurrency=self._concurrency,
            polling_interval_sec=_POLL_SECONDS,
            on_conflict="always_update",
        )
        lease.start()

    def submit(self, job: NewJob) -> None:
        """Record the job under its key and start it here; a key that is known is left alone. Blocks: use a thread."""
        from dbos import DBOS, SetWorkflowID

        with SetWorkflowID(job.key):
            DBOS.start_workflow(self._workflow, job.kind, job.key, job.payload)

    def close(self, *, grace_seconds: float) -> None:
        """End DBOS; jobs that still run stay open for another process. Blocks: use a thread."""
        from dbos import DBOS

        try:
            DBOS.destroy(destroy_registry=True, workflow_completion_timeout_sec=math.ceil(grace_seconds))
            if self._engine is not None:
                self._engine.dispose()  # DBOS leaves an engine it was given alone
            if self._lease is not None:
                self._lease.close()
        finally:
            _running.remove(self)

    @staticmethod
    def _revive(executor: str) -> None:
        from dbos import DBOS

        lost = DBOS.list_workflows(status="PENDING", executor_id=[executor], load_input=False, load_output=False)
        if lost:
            DBOS.resume_workflows([found.workflow_id for found in lost], queue_name=QUEUE)


def _remembered(name: str, act: Callable[[], dict[str, JsonValue]]) -> dict[str, JsonValue]:
    from dbos import DBOS

    return DBOS.run_step({"name": name}, act)


def _engine(url: str, *, synchronous: str) -> sa.Engine:
    if not url.startswith("sqlite"):
        return sa.create_engine(sa.make_url(url).set(drivername="postgresql+psycopg"), pool_pre_ping=True)
    # Not the store's file: its writer should not wait for this one's.
    engine = sa.create_engine(url, connect_args={"check_same_thread": False, "timeout": 30})

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = "IMMEDIATE"
        for pragma in ("journal_mode=WAL", f"synchronous={synchronous}", "busy_timeout=30000", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    return engine


def _quieten() -> None:
    """Keep DBOS's own console handler away: with a handler present it adds none."""
    log = logging.getLogger("dbos")
    if not log.handlers:
        log.addHandler(logging.NullHandler())


def _json_serializer() -> Any:
    """Return a serializer that writes JSON; DBOS's own is pickle, which runs code when it is read."""
    from dbos import Serializer

    class Json(Serializer):
        def serialize(self, data: Any) -> str:
            return json.dumps(data, default=str)

        def deserialize(self, serialized_data: str) -> Any:
            return json.loads(serialized_data)

        def name(self) -> str:
            return "theloop_json"

    return Json()
