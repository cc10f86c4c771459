"""Start a held program or a grader: forked from a warm zygote on Linux, as a fresh process elsewhere.

Why: the supervisor speaks to three descriptors and need not know how the process came to be; a pool of waiting
programs is one more launcher. Wrong when a launched process can outlive `stop` or the supervisor.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from typing import Any, Protocol

from theloop.adapters.sandbox.entry import ENVIRONMENT, command
from theloop.base.errors import SandboxFaultError

_START_SECONDS = 60.0
_END_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class End:
    """How a process ended: its wait status and, where known, all CPU seconds it used."""

    status: int
    cpu_seconds: float | None


class Running(Protocol):
    """A started process and the supervisor's ends of its descriptors."""

    pid: int
    send: int
    receive: int
    printed: int

    def wait_end(self, *, seconds: float) -> End | None:
        """Return how it ended, waiting at most that long; None when it still runs."""
        ...

    def stop(self) -> None:
        """Kill it if it still runs, reap it, close every descriptor. May be called twice."""
        ...


class Launcher(Protocol):
    """Starts processes of one role."""

    def launch(self, request: dict[str, Any]) -> Running:
        """Return a started process. Raises `SandboxFaultError` when it cannot be started."""
        ...

    def close(self) -> None:
        """Stop whatever is kept warm."""
        ...


@dataclass(slots=True)
class _Pipes:
    """The three pipes of one process: ours and theirs."""

    ours: tuple[int, int, int]
    theirs: tuple[int, int, int]

    @classmethod
    def open(cls) -> _Pipes:
        given, send = os.pipe()
        receive, out = os.pipe()
        printed, printer = os.pipe()
        for descriptor in (send, receive, printed):
            os.set_blocking(descriptor, False)
        return cls((send, receive, printed), (given, out, printer))

    def close_theirs(self) -> None:
        for descriptor in self.theirs:
            os.close(descriptor)

    def close_ours(self) -> None:
        for descriptor in self.ours:
            os.close(descriptor)


@dataclass(slots=True)
class _Forked:
    """A process forked by a zygote, which reaps it and reports its end on a pipe."""

    pid: int
    send: int
    receive: int
    printed: int
    _pipes: _Pipes
    _pidfd: int
    _report: int
    _line: bytes = b""
    _end: End | None = None
    _open: bool = True

    def wait_end(self, *, seconds: float) -> End | None:
        deadline = time.monotonic() + seconds
        while self._end is None:
            left = max(0.0, deadline - time.monotonic())
            if not select.select([self._report], [], [], left)[0]:
                return None
            part = os.read(self._report, 4096)
            self._line += part
            if b"\n" in self._line:
                record = json.loads(self._line)
                self._end = End(record["status"], record["cpu"])
            elif not part:  # the zygote died, and took its children with it
                self._end = End(signal.SIGKILL, None)
        return self._end

    def stop(self) -> None:
        if not self._open:
            return
        self._open = False
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)
        self.wait_end(seconds=_END_SECONDS)
        os.close(self._pidfd)
        os.close(self._report)
        self._pipes.close_ours()


