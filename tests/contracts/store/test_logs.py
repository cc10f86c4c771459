"""The log of an attempt: appended once, in order, without gaps, by whoever comes first."""

import asyncio
from datetime import datetime

import pytest

from theloop.base.errors import ConflictError, NotFoundError, OutOfRangeError, TooLargeError
from theloop.engines.attempt.events import Drew, Finished, NewEvent, Paused, Resumed, Ticked
from theloop.ports.jobs import NewJob
from theloop.ports.store import BATCH_LIMIT, BODY_LIMIT


async def test_what_is_appended_comes_back_as_it_was(store, started, said, at):
    first = await store.create_attempt("ada", "at_1", events=[started], at=at(0))
    words = 'naïve × 🙂 \u0000 \\ " \u2028'
    second = await store.append("ada", "at_1", events=[said("c1", at_ms=1200, text=words)], at=at(1.2))

    assert [(e.seq, e.client_id, e.at_ms, e.recorded_at) for e in first + second] == [
        (1, "start", 0, at(0)),
        (2, "c1", 1200, at(1.2)),
    ]
    assert second[0].body.text == words
    assert await store.events("ada", "at_1") == first + second


async def test_numbers_in_a_board_keep_their_type_and_keys_their_order(store, started, at):
    board = {"z": 1.0, "a": 100.0, "big": 10**30, "tiny": 5e-324, "m": {"y": None, "b": [True, -0.0, 1e22]}}
    await store.create_attempt("ada", "at_1", events=[started], at=at())
    await store.append("ada", "at_1", events=[NewEvent(client_id="b", at_ms=1, body=Drew(board=board))], at=at())

    back = (await store.events("ada", "at_1", after=1))[0].body.board
    assert repr(back) == repr(board)


async def test_the_same_client_id_twice_is_one_event(store, started, said, at):
    await store.create_attempt("ada", "at_1", events=[started], at=at())
    once = await store.append("ada", "at_1", events=[said("c1", text="first")], at=at(1))
    again = await store.append("ada", "at_1", events=[said("c1", text="changed")], at=at(9))

    assert again == once
    assert len(await store.events("ada", "at_1")) == 2


async def test_a_batch_may_repeat_itself_and_mix_old_with_new(store, started, said, at):
    await store.create_attempt("ada", "at_1", events=[started], at=at())
    await store.append("ada", "at_1", events=[said("a")], at=at())
    mixed = await store.append("ada", "at_1", events=[said("b"), said("a"), said("b"), said("c")], at=at())

    assert [(e.client_id, e.seq) for e in mixed] == [("b", 3), ("a", 2), ("b", 3), ("c", 4)]


async def test_the_attempt_clock_never_goes_back(store, started, said, at):
    await store.create_attempt("ada", "at_1", events=[started], at=at())
    await store.append("ada", "at_1", events=[said("a", at_ms=5_000)], at=at())
    late = await store.append("ada", "at_1", events=[said("b", at_ms=3_000), said("c", at_ms=6_000)], at=at())

    assert [e.at_ms for e in late] == [5_000, 6_000]


async def test_who_decides_on_an_old_log_is_refused_and_writes_nothing(store, started, said, at):
    await store.create_attempt("ada", "at_1", events=[started], at=at())
    await store.append("ada", "at_1", events=[said("a")], at=at(), after_seq=1)
    with pytest.raises(ConflictError):
        await store.append(
            "ada", "at_1", events=[said("b")], at=at(), after_seq=1, jobs=[NewJob(kind="grade", key="g1")]
        )

    assert len(await store.events("ada", "at_1")) == 2
    with pytest.raises(NotFoundError):
        await store.job_state("g1")


async def test_repeating_a_decision_that_was_stored_is_no_conflict(store, started, said, at):
    await store.create_attempt("ada", "at_1", events=[started], at=at())
    once = await store.append("ada", "at_1", events=[said("a")], at=at(), after_seq=1)
    await store.append("ada", "at_1", events=[said("b")], at=at(), after_seq=2)

    assert await store.append("ada", "at_1", events=[said("a")], at=at(), after_seq=1) == once


async def test_of_two_who_decide_at_once_one_wins(store, started, said, at):
    await store.create_attempt("ada", "at_1", events=[started], at=at())
    results = await asyncio.gather(
        *(store.append("ada", "at_1", events=[said(f"reply-{n}")], at=at(), after_seq=1) for n in range(8)),
        return_exceptions=True,
    )
    assert sum(isinstance(r, ConflictError) for r in results) == 7
    assert len(await store.events("ada", "at_1")) == 2


