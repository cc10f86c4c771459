"""Collects what machines established about an attempt: the facts that decide rubric bars.

Why: each engine knows its own facts; the rubric needs them in one place. Wrong when a fact is made up here: this only
carries. Cheap facts (clock, choices, board, napkin, plan) are known while the mock runs; costly ones come from a run.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, assert_never

from pydantic import ValidationError

from theloop.actions.execute import board_of, claims_of
from theloop.base.errors import LoopError
from theloop.base.facts import Fact, FactSource
from theloop.engines.attempt.choices import Answer, choice_facts
from theloop.engines.attempt.marks import Run
from theloop.engines.attempt.state import AttemptState
from theloop.engines.attempt.timing import CLOCK_FACTS, timing_facts
from theloop.engines.grading.rubric import Rubric
from theloop.engines.judge.facts import facts_of as judge_facts
from theloop.engines.judge.facts import known_fact_ids as judge_known_fact_ids
from theloop.engines.judge.verdict import JudgeResult
from theloop.engines.stats.worlds.facts import FACT_IDS as WORLDS_FACTS
from theloop.engines.stats.worlds.facts import facts_of as worlds_facts
from theloop.engines.stats.worlds.plan import Plan
from theloop.engines.stats.worlds.result import WorldsResult
from theloop.engines.systems.facts import board_facts, known_fact_ids
from theloop.engines.systems.facts import facts_of as systems_facts
from theloop.engines.systems.napkin import evaluate_napkin
from theloop.engines.systems.predictions import napkin_facts, prediction_facts
from theloop.engines.systems.report import SimulationReport
from theloop.library.cases import LoadedCase
from theloop.library.catalogue import Exercise
from theloop.library.designs import Design
from theloop.library.problems import Problem
from theloop.ports.world import World

Result = SimulationReport | JudgeResult | WorldsResult
Reached = Literal["reached", "not_reached", "unknown"]


def facts_of(world: World, state: AttemptState, *, result: Result | None) -> tuple[Fact, ...]:
    """Return every established fact about the attempt, one per id.

    Args:
        world: The world, for its library.
        state: The folded log.
        result: What the final work gave when it was executed; None when it never was, and then the facts that only
            a run can establish are absent.
    """
    exercise = world.library.exercise(state.exercise)
    match exercise:
        case Design():
            found = _design_facts(exercise, state, result)
        case Problem():
            found = _problem_facts(state, result)
        case LoadedCase():
            found = _case_facts(exercise, state, result)
        case _:
            assert_never(exercise)
    return _dated(_once(found), state)


def known_facts(exercise: Exercise) -> frozenset[str]:
    """Return every fact id that can be established for an exercise: what its rubric may name."""
    match exercise:
        case Design():
            sheet = exercise.sheet
            engine = known_fact_ids(truths=[one.id for one in sheet.truths], choices=[one.id for one in sheet.choices])
            return engine | CLOCK_FACTS
        case Problem():
            groups, tags = [group.name for group in exercise.groups], exercise.tags
            return judge_known_fact_ids(groups=groups, tags=tags) | CLOCK_FACTS
        case LoadedCase():
            return frozenset(WORLDS_FACTS) | CLOCK_FACTS
        case _:
            assert_never(exercise)


def latest_result(state: AttemptState) -> Result | None:
    """Return the result of the last run, if it ran on the work as it stands now."""
    if not state.runs:
        return None
    last = state.runs[-1]
    if last.input_seq != work_seq(state):
        return None
    return parsed(last)


def parsed(run: Run) -> Result | None:
    """Return a logged result as its type; None when an older version of the product wrote another shape."""
    kinds: dict[str, type[Result]] = {"systems": SimulationReport, "judge": JudgeResult, "worlds": WorldsResult}
    try:
        return kinds[run.engine].model_validate(run.result)
    except ValidationError:
        return None


def work_seq(state: AttemptState) -> int:
    """Return the event that holds the present work: board, source or sealed plan; 0 when there is none."""
    work = state.sealed or state.board or state.source
    return work.seq if work else 0


def known_items(world: World, state: AttemptState) -> list[tuple[str, Reached, Reached]]:
    """Return, per rubric item, what facts already say about its two bars; for the interviewer's choice of probes."""
    rubric: Rubric = world.library.exercise(state.exercise).rubric
    holds = {fact.id: fact.holds for fact in facts_of(world, state, result=latest_result(state))}

    def reached(fact: str | None) -> Reached:
        if fact is None or fact not in holds:
            return "unknown"
        return "reached" if holds[fact] else "not_reached"

    return [(item.id, reached(item.l5.fact), reached(item.l6.fact)) for item in rubric.items]


