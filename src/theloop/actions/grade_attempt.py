"""Grades a finished attempt: executes the final work, collects facts, asks the grading engine, keeps the report.

Why: the report is a function of the log, so it can be made again by any process that has the log. Wrong when it is
different the second time: every die is seeded by the attempt.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from pydantic import JsonValue

from theloop.actions.attempt_log import read_state
from theloop.actions.execute import execute_board, execute_plan, execute_source
from theloop.actions.facts import Result, facts_of, latest_result
from theloop.actions.goal import get_goal
from theloop.actions.planning import rebuild, today_of
from theloop.base.errors import ConflictError, ContentError, UsageError
from theloop.engines.attempt.state import AttemptState
from theloop.engines.attempt.timing import end_ms, phase_times
from theloop.engines.grading.grade import grade
from theloop.engines.grading.inputs import DrillCandidate, Evidence, PhaseUse, SeniorInsight, Tick, Utterance
from theloop.engines.grading.report import Report
from theloop.library.cases import LoadedCase
from theloop.library.catalogue import Exercise, header_of
from theloop.library.designs import Design
from theloop.library.problems import Problem
from theloop.ports.jobs import Steps

if TYPE_CHECKING:
    from theloop.ports.world import World


async def grade_job(world: World, payload: dict[str, JsonValue], steps: Steps) -> dict[str, JsonValue]:
    """Grade as a durable job, then make the plan again; each step may run twice and has its effect once."""
    person, attempt = str(payload["person"]), str(payload["attempt"])
    theirs = replace(world, person=person)

    async def graded() -> JsonValue:
        await grade_attempt(theirs, attempt)
        return {"attempt": attempt}

    async def planned() -> JsonValue:
        goal = await get_goal(theirs)
        if goal is None or max(loop.date for loop in goal.loops) < today_of(theirs):
            return None
        return (await rebuild(theirs, goal)).model_dump(mode="json")

    await steps.once("grade", graded)
    # The plan works on what the report said; done again after a crash it comes to the same plan.
    await steps.once("plan", planned)
    world.live.ring(attempt)
    return {"attempt": attempt}


async def grade_attempt(world: World, attempt: str) -> Report:
    """Grade the attempt as its log stands and keep the report.

    Raises:
        NotFoundError: No such attempt of this person.
        ConflictError: It is not finished.
        SandboxFaultError: The judge failed; grading again is safe.
    """
    state = await read_state(world, attempt)
    if state.status != "finished":
        raise ConflictError("the attempt is not finished")
    exercise = world.library.exercise(state.exercise)
    result = latest_result(state) or await _executed(world, exercise, state)
    report = await asyncio.to_thread(
        grade,
        exercise.rubric,
        facts_of(world, state, result=result),
        evidence=evidence_of(exercise, state),
        level=state.level,
        weights=competency_weights(exercise),
        drills=drill_candidates(world),
    )
    await world.store.put_report(
        world.person, attempt, report.model_dump(mode="json"), input_seq=state.last_seq, at=world.clock.now()
    )
    return report


async def _executed(world: World, exercise: Exercise, state: AttemptState) -> Result | None:
    """Execute the final work if it can be; work that does not run establishes nothing here."""
    try:
        match exercise:
            case Design() if state.board is not None:
                return await execute_board(exercise, state)
            case Problem() if state.source is not None:
                return await execute_source(world, exercise, state)
            case LoadedCase() if state.sealed is not None:
                return await execute_plan(exercise, state)
    except (ContentError, UsageError, ValueError):
        # A board that does not parse or cannot carry a request: its checks already said so in the room.
        return None
    return None


def evidence_of(exercise: Exercise, state: AttemptState) -> Evidence:
    """Return what was said, ticked and spent, as the grading engine takes it."""
    header = header_of(exercise)
    titles = {phase.id: phase.title for phase in header.phases}
    until = end_ms(state)
    return Evidence(
        transcript=tuple(
            Utterance(
                seq=turn.seq,
                at_ms=turn.at_ms,
                who=turn.who,
                text=turn.text,
                phase=turn.phase,
                why=turn.why,
                about=turn.about,
            )
            for turn in state.transcript
        ),
        ticks=tuple(
            Tick(item=tick.item, bar=tick.bar, verdict=tick.verdict, by=tick.by, seq=tick.seq) for tick in state.ticks
        ),
        insights=tuple(
            SeniorInsight(
                id=one.id,
                phase=one.phase,
                claim=one.claim,
                because=one.because,
                wrong_when=one.wrong_when,
                item=one.item,
            )
            for one in header.insights
        ),
        phases=tuple(
            PhaseUse(id=time.id, title=titles.get(time.id, time.id), budget_ms=time.budget_ms, spans=time.spans)
            for time in phase_times(state, until_ms=until)
        ),
        total_ms=until,
        prompt=exercise.prompt,
    )


def competency_weights(exercise: Exercise) -> dict[str, float]:
    """Return each competency's weight in the total: the weight of its items in the rubric."""
    weights: dict[str, float] = {}
    for item in exercise.rubric.items:
        weights[item.competency] = weights.get(item.competency, 0.0) + item.weight
    return weights


def drill_candidates(world: World) -> tuple[DrillCandidate, ...]:
    """Return what could be practised next: each exercise whole, and each of its phases alone."""
    found = []
    for exercise in world.library.exercises():
        header = header_of(exercise)
        for phase in header.phases:
            items = [item for item in exercise.rubric.items if item.phase == phase.id]
            total = sum(item.weight for item in items)
            if not total:
                continue
            trains: dict[str, float] = {}
            for item in items:
                trains[item.competency] = trains.get(item.competency, 0.0) + item.weight / total
            found.append(
                DrillCandidate.model_validate(
                    {
                        "exercise": header.slug,
                        "title": f"{header.title}: {phase.title} alone",
                        "minutes": phase.minutes,
                        "trains": trains,
                    }
                )
            )
    return tuple(found)
