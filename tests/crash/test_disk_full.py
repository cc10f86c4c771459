"""A full disk is said, and what was acknowledged before is safe and readable."""

from datetime import UTC, datetime

import pytest

from tests.support.disk import limit
from theloop.adapters.sql.store import open_store
from theloop.base.errors import StorageBusyError, StorageFullError
from theloop.engines.attempt.events import NewEvent, PhaseBudget, Said, Started

AT = datetime(2026, 11, 24, tzinfo=UTC)
PHASES = (PhaseBudget(id="a", minutes=5),)
BEGIN = NewEvent(
    client_id="s", at_ms=0, body=Started(exercise="x", round="ml-design", level="L5", minutes=45, phases=PHASES)
)


def said(number: int) -> NewEvent:
    return NewEvent(client_id=f"c{number}", at_ms=number, body=Said(text="words " * 300))


async def test_a_full_disk_is_said_and_loses_nothing(tmp_path):
    url = f"sqlite:///{tmp_path}/theloop.db"
    store = await open_store(url)
    await store.create_attempt("ada", "at_1", events=[BEGIN], at=AT)
    limit(store, 40)

    acknowledged = ["s"]

    async def fill() -> None:
        for number in range(10_000):
            await store.append("ada", "at_1", events=[said(number)], at=AT)
            acknowledged.append(f"c{number}")

    with pytest.raises(StorageFullError, match="safe"):
        await fill()
    assert len(acknowledged) > 5

    for _ in range(3):  # it stays full, it stays readable, and a refused batch leaves nothing behind
        with pytest.raises(StorageFullError):
            await store.append("ada", "at_1", events=[said(n) for n in range(20_000, 20_050)], at=AT)
        assert [e.client_id for e in await store.events("ada", "at_1")] == acknowledged
    await store.close()

    roomy = await open_store(url)  # room again: the same append succeeds where it was refused
    again = await roomy.append("ada", "at_1", events=[said(len(acknowledged) - 1)], at=AT)
    assert again[0].seq == len(acknowledged) + 1
    await roomy.close()


async def test_an_import_that_does_not_fit_changes_nothing(tmp_path):
    big = await open_store(f"sqlite:///{tmp_path}/big.db")
    await big.create_attempt("ada", "at_1", events=[BEGIN], at=AT)
    await big.append("ada", "at_1", events=[said(n) for n in range(400)], at=AT)
    small = await open_store(f"sqlite:///{tmp_path}/small.db")
    limit(small, 30)
    with pytest.raises(StorageFullError):
        await small.import_("ada", big.export("ada"))
    assert await small.attempts("ada") == []
    await big.close()
    await small.close()


async def test_a_locked_database_is_busy_and_nothing_is_lost(tmp_path, monkeypatch):
    import sqlite3

    monkeypatch.setattr("theloop.adapters.sql.engine.BUSY_SECONDS", 0.05)
    store = await open_store(f"sqlite:///{tmp_path}/theloop.db")
    await store.create_attempt("ada", "at_1", events=[BEGIN], at=AT)
    other = sqlite3.connect(tmp_path / "theloop.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StorageBusyError):
        await store.append("ada", "at_1", events=[said(1)], at=AT)
    assert len(await store.events("ada", "at_1")) == 1  # readers are not in the way of a writer
    other.execute("ROLLBACK")
    other.close()
    assert (await store.append("ada", "at_1", events=[said(1)], at=AT))[0].seq == 2
    await store.close()
