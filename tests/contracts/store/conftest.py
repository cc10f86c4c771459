"""Every test of this folder runs on SQLite and on PostgreSQL; Ada owns, Cem must be refused."""

import asyncio
import itertools
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from tests.support.postgres import postgres_server, postgres_url  # noqa: F401
from theloop.adapters.sql.store import SqlStore, open_store
from theloop.engines.attempt.events import NewEvent, PhaseBudget, Said, Started

ADA, CEM = "ada", "cem"
_names = itertools.count(1)


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], str]:
    """Makes an empty database of the kind under test and returns its URL."""
    if request.param == "postgresql":
        return request.getfixturevalue("postgres_url")
    return lambda: f"sqlite:///{tmp_path}/store_{next(_names)}.db"


@pytest_asyncio.fixture
async def new_store(empty_url: Callable[[], str]) -> AsyncIterator[Callable[[], SqlStore]]:
    """Opens an empty store; closed after the test."""
    opened: list[SqlStore] = []

    async def new() -> SqlStore:
        opened.append(await open_store(empty_url()))
        return opened[-1]

    yield new
    for store in opened:
        await store.close()


@pytest_asyncio.fixture
async def store(new_store: Callable[[], SqlStore]) -> SqlStore:
    return await new_store()


@pytest.fixture
def at() -> Callable[[float], datetime]:
    """The instant so many seconds into the session."""
    return lambda seconds=0.0: datetime(2026, 11, 24, 21, 40, tzinfo=UTC) + timedelta(seconds=seconds)


@pytest.fixture
def started() -> NewEvent:
    body = Started(
        exercise="home-feed-ranking",
        round="ml-design",
        level="L6",
        company="meta",
        minutes=45,
        phases=(PhaseBudget(id="frame", minutes=8), PhaseBudget(id="design", minutes=37)),
    )
    return NewEvent(client_id="start", at_ms=0, body=body)


@pytest.fixture
def said() -> Callable[..., NewEvent]:
    """An event in which the candidate says something."""

    def make(client_id: str, *, at_ms: int = 0, text: str = "p99 under 200 ms") -> NewEvent:
        return NewEvent(client_id=client_id, at_ms=at_ms, body=Said(text=text))

    return make


@pytest.fixture
def shared_store(empty_url: Callable[[], str]) -> Iterator[Callable[[asyncio.Runner], SqlStore]]:
    """One store for all examples of a property; each example makes attempts of its own."""
    opened: list[tuple[asyncio.Runner, SqlStore]] = []

    def get(runner: asyncio.Runner) -> SqlStore:
        if not opened:
            opened.append((runner, runner.run(open_store(empty_url()))))
        return opened[0][1]

    yield get
    with asyncio.Runner() as last:
        for _, store in opened:
            last.run(store.close())


@pytest.fixture
def runner() -> Iterator[asyncio.Runner]:
    """A loop for properties: hypothesis calls a plain function many times."""
    with asyncio.Runner() as running:
        yield running
