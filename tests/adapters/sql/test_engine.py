"""How databases are opened, and how their errors are named."""

import asyncio
import sqlite3
import stat

import psycopg
import pytest
from sqlalchemy import exc

from theloop.adapters.sql.engine import named_errors, open_database
from theloop.base.errors import FaultError, NotFoundError, StorageBusyError, StorageFullError, UsageError


@pytest.mark.parametrize("url", ["mysql://x/y", "nonsense", "sqlite://", "sqlite:///:memory:", ""])
async def test_other_databases_are_refused_in_one_line(url):
    with pytest.raises(UsageError) as refused:
        await open_database(url)
    assert "\n" not in str(refused.value)


async def test_a_password_is_not_in_the_message_when_the_server_is_away():
    with pytest.raises(FaultError) as away:
        await open_database("postgresql://ada:secret@127.0.0.1:1/loop")
    assert "secret" not in str(away.value)
    assert "\n" not in str(away.value)


async def test_the_file_is_for_its_owner_only_and_its_folder_is_made(tmp_path):
    database = await open_database(f"sqlite:///{tmp_path}/new/folder/theloop.db")
    for file in (tmp_path / "new/folder").iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    await database.close()


async def test_a_file_that_is_no_database_is_a_fault(tmp_path):
    (tmp_path / "theloop.db").write_text("this is not a database, but long enough to be looked at as one" * 40)
    with pytest.raises(FaultError):
        await open_database(f"sqlite:///{tmp_path}/theloop.db")


async def test_a_folder_that_cannot_be_made_is_a_fault(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(FaultError, match="cannot open"):
        await open_database(f"sqlite:///{tmp_path}/file/theloop.db")


async def test_sqlite_is_opened_as_the_decision_record_says(tmp_path):
    database = await open_database(f"sqlite:///{tmp_path}/theloop.db")

    def pragmas(connection):
        names = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        return [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names]

    assert await database.read(pragmas) == ["wal", 2, 1, 10_000]
    assert await database.write(pragmas) == ["wal", 2, 1, 10_000]
    await database.close()


async def test_what_fails_in_the_middle_leaves_nothing(tmp_path):
    database = await open_database(f"sqlite:///{tmp_path}/theloop.db")

    def half(connection):
        connection.exec_driver_sql("INSERT INTO goals VALUES ('ada', 1, 'now', '{}')")
        raise NotFoundError("other half", "x")

    with pytest.raises(NotFoundError):
        await database.write(half)
    assert await database.read(lambda c: c.exec_driver_sql("SELECT count(*) FROM goals").scalar()) == 0
    await database.close()


async def test_a_cancelled_caller_leaves_the_database_usable(tmp_path):
    database = await open_database(f"sqlite:///{tmp_path}/theloop.db")

    def insert(connection, number):
        connection.exec_driver_sql(f"INSERT INTO goals VALUES ('ada', {number}, 'now', '{{}}')")

    tasks = [asyncio.create_task(database.write(insert, n)) for n in range(20)]
    await asyncio.sleep(0)
    for task in tasks[::2]:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await database.write(insert, 100)
    count = await database.read(lambda c: c.exec_driver_sql("SELECT count(*) FROM goals").scalar())
    assert 11 <= count <= 21
    await database.close()


def sqlite_error(code: int) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("told")
    error.sqlite_errorcode = code
    return error


NAMED = [
    (sqlite_error(sqlite3.SQLITE_FULL), StorageFullError),
    (sqlite_error(sqlite3.SQLITE_BUSY), StorageBusyError),
    (sqlite_error(sqlite3.SQLITE_BUSY_SNAPSHOT), StorageBusyError),
    (sqlite_error(sqlite3.SQLITE_LOCKED), StorageBusyError),
    (sqlite_error(sqlite3.SQLITE_CORRUPT), FaultError),
    (psycopg.errors.DiskFull(), StorageFullError),
    (psycopg.errors.LockNotAvailable(), StorageBusyError),
    (psycopg.errors.DeadlockDetected(), StorageBusyError),
    (psycopg.errors.SerializationFailure(), StorageBusyError),
    (psycopg.errors.UndefinedTable(), FaultError),
]


@pytest.mark.parametrize(("cause", "name"), NAMED, ids=lambda value: repr(value)[:60])
def test_a_drivers_error_gets_the_name_the_port_promises(cause, name):
    with pytest.raises(FaultError) as named, named_errors():
        raise exc.OperationalError("INSERT", {}, cause)
    assert type(named.value) is name


def test_a_pool_that_is_used_up_is_busy():
    with pytest.raises(StorageBusyError), named_errors():
        raise exc.TimeoutError
