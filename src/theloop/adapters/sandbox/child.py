"""What runs beside a submission in its own process: load the source, answer one input at a time.

Why: everything in this process is at the submission's mercy, so nothing here decides anything: it holds no expected
value and its words are only ever read as an answer. Wrong when a secret is passed to it.
"""

from __future__ import annotations

import json
import linecache
import os
import random
import sys
import traceback
import warnings
from importlib.abc import MetaPathFinder
from types import CodeType, ModuleType
from typing import Any

import numpy as np

from theloop.adapters.sandbox.wire import read_frame, write_frame
from theloop.engines.judge.frames import Frame, FrameError, decode_value, encode_value

IN, OUT = 3, 4
_TEXT = 4_000
_TRACE_LINES = 40


class _ImportRule(MetaPathFinder):
    """Refuses modules that the problem does not allow: a rule with a clear message, not a wall."""

    def __init__(self, allowed: list[str]) -> None:
        self._allowed = frozenset(allowed) | sys.stdlib_module_names

    def find_spec(self, name: str, _path: object = None, _target: object = None) -> None:
        """Raise for a module outside the rule; else let the next finder look."""
        if name.partition(".")[0] not in self._allowed:
            raise ModuleNotFoundError(f"this problem does not allow the module {name!r}", name=name)


def serve() -> None:
    """Serve one submission on descriptors 3 and 4 until the channel closes."""
    write_frame(OUT, Frame(b"H", 0, b"{}"))  # held: what fails before this is the judge's fault
    job = read_frame(IN)
    spec = json.loads(job.header)
    source = job.body.decode("utf-8")
    random.seed(os.urandom(16))
    np.random.seed(int.from_bytes(os.urandom(4), "big"))  # noqa: NPY002 - what the zygote's state was must not show
    sys.meta_path.insert(0, _ImportRule(spec["allowed_modules"]))
    warnings.simplefilter("always")
    linecache.cache[spec["file"]] = (len(source), None, source.splitlines(keepends=True), spec["file"])
    try:
        function = _load(source, file=spec["file"], function=spec["function"])
    except BaseException as error:
        write_frame(OUT, Frame(b"X", 0, _fault(error, spec["file"])))
        return
    write_frame(OUT, Frame(b"L", 0, b"{}"))
    while True:
        try:
            given = read_frame(IN, body_limit=1 << 40)
        except EOFError:
            return
        try:
            _answer(given, function, spec["file"])
        except MemoryError as error:
            write_frame(OUT, Frame(b"X", given.index, _fault(error, spec["file"])))


def _load(source: str, *, file: str, function: str) -> Any:
    code: CodeType = compile(source, file, "exec", dont_inherit=True)
    module = ModuleType("solution")
    module.__file__ = file
    sys.modules["solution"] = module
    exec(code, module.__dict__)  # noqa: S102 - this is the purpose of this process
    found = module.__dict__.get(function)
    if not callable(found):
        raise NameError(f"the file defines no function {function!r}")
    return found


def _answer(given: Frame, function: Any, file: str) -> None:
    arguments = decode_value(given.header, given.body)
    index, echo = given.index, given.kind == b"E"
    write_frame(OUT, Frame(b"R", index, b"{}"))
    read_frame(IN)  # the go: from here on the clock runs
    with warnings.catch_warnings(record=True) as caught:
        try:
            result = function(*arguments)
        except BaseException as error:
            write_frame(OUT, Frame(b"X", index, _fault(error, file)))
            return
    lines = [[w.lineno, str(w.message)[:200]] for w in caught if w.filename == file][:5]
    try:
        header, body = encode_value([result, list(arguments) if echo else None, lines])
    except FrameError as error:
        write_frame(OUT, Frame(b"U", index, json.dumps({"says": str(error)[:_TEXT]}).encode()))
        return
    write_frame(OUT, Frame(b"A", index, header, body))


def _fault(error: BaseException, file: str) -> bytes:
    """Return the exception as JSON: its type, message, the candidate's last line, and the candidate's frames alone."""
    frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename == file]
    line = frames[-1].lineno if frames else None
    if isinstance(error, SyntaxError) and error.filename == file:
        line = error.lineno
    try:
        last = "".join(traceback.format_exception_only(type(error), error))
    except BaseException:
        last = type(error).__name__
    shown = frames if len(frames) <= _TRACE_LINES else [*frames[:8], *frames[-8:]]
    parts = ["Traceback (most recent call last):\n", *traceback.format_list(shown), last]
    fault = {
        "type": type(error).__name__[:100],
        "message": last.strip().splitlines()[-1][:500] if last.strip() else "",
        "line": line,
        "traceback": "".join(parts if frames else parts[-1:])[-_TEXT:],
        "memory": isinstance(error, MemoryError),
    }
    return json.dumps(fault).encode()
