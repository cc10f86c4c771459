"""A person starts a mock: the clock begins with the interviewer's prompt."""

from __future__ import annotations

from typing import Literal

from theloop.actions.attempt_log import as_if_stored
from theloop.actions.attempt_view import AttemptView
from theloop.actions.goal import get_goal
from theloop.actions.interviewer import replies
from theloop.actions.see_attempts import see_attempt
from theloop.engines.attempt.events import Level, NewEvent, PhaseBudget, Started
from theloop.engines.attempt.state import AttemptState
from theloop.library.catalogue import header_of
from theloop.ports.world import World


async def start_attempt(
    world: World,
    exercise: str,
    *,
    level: Level | None = None,
    company: str | None = None,
    minutes: Literal[45, 60] = 45,
) -> AttemptView:
    """Start an attempt and return it with the interviewer's first turn.

    Args:
        world: The world.
        exercise: The exercise's slug.
        level: Bar to be played for; default the goal's, else L5.
        company: Company played for; default the goal's first loop, else none.
        minutes: Length of the clock.

    Raises:
        UnknownNameError: No such exercise or company.
    """
    header = header_of(world.library.exercise(exercise))
    goal = await get_goal(world)
    chosen_level: Level = level or (goal.level if goal else "L5")
    chosen_company = company or (goal.loops[0].company if goal else None)
    if chosen_company is not None:
        world.library.tracks.company(chosen_company)  # refuses an unknown one and names the nearest
    started = Started(
        exercise=header.slug,
        round=header.round,
        level=chosen_level,
        company=chosen_company,
        minutes=minutes,
        phases=tuple(
            PhaseBudget(id=phase.id, minutes=phase.minutes if minutes == 45 else phase.long_minutes)
            for phase in header.phases
        ),
    )
    attempt = world.new_id("at")
    first = NewEvent(client_id="loop:1:started", at_ms=0, body=started)
    state = as_if_stored(AttemptState(), [first], world=world)
    prompt = [event.model_copy(update={"at_ms": 0}) for event in replies(world, state, after=())]
    await world.store.create_attempt(world.person, attempt, events=[first, *prompt], at=world.clock.now())
    return await see_attempt(world, attempt, watched=True)
