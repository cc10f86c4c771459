"""The supervisor's end of one process: whole frames under a CPU limit, a wall limit and an output limit.

Why: the other end may be slow, silent, flooding or dead, and each is a verdict. Wrong when anything here blocks
without a deadline or decodes a value.
"""

from __future__ import annotations

import os
import select
import signal
import time
from dataclasses import dataclass

from theloop.adapters.sandbox.launch import End, Running
from theloop.adapters.sandbox.meter import Meter
from theloop.engines.judge.frames import BODY_LIMIT, PREFIX_SIZE, Frame, FrameError, read_prefix
from theloop.engines.judge.verdict import Verdict

PRINTED_KEPT = 64 * 1024
PRINTED_LIMIT = 8 * 1024 * 1024
_TICK_MS = 10
_CHUNK = 1 << 20


class StoppedError(Exception):
    """The program will not go on: the verdict, and one sentence."""

    def __init__(self, verdict: Verdict, says: str) -> None:
        super().__init__(says)
        self.verdict, self.says = verdict, says


@dataclass(frozen=True, slots=True)
class Budget:
    """What one exchange may use. `cpu_limit` counts from the CPU time the process had used when it began."""

    cpu_seconds: float
    wall_seconds: float


class Channel:
    """Sends bytes to one process and receives its frames, one at a time and in turn."""

    def __init__(self, running: Running, meter: Meter) -> None:
        self._running = running
        self._meter = meter
        self._received = bytearray()
        self._printed = bytearray()
        self._printed_total = 0
        self.keeps_printed = True

    @property
    def printed(self) -> str:
        """What the program printed while `keeps_printed` was true: at most 64 kB, undecodable bytes replaced."""
        return self._printed.decode("utf-8", errors="replace")

    def exchange(self, data: bytes, budget: Budget, *, body_limit: int = BODY_LIMIT) -> Frame:
        """Send `data`, then return the next frame.

        Raises:
            StoppedError: A limit was reached, the program ended, or what came is not exactly one frame.
        """
        began = self._meter.cpu_seconds() or 0.0
        deadline = time.monotonic() + budget.wall_seconds
        out = memoryview(data)
        while True:
            frame = self._complete(body_limit)
            if frame is not None:
                if out:
                    raise StoppedError("protocol_error", "the program answered before it had its input")
                return frame
            out = self._turn(out)
            used = self._meter.cpu_seconds()
            if used is not None and used - began > budget.cpu_seconds:
                raise StoppedError("time_limit", f"more than {budget.cpu_seconds:.2g} s of CPU time")
            if time.monotonic() > deadline:
                spent = max(0.0, (used or began) - began)
                says = f"no answer within {budget.wall_seconds:.2g} s, of which {spent:.2g} s were computing"
                raise StoppedError("time_limit", says)

    def drain_printed(self) -> None:
        """Take what the program has printed so far, without waiting."""
        while self._take_printed():
            pass

    def pending(self) -> bool:
        """Return whether bytes have come that nobody asked for."""
        if self._received:
            return True
        return bool(select.select([self._running.receive], [], [], 0)[0])

    def _turn(self, out: memoryview) -> memoryview:
        """Wait for one tick at most; move bytes whichever way they can go."""
        poller = select.poll()
        poller.register(self._running.receive, select.POLLIN)
        poller.register(self._running.printed, select.POLLIN)
        if out:
            poller.register(self._running.send, select.POLLOUT)
        for descriptor, event in poller.poll(_TICK_MS):
            if descriptor == self._running.send:
                out = self._push(out)
            elif descriptor == self._running.printed:
                if not self._take_printed() and event & select.POLLHUP:
                    time.sleep(_TICK_MS / 1000)  # it closed its output: do not spin on the hang-up
            else:
                self._receive()
        return out

    def _push(self, out: memoryview) -> memoryview:
        try:
            return out[os.write(self._running.send, out[:_CHUNK]) :]
        except BlockingIOError:
            return out
        except BrokenPipeError:
            raise self._ended() from None

    def _receive(self) -> None:
        try:
            part = os.read(self._running.receive, _CHUNK)
        except BlockingIOError:
            return
        if not part:
            raise self._ended()
        self._received += part

    def _complete(self, body_limit: int) -> Frame | None:
        if len(self._received) < PREFIX_SIZE:
            return None
        try:
            prefix = read_prefix(bytes(self._received[:PREFIX_SIZE]), body_limit=body_limit)
        except FrameError as error:
            raise StoppedError("protocol_error", str(error)) from None
        whole = PREFIX_SIZE + prefix.rest
        if len(self._received) < whole:
            return None
        if len(self._received) > whole:
            raise StoppedError("protocol_error", "more came than one answer")
        middle = PREFIX_SIZE + prefix.header_size
        view = memoryview(self._received)
        frame = Frame(prefix.kind, prefix.index, bytes(view[PREFIX_SIZE:middle]), bytes(view[middle:whole]))
        view.release()
        self._received.clear()
        return frame

    def _take_printed(self) -> bool:
        try:
            part = os.read(self._running.printed, _CHUNK)
        except BlockingIOError:
            return False
        self._printed_total += len(part)
        if self.keeps_printed:
            self._printed += part[: PRINTED_KEPT - len(self._printed)]
        if self._printed_total > PRINTED_LIMIT:
            raise StoppedError("output_limit", f"more than {PRINTED_LIMIT // 2**20} MB were printed")
        return bool(part)

    def _ended(self) -> StoppedError:
        self.drain_printed()
        end = self._running.wait_end(seconds=1.0)
        if end is None:
            return StoppedError("protocol_error", "the program closed the channel on which answers travel")
        return stopped_by(end)


def stopped_by(end: End) -> StoppedError:
    """Return the verdict on a process that ended by itself before it had answered."""
    if not os.WIFSIGNALED(end.status):
        code = os.waitstatus_to_exitcode(end.status)
        return StoppedError("runtime_error", f"the program ended with exit code {code} before it answered")
    name = os.WTERMSIG(end.status)
    if name == signal.SIGSYS:
        return StoppedError("forbidden", "the program asked the system for something that a solution has no need of")
    if name == signal.SIGXCPU:
        return StoppedError("time_limit", "the program used up its CPU time")
    if name == signal.SIGKILL:
        return StoppedError("memory_limit", "the system killed the program, which it does when memory runs out")
    return StoppedError("runtime_error", f"the program died of {signal.Signals(name).name}")
