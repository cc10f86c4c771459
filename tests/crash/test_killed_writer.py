"""A killed process loses nothing it acknowledged: every event is there, no gap, no duplicate."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from theloop.adapters.sql.store import open_store

PROGRAM = Path(__file__).with_name("writer_program.py")


@contextmanager
def writer(url: str, name: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen([sys.executable, str(PROGRAM), url, name], stdout=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def acknowledged(process: subprocess.Popen[str], count: int) -> list[str]:
    """Read acknowledgements until there are `count`, kill without warning, and return all that were printed."""
    lines = [process.stdout.readline() for _ in range(count)]
    os.kill(process.pid, signal.SIGKILL)
    lines += process.stdout.readlines()
    return [line.strip() for line in lines if line.endswith("\n")]


def database(kind: str, folder: Path, request: pytest.FixtureRequest) -> str:
    if kind == "sqlite":
        return f"sqlite:///{folder}/theloop.db"
    return request.getfixturevalue("postgres_url")()


async def check(url: str, promised: list[str]) -> None:
    store = await open_store(url)
    try:
        log = await store.events("ada", "at_1")
        assert [e.seq for e in log] == list(range(1, len(log) + 1))
        assert len({e.client_id for e in log}) == len(log)
        stored = {f"{e.seq} {e.client_id}" for e in log}
        assert set(promised) <= stored
        assert (await store.attempt("ada", "at_1")).last_seq == len(log)
    finally:
        await store.close()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
async def test_every_acknowledged_event_survives_being_killed_again_and_again(kind, tmp_path, request):
    url = database(kind, tmp_path, request)
    rng = np.random.default_rng(20261124)
    promised: list[str] = []
    for life in range(5):
        with writer(url, f"life{life}") as process:
            promised += acknowledged(process, int(rng.integers(3, 120)))
        await check(url, promised)
    assert len(promised) > 15


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
async def test_two_processes_write_one_log_and_one_is_killed(kind, tmp_path, request):
    url = database(kind, tmp_path, request)
    with writer(url, "one") as one, writer(url, "two") as two:
        first = acknowledged(one, 40)
        second = acknowledged(two, 60)
    await check(url, first + second)
    assert first
    assert second
