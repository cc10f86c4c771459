"""What the judge says about one submission: a closed set of verdicts and everything that was measured.

Why: the room, the report and the facts read one frozen result. Wrong when a hidden test's input, answer or time
can be reconstructed from it: hidden tests appear as totals of their group only.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Verdict = Literal[
    "accepted",
    "wrong_answer",
    "time_limit",
    "memory_limit",
    "output_limit",
    "runtime_error",
    "protocol_error",
    "forbidden",
    "judge_error",
]
Rung = Literal["A", "B", "C", "D"]

RUNG_SAYS: dict[Rung, str] = {
    "A": "own namespaces, read-only root, Landlock, seccomp and resource limits",
    "B": "Landlock, seccomp and resource limits",
    "C": "bubblewrap and resource limits",
    "D": "a process of its own with resource limits only: run nobody's code here but your own",
}
"""What holds a submission back at each rung of the ladder; shown with every verdict."""

VERDICT_SAYS: dict[Verdict, str] = {
    "accepted": "Accepted",
    "wrong_answer": "Wrong answer",
    "time_limit": "Time limit",
    "memory_limit": "Memory limit",
    "output_limit": "Output limit",
    "runtime_error": "Runtime error",
    "protocol_error": "Protocol error",
    "forbidden": "Forbidden",
    "judge_error": "The judge failed",
}


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Difference(_Model):
    """The first place where an answer differs: `at` is an index such as `[0, 1, 3]`, or `dtype`, `shape`, `type`."""

    at: str
    expected: str
    got: str


class Failure(_Model):
    """One failed test. `input`, `expected`, `got` and `traceback` are empty when the test is hidden.

    `line` is the 1-based line of the candidate's file that raised, or that numpy warned about; absent when unknown.
    """

    case: str
    group: str
    verdict: Verdict
    says: str
    hidden: bool = False
    input: str = ""
    expected: str = ""
    got: str = ""
    difference: Difference | None = None
    line: int | None = Field(default=None, ge=1)
    traceback: str = ""


class GroupResult(_Model):
    """Totals of one group of tests. `hidden` counts the tests of `total` that are not shown, `not_run` those that
    were never reached because the program was stopped before. `failures` holds visible tests only.
    """

    name: str
    title: str
    passed: int = Field(ge=0)
    total: int = Field(ge=0)
    hidden: int = Field(ge=0)
    not_run: int = Field(default=0, ge=0)
    failures: tuple[Failure, ...] = ()


class TagResult(_Model):
    """Totals of the tests that carry one tag, such as `float32_kept`, over all groups."""

    name: str
    passed: int = Field(ge=0)
    total: int = Field(ge=1)
    not_run: int = Field(default=0, ge=0)


class Fit(_Model):
    """Slope of log(measure) against log(size), with its 95 % interval. 2.0 is quadratic growth."""

    slope: float
    low: float
    high: float


class Series(_Model):
    """CPU seconds and peak MiB above the idle program, at each size, with their fits.

    A fit is absent when the measure stayed under what can be told from noise at fewer than three sizes.
    """

    seconds: tuple[float, ...]
    mib: tuple[float, ...]
    time: Fit | None
    memory: Fit | None


class Growth(_Model):
    """How time and memory grow with `variable`, measured from outside the program, beside the reference.

    `unit` names what `copies` counts: peak memory at the largest size divided by the size of one such thing
    (a score matrix); absent when the problem names none. `claimed_time` and `claimed_memory` are the candidate's
    own words, absent when nothing was claimed.
    """

    variable: str
    sizes: tuple[int, ...]
    yours: Series
    reference: Series
    unit: str | None = None
    copies: float | None = None
    claimed_time: str | None = None
    claimed_memory: str | None = None


class Pace(_Model):
    """CPU time on the scale tests against the reference's, confined alike; `allowed` is the limit of `ratio`."""

    seconds: float = Field(ge=0)
    reference_seconds: float = Field(gt=0)
    ratio: float = Field(ge=0)
    allowed: float = Field(gt=0)


class JudgeResult(_Model):
    """Everything one run established. `verdict` is that of the first test that failed, in order, else `accepted`.

    `cpu_seconds` and `wall_seconds` cover loading the source and all tests; `peak_mib` is above the idle program.
    `printed` is what the program wrote to stdout and stderr outside hidden tests, at most 64 kB.
    `notes` are plain warnings for the candidate (rung D, a measurement that was skipped).
    """

    kind: Literal["judged"] = "judged"
    problem: str
    verdict: Verdict
    says: str
    rung: Rung
    rung_says: str
    groups: tuple[GroupResult, ...]
    tags: tuple[TagResult, ...] = ()
    passed: int = Field(ge=0)
    total: int = Field(ge=0)
    cpu_seconds: float = Field(ge=0)
    wall_seconds: float = Field(ge=0)
    peak_mib: float = Field(ge=0)
    pace: Pace | None = None
    growth: Growth | None = None
    first_failure: Failure | None = None
    printed: str = ""
    notes: tuple[str, ...] = ()
