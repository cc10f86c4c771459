"""One submission from load to last case: input from the grader, answer from the program, verdict from the grader.

Why: this is the conversation and nothing else; who the processes are and what is shown is decided elsewhere.
Wrong when a byte of the grader other than a case's input is sent to the program.
"""

from __future__ import annotations

import json
import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from theloop.adapters.sandbox.channel import Budget, Channel, StoppedError
from theloop.adapters.sandbox.launch import Launcher
from theloop.adapters.sandbox.meter import Meter, meter_of
from theloop.base.errors import SandboxFaultError
from theloop.engines.judge.frames import Frame, pack
from theloop.engines.judge.outcome import CaseOutcome, CasePlan
from theloop.engines.judge.verdict import Difference, Failure, Verdict
from theloop.library.problems import Limits

_START = Budget(cpu_seconds=60.0, wall_seconds=90.0)
_INPUT_CPU_SECONDS = 10.0
_FAULT_BYTES = 65_536
_PLAN = TypeAdapter(tuple[CasePlan, ...])


class _Fault(BaseModel):
    """An exception as the program's process tells it; believed only as text."""

    model_config = ConfigDict(extra="forbid", strict=True)

    type: str = Field(max_length=100)
    message: str = Field(max_length=500)
    line: int | None = Field(default=None, ge=1, le=1_000_000)
    traceback: str = Field(max_length=4_000)
    memory: bool


@dataclass(frozen=True, slots=True)
class Job:
    """What is loaded and under which limits. `cpu_limits` overrides the CPU limit of single cases, by index."""

    source: str
    file: str
    function: str
    allowed_modules: tuple[str, ...]
    limits: Limits
    cpu_limits: Mapping[int, float]

    def limit_of(self, plan: CasePlan) -> float:
        """Return the CPU seconds that a case may use."""
        return self.cpu_limits.get(plan.index, self.limits.cpu_seconds)


@dataclass(frozen=True, slots=True)
class Ran:
    """What one program did: outcomes in order, or why it could not be loaded."""

    outcomes: tuple[CaseOutcome, ...]
    load_failure: Failure | None
    cpu_seconds: float
    wall_seconds: float
    peak_mib: float
    printed: str


class GraderClient:
    """Asks the grader process; its failures are ours, unless it died of reading an answer."""

    def __init__(self, launcher: Launcher) -> None:
        self._running = launcher.launch({})
        self._channel = Channel(self._running, meter_of(self._running.pid))

    def plan(self, cases: str) -> tuple[CasePlan, ...]:
        """Return the cases that the problem's `cases.py` makes. Raises `SandboxFaultError` when it fails."""
        reply = self._ask(Frame(b"P", 0, b"", cases.encode()))
        if reply.kind == b"F":
            raise SandboxFaultError(f"cases.py failed: {json.loads(reply.header)['says']}")
        described = json.loads(reply.header)
        return _PLAN.validate_python(tuple({"index": index, **case} for index, case in enumerate(described)))

    def input_of(self, index: int) -> bytes:
        """Return the bytes of a case's input, ready to be sent."""
        return pack(self._ask(Frame(b"I", index, b"")))

    def check(self, index: int, answer: Frame) -> dict[str, Any]:
        """Return what an answer is worth."""
        try:
            reply = self._channel.exchange(pack(Frame(b"C", index, b"", pack(answer))), _START)
        except StoppedError:
            says = "reading the answer took more time or memory than any answer needs"
            return {"status": "protocol_error", "says": says, "fatal": True}
        verdict: dict[str, Any] = json.loads(reply.header)
        return verdict

    def close(self) -> None:
        """End the grader."""
        self._running.stop()

    def _ask(self, request: Frame) -> Frame:
        try:
            return self._channel.exchange(pack(request), _START, body_limit=1 << 31)
        except StoppedError as error:
            raise SandboxFaultError(f"the grader failed: {error.says}. {self._channel.printed[-500:]}") from error


