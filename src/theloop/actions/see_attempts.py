"""A person looks at an attempt, or at the list of them; an attempt that was left without a pause is paused first."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta

from theloop.actions.attempt_log import Reading, append_decided, read_state
from theloop.actions.attempt_view import (
    AttemptSummary,
    AttemptView,
    company_title,
    exercise_ref,
    in_force,
    phases_of,
    summary_of,
)
from theloop.actions.heard import heard_so_far
from theloop.actions.interviewer import probes_left
from theloop.base.errors import StorageBusyError, StorageFullError, UnknownNameError
from theloop.engines.attempt.events import Event, NewEvent, Paused
from theloop.library.catalogue import header_of
from theloop.ports.world import World

# A closed laptop or a killed browser sends no pause. After this silence the time since the last event is forgiven.
ABSENT = timedelta(minutes=5)


async def see_attempt(world: World, attempt: str, *, watched: bool = False) -> AttemptView:
    """Return the attempt as it stands.

    Args:
        world: The world.
        attempt: The attempt's id.
        watched: Another page has it open now, so a long silence is somebody thinking and not somebody gone.

    Raises:
        NotFoundError: No such attempt of this person.
    """
    if not watched:
        # Looking must work when nothing can be written; the pause is written by a later look.
        with suppress(StorageFullError, StorageBusyError):
            await _pause_if_left(world, attempt)
    row = await world.store.attempt(world.person, attempt)
    events = await world.store.events(world.person, attempt)
    state = await read_state(world, attempt)
    exercise = world.library.exercise(state.exercise)
    header = header_of(exercise)
    now = world.clock.now()
    elapsed = state.elapsed_ms(now)
    probes = probes_left(world, state)
    return AttemptView(
        id=row.attempt,
        page=row.page,
        exercise=exercise_ref(header),
        level=row.level,
        company=row.company,
        company_title=company_title(world.library.tracks, row.company),
        minutes=row.minutes,
        status=row.status,
        started_at=row.started_at,
        elapsed_ms=elapsed,
        server_now=now,
        phase=state.phase,
        phases=phases_of(state, header, elapsed_ms=elapsed),
        last_seq=state.last_seq,
        probes_left=probes.left,
        probes_of=probes.of,
        heard=heard_so_far(world, state),
        events=in_force(events),
    )


async def see_events(world: World, attempt: str, *, after: int = 0) -> Sequence[Event]:
    """Return the log after a sequence number, whole. Raises `NotFoundError`."""
    return await world.store.events(world.person, attempt, after=after)


async def list_attempts(world: World) -> list[AttemptSummary]:
    """Return the person's attempts, newest first; an attempt at an exercise that no longer ships is left out."""
    found = []
    for row in await world.store.attempts(world.person):
        try:
            found.append(summary_of(row, header_of(world.library.exercise(row.exercise)), tracks=world.library.tracks))
        except UnknownNameError:
            continue
    return found


async def _pause_if_left(world: World, attempt: str) -> None:
    def decide(reading: Reading) -> Sequence[NewEvent]:
        state = reading.state
        if state.status != "running" or state.running_since is None:
            return []
        last = state.running_since + timedelta(milliseconds=state.last_at_ms - state.running_from_ms)
        if world.clock.now() - last < ABSENT:
            return []
        # Stamped with the last event's time, so the attempt clock stands where the person left it.
        return [NewEvent(client_id=f"loop:{state.last_seq + 1}:left", at_ms=state.last_at_ms, body=Paused())]

    await append_decided(world, attempt, decide)
