"""The socket for running a stranger's program against a problem's tests.

Why: actions ask for a verdict and do not know how the program is held. Wrong when an adapter lets the program share
memory with the expected values, or names a rung that it has not probed.
"""

from __future__ import annotations

from typing import Protocol

from pydantic import BaseModel, ConfigDict, Field

from theloop.engines.judge.verdict import JudgeResult, Rung
from theloop.library.problems import Problem

SOURCE_LIMIT = 200_000


class Submission(BaseModel):
    """One source file to be judged on one problem.

    `claims` are the committed choices `claim.time` and `claim.memory`; they are shown beside the measured growth and
    change no verdict. `measure_growth` skips the growth series where only the verdict is wanted.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    problem: Problem
    source: str = Field(max_length=SOURCE_LIMIT)
    claims: dict[str, str] = {}
    measure_growth: bool = True


class Sandbox(Protocol):
    """Runs a submission where it can neither harm the machine nor see an expected value.

    The program's failures are data, returned as a `JudgeResult`: a wrong answer, an exception (also at import, also
    `SystemExit`), a limit of CPU, wall clock, memory or output, a malformed or unexpected frame, a forbidden system
    call, a death by any signal, an early exit, and a source that does not compile.

    Ours are raised as `SandboxFaultError`: the zygote or the grader cannot be started or died while no answer of the
    program was being read, the problem's own `cases.py` raised, the reference failed its own tests. `judge` never
    returns a `judge_error`; that verdict exists for the job engine to record what it retries.

    Promises, on every rung:
      - no expected value is ever in the program's process, nor in the process it was forked from;
      - when `judge` returns or raises, no process, descriptor or file of the submission is left;
      - when the process that owns the sandbox dies, by any signal, everything it started dies too;
      - calls may overlap; each gets its own program and grader.
    """

    async def judge(self, submission: Submission) -> JudgeResult:
        """Return the verdict. Raises `SandboxFaultError` when the judge, not the program, failed."""
        ...

    async def rung(self) -> Rung:
        """Return the rung that was probed on this machine; the first call starts the judge."""
        ...

    async def close(self) -> None:
        """Stop every process of the judge. Judging again afterwards starts it anew."""
        ...
