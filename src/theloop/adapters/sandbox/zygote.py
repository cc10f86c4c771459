"""A warm process that has numpy loaded and forks one held process per submission; Linux only.

Why: importing numpy costs a quarter of a second, forking costs a millisecond. Wrong when it ever holds a secret, has
a second thread, or survives the process that started it.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import resource
import select
import signal
import socket
import sys
from typing import Any, NoReturn

import numpy as np

from theloop.adapters.sandbox import child, confine, grader

_WARM = (
    "bisect collections copy dataclasses decimal fractions functools hashlib heapq itertools math operator re "
    "statistics string typing numpy.fft numpy.linalg numpy.random numpy.polynomial numpy.ma"
)
_ABOVE = 64
_REQUEST_LIMIT = 65_536


def main(role: str, rung: str, control: int) -> None:
    """Serve fork requests on the control socket until it closes, then kill every child.

    Args:
        role: `child` forks held submissions, `grader` forks graders.
        rung: `B` holds submissions by Landlock and seccomp, `D` by resource limits alone.
        control: Descriptor of a SOCK_SEQPACKET socket. Each request is JSON with four descriptors:
            input, output, printed text, and where the fork's id and its end are reported.
    """
    _warm()
    gc.collect()
    gc.freeze()
    ruleset = confine.landlock_ruleset(confine.readable_places()) if role == "child" and rung == "B" else -1
    channel = socket.socket(fileno=control)
    waking, waker = os.pipe()
    os.set_blocking(waker, False)
    os.set_blocking(waking, False)
    signal.set_wakeup_fd(waker, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    channel.send(b"ready")
    running: dict[int, int] = {}
    poller = select.poll()
    poller.register(channel, select.POLLIN)
    poller.register(waking, select.POLLIN)
    while True:
        ready = {descriptor for descriptor, _ in poller.poll()}
        if waking in ready:
            _drain(waking)
        _reap(running)
        if channel.fileno() in ready and not _serve_one(channel, role=role, ruleset=ruleset, running=running):
            break
    for pid in running:
        os.kill(pid, signal.SIGKILL)


def _warm() -> None:
    """Import what submissions use, so that nobody pays for it twice and lazy imports need no file."""
    for name in _WARM.split():
        importlib.import_module(name)
    np.ones((8, 8)) @ np.ones((8, 8))  # the first product sets up BLAS


def _serve_one(channel: socket.socket, *, role: str, ruleset: int, running: dict[int, int]) -> bool:
    message, descriptors, _, _ = socket.recv_fds(channel, _REQUEST_LIMIT, 4)
    if not message:
        return False
    request: dict[str, Any] = json.loads(message)
    given, out, printed, report = descriptors
    if len(os.listdir("/proc/self/task")) != 1:
        os.write(report, json.dumps({"fault": "the zygote has more than one thread"}).encode() + b"\n")
        pid = 0
    else:
        pid = os.fork()
        if pid == 0:
            _become(role, request, given, out, printed, ruleset)
    for descriptor in (given, out, printed):
        os.close(descriptor)
    if pid:
        os.write(report, json.dumps({"pid": pid}).encode() + b"\n")
        running[pid] = report
    else:
        os.close(report)
    return True


def _become(role: str, request: dict[str, Any], given: int, out: int, printed: int, ruleset: int) -> NoReturn:
    """In the fork: put the descriptors in place, hold ourselves, serve, and never come back."""
    code = 70
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
        parent = os.getppid()
        confine.die_with_parent()
        if parent != os.getppid():
            os._exit(71)
        os.setpgid(0, 0)
        place_descriptors(given, out, printed, keep=ruleset)
        run_role(role, request, ruleset=_ABOVE if ruleset >= 0 else -1)
        code = 0
    except EOFError:
        code = 0
    except BaseException as error:
        os.write(2, f"{type(error).__name__}: {error}\n".encode())
    finally:
        os._exit(code)


def place_descriptors(given: int, out: int, printed: int, *, keep: int) -> None:
    """Leave exactly: 0 nothing, 1 and 2 printed text, 3 input, 4 output, and `keep` at 64 when it is not -1."""
    high = [_raised(d) for d in (given, out, printed)]
    if keep >= 0:
        os.dup2(_raised(keep), _ABOVE)
    nothing = _raised(os.open(os.devnull, os.O_RDONLY))
    for source, target in ((nothing, 0), (high[2], 1), (high[2], 2), (high[0], 3), (high[1], 4)):
        os.dup2(source, target, inheritable=True)
    os.closerange(5, _ABOVE)
    os.closerange(_ABOVE + (keep >= 0), 65_536)


def _raised(descriptor: int) -> int:
    import fcntl

    return fcntl.fcntl(descriptor, fcntl.F_DUPFD, _ABOVE + 16)


def run_role(role: str, request: dict[str, Any], *, ruleset: int) -> None:
    """Hold this process as the request says and serve: the same for a fork and for a fresh process."""
    if role == "grader":
        grader.serve()
        return
    os.chdir("/")
    sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115 - lives as long as the process
    sys.stdout = open(1, "w", encoding="utf-8", buffering=1, errors="backslashreplace", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", encoding="utf-8", buffering=1, errors="backslashreplace", closefd=False)  # noqa: SIM115
    sys.__stdout__, sys.__stderr__ = sys.stdout, sys.stderr  # type: ignore[misc]
    confine.limit_resources(memory_mib=request["memory_mib"], cpu_seconds=request["cpu_seconds"])
    if ruleset >= 0:
        confine.hold(ruleset=ruleset)
    child.serve()


def _drain(descriptor: int) -> None:
    try:
        while os.read(descriptor, 512):
            pass
    except BlockingIOError:
        return


def _reap(running: dict[int, int]) -> None:
    while running:
        try:
            pid, status, usage = os.wait4(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if pid == 0:
            return
        report = running.pop(pid)
        _report_end(report, status, usage)


def _report_end(report: int, status: int, usage: resource.struct_rusage) -> None:
    record = {"status": status, "cpu": usage.ru_utime + usage.ru_stime, "max_kib": usage.ru_maxrss}
    try:
        os.write(report, json.dumps(record).encode() + b"\n")
    except BrokenPipeError:
        pass  # nobody waits for this one any more
    finally:
        os.close(report)
