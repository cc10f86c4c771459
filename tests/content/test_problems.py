"""A problem's file names are promises; the real judge keeps them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from theloop.adapters.sandbox.local import LocalSandbox
from theloop.engines.grading.lint import lint
from theloop.engines.grading.rubric import executed_share
from theloop.engines.judge.facts import facts_of
from theloop.engines.judge.growth import exponent_of
from theloop.engines.judge.verdict import JudgeResult
from theloop.library.load import parse_yaml
from theloop.library.problems import ContentModel, Problem, load_problem
from theloop.ports.sandbox import Submission

ROOT = Path(__file__).parents[2] / "content" / "problems"
FOLDERS = sorted(path.parent for path in ROOT.glob("*/problem.yaml"))
SOLUTIONS = [(folder, path.name) for folder in FOLDERS for path in sorted((folder / "solutions").glob("*.py"))]
PROMISED = {
    "ac": "accepted",
    "wa": "wrong_answer",
    "tle": "time_limit",
    "mle": "memory_limit",
    "re": "runtime_error",
}
CLOCK_FACTS = {
    "clock.phases_on_time",
    "clock.scope_stated_within_60s",
    "clock.approach_named_within_120s",
    "clock.closed_with_business",
}


class AnswerHead(ContentModel):
    """Front matter of a written answer: which solution was handed in, and what was claimed."""

    solution: str
    claims: dict[str, str]


@pytest.fixture(scope="module")
def sandbox() -> Iterator[LocalSandbox]:
    found = LocalSandbox()
    yield found
    asyncio.run(found.close())


def _judged(sandbox: LocalSandbox, problem: Problem, name: str, claims: dict[str, str] | None = None) -> JudgeResult:
    source = next(s.source for s in problem.solutions if s.name == name)
    return asyncio.run(sandbox.judge(Submission(problem=problem, source=source, claims=claims or {})))


@pytest.mark.parametrize(("folder", "name"), SOLUTIONS, ids=[f"{f.name}/{n}" for f, n in SOLUTIONS])
def test_a_solution_is_judged_as_its_name_says(folder: Path, name: str, sandbox: LocalSandbox) -> None:
    result = _judged(sandbox, load_problem(folder), name)
    assert result.verdict == PROMISED[name.partition("_")[0]], result.says


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_there_are_enough_ways_and_enough_mistakes(folder: Path) -> None:
    names = [solution.name.partition("_")[0] for solution in load_problem(folder).solutions]
    assert names.count("ac") >= 2
    assert names.count("wa") >= 4


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_starter_runs_and_is_not_a_solution(folder: Path, sandbox: LocalSandbox) -> None:
    problem = load_problem(folder)
    result = asyncio.run(sandbox.judge(Submission(problem=problem, source=problem.starter)))
    assert result.verdict == "runtime_error"
    assert result.passed == 0


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_six_tenths_of_the_rubric_is_executed_and_every_fact_can_be_made(folder: Path, sandbox: LocalSandbox) -> None:
    problem = load_problem(folder)
    claims = {claim.name: claim.choices[0].label for claim in problem.claims}
    result = _judged(sandbox, problem, problem.reference, claims)
    made = {fact.id for fact in facts_of(result, claims)} | CLOCK_FACTS
    findings = lint(problem.rubric, phases=[phase.id for phase in problem.phases], known_facts=made)
    assert findings == ()
    assert executed_share(problem.rubric) >= 0.6


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_clock_of_the_phases_adds_up(folder: Path) -> None:
    problem = load_problem(folder)
    assert sum(phase.minutes for phase in problem.phases) == 45
    assert sum(phase.long_minutes for phase in problem.phases) == 60


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_claim_offered_can_be_read(folder: Path) -> None:
    problem = load_problem(folder)
    assert problem.growth is not None
    for claim in problem.claims:
        powers = [exponent_of(choice.label, problem.growth.variable) for choice in claim.choices]
        assert len(set(powers)) >= 3


ANSWERS = [(folder, path) for folder in FOLDERS for path in sorted((folder / "answers").glob("*.md"))]


@pytest.mark.parametrize(("folder", "path"), ANSWERS, ids=[path.stem for _, path in ANSWERS])
def test_a_written_answer_reaches_the_facts_of_its_level(folder: Path, path: Path, sandbox: LocalSandbox) -> None:
    problem = load_problem(folder)
    _, head, body = path.read_text(encoding="utf-8").split("---\n", 2)
    answer = parse_yaml(head, AnswerHead, shown=path.name)
    holds = {
        fact.id: fact.holds
        for fact in facts_of(_judged(sandbox, problem, answer.solution, answer.claims), answer.claims)
    }
    reached = [
        sum(holds.get(getattr(item, bar).fact or "", False) * item.weight for item in problem.rubric.items)
        / sum(item.weight for item in problem.rubric.items if (getattr(item, bar).fact or "").startswith("judge."))
        for bar in ("l5", "l6")
    ]
    level = path.name[:2]
    assert reached[0] >= {"l4": 0.2, "l5": 0.8, "l6": 0.95}[level]
    assert reached[1] <= {"l4": 0.4, "l5": 0.9, "l6": 1.0}[level]
    assert level != "l6" or reached[1] >= 0.95
    for phase in problem.phases:
        assert f"## {phase.id}\n" in body
