"""Connections and transactions: how each database is opened, how work gets to it, how its errors are named.

Why: the port is asynchronous, the SQL is not. A transaction is a plain function on a connection, run in a thread: one
hop per transaction instead of one per cursor call (see docs/decisions/0010). Wrong when SQL runs in the event loop's
thread.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy import exc as sa

from theloop.adapters.sql.migrate import migrate
from theloop.base.errors import FaultError, LoopError, StorageBusyError, StorageFullError, UsageError

T = TypeVar("T")
WRITE = "theloop_write"
BUSY_SECONDS = 10.0
_READERS = 4
_POSTGRES_THREADS = 8
_FULL_STATES = ("53100",)  # disk_full
_BUSY_STATES = ("55P03", "40001", "40P01", "57014")  # lock_not_available, serialization, deadlock, canceled


class Database:
    """One open database: `read` and `write` run a function on a connection, in one transaction."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.is_sqlite = engine.dialect.name == "sqlite"
        # SQLite has one writer. Queueing for it in one thread is fair and does not spin in its busy handler.
        self._writers = ThreadPoolExecutor(1 if self.is_sqlite else _POSTGRES_THREADS, "sql-write")
        self._readers = ThreadPoolExecutor(_READERS, "sql-read") if self.is_sqlite else self._writers

    async def write(self, work: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        """Run `work(connection, ...)` and commit; on any exception roll back and raise it, named as the port says.

        If the awaiting task is cancelled the transaction still ends by itself, one way or the other.
        """
        return await self._in(self._writers, lambda: self._transact(work, *args, **kwargs))

    async def read(self, work: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        """Run `work(connection, ...)` in a transaction that only reads."""
        return await self._in(self._readers, lambda: self._look(work, *args, **kwargs))

    async def in_reader(self, work: Callable[[], T]) -> T:
        """Run `work` in a reading thread; it brings its own connection (see `snapshot`)."""
        return await self._in(self._readers, work)

    def snapshot(self) -> Connection:
        """Return a connection that sees one state of the database until it is closed. Call it in a thread."""
        with named_errors():
            return self.engine.connect().execution_options(
                **({} if self.is_sqlite else {"isolation_level": "REPEATABLE READ"})
            )

    async def close(self) -> None:
        """Wait for running transactions, then close every connection."""
        await asyncio.to_thread(self._close)

    def _close(self) -> None:
        self._readers.shutdown()
        self._writers.shutdown()
        self.engine.dispose()

    def _transact(self, work: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        with named_errors(), self.engine.connect() as connection:
            writing = connection.execution_options(**{WRITE: True})
            with writing.begin():
                return work(writing, *args, **kwargs)

    def _look(self, work: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        with named_errors(), self.engine.connect() as connection:
            return work(connection, *args, **kwargs)

    @staticmethod
    async def _in(threads: ThreadPoolExecutor, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(threads, work)


async def open_database(url: str) -> Database:
    """Open a database and bring it to the current schema.

    Args:
        url: `sqlite:///relative.db`, `sqlite:////absolute.db`, or `postgresql://user:password@host:port/name`.

    Raises:
        UsageError: The URL names neither SQLite nor PostgreSQL, or an SQLite database in memory.
        FaultError: The database cannot be opened, or a newer version wrote it.
        StorageBusyError: Another process held it for longer than `BUSY_SECONDS`.
    """
    database = Database(_engine(url))
    try:
        await database.write(migrate)
    except BaseException:
        await database.close()
        raise
    return database


def _engine(url: str) -> Engine:
    try:
        parsed = make_url(url)
    except sa.ArgumentError:
        raise UsageError("the database URL cannot be read; allowed: sqlite:///FILE or postgresql://...") from None
    backend = parsed.get_backend_name()
    if backend == "postgresql":
        return _postgres(parsed.set(drivername="postgresql+psycopg"))
    if backend == "sqlite" and parsed.database and parsed.database != ":memory:":
        return _sqlite(Path(parsed.database))
    raise UsageError(f"the database URL begins with {parsed.drivername!r}; allowed: sqlite:///FILE or postgresql://...")


def _postgres(url: URL) -> Engine:
    timeout = int(BUSY_SECONDS * 1000)
    return create_engine(
        url,
        pool_size=_POSTGRES_THREADS,
        max_overflow=2,
        pool_pre_ping=True,
        connect_args={
            "connect_timeout": 10,
            "options": f"-c lock_timeout={timeout} -c idle_in_transaction_session_timeout=120000",
        },
    )


def _sqlite(path: Path) -> Engine:
    path = path.absolute()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # What a person practised is nobody else's: SQLite gives its side files the mode of the main one.
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise FaultError(f"cannot open the database {path}: {error.strerror}") from error
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        pool_size=_READERS + 1,
        max_overflow=2,
        connect_args={"check_same_thread": False, "timeout": BUSY_SECONDS, "cached_statements": 256},
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # The driver's own transactions begin too late and commit before DDL; we say BEGIN ourselves.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")  # an acknowledged event survives a power cut (docs/decisions/0012)
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that reads first and writes later can lose its snapshot; a writer takes its lock at once.
    writing = connection.get_execution_options().get(WRITE)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


@contextmanager
def named_errors() -> Iterator[None]:
    """Turn what the drivers raise into the errors the port promises."""
    try:
        yield
    except LoopError:
        raise
    except sa.TimeoutError as error:
        raise StorageBusyError("every connection stayed in use; trying again is safe") from error
    except sa.DBAPIError as error:
        raise _named(error) from error


def _named(error: sa.DBAPIError) -> LoopError:
    cause = error.orig
    if isinstance(cause, sqlite3.Error):
        code = (getattr(cause, "sqlite_errorcode", 0) or 0) & 0xFF  # the low byte is the primary code
        if code == sqlite3.SQLITE_FULL:
            return StorageFullError("the disk is full: nothing of this was written, everything before it is safe")
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            return StorageBusyError("the database stayed locked; trying again is safe")
    state = getattr(cause, "sqlstate", None)
    if state in _FULL_STATES:
        return StorageFullError("the database has no room: nothing of this was written, everything before it is safe")
    if state in _BUSY_STATES:
        return StorageBusyError("the database stayed locked; trying again is safe")
    return FaultError(f"the database failed: {type(cause).__name__}: {' '.join(str(cause).split())}")
