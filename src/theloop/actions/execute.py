"""Executes an attempt's work with the engines: seeded by the attempt, so the same work gives the same numbers.

Why: running in the room and grading afterwards must agree to the last digit. Wrong when the seed depends on the hour.
"""

from __future__ import annotations

import asyncio
import hashlib

import numpy as np

from theloop.base.errors import ConflictError
from theloop.engines.attempt.state import AttemptState
from theloop.engines.judge.verdict import JudgeResult
from theloop.engines.stats.worlds.plan import Plan
from theloop.engines.stats.worlds.result import WorldsResult
from theloop.engines.stats.worlds.run import run_plan
from theloop.engines.systems.blueprint import Blueprint
from theloop.engines.systems.check import BadBlueprintError, read_board
from theloop.engines.systems.promises import with_promises
from theloop.engines.systems.report import SimulationReport
from theloop.engines.systems.run import run_blueprint
from theloop.library.cases import LoadedCase
from theloop.library.designs import Design
from theloop.library.problems import Problem
from theloop.ports.sandbox import Submission
from theloop.ports.world import World


async def execute_board(design: Design, state: AttemptState) -> SimulationReport:
    """Simulate the board as it stands, beside the reference. Raises `ConflictError` when it cannot be run."""
    return await asyncio.to_thread(
        run_blueprint, board_of(state), rng=dice_of(state.attempt), reference=design.reference
    )


def board_of(state: AttemptState) -> Blueprint:
    """Return the board with the promises that were committed in the form and are not written on it.

    Raises:
        ConflictError: Nothing was drawn.
        BadBlueprintError: The board cannot be read; says where.
    """
    if state.board is None:
        raise ConflictError("the board is empty: draw at least a source, one box and an arrow")
    blueprint, findings = read_board(state.board.body)
    if blueprint is None:
        raise BadBlueprintError(findings)
    committed = {name: one.value for name, one in state.commitments.items() if not one.after_opening}
    return with_promises(blueprint, committed)


async def execute_source(world: World, problem: Problem, state: AttemptState) -> JudgeResult:
    """Judge the source as it stands. Raises `SandboxFaultError` when the judge fails."""
    if state.source is None:
        raise ConflictError("there is no source")
    return await world.sandbox.judge(Submission(problem=problem, source=state.source.text, claims=claims_of(state)))


async def execute_plan(case: LoadedCase, state: AttemptState) -> WorldsResult:
    """Run the sealed plan in 10,000 worlds, beside the case's other plan."""
    if state.sealed is None:
        raise ConflictError("the plan is not sealed")
    plan = Plan.model_validate(state.sealed.body)
    return await asyncio.to_thread(
        run_plan, plan, case.case.world, beside=case.beside(plan), rng=dice_of(state.attempt)
    )


def claims_of(state: AttemptState) -> dict[str, str]:
    """Return the complexities claimed before anything was measured; what is claimed afterwards is read off."""
    first_run = min((run.seq for run in state.runs), default=None)
    return {
        name: one.value
        for name, one in state.commitments.items()
        if name.startswith("claim.") and one.value and (first_run is None or one.seq < first_run)
    }


def dice_of(attempt: str) -> np.random.Generator:
    """Return the generator of an attempt: the same attempt, the same dice."""
    return np.random.default_rng(int.from_bytes(hashlib.sha256(attempt.encode()).digest()[:8], "big"))
