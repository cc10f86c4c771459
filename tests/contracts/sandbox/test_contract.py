"""What every sandbox promises: the program's failures are data, ours are raised, hidden stays hidden, nothing stays."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from tests.contracts.sandbox.conftest import SECRET, judged
from theloop.adapters.sandbox.local import LocalSandbox
from theloop.base.errors import SandboxFaultError
from theloop.library.problems import Problem
from theloop.ports.sandbox import Submission

linux = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")

KNOWS = f"def answer(n): return {SECRET!r}"


@pytest.fixture(params=["held", "lowest", "spawning"])
def sandbox(request: pytest.FixtureRequest) -> LocalSandbox:
    if request.param == "lowest" and sys.platform != "linux":
        pytest.skip("the zygote is for Linux; rung D by fresh processes is tested here")
    found: LocalSandbox = request.getfixturevalue(request.param)
    return found


def test_whoever_knows_the_answer_is_accepted(sandbox: LocalSandbox, tiny: Problem) -> None:
    """So the hostile suite is not green because nothing is ever accepted."""
    result = judged(sandbox, tiny, KNOWS)
    assert (result.verdict, result.passed, result.total) == ("accepted", 3, 3)
    assert result.wall_seconds > 0


def test_the_rung_is_printed_with_the_verdict(sandbox: LocalSandbox, tiny: Problem) -> None:
    result = judged(sandbox, tiny, KNOWS)
    assert result.rung == asyncio.run(sandbox.rung())
    assert result.rung_says
    assert bool(result.notes) == (result.rung == "D")


def test_a_traceback_shows_only_the_candidates_lines(sandbox: LocalSandbox, tiny: Problem) -> None:
    source = "def answer(n):\n    return helper(n)\n\ndef helper(n):\n    return [][n]\n"
    failure = judged(sandbox, tiny, source).first_failure
    assert failure is not None
    assert (failure.verdict, failure.line) == ("runtime_error", 5)
    assert 'File "answer.py", line 2, in answer' in failure.traceback
    assert "IndexError: list index out of range" in failure.traceback
    assert "child.py" not in failure.traceback


@pytest.mark.parametrize(
    ("source", "line", "says"),
    [
        ("def answer(n)\n    return n", 1, "SyntaxError"),
        ("x = 1\nimport scipy\n", 2, "does not allow the module 'scipy'"),
        ("def other(n): return n", None, "defines no function 'answer'"),
    ],
)
def test_a_file_that_cannot_be_loaded_says_why(
    held: LocalSandbox, tiny: Problem, source: str, line: int | None, says: str
) -> None:
    result = judged(held, tiny, source)
    assert result.verdict == "runtime_error"
    assert result.first_failure is not None
    assert result.first_failure.line == line
    assert says in result.first_failure.traceback + result.first_failure.says


def test_what_a_hidden_test_prints_is_not_shown(sandbox: LocalSandbox, tiny: Problem) -> None:
    result = judged(sandbox, tiny, "def answer(n):\n    print('input', n, flush=True)\n    return 'x'\n")
    assert "input 1" in result.printed
    assert "input 2" not in result.printed
    assert "input 3" not in result.printed


def test_a_failed_visible_test_shows_input_expected_and_got_and_a_hidden_one_nothing(
    held: LocalSandbox, tiny: Problem
) -> None:
    result = judged(held, tiny, "def answer(n): return str(n * 271828182)")
    (failure,) = result.groups[0].failures
    assert (failure.input, failure.expected, failure.got) == ("(1)", repr(SECRET), "'271828182'")
    assert result.groups[1].failures == ()
    # The hidden test's answer, a number that no measured time can spell by chance.
    assert str(3 * 271828182) not in result.model_dump_json()


def test_a_case_file_that_fails_is_our_fault(held: LocalSandbox, tiny: Problem) -> None:
    broken = tiny.model_copy(update={"cases": "def cases(rng):\n    raise ValueError('typo')\n"})
    with pytest.raises(SandboxFaultError, match="typo"):
        judged(held, broken, KNOWS)


def test_a_case_with_an_unknown_group_is_our_fault(held: LocalSandbox, tiny: Problem) -> None:
    broken = tiny.model_copy(update={"cases": tiny.cases.replace('"edges"', '"egdes"')})
    with pytest.raises(SandboxFaultError, match="egdes"):
        judged(held, broken, KNOWS)


def test_submissions_overlap_without_meeting(held: LocalSandbox, tiny: Problem) -> None:
    async def both() -> list[str]:
        sources = [KNOWS, "def answer(n): return 1", KNOWS, "while True: pass"]
        results = await asyncio.gather(*(held.judge(Submission(problem=tiny, source=s)) for s in sources))
        return [result.verdict for result in results]

    assert asyncio.run(both()) == ["accepted", "wrong_answer", "accepted", "time_limit"]


@linux
def test_forty_mixed_submissions_leave_no_descriptor_and_no_process(held: LocalSandbox, tiny: Problem) -> None:
    sources = [KNOWS, "def answer(n): return 1", "import os; os._exit(3)", "def answer(n): raise ValueError"]
    judged(held, tiny, KNOWS)
    before = len(os.listdir("/proc/self/fd"))
    for turn in range(40):
        judged(held, tiny, sources[turn % len(sources)])
    assert len(os.listdir("/proc/self/fd")) == before
    for launcher in held._launchers or ():
        children = Path(f"/proc/{launcher.zygote_pid}/task/{launcher.zygote_pid}/children")  # type: ignore[union-attr]
        if children.exists():
            assert children.read_text().split() == []


@linux
def test_a_zygote_that_was_killed_is_replaced(tiny: Problem) -> None:
    sandbox = LocalSandbox()
    assert judged(sandbox, tiny, KNOWS).verdict == "accepted"
    for launcher in sandbox._launchers or ():
        os.kill(launcher.zygote_pid, signal.SIGKILL)  # type: ignore[union-attr]
    assert judged(sandbox, tiny, KNOWS).verdict == "accepted"
    asyncio.run(sandbox.close())


@linux
def test_nothing_outlives_a_supervisor_that_was_killed(tiny: Problem, tmp_path: Path) -> None:
    problem = tmp_path / "problem.json"
    slow = tiny.limits.model_copy(update={"wall_seconds": 100.0})
    problem.write_text(tiny.model_copy(update={"limits": slow}).model_dump_json(), encoding="utf-8")
    program = textwrap.dedent(
        f"""
        import asyncio, pathlib
        from theloop.adapters.sandbox.local import LocalSandbox
        from theloop.library.problems import Problem
        from theloop.ports.sandbox import Submission
        problem = Problem.model_validate_json(pathlib.Path({str(problem)!r}).read_text())
        source = "import time\\ndef answer(n):\\n    print('asleep', flush=True)\\n    time.sleep(600)\\n"
        async def main():
            sandbox = LocalSandbox()
            task = asyncio.ensure_future(sandbox.judge(Submission(problem=problem, source=source)))
            while not (sandbox._launchers and all(l.zygote_pid for l in sandbox._launchers)):
                await asyncio.sleep(0.02)
            print(*(l.zygote_pid for l in sandbox._launchers), flush=True)
            await task
        asyncio.run(main())
        """,
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as supervisor:
        assert supervisor.stdout is not None
        zygotes = [int(pid) for pid in supervisor.stdout.readline().split()]
        forks = _wait_for_forks(zygotes)
        supervisor.kill()
        supervisor.wait()
    watched = [os.pidfd_open(pid) for pid in [*zygotes, *forks] if Path(f"/proc/{pid}").exists()]
    for descriptor in watched:
        assert _ends(descriptor), "a process of the judge outlived its supervisor"
        os.close(descriptor)


def _wait_for_forks(zygotes: list[int]) -> list[int]:
    import select

    while True:
        forks = [
            int(pid) for zygote in zygotes for pid in Path(f"/proc/{zygote}/task/{zygote}/children").read_text().split()
        ]
        if len(forks) >= 2:
            return forks
        select.select([], [], [], 0.02)


def _ends(descriptor: int) -> bool:
    import select

    return bool(select.select([descriptor], [], [], 10.0)[0])