def _design_facts(design: Design, state: AttemptState, result: Result | None) -> list[Fact]:
    timed = design.sheet.timed
    found = timing_facts(state, scope_names=timed.scope, approach_names=timed.approach, close_names=timed.close)
    found += choice_facts(design.sheet.choices, _answers(state))
    napkin = evaluate_napkin([(line.name, line.formula) for line in state.napkin])
    found += napkin_facts(napkin, design.sheet.truths, committed=_committed(state))
    if state.board is None:
        return found
    try:
        board = board_of(state)
    except LoopError:
        return found
    if not isinstance(result, SimulationReport):
        return found + board_facts(board)
    found += systems_facts(board, result, floor=design.sheet.floor)
    first = parsed(state.runs[0]) if state.runs else None
    if isinstance(first, SimulationReport):
        found += prediction_facts(_predictions(state), first)
    return found


def _problem_facts(state: AttemptState, result: Result | None) -> list[Fact]:
    found = _pace(state)
    if isinstance(result, JudgeResult):
        found += judge_facts(result, claims_of(state))
    return found


def _pace(state: AttemptState) -> list[Fact]:
    """Return what the clock says where the exercise asks for no timed commitment: the phases alone."""
    found = timing_facts(state, scope_names=(), approach_names=(), close_names=())
    return [fact for fact in found if fact.id == "clock.phases_on_time"]


def _case_facts(case: LoadedCase, state: AttemptState, result: Result | None) -> list[Fact]:
    found = _pace(state)
    if state.sealed is not None and isinstance(result, WorldsResult):
        found += worlds_facts(Plan.model_validate(state.sealed.body), result, case.case.world)
    return found


def _answers(state: AttemptState) -> dict[str, Answer]:
    return {
        name: Answer(value=one.value, reason=one.reason, at_ms=one.first_at_ms)
        for name, one in state.commitments.items()
        if not one.after_opening
    }


def _committed(state: AttemptState) -> dict[str, str]:
    return {name: one.value for name, one in state.commitments.items() if not one.after_opening and one.value.strip()}


def _predictions(state: AttemptState) -> dict[str, str]:
    """Return predictions made before the first run; what is predicted afterwards is hindsight."""
    first_run = min((run.seq for run in state.runs), default=None)
    return {
        name: one.value
        for name, one in state.commitments.items()
        if name.startswith("predict.") and one.value.strip() and (first_run is None or one.seq < first_run)
    }


def _once(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """Keep the first of each id; two producers of one id would make the rubric ambiguous."""
    found: dict[str, Fact] = {}
    for fact in facts:
        found.setdefault(fact.id, fact)
    return tuple(found.values())


def _dated(facts: tuple[Fact, ...], state: AttemptState) -> tuple[Fact, ...]:
    """Give a fact without a time that of the work it was read from, so that it stays where it happened.

    A plan is sealed once, after all the talk: when each of its choices was made is not known, so those have no time.
    """
    times: dict[FactSource, int] = {}
    if state.board is not None:
        times["board"] = state.board.at_ms
    if state.napkin:
        times["napkin"] = max(line.at_ms for line in state.napkin)
    if state.runs:
        last = state.runs[-1].at_ms
        times |= {"simulator": last, "judge": last, "prediction": state.runs[0].at_ms}
    return tuple(
        fact.model_copy(update={"at_ms": times[fact.source]}) if fact.at_ms is None and fact.source in times else fact
        for fact in facts
    )