@dataclass(slots=True)
class ForkLauncher:
    """Keeps one zygote per role and asks it to fork. Linux only; restarts the zygote when it has died."""

    role: str
    rung: str
    _zygote: subprocess.Popen[bytes] | None = None
    _control: socket.socket | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def launch(self, request: dict[str, Any]) -> Running:
        """Return a fork. A zygote found dead is replaced once: nothing of the request has run by then."""
        with self._lock:
            forked = self._asked(request) or self._asked(request)
        if forked is None:
            raise SandboxFaultError(f"the {self.role} zygote died twice while forking")
        return forked

    def _asked(self, request: dict[str, Any]) -> Running | None:
        """Ask for one fork; None when the zygote turned out to be dead, which is then forgotten."""
        control = self._started()
        pipes = _Pipes.open()
        report, reporter = os.pipe()
        try:
            socket.send_fds(control, [json.dumps(request).encode()], [*pipes.theirs, reporter])
            sent = True
        except OSError:
            sent = False
        finally:
            pipes.close_theirs()
            os.close(reporter)
        record = _first_line(report) if sent else None
        if record is None or "pid" not in record:
            pipes.close_ours()
            os.close(report)
            if record is not None:
                raise SandboxFaultError(record["fault"])
            self._abandon()
            return None
        return _Forked(record["pid"], *pipes.ours, pipes, _pidfd(record["pid"]), report)

    def _started(self) -> socket.socket:
        if self._control is not None and self._zygote is not None and self._zygote.poll() is None:
            return self._control
        self._abandon()
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._zygote = subprocess.Popen(
            command("zygote", self.role, self.rung, theirs.fileno()),
            env=ENVIRONMENT,
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C in the terminal must not reach it before its supervisor has finished
        )
        theirs.close()
        self._control = ours
        ours.settimeout(_START_SECONDS)
        if ours.recv(16) != b"ready":
            self._abandon()
            raise SandboxFaultError(f"the {self.role} zygote did not start")
        return ours

    def _abandon(self) -> None:
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._zygote is not None:
            try:
                self._zygote.wait(timeout=_END_SECONDS)
            except subprocess.TimeoutExpired:
                self._zygote.kill()
                self._zygote.wait()
            self._zygote = None

    def close(self) -> None:
        """Close the control socket; the zygote kills its children and ends."""
        with self._lock:
            self._abandon()

    @property
    def zygote_pid(self) -> int | None:
        """The zygote's process id while it runs."""
        return self._zygote.pid if self._zygote is not None and self._zygote.poll() is None else None


def _first_line(report: int) -> dict[str, Any] | None:
    """Return what the zygote reports first; None when it died, or was silent for a minute."""
    line = b""
    while not line.endswith(b"\n"):
        part = os.read(report, 1) if select.select([report], [], [], _START_SECONDS)[0] else b""
        if not part:
            return None
        line += part
    record: dict[str, Any] = json.loads(line)
    return record


def _pidfd(pid: int) -> int:
    # Safe against reuse of the id: a fork waits for its first frame, so it lives until we have this.
    try:
        return os.pidfd_open(pid)
    except ProcessLookupError as error:
        raise SandboxFaultError("a forked process died before it was asked anything") from error


@dataclass(slots=True)
class _Spawned:
    """A process started afresh in a session of its own."""

    pid: int
    send: int
    receive: int
    printed: int
    _pipes: _Pipes
    _process: subprocess.Popen[bytes]
    _end: End | None = None
    _open: bool = True

    def wait_end(self, *, seconds: float) -> End | None:
        deadline = time.monotonic() + seconds
        while self._end is None:
            pid, status, usage = os.wait4(self.pid, os.WNOHANG)
            if pid:
                self._end = End(status, usage.ru_utime + usage.ru_stime)
                self._process.returncode = os.waitstatus_to_exitcode(status)
            elif time.monotonic() >= deadline:
                return None
            else:
                time.sleep(0.002)
        return self._end

    def stop(self) -> None:
        if not self._open:
            return
        self._open = False
        for kill in (os.killpg, os.kill):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                kill(self.pid, signal.SIGKILL)
        self.wait_end(seconds=_END_SECONDS)
        self._pipes.close_ours()


@dataclass(slots=True)
class SpawnLauncher:
    """Starts a fresh interpreter for each process: slow, and right where forking numpy is not (macOS)."""

    role: str

    def launch(self, request: dict[str, Any]) -> Running:
        """Return a fresh process."""
        pipes = _Pipes.open()
        try:
            process = subprocess.Popen(
                command("single", self.role, request, *pipes.theirs),
                env=ENVIRONMENT,
                pass_fds=pipes.theirs,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        except OSError as error:
            pipes.close_ours()
            raise SandboxFaultError(f"no process can be started: {error}") from error
        finally:
            pipes.close_theirs()
        return _Spawned(process.pid, *pipes.ours, pipes, process)

    def close(self) -> None:
        """Nothing is kept warm."""


def probed_rung() -> str:
    """Return `B` when Landlock and seccomp were seen to hold a process on this machine, else `D`."""
    if sys.platform != "linux":
        return "D"
    try:
        done = subprocess.run(command("probe"), env=ENVIRONMENT, capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return "D"
    return "B" if done.returncode == 0 else "D"
