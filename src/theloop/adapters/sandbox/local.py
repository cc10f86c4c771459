"""The judge of this machine: probes its rung, keeps the zygotes warm, judges one submission at a time per core.

Why: the serving process owns it and nothing else needs to run. Wrong when strangers submit to it on rung D.
"""

from __future__ import annotations

import asyncio
import hashlib
import math
import os
import sys
import threading
from collections.abc import Sequence
from typing import Literal

from theloop.adapters.sandbox.launch import ForkLauncher, Launcher, SpawnLauncher, probed_rung
from theloop.adapters.sandbox.session import GraderClient, Job, run_program
from theloop.base.errors import SandboxFaultError
from theloop.engines.judge.outcome import CaseOutcome, CasePlan, Observed, Reference, points_of, result_of
from theloop.engines.judge.verdict import JudgeResult, Rung
from theloop.library.problems import Problem
from theloop.ports.sandbox import Submission

Starts = Literal["fork", "spawn"]


class LocalSandbox:
    """A `Sandbox` on this machine. Starts nothing before it is first used.

    Args:
        at_most: The highest rung to use; the probe decides whether it is reached. For tests of the lower rungs.
        starts: `fork` from warm zygotes, `spawn` fresh processes; by default what the platform can do.
    """

    def __init__(self, *, at_most: Rung = "A", starts: Starts | None = None) -> None:
        self._at_most = at_most
        self._starts: Starts = starts or ("fork" if sys.platform == "linux" else "spawn")
        self._rung: Rung | None = None
        self._launchers: tuple[Launcher, Launcher] | None = None
        self._references: dict[str, Reference] = {}
        self._lock = threading.Lock()
        self._reference_lock = threading.Lock()
        self._places = threading.BoundedSemaphore(max(1, os.cpu_count() or 1))

    async def judge(self, submission: Submission) -> JudgeResult:
        """See `ports.sandbox.Sandbox.judge`."""
        return await asyncio.to_thread(self._judge, submission)

    async def rung(self) -> Rung:
        """See `ports.sandbox.Sandbox.rung`."""
        return await asyncio.to_thread(self._probed)

    async def close(self) -> None:
        """See `ports.sandbox.Sandbox.close`."""
        with self._lock:
            launchers, self._launchers = self._launchers, None
        for launcher in launchers or ():
            await asyncio.to_thread(launcher.close)

    def _probed(self) -> Rung:
        with self._lock:
            if self._rung is None:
                # Fresh processes come unheld: what spawns can be no higher than D.
                low = self._at_most in ("C", "D") or self._starts == "spawn"
                self._rung = "D" if low or probed_rung() == "D" else "B"
            return self._rung

    def _started(self) -> tuple[Launcher, Launcher]:
        rung = self._probed()
        with self._lock:
            if self._launchers is None:
                self._launchers = (
                    (ForkLauncher("child", rung), ForkLauncher("grader", rung))
                    if self._starts == "fork"
                    else (SpawnLauncher("child"), SpawnLauncher("grader"))
                )
            return self._launchers

    def _judge(self, submission: Submission) -> JudgeResult:
        with self._places:
            programs, graders = self._started()
            grader = GraderClient(graders)
            try:
                plan = grader.plan(submission.problem.cases)
                _check_plan(submission.problem, plan)
                reference = self._reference(submission.problem, plan, programs=programs, grader=grader)
                return self._run(submission, plan, programs=programs, grader=grader, reference=reference)
            finally:
                grader.close()

    def _run(
        self,
        submission: Submission,
        plan: tuple[CasePlan, ...],
        *,
        programs: Launcher,
        grader: GraderClient,
        reference: Reference,
    ) -> JudgeResult:
        problem = submission.problem
        tests = [case for case in plan if case.role == "test"]
        limits = problem.limits
        allowed = {
            case.index: max(limits.scale_floor_seconds, limits.pace * reference.case_seconds[case.index])
            for case in tests
            if "scale" in case.tags
        }
        job = _job(problem, submission.source, cpu_limits=allowed)
        ran = run_program(programs, grader, job=job, plan=tests)
        notes = list(_notes(self._probed()))
        points: list[CaseOutcome] = []
        if submission.measure_growth and problem.growth is not None:
            if _first_group_passes(ran.outcomes):
                points = _growth(programs, grader, job=job, plan=plan)
            else:
                notes.append(f"Growth is measured once every test of {problem.groups[0].title.lower()} passes.")
        return result_of(
            Observed(
                problem=problem.slug,
                rung=self._probed(),
                plan=plan,
                titles={group.name: group.title for group in problem.groups},
                outcomes=(*ran.outcomes, *points),
                reference=reference,
                cpu_seconds=ran.cpu_seconds,
                wall_seconds=ran.wall_seconds,
                peak_mib=ran.peak_mib,
                allowed_pace=_pace_allowed(problem, reference, tests),
                load_failure=ran.load_failure,
                printed=ran.printed,
                variable=problem.growth.variable if problem.growth else None,
                unit=problem.growth.unit if problem.growth else None,
                claims=submission.claims,
                notes=tuple(notes),
            ),
        )

    def _reference(
        self,
        problem: Problem,
        plan: tuple[CasePlan, ...],
        *,
        programs: Launcher,
        grader: GraderClient,
    ) -> Reference:
        """Return the reference's costs, measured once for each text of a problem in the same confinement."""
        text = "\x00".join((problem.slug, problem.cases, problem.reference_source, problem.limits.model_dump_json()))
        key = hashlib.sha256(text.encode()).hexdigest()
        with self._reference_lock:
            if key not in self._references:
                job = _job(problem, problem.reference_source, cpu_limits={})
                self._references[key] = _measured(programs, grader, job=job, plan=plan)
            return self._references[key]


