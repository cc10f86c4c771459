"""Measure a process from outside: CPU nanoseconds and peak memory, so that it cannot lie about either.

Why: a submission owns its own clock. Wrong where the kernel offers no such view; peak memory then reads as zero and
the result says so in its notes.
"""

from __future__ import annotations

import ctypes
import struct
import sys
import time
from pathlib import Path
from typing import Protocol


class Meter(Protocol):
    """Reads one process."""

    def cpu_seconds(self) -> float | None:
        """CPU time used so far; None when the process is gone."""
        ...

    def resident_mib(self) -> float:
        """Memory resident now, in MiB; 0 when it cannot be read."""
        ...

    def peak_mib(self) -> float:
        """Highest resident memory since `reset_peak`, in MiB; 0 when it cannot be read."""
        ...

    def reset_peak(self) -> None:
        """Let the peak start again at what is resident now."""
        ...


class LinuxMeter:
    """Reads the process's CPU clock (`clock_gettime` on `~pid << 3 | 2`) and `/proc/<pid>/status`."""

    def __init__(self, pid: int) -> None:
        self._clock = ((~pid) << 3) | 2
        self._folder = Path(f"/proc/{pid}")

    def cpu_seconds(self) -> float | None:
        """See `Meter`."""
        try:
            return time.clock_gettime(self._clock)
        except OSError:
            return None

    def resident_mib(self) -> float:
        """See `Meter`."""
        return self._status("VmRSS:")

    def peak_mib(self) -> float:
        """See `Meter`."""
        return self._status("VmHWM:")

    def reset_peak(self) -> None:
        """See `Meter`."""
        try:
            (self._folder / "clear_refs").write_text("5", encoding="ascii")
        except OSError:
            return

    def _status(self, name: str) -> float:
        try:
            for line in (self._folder / "status").read_text(encoding="ascii", errors="replace").splitlines():
                if line.startswith(name):
                    return int(line.split()[1]) / 1024
        except OSError:
            pass
        return 0.0


class DarwinMeter:
    """Reads `proc_pid_rusage` of libproc; the peak is the largest footprint that was sampled."""

    _SIZE = 16 + 8 * 18

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._libproc = ctypes.CDLL("/usr/lib/libproc.dylib", use_errno=True)
        timebase = (ctypes.c_uint32 * 2)()
        ctypes.CDLL(None).mach_timebase_info(ctypes.byref(timebase))
        self._seconds_per_tick = timebase[0] / timebase[1] / 1e9
        self._peak = 0.0

    def cpu_seconds(self) -> float | None:
        """See `Meter`."""
        usage = self._usage()
        return (usage[0] + usage[1]) * self._seconds_per_tick if usage else None

    def resident_mib(self) -> float:
        """See `Meter`."""
        usage = self._usage()
        footprint = usage[7] / 1024**2 if usage else 0.0
        self._peak = max(self._peak, footprint)
        return footprint

    def peak_mib(self) -> float:
        """See `Meter`."""
        self.resident_mib()
        return self._peak

    def reset_peak(self) -> None:
        """See `Meter`."""
        self._peak = 0.0

    def _usage(self) -> tuple[int, ...]:
        block = ctypes.create_string_buffer(self._SIZE + 256)
        if self._libproc.proc_pid_rusage(self._pid, 2, ctypes.byref(block)) != 0:
            return ()
        return struct.unpack("=18Q", block.raw[16 : self._SIZE])


def meter_of(pid: int) -> Meter:
    """Return the meter of this machine for a running process."""
    return LinuxMeter(pid) if sys.platform == "linux" else DarwinMeter(pid)
