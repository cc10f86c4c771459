"""A person presses Run: the board is simulated, the source is judged, the sealed plan meets 10,000 worlds.

Why: what was run, and what came out, is an event like any other, so the report cites it. Wrong when a result is shown
that is not in the log.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, assert_never

from theloop.actions.attempt_log import Reading, append_decided, by_machine, read_state
from theloop.actions.execute import execute_board, execute_plan, execute_source
from theloop.actions.facts import Result
from theloop.base.errors import ConflictError
from theloop.engines.attempt.events import Event, NewEvent, Opened, Ran
from theloop.engines.attempt.state import AttemptState
from theloop.library.cases import LoadedCase
from theloop.library.designs import Design
from theloop.library.problems import Problem
from theloop.ports.world import World

Engine = Literal["systems", "judge", "worlds"]


@dataclass(frozen=True, slots=True)
class RanWork:
    """What was run, its result, and the events that record it."""

    engine: Engine
    result: Result
    events: tuple[Event, ...]
    last_seq: int


async def run_attempt(world: World, attempt: str) -> RanWork:
    """Execute what is on the table now and append the result.

    Raises:
        NotFoundError: No such attempt of this person.
        ConflictError: There is nothing to run yet (no board, no source, no sealed plan), or the attempt is finished.
        ContentError, UsageError: The board or plan does not parse; the message says where.
        SandboxFaultError: The judge failed, not the program.
    """
    state = await read_state(world, attempt)
    if state.status == "finished":
        raise ConflictError("the attempt is finished; its last run is in the report")
    engine, result, seq = await _execute(world, state)
    ran = Ran(engine=engine, input_seq=seq, result=result.model_dump(mode="json"))

    def decide(reading: Reading) -> Sequence[NewEvent]:
        now = reading.state
        events = [by_machine(now, ran, world=world)]
        if ran.engine == "worlds" and now.opened_at_ms is None and now.status == "running":
            events.append(by_machine(now, Opened(), world=world, nth=1))
        return events

    stored = await append_decided(world, attempt, decide)
    return RanWork(engine=engine, result=result, events=tuple(stored), last_seq=stored[-1].seq)


async def _execute(world: World, state: AttemptState) -> tuple[Engine, Result, int]:
    exercise = world.library.exercise(state.exercise)
    match exercise:
        case Design():
            if state.board is None:
                raise ConflictError("the board is empty: draw at least a source, one box and an arrow")
            report = await execute_board(exercise, state)
            return "systems", report, state.board.seq
        case Problem():
            if state.source is None:
                raise ConflictError("there is no source yet: write the function first")
            result = await execute_source(world, exercise, state)
            return "judge", result, state.source.seq
        case LoadedCase():
            if state.sealed is None:
                raise ConflictError("seal the plan first: the worlds are run on what you committed")
            worlds = await execute_plan(exercise, state)
            return "worlds", worlds, state.sealed.seq
        case _:
            assert_never(exercise)
