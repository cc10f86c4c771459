"""Routes about attempts: start, look, append, tick, run, finish."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from theloop.actions.append_events import append_events
from theloop.actions.attempt_view import AttemptSummary, AttemptView
from theloop.actions.export_board import export_board
from theloop.actions.finish_attempt import finish_attempt
from theloop.actions.open_seal import open_seal
from theloop.actions.run_attempt import run_attempt
from theloop.actions.see_attempts import list_attempts, see_attempt, see_events
from theloop.actions.start_attempt import start_attempt
from theloop.actions.tick_clock import tick_clock
from theloop.engines.attempt.events import Event, Level, NewEvent, Slug
from theloop.engines.judge.verdict import JudgeResult
from theloop.engines.stats.worlds.result import WorldsResult
from theloop.engines.systems.report import SimulationReport
from theloop.library.cases import Threat
from theloop.web.answers import Yaml, documented
from theloop.web.depends import AttemptId, TheWorld

router = APIRouter(prefix="/attempts", tags=["attempts"])


class _In(BaseModel):
    model_config = ConfigDict(extra="forbid")


class StartIn(_In):
    """What to start: the exercise, the level (default: the goal's), the company, the clock."""

    exercise: Slug
    level: Level | None = None
    company: Slug | None = None
    minutes: Literal[45, 60] = 45


class EventsIn(_In):
    """A batch of new events, all or none."""

    events: list[NewEvent] = Field(min_length=1, max_length=400)


class EventsOut(BaseModel):
    """The events the call put into the log, and where the log ends."""

    events: list[Event]
    last_seq: int


class RunOut(EventsOut):
    """As `EventsOut`, with what was run and its result."""

    engine: Literal["systems", "judge", "worlds"]
    result: SimulationReport | JudgeResult | WorldsResult


class FinishOut(BaseModel):
    """Whether the report is there already."""

    report: Literal["pending", "ready"]


@router.post("", status_code=201)
async def start(world: TheWorld, body: StartIn) -> AttemptView:
    """Start a mock; the interviewer's prompt is its first turn."""
    return await start_attempt(world, body.exercise, level=body.level, company=body.company, minutes=body.minutes)


@router.get("")
async def attempts(world: TheWorld) -> list[AttemptSummary]:
    """Return the person's attempts, newest first."""
    return await list_attempts(world)


@router.get("/{attempt}")
async def attempt(world: TheWorld, attempt: AttemptId, watched: bool = False) -> AttemptView:
    """Return one attempt as it stands."""
    return await see_attempt(world, attempt, watched=watched)


@router.get("/{attempt}/events")
async def events(world: TheWorld, attempt: AttemptId, after: Annotated[int, Query(ge=0)] = 0) -> EventsOut:
    """Return the log after a sequence number."""
    found = list(await see_events(world, attempt, after=after))
    return EventsOut(events=found, last_seq=found[-1].seq if found else after)


@router.post("/{attempt}/events")
async def append(world: TheWorld, attempt: AttemptId, body: EventsIn) -> EventsOut:
    """Append events; what is returned is safe on disk. The same client id twice is one event."""
    done = await append_events(world, attempt, body.events)
    return EventsOut(events=list(done.events), last_seq=done.last_seq)


@router.post("/{attempt}/tick")
async def tick(world: TheWorld, attempt: AttemptId) -> EventsOut:
    """Let the interviewer look at the clock."""
    done = await tick_clock(world, attempt)
    return EventsOut(events=list(done.events), last_seq=done.last_seq)


@router.post("/{attempt}/run")
async def run(world: TheWorld, attempt: AttemptId) -> RunOut:
    """Run the board, judge the source, or put the sealed plan into 10,000 worlds."""
    done = await run_attempt(world, attempt)
    return RunOut(events=list(done.events), last_seq=done.last_seq, engine=done.engine, result=done.result)


@router.post("/{attempt}/finish")
async def finish(world: TheWorld, attempt: AttemptId) -> FinishOut:
    """End the mock; the report is written by a job that survives this process."""
    return FinishOut(report=await finish_attempt(world, attempt))


@router.get("/{attempt}/blueprint.yaml", response_class=Response, responses=documented(Yaml))
async def blueprint(world: TheWorld, attempt: AttemptId) -> Yaml:
    """Return the board as a YAML blueprint."""
    return Yaml(await export_board(world, attempt))


@router.get("/{attempt}/seal")
async def seal(world: TheWorld, attempt: AttemptId) -> Threat:
    """Return the opened threat of a case; 409 while it is sealed."""
    return await open_seal(world, attempt)
