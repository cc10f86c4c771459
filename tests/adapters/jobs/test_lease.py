"""Heartbeats: the dead are found, each is revived by one process, and one that says goodbye is taken over at once."""

import threading

import pytest
import sqlalchemy as sa

from theloop.adapters.jobs.lease import LEASE_SECONDS, Lease


@pytest.fixture
def engine(tmp_path):
    made = sa.create_engine(f"sqlite:///{tmp_path}/jobs.db", connect_args={"check_same_thread": False, "timeout": 30})
    yield made
    made.dispose()


@pytest.fixture
def member(engine):
    """Makes a process's lease that notes whom it revives."""

    def make(name: str, revived: list[str]) -> Lease:
        lease = Lease(engine, name, revive=revived.append)
        lease.open()
        return lease

    return make


def age(engine, name: str, seconds: float) -> None:
    with engine.begin() as connection:
        connection.execute(
            sa.text("UPDATE job_executors SET beat = beat - :age WHERE executor = :name"),
            {"age": seconds, "name": name},
        )


def test_a_silent_executor_is_revived_once_and_forgotten(engine, member):
    revived: list[str] = []
    one = member("one", revived)
    member("dead", [])
    age(engine, "dead", LEASE_SECONDS + 1)
    one.reap()
    one.reap()
    assert revived == ["dead"]


def test_the_living_are_left_alone(engine, member):
    revived: list[str] = []
    one = member("one", revived)
    member("late", [])
    age(engine, "late", LEASE_SECONDS - 2)
    one.reap()
    assert revived == []


def test_one_that_closed_is_taken_over_at_once(member):
    revived: list[str] = []
    leaver = member("leaver", [])
    one = member("one", revived)
    leaver.close()
    one.reap()
    assert revived == ["leaver"]


def test_of_many_that_look_at_once_one_revives(engine, member):
    revived: list[str] = []
    members = [member(f"m{n}", revived) for n in range(8)]
    member("dead", [])
    age(engine, "dead", LEASE_SECONDS + 1)
    together = threading.Barrier(8)

    def look(lease: Lease) -> None:
        together.wait()
        lease.reap()

    threads = [threading.Thread(target=look, args=(lease,)) for lease in members]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert revived == ["dead"]


def test_a_revival_that_fails_is_tried_again_after_a_lease(engine, member):
    revived: list[str] = []
    calls = iter([RuntimeError("the database is away"), None])

    def revive(name: str) -> None:
        error = next(calls)
        if error:
            raise error
        revived.append(name)

    one = Lease(engine, "one", revive=revive)
    one.open()
    member("dead", [])
    age(engine, "dead", LEASE_SECONDS + 1)
    with pytest.raises(RuntimeError):
        one.reap()
    one.reap()
    assert revived == []
    age(engine, "dead", LEASE_SECONDS + 1)
    one.reap()
    assert revived == ["dead"]
