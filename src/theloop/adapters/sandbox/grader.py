"""The disposable process that knows the answers: makes the cases, decodes what a submission sent, compares.

Why: expected values live where no submission's memory reaches, and a bomb in an answer kills only this process.
Wrong when it outlives its submission or is ever forked into one.
"""

from __future__ import annotations

import json
import resource
import sys
from types import ModuleType
from typing import Any

import numpy as np

from theloop.adapters.sandbox.confine import hide_memory
from theloop.adapters.sandbox.wire import read_frame, write_frame
from theloop.engines.judge.compare import Rule, first_difference, shown
from theloop.engines.judge.frames import Frame, FrameError, decode_value, encode_value, unpack

IN, OUT = 3, 4
_KEYS = frozenset(
    {"group", "name", "args", "expected", "hidden", "tags", "rule", "at", "role", "size", "unit_bytes", "echo"},
)
_ANSWER_LIMIT = 1 << 30
_MEMORY = 2 << 30
_CPU_SECONDS = 60


def serve() -> None:
    """Serve one submission's grading on descriptors 3 and 4 until the channel closes."""
    hide_memory()
    _limit()
    cases: list[dict[str, Any]] = []
    while True:
        try:
            request = read_frame(IN, body_limit=_ANSWER_LIMIT)
        except EOFError:
            return
        if request.kind == b"P":
            cases, reply = _plan(request)
        elif request.kind == b"I":
            case = cases[request.index]
            header, body = encode_value(tuple(case["args"]))
            reply = Frame(b"E" if case.get("echo") else b"I", request.index, header, body)
        else:
            verdict = _check(cases[request.index], request)
            reply = Frame(b"V", request.index, json.dumps(verdict).encode())
        write_frame(OUT, reply)


def _limit() -> None:
    for kind, value in ((resource.RLIMIT_CPU, _CPU_SECONDS), (resource.RLIMIT_CORE, 0), (resource.RLIMIT_AS, _MEMORY)):
        try:
            resource.setrlimit(kind, (value, value))
        except (ValueError, OSError):
            if sys.platform == "linux":
                raise


def _plan(request: Frame) -> tuple[list[dict[str, Any]], Frame]:
    """Run the problem's own `cases.py` and describe its cases; an error in it is ours and says so."""
    try:
        module = ModuleType("cases")
        exec(compile(request.body, "cases.py", "exec", dont_inherit=True), module.__dict__)  # noqa: S102 - the author's
        cases = [dict(case) for case in module.__dict__["cases"](np.random.default_rng(20_261_124))]
        for case in cases:
            unknown = set(case) - _KEYS
            if unknown:
                raise KeyError(f"case {case.get('name')!r} has unknown keys {sorted(unknown)}")
        plan = [_described(case) for case in cases]
    except Exception as error:
        fault = f"{type(error).__name__}: {error}"
        return [], Frame(b"F", 0, json.dumps({"says": fault[:2_000]}).encode())
    return cases, Frame(b"M", 0, json.dumps(plan).encode())


def _described(case: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": case["name"],
        "group": case.get("group", ""),
        "hidden": bool(case.get("hidden", False)),
        "tags": sorted(case.get("tags", ())),
        "role": case.get("role", "test"),
        "size": int(case.get("size", 0)),
        "unit_bytes": int(case.get("unit_bytes", 0)),
    }


def _check(case: dict[str, Any], request: Frame) -> dict[str, Any]:
    """Return what an answer is worth: `ok`, or where it differs. What cannot be decoded is a protocol error."""
    try:
        frame = unpack(request.body, body_limit=_ANSWER_LIMIT)
        answer = decode_value(frame.header, frame.body)
    except FrameError as error:
        return {"status": "protocol_error", "says": f"the answer could not be read: {error}"}
    except MemoryError:
        return {"status": "protocol_error", "says": "the answer could not be read within the memory of the grader"}
    if type(answer) is not list or len(answer) != 3:
        return {"status": "protocol_error", "says": "the answer is not in the shape of an answer"}
    got, after, warned = answer
    line, warning = _warning(warned)
    mismatch = _difference(case, got)
    if mismatch is None and case.get("echo"):
        if first_difference(after, list(case["args"]), Rule(kind="exact", dtype="same")) is not None:
            return {"status": "wrong_answer", "says": "the function changed its inputs", "got": "inputs changed"}
        return {"status": "accepted"}
    if mismatch is None:
        return {"status": "accepted"}
    return {
        "status": "wrong_answer",
        "says": mismatch.says + (f" (numpy warned: {warning})" if warning else ""),
        "at": mismatch.at,
        "expected_part": mismatch.expected,
        "got_part": mismatch.got,
        "input": shown(tuple(case["args"])),
        "expected": shown(case["expected"]),
        "got": shown(_picked(case, got)),
        "line": line,
    }


def _difference(case: dict[str, Any], got: Any) -> Any:
    rule = Rule(**case.get("rule", {}))
    if case.get("at") is not None and not isinstance(got, np.ndarray):
        return first_difference(got, case["expected"], rule)
    try:
        part = _picked(case, got)
    except IndexError:
        return first_difference(got, case["expected"], rule)
    return first_difference(part, case["expected"], rule)


def _picked(case: dict[str, Any], got: Any) -> Any:
    """Return the rows that are compared: large answers are checked at places that the program cannot know."""
    where = case.get("at")
    return got[where] if where is not None and isinstance(got, np.ndarray) else got


def _warning(warned: Any) -> tuple[int | None, str]:
    if type(warned) is list and warned and type(warned[0]) is list and len(warned[0]) == 2:
        line, text = warned[0]
        if type(line) is int and 0 < line < 100_000 and type(text) is str:
            return line, text[:200]
    return None, ""