class _Program:
    """A loaded submission and what has been measured of it so far."""

    def __init__(self, channel: Channel, meter: Meter, job: Job) -> None:
        self._channel, self._meter, self._job = channel, meter, job
        self._idle_mib = 0.0
        self.peak_mib = 0.0

    def start(self) -> None:
        """Wait until the process is held. Raises `SandboxFaultError` when it never is."""
        try:
            held = self._channel.exchange(b"", _START)
        except StoppedError as error:
            printed = self._channel.printed.strip()[-300:]
            raise SandboxFaultError(f"a program's process could not be held: {printed or error.says}") from error
        if held.kind != b"H":
            raise SandboxFaultError("a program's process spoke before it was held")

    def load(self) -> Failure | None:
        """Send the source; return why it cannot be loaded, if so."""
        job = self._job
        spec = {"file": job.file, "function": job.function, "allowed_modules": list(job.allowed_modules)}
        request = pack(Frame(b"S", 0, json.dumps(spec).encode(), job.source.encode()))
        budget = Budget(job.limits.load_seconds, max(job.limits.load_seconds * 2, job.limits.wall_seconds))
        try:
            reply = self._channel.exchange(request, budget)
            if reply.kind == b"X":
                fault = _fault_of(reply)
                verdict: Verdict = "memory_limit" if fault.memory else "runtime_error"
                return _load_failure(verdict, fault.message, line=fault.line, traceback=fault.traceback)
            _expect(reply, b"L", 0)
        except StoppedError as error:
            return _load_failure(error.verdict, error.says)
        self._idle_mib = self._meter.resident_mib()
        return None

    def call(self, plan: CasePlan, grader: GraderClient) -> tuple[CaseOutcome, bool]:
        """Run one case. The second value tells whether the program can be asked again."""
        self._channel.drain_printed()
        self._channel.keeps_printed = plan.role == "test" and not plan.hidden
        limit = self._job.limit_of(plan)
        wall = max(self._job.limits.wall_seconds, limit * 2)
        given = grader.input_of(plan.index)
        before = 0.0
        try:
            ready = self._channel.exchange(given, Budget(_INPUT_CPU_SECONDS, wall))
            if ready.kind == b"X":
                return self._raised(plan, ready, cpu_seconds=0.0), True
            _expect(ready, b"R", plan.index)
            self._meter.reset_peak()
            resident = self._meter.resident_mib()
            before = self._meter.cpu_seconds() or 0.0
            answer = self._channel.exchange(pack(Frame(b"G", plan.index, b"")), Budget(limit, wall))
            spent = max(0.0, (self._meter.cpu_seconds() or before) - before)
            highest = self._meter.peak_mib()
            peak = max(0.0, highest - resident)
            self.peak_mib = max(self.peak_mib, highest - self._idle_mib)
            if answer.kind == b"X":
                return self._raised(plan, answer, cpu_seconds=spent), True
            if answer.kind == b"U":
                return CaseOutcome(plan, "wrong_answer", spent, peak, says=_says_of(answer, plan.index)), True
            _expect(answer, b"A", plan.index)
            if self._channel.pending():
                raise StoppedError("protocol_error", "more came than one answer")
        except StoppedError as error:
            used = max(0.0, (self._meter.cpu_seconds() or before) - before)
            return CaseOutcome(plan, error.verdict, used, 0.0, says=error.says), False
        if spent > limit:
            says = f"{spent:.2g} s of CPU time; the limit is {limit:.2g} s"
            return CaseOutcome(plan, "time_limit", spent, peak, says=says), True
        return _graded(plan, grader.check(plan.index, answer), cpu_seconds=spent, peak_mib=peak)

    def _raised(self, plan: CasePlan, frame: Frame, *, cpu_seconds: float) -> CaseOutcome:
        if frame.index != plan.index:
            raise StoppedError("protocol_error", "an answer came out of turn")
        fault = _fault_of(frame)
        return CaseOutcome(
            plan,
            "memory_limit" if fault.memory else "runtime_error",
            cpu_seconds,
            0.0,
            says=f"raises {fault.message}",
            line=fault.line,
            traceback=fault.traceback,
        )


