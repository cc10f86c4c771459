"""A person types, draws, says or chooses: the events are kept first, then the interviewer answers.

Why: acknowledging is appending; nothing is shown as saved that is not in the log. Wrong when the interviewer's failure
could refuse the person's words: the machine is pure and has nothing to wait for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from theloop.actions.attempt_log import Reading, append_decided, as_if_stored, read_state
from theloop.actions.interviewer import replies
from theloop.base.errors import ConflictError, UsageError
from theloop.engines.attempt.events import FROM_CANDIDATE, Event, NewEvent, Paused, PhaseChanged, Resumed
from theloop.engines.attempt.log import Refused, clamp, may_follow
from theloop.engines.attempt.state import AttemptState
from theloop.ports.store import BATCH_LIMIT
from theloop.ports.world import World


@dataclass(frozen=True, slots=True)
class Appended:
    """What is in the log now because of the call, in order: the person's events, then the interviewer's."""

    events: tuple[Event, ...]
    last_seq: int


async def append_events(world: World, attempt: str, events: Sequence[NewEvent]) -> Appended:
    """Append a person's events, all or none, once per client id, with the interviewer's reply where one is due.

    Raises:
        NotFoundError: No such attempt of this person.
        UsageError: A kind that only the product writes, or an empty or oversized batch.
        ConflictError: An event may not follow what the log says (the mock is finished, the plan is sealed).
        StorageFullError, StorageBusyError: Nothing was appended; what was acknowledged before is safe.
    """
    if not 0 < len(events) < BATCH_LIMIT:
        raise UsageError(f"events has {len(events)}; allowed: 1 to {BATCH_LIMIT - 1}")
    for event in events:
        if event.body.kind not in FROM_CANDIDATE:
            raise UsageError(f"events of kind {event.body.kind!r} are written by the product alone")

    def decide(reading: Reading) -> Sequence[NewEvent]:
        fresh = [event for event in events if event.client_id not in reading.ids]
        # What is a repeat goes along: the store returns what it has, so the answer names every event of the call.
        known = [event for event in events if event.client_id in reading.ids]
        accepted, state = _accepted(world, reading.state, fresh)
        if not known and not accepted:
            return []
        return known + accepted + (replies(world, state, after=accepted) if accepted else [])

    stored = await append_decided(world, attempt, decide)
    return Appended(events=tuple(stored), last_seq=(await read_state(world, attempt)).last_seq)


def _accepted(world: World, state: AttemptState, fresh: Sequence[NewEvent]) -> tuple[list[NewEvent], AttemptState]:
    """Clamp each event's time and refuse what may not follow its predecessors."""
    accepted: list[NewEvent] = []
    now = world.clock.now()
    for event in fresh:
        if _says_what_is(state, event):
            continue
        allowed = may_follow(state, event.body)
        if isinstance(allowed, Refused):
            raise ConflictError(allowed.reason)
        at_ms = clamp(event, last_at_ms=state.last_at_ms, now_at_ms=state.elapsed_ms(now))
        clamped = event.model_copy(update={"at_ms": at_ms})
        accepted.append(clamped)
        state = as_if_stored(state, [clamped], world=world)
    return accepted, state


def _says_what_is(state: AttemptState, event: NewEvent) -> bool:
    """True for a pause while paused and its like: two tabs both saying it is one pause, not a conflict."""
    body = event.body
    return (
        (isinstance(body, Paused) and state.status == "paused")
        or (isinstance(body, Resumed) and state.status == "running")
        or (isinstance(body, PhaseChanged) and body.phase == state.phase)
    )
