"""A database is brought to the current schema when it is opened, whoever opens it first."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from theloop.adapters.sql import migrate as module
from theloop.adapters.sql.schema import metadata
from theloop.adapters.sql.store import open_store
from theloop.base.errors import FaultError

OPEN = """
import asyncio, sys
from theloop.adapters.sql.store import open_store
async def go():
    store = await open_store(sys.argv[1])
    await store.close()
    print("alembic.runtime.environment" in sys.modules)
asyncio.run(go())
"""


async def opened(url: str) -> None:
    store = await open_store(url)
    await store.close()


def test_head_is_the_newest_migration():
    scripts = ScriptDirectory(str(Path(module.__file__).parent / "migrations"))
    assert scripts.get_heads() == [module.HEAD]


async def test_the_migrations_build_the_schema_the_code_uses(tmp_path):
    await opened(f"sqlite:///{tmp_path}/theloop.db")
    engine = create_engine(f"sqlite:///{tmp_path}/theloop.db")
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()


async def test_what_was_written_before_is_there_after_opening_again(tmp_path):
    await opened(f"sqlite:///{tmp_path}/theloop.db")
    before = (tmp_path / "theloop.db").read_bytes()
    await opened(f"sqlite:///{tmp_path}/theloop.db")
    assert (tmp_path / "theloop.db").read_bytes() == before


def test_three_processes_may_start_at_once_and_only_the_first_needs_alembic(tmp_path):
    url = f"sqlite:///{tmp_path}/theloop.db"
    command = [sys.executable, "-c", OPEN, url]
    started = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    answers = [process.communicate()[0].strip() for process in started]
    assert [process.returncode for process in started] == [0] * 3
    assert answers.count("True") == 1
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip() == "False"


async def test_a_database_of_a_newer_version_is_left_alone(tmp_path):
    await opened(f"sqlite:///{tmp_path}/theloop.db")
    with sqlite3.connect(tmp_path / "theloop.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(FaultError, match="newer version"):
        await open_store(f"sqlite:///{tmp_path}/theloop.db")
    with sqlite3.connect(tmp_path / "theloop.db") as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == ("9999",)
    connection.close()