def run_program(
    launcher: Launcher,
    grader: GraderClient,
    *,
    job: Job,
    plan: Sequence[CasePlan],
) -> Ran:
    """Run a program over the plan's cases, in order, until one ends it.

    Args:
        launcher: Starts the program's process.
        grader: Holds the cases.
        job: Source and limits.
        plan: The cases to run.

    Raises:
        SandboxFaultError: The process could not be started or held, or the grader failed.
    """
    began = time.monotonic()
    whole = job.limits.load_seconds + sum(job.limit_of(case) + 1.0 for case in plan)
    request = {"memory_mib": job.limits.memory_mib, "cpu_seconds": min(600, math.ceil(whole) + 2)}
    running = launcher.launch(request)
    try:
        meter = meter_of(running.pid)
        channel = Channel(running, meter)
        program = _Program(channel, meter, job)
        program.start()
        idle_cpu = meter.cpu_seconds() or 0.0
        outcomes: list[CaseOutcome] = []
        failure = program.load()
        last_cpu = meter.cpu_seconds() or idle_cpu
        for case in plan if failure is None else ():
            try:
                outcome, alive = program.call(case, grader)
            except StoppedError as error:
                outcome, alive = CaseOutcome(case, error.verdict, 0.0, 0.0, says=error.says), False
            outcomes.append(outcome)
            last_cpu = meter.cpu_seconds() or last_cpu + outcome.cpu_seconds
            if not alive:
                break
        channel.keeps_printed = False
        return Ran(
            outcomes=tuple(outcomes),
            load_failure=failure,
            cpu_seconds=max(0.0, last_cpu - idle_cpu),
            wall_seconds=time.monotonic() - began,
            peak_mib=program.peak_mib,
            printed=channel.printed,
        )
    finally:
        running.stop()


def _graded(plan: CasePlan, check: dict[str, Any], *, cpu_seconds: float, peak_mib: float) -> tuple[CaseOutcome, bool]:
    difference = None
    if "at" in check:
        difference = Difference(at=check["at"] or "value", expected=check["expected_part"], got=check["got_part"])
    outcome = CaseOutcome(
        plan,
        check["status"],
        cpu_seconds,
        peak_mib,
        says=check.get("says", ""),
        input=check.get("input", ""),
        expected=check.get("expected", ""),
        got=check.get("got", ""),
        difference=difference,
        line=check.get("line"),
    )
    return outcome, not check.get("fatal", False)


def _load_failure(verdict: Verdict, says: str, *, line: int | None = None, traceback: str = "") -> Failure:
    return Failure(
        case="loading the file",
        group="",
        verdict=verdict,
        says=f"The file cannot be loaded: {says}",
        line=line,
        traceback=traceback,
    )


def _expect(frame: Frame, kind: bytes, index: int) -> None:
    if frame.kind != kind or frame.index != index:
        raise StoppedError("protocol_error", "an answer came out of turn")


def _fault_of(frame: Frame) -> _Fault:
    if len(frame.header) > _FAULT_BYTES or frame.body:
        raise StoppedError("protocol_error", "an error report is too large")
    try:
        return _Fault.model_validate_json(frame.header)
    except ValidationError:
        raise StoppedError("protocol_error", "an error report is malformed") from None


def _says_of(frame: Frame, index: int) -> str:
    _expect(frame, b"U", index)
    if len(frame.header) > _FAULT_BYTES or frame.body:
        raise StoppedError("protocol_error", "a report is too large")
    try:
        return TypeAdapter(dict[str, str]).validate_json(frame.header).get("says", "")[:500]
    except ValidationError:
        raise StoppedError("protocol_error", "a report is malformed") from None