async def test_a_job_is_written_with_its_events_and_only_once(store, started, said, at):
    await store.create_attempt("ada", "at_1", events=[started], at=at())
    job = NewJob(kind="grade", key="grade:ada:at_1:2", payload={"seq": 2})
    end = NewEvent(client_id="end", at_ms=9, body=Finished())
    await store.append("ada", "at_1", events=[end], at=at(), jobs=[job])
    await store.append("ada", "at_1", events=[end], at=at(), jobs=[job])

    assert await store.unsent_jobs() == [job]
    assert (await store.job_state(job.key)).phase == "waiting"


async def test_events_are_read_from_where_one_left_off(store, started, said, at):
    await store.create_attempt("ada", "at_1", events=[started], at=at())
    await store.append("ada", "at_1", events=[said(f"c{n}") for n in range(9)], at=at())

    assert [e.seq for e in await store.events("ada", "at_1", after=4, limit=3)] == [5, 6, 7]
    assert await store.events("ada", "at_1", after=10) == []


async def test_creating_an_attempt_again_returns_its_beginning(store, started, said, at):
    first = await store.create_attempt("ada", "at_1", events=[started, said("prompt")], at=at())
    await store.append("ada", "at_1", events=[said("more")], at=at())

    assert await store.create_attempt("ada", "at_1", events=[started, said("prompt")], at=at(60)) == first
    other = started.model_copy(update={"client_id": "another"})
    with pytest.raises(ConflictError):
        await store.create_attempt("ada", "at_1", events=[other], at=at())


@pytest.mark.parametrize("begin", ["empty", "said"])
async def test_an_attempt_begins_with_started(store, said, at, begin):
    with pytest.raises(OutOfRangeError):
        await store.create_attempt("ada", "at_1", events=[said("a")] if begin == "said" else [], at=at())
    assert await store.attempts("ada") == []


async def test_the_listing_follows_the_log(store, started, said, at):
    for page in (1, 2):
        await store.create_attempt("ada", f"at_{page}", events=[started], at=at(page))
    await store.append("ada", "at_1", events=[NewEvent(client_id="p", at_ms=70, body=Paused())], at=at(3))

    two, one = await store.attempts("ada")
    assert (two.attempt, two.page, two.status, two.last_seq) == ("at_2", 2, "running", 1)
    assert (one.page, one.status, one.last_seq, one.last_at_ms) == (1, "paused", 2, 70)
    assert (one.started_at, one.last_at) == (at(1), at(3))
    assert (one.exercise, one.round, one.level, one.company, one.minutes) == (
        "home-feed-ranking",
        "ml-design",
        "L6",
        "meta",
        45,
    )
    assert await store.attempt("ada", "at_1") == one


async def test_a_finished_attempt_stays_finished(store, started, at):
    await store.create_attempt("ada", "at_1", events=[started], at=at())
    bodies = [Paused(), Resumed(), Finished(), Ticked(item="a", bar="execution", verdict="reached")]
    seen = []
    for n, body in enumerate(bodies):
        await store.append("ada", "at_1", events=[NewEvent(client_id=f"c{n}", at_ms=n, body=body)], at=at())
        seen.append((await store.attempt("ada", "at_1")).status)
    assert seen == ["paused", "running", "finished", "finished"]


async def test_pages_count_without_gaps_when_attempts_begin_at_once(store, started, at):
    await asyncio.gather(
        *(store.create_attempt("ada", f"at_{n}", events=[started], at=at()) for n in range(12)),
    )
    assert sorted(row.page for row in await store.attempts("ada")) == list(range(1, 13))


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
async def test_what_is_not_json_is_refused_and_nothing_is_written(store, started, said, at, value):
    await store.create_attempt("ada", "at_1", events=[started], at=at())
    bad = NewEvent(client_id="bad", at_ms=1, body=Drew(board={"load": value}))
    with pytest.raises(OutOfRangeError):
        await store.append("ada", "at_1", events=[said("good"), bad], at=at())
    assert len(await store.events("ada", "at_1")) == 1


async def test_too_large_a_body_or_batch_is_refused(store, started, said, at):
    await store.create_attempt("ada", "at_1", events=[started], at=at())
    huge = NewEvent(client_id="huge", at_ms=1, body=Drew(board={"x": "a" * BODY_LIMIT}))
    with pytest.raises(TooLargeError):
        await store.append("ada", "at_1", events=[huge], at=at())
    with pytest.raises(TooLargeError):
        await store.append("ada", "at_1", events=[said(f"c{n}") for n in range(BATCH_LIMIT + 1)], at=at())
    assert len(await store.events("ada", "at_1")) == 1


async def test_an_impossible_clock_is_refused(store, started, said, at):
    await store.create_attempt("ada", "at_1", events=[started], at=at())
    with pytest.raises(OutOfRangeError):
        await store.append("ada", "at_1", events=[said("a", at_ms=2**63)], at=at())
    with pytest.raises(OutOfRangeError):
        await store.append("ada", "at_1", events=[said("a")], at=datetime(2026, 1, 1))
