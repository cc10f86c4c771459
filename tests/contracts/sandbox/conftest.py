"""A tiny problem with a secret answer, and one sandbox per rung that this machine reaches."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from theloop.adapters.sandbox.local import LocalSandbox
from theloop.engines.judge.verdict import JudgeResult
from theloop.library.problems import Limits, Problem, TestGroup, load_problem
from theloop.ports.sandbox import Submission

CONTENT = Path(__file__).parents[3] / "content" / "problems" / "scaled-dot-product-attention"
SECRET = "GOAL-" + "4815162342108"

CASES = f"""
def cases(rng):
    yield dict(group="correctness", name="first", args=(1,), expected="{SECRET}")
    yield dict(group="correctness", name="second", args=(2,), expected="{SECRET}", hidden=True)
    yield dict(group="edges", name="third", args=(3,), expected="{SECRET}", hidden=True)
"""

Judge = Callable[[str], JudgeResult]


@pytest.fixture(scope="session")
def tiny() -> Problem:
    """`answer(n)` must return a string that nobody can compute: only a leak or a forgery is accepted."""
    return load_problem(CONTENT).model_copy(
        update={
            "slug": "tiny",
            "function": "answer",
            "file": "answer.py",
            "cases": CASES,
            "growth": None,
            "tags": (),
            "groups": (TestGroup(name="correctness", title="Correctness"), TestGroup(name="edges", title="Edges")),
            "limits": Limits(cpu_seconds=0.4, wall_seconds=0.8, load_seconds=0.4, memory_mib=128),
        },
    )


@pytest.fixture(scope="session")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file on disk that holds the answer, readable by this user."""
    path = tmp_path_factory.mktemp("planted") / "expected.txt"
    path.write_text(SECRET, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def held() -> Iterator[LocalSandbox]:
    """The highest rung; the answer stands in this process's environment while it starts."""
    os.environ["THELOOP_TEST_GOAL"] = SECRET
    sandbox = LocalSandbox()
    asyncio.run(sandbox.rung())
    yield sandbox
    asyncio.run(sandbox.close())
    del os.environ["THELOOP_TEST_GOAL"]


@pytest.fixture(scope="session")
def lowest() -> Iterator[LocalSandbox]:
    """Rung D as it is everywhere."""
    sandbox = LocalSandbox(at_most="D")
    yield sandbox
    asyncio.run(sandbox.close())


@pytest.fixture(scope="session")
def spawning() -> Iterator[LocalSandbox]:
    """Rung D as it is on macOS: a fresh process each time."""
    sandbox = LocalSandbox(at_most="D", starts="spawn")
    yield sandbox
    asyncio.run(sandbox.close())


def judged(sandbox: LocalSandbox, problem: Problem, source: str) -> JudgeResult:
    """Judge one source on a problem."""
    return asyncio.run(sandbox.judge(Submission(problem=problem, source=source)))
