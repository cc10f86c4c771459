"""What a person does is kept first, once, in order, and answered by the interviewer in the same breath."""

import asyncio

import pytest

from tests.support.candidates import event, said
from theloop.actions.append_events import append_events
from theloop.actions.finish_attempt import finish_attempt
from theloop.actions.see_attempts import see_attempt, see_events
from theloop.actions.start_attempt import start_attempt
from theloop.actions.tick_clock import tick_clock
from theloop.base.errors import ConflictError, NotFoundError, UnknownNameError, UsageError

EXERCISE = "scaled-dot-product-attention"


async def started(world, **options):
    return (await start_attempt(world, EXERCISE, level="L6", **options)).id


def kinds(events):
    return [one.body.kind for one in events]


async def test_a_mock_begins_with_the_prompt_and_a_running_clock(world):
    seen = await start_attempt(world, EXERCISE, level="L6", minutes=60)
    assert kinds(seen.events) == ["started", "asked"]
    assert seen.status == "running"
    assert sum(phase.budget_ms for phase in seen.phases) == 60 * 60_000


async def test_an_unknown_exercise_names_the_nearest(world):
    with pytest.raises(UnknownNameError, match=EXERCISE):
        await start_attempt(world, "scaled-dot-product-atention")


async def test_a_question_is_answered_in_the_same_append(world, clock):
    attempt = await started(world)
    clock.advance(seconds=70)
    done = await append_events(world, attempt, [said("Can the sequence length be zero?")])
    assert kinds(done.events) == ["said", "asked"]
    assert done.events[0].at_ms == 70_000


async def test_the_same_client_id_twice_is_one_event_and_one_answer(world, clock):
    attempt = await started(world)
    clock.advance(seconds=70)
    words = said("Can the sequence length be zero?")
    first = await append_events(world, attempt, [words])
    again = await append_events(world, attempt, [words])
    assert again.events[0] == first.events[0]
    assert again.last_seq == first.last_seq
    assert kinds(await see_events(world, attempt)) == ["started", "asked", "said", "asked"]


async def test_two_tabs_writing_at_once_leave_one_log_without_gaps(world, clock):
    attempt = await started(world)
    clock.advance(seconds=30)
    batches = [[event("wrote", file="solution", source=f"x = {tab}{i}")] for tab in "12" for i in range(12)]
    await asyncio.gather(*(append_events(world, attempt, batch) for batch in batches))
    log = await see_events(world, attempt)
    assert [one.seq for one in log] == list(range(1, len(log) + 1))
    assert {one.body.source for one in log if one.body.kind == "wrote"} == {b[0].body.source for b in batches}


async def test_a_batch_with_one_event_that_may_not_follow_is_refused_whole(world):
    attempt = await started(world)
    before = await see_events(world, attempt)
    with pytest.raises(ConflictError):
        await append_events(world, attempt, [event("paused"), said("This cannot follow a pause.")])
    assert await see_events(world, attempt) == before


@pytest.mark.parametrize("kind", ["asked", "ran", "finished", "opened", "started"])
async def test_only_the_product_writes_its_own_kinds(world, kind):
    attempt = await started(world)
    bodies = {
        "asked": {"text": "You pass.", "why": "close"},
        "ran": {"engine": "judge", "input_seq": 1, "result": {"verdict": "accepted"}},
        "finished": {},
        "opened": {},
        "started": {
            "exercise": EXERCISE,
            "round": "ml-coding",
            "level": "L4",
            "minutes": 45,
            "phases": [{"id": "x", "minutes": 1}],
        },
    }
    with pytest.raises(UsageError, match="written by the product"):
        await append_events(world, attempt, [event(kind, **bodies[kind])])


async def test_pausing_twice_is_pausing_once_and_time_stands_still(world, clock):
    attempt = await started(world)
    clock.advance(seconds=60)
    await append_events(world, attempt, [event("paused")])
    clock.advance(seconds=600)
    assert (await append_events(world, attempt, [event("paused")])).events == ()
    seen = await see_attempt(world, attempt)
    assert (seen.status, seen.elapsed_ms) == ("paused", 60_000)


async def test_a_laptop_closed_without_a_pause_forgives_the_time_it_was_closed(world, clock):
    attempt = await started(world)
    clock.advance(seconds=90)
    await append_events(world, attempt, [said("I scale the scores by the root of d.")])
    clock.advance(seconds=3 * 3600)
    seen = await see_attempt(world, attempt)
    assert (seen.status, seen.elapsed_ms) == ("paused", 90_000)


async def test_somebody_who_thinks_for_long_with_the_page_open_is_not_paused(world, clock):
    attempt = await started(world)
    clock.advance(seconds=600)
    assert (await see_attempt(world, attempt, watched=True)).status == "running"


async def test_the_interviewer_moves_on_when_a_phase_is_over_and_says_it_once(world, clock):
    attempt = await started(world)
    clock.advance(seconds=6 * 60 + 1)
    first = await tick_clock(world, attempt)
    assert "phase_changed" in kinds(first.events)
    assert (await tick_clock(world, attempt)).events == ()


async def test_nothing_but_ticks_follows_the_finish(world):
    attempt = await started(world)
    await finish_attempt(world, attempt)
    with pytest.raises(ConflictError, match="finished"):
        await append_events(world, attempt, [said("One more thing.")])


async def test_finishing_twice_is_finishing_once(world):
    attempt = await started(world)
    assert {await finish_attempt(world, attempt), await finish_attempt(world, attempt)} == {"pending"}
    assert kinds(await see_events(world, attempt)).count("finished") == 1


async def test_a_stranger_finds_nothing(world):
    from dataclasses import replace

    attempt = await started(world)
    cem = replace(world, person="cem")
    for act in (see_attempt, see_events, finish_attempt, tick_clock):
        with pytest.raises(NotFoundError):
            await act(cem, attempt)
    with pytest.raises(NotFoundError):
        await append_events(cem, attempt, [said("Let me in.")])
