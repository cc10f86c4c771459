"""Reads an attempt's log as a folded state, and appends to it only what may follow.

Why: every action on an attempt has the same three steps (read, decide, append where it was read), and two tabs may do
them at once. Wrong when a caller decides on a state and appends without its `last_seq`.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary, WeakValueDictionary

from theloop.base.errors import ConflictError, StorageBusyError
from theloop.engines.attempt.events import Body, Event, NewEvent
from theloop.engines.attempt.state import AttemptState, step
from theloop.ports.jobs import NewJob
from theloop.ports.store import Store
from theloop.ports.world import World

_TRIES = 12  # two tabs and a worker writing at once lose a race now and then, never twelve times running
_KEPT = 64  # folded logs kept in memory; one is a few hundred kB at most


@dataclass(frozen=True, slots=True)
class Reading:
    """A log as far as it was read: the folded state and the client ids in it (a set that only ever grows)."""

    state: AttemptState
    ids: set[str]


class LogCache:
    """Folded logs by person and attempt, so that an append reads only what is new. Losing it loses nothing."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, str], Reading] = OrderedDict()
        self._turns: WeakValueDictionary[tuple[str, str], asyncio.Lock] = WeakValueDictionary()

    def turn(self, world: World, attempt: str) -> asyncio.Lock:
        """Return the lock that makes writers of one process take turns; other processes are met by `after_seq`."""
        return self._turns.setdefault((world.person, attempt), asyncio.Lock())

    async def read(self, world: World, attempt: str) -> Reading:
        """Return the log folded up to its end. Raises `NotFoundError` when this person has no such attempt."""
        key = (world.person, attempt)
        had = self._kept.get(key, Reading(state=AttemptState(), ids=set()))
        new = await world.store.events(world.person, attempt, after=had.state.last_seq)
        state, ids = had.state, had.ids
        for event in new:
            state = step(state, event)
            ids.add(event.client_id)
        reading = Reading(state=state, ids=ids)
        self._kept[key] = reading
        self._kept.move_to_end(key)
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return reading


# One cache for each open store: two stores may hold different logs under one id.
_CACHES: WeakKeyDictionary[Store, LogCache] = WeakKeyDictionary()


async def read_log(world: World, attempt: str) -> Reading:
    """Return the log as far as it goes now. Raises `NotFoundError`."""
    return await _CACHES.setdefault(world.store, LogCache()).read(world, attempt)


async def read_state(world: World, attempt: str) -> AttemptState:
    """Return the attempt's present state. Raises `NotFoundError`."""
    return (await read_log(world, attempt)).state


Decide = Callable[[Reading], Sequence[NewEvent]]


async def append_decided(world: World, attempt: str, decide: Decide, *, jobs: Sequence[NewJob] = ()) -> list[Event]:
    """Read the log, let `decide` say what to append, and append it unless somebody else was faster; then again.

    Raises:
        NotFoundError: This person has no such attempt.
        ConflictError: What `decide` raised, or too many writers for twelve tries.
        StorageFullError, StorageBusyError: Nothing was appended.
    """
    turn = _CACHES.setdefault(world.store, LogCache()).turn(world, attempt)
    async with turn:
        stored = await _append(world, attempt, decide, jobs=jobs)
    if stored:
        world.live.ring(attempt)
    if jobs:
        world.jobs.wake()
    return stored


async def _append(world: World, attempt: str, decide: Decide, *, jobs: Sequence[NewJob]) -> list[Event]:
    for _ in range(_TRIES):
        reading = await read_log(world, attempt)
        events = decide(reading)
        if not events and not jobs:
            return []
        try:
            return await world.store.append(
                world.person, attempt, events=events, at=world.clock.now(), after_seq=reading.state.last_seq, jobs=jobs
            )
        except ConflictError:
            continue
    raise StorageBusyError(f"{attempt} is being written by others; try again")


def as_if_stored(state: AttemptState, events: Sequence[NewEvent], *, world: World) -> AttemptState:
    """Return the state the log would have after these events; for deciding what follows them."""
    for event in events:
        state = step(
            state,
            Event(
                attempt=state.attempt or "at_pending",
                seq=state.last_seq + 1,
                client_id=event.client_id,
                at_ms=max(event.at_ms, state.last_at_ms),
                recorded_at=world.clock.now(),
                body=event.body,
            ),
        )
    return state


def by_machine(state: AttemptState, body: Body, *, world: World, nth: int = 0) -> NewEvent:
    """Return an event of ours, at the present attempt time, with an id that two processes would both choose."""
    return NewEvent(
        client_id=f"loop:{state.last_seq + 1 + nth}:{body.kind}",
        at_ms=state.elapsed_ms(world.clock.now()),
        body=body,
    )