def _job(problem: Problem, source: str, *, cpu_limits: dict[int, float]) -> Job:
    return Job(
        source=source,
        file=problem.file,
        function=problem.function,
        allowed_modules=problem.allowed_modules,
        limits=problem.limits,
        cpu_limits=cpu_limits,
    )


def _first_group_passes(outcomes: Sequence[CaseOutcome]) -> bool:
    if not outcomes:
        return False
    first = outcomes[0].plan.group
    return all(outcome.verdict == "accepted" for outcome in outcomes if outcome.plan.group == first)


def _growth(
    programs: Launcher,
    grader: GraderClient,
    *,
    job: Job,
    plan: Sequence[CasePlan],
) -> list[CaseOutcome]:
    """Run each size in a process of its own, after one small call that pages the code in.

    What an allocator kept from a smaller size would hide the peak of a larger one, and what a program remembers from
    one size cannot help it at the next. Stops at the first size that is not answered rightly.
    """
    points = [case for case in plan if case.role == "growth"]
    out: list[CaseOutcome] = []
    for size in sorted({case.size for case in points}):
        ran = run_program(programs, grader, job=job, plan=[points[0], *(case for case in points if case.size == size)])
        measured = ran.outcomes[1:]
        out += measured
        if not measured or any(outcome.verdict != "accepted" for outcome in ran.outcomes):
            break
    return out


def _check_plan(problem: Problem, plan: tuple[CasePlan, ...]) -> None:
    known = {group.name for group in problem.groups}
    tags = {*problem.tags, "scale"}
    for case in plan:
        if case.role == "test" and case.group not in known:
            raise SandboxFaultError(f"cases.py: case {case.name!r} names the unknown group {case.group!r}")
        if set(case.tags) - tags:
            raise SandboxFaultError(f"cases.py: case {case.name!r} has unknown tags {sorted(set(case.tags) - tags)}")


def _measured(programs: Launcher, grader: GraderClient, *, job: Job, plan: Sequence[CasePlan]) -> Reference:
    """Return the reference's costs: the smaller of two runs, so that a cold start loosens no limit by chance."""
    tests = [case for case in plan if "scale" in case.tags]
    seconds: dict[int, float] = {}
    for _ in range(2 if tests else 0):
        ran = run_program(programs, grader, job=job, plan=tests)
        if ran.load_failure is not None:
            raise SandboxFaultError(f"the reference cannot be loaded: {ran.load_failure.says}")
        _must_be_right(ran.outcomes, len(tests))
        for outcome in ran.outcomes:
            seconds[outcome.plan.index] = min(seconds.get(outcome.plan.index, math.inf), outcome.cpu_seconds)
    points = _growth(programs, grader, job=job, plan=plan)
    _must_be_right(points, sum(case.role == "growth" for case in plan))
    return Reference(case_seconds=seconds, points=points_of(points))


def _must_be_right(outcomes: Sequence[CaseOutcome], wanted: int) -> None:
    for outcome in outcomes:
        if outcome.verdict != "accepted":
            raise SandboxFaultError(f"the reference fails {outcome.plan.name!r}: {outcome.verdict}, {outcome.says}")
    if len(outcomes) != wanted:
        raise SandboxFaultError("the reference did not finish")


def _pace_allowed(problem: Problem, reference: Reference, tests: Sequence[CasePlan]) -> float:
    """Return the limit as a ratio over all scale tests; the floor makes it larger where the reference is quick."""
    mine = [reference.case_seconds[case.index] for case in tests if "scale" in case.tags]
    if not mine or sum(mine) <= 0:
        return problem.limits.pace
    floor = problem.limits.scale_floor_seconds
    return sum(max(floor, problem.limits.pace * seconds) for seconds in mine) / sum(mine)


def _notes(rung: Rung) -> tuple[str, ...]:
    if rung != "D":
        return ()
    return ("Rung D: this machine holds a program by resource limits only. Run nobody's code here but your own.",)
