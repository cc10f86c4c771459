"""A person ends a mock (or its time does): the log is closed, and grading is promised in the same transaction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from theloop.actions.attempt_log import Reading, append_decided, by_machine, read_state
from theloop.base.errors import NotFoundError
from theloop.engines.attempt.events import Finished, NewEvent, Resumed
from theloop.engines.attempt.state import AttemptState
from theloop.ports.jobs import NewJob
from theloop.ports.world import World

GRADE = "grade_attempt"


async def finish_attempt(world: World, attempt: str) -> Literal["pending", "ready"]:
    """Close the attempt's log and see that it is graded; finishing twice is finishing once.

    Raises:
        NotFoundError: No such attempt of this person.
    """

    def decide(reading: Reading) -> Sequence[NewEvent]:
        state = reading.state
        if state.status == "finished":
            return []
        before: list[NewEvent] = []
        if state.status == "paused":  # so that the log reads as what happened: back at the desk, then done
            before = [by_machine(state, Resumed(), world=world)]
        over = state.elapsed_ms(world.clock.now()) >= state.budget_ms
        body = Finished(by="clock" if over else "candidate")
        return [*before, by_machine(state, body, world=world, nth=len(before))]

    await append_decided(world, attempt, decide, jobs=[grading_job(world, attempt)])
    state = await read_state(world, attempt)
    return "ready" if await is_graded(world, attempt, state) else "pending"


def grading_job(world: World, attempt: str) -> NewJob:
    """Return the job that grades a finished attempt; one per attempt, because a finished log changes by ticks only."""
    return NewJob(
        kind=GRADE, key=f"grade:{world.person}:{attempt}", payload={"person": world.person, "attempt": attempt}
    )


async def is_graded(world: World, attempt: str, state: AttemptState) -> bool:
    """Return True when a report for the attempt's present log exists."""
    try:
        row = await world.store.get_report(world.person, attempt)
    except NotFoundError:
        return False
    return row.input_seq >= state.last_seq
