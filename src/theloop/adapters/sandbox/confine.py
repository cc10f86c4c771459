"""Hold this process for good: Landlock, seccomp, resource limits, no capabilities; Linux, by ctypes alone.

Why: the child calls this on itself before a line of a submission runs. Wrong when a step is skipped silently: every
step raises, and the ladder names only what a probe has seen at work.
"""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import struct
import sys
import sysconfig
from pathlib import Path

from theloop.adapters.sandbox import syscalls

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 1, 4, 22, 38
_SECCOMP_MODE_FILTER = 2
_LANDLOCK_CREATE, _LANDLOCK_ADD, _LANDLOCK_RESTRICT = 444, 445, 446
_READ_FILE, _READ_DIR = 1 << 2, 1 << 3
_KILL, _ERRNO, _ALLOW = 0x80000000, 0x00050000, 0x7FFF0000
_EPERM, _ENOSYS = 1, 38
_CLONE_THREAD = 0x00010000
_LOAD, _JEQ, _JGE, _JSET, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_SAFE_IOCTLS = (0x5401, 0x5413, 0x5450, 0x5451)  # TCGETS, TIOCGWINSZ, FIONCLEX, FIOCLEX
_SAFE_FCNTLS = (1, 2, 3, 1030)  # GETFD, SETFD, GETFL, DUPFD_CLOEXEC


class ConfineError(OSError):
    """A step of the confinement is not possible here."""


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _checked(result: int, what: str) -> int:
    if result < 0:
        code = ctypes.get_errno()
        raise ConfineError(code, f"{what}: {os.strerror(code)}")
    return result


def die_with_parent() -> None:
    """Ask the kernel to kill this process when the thread that made it ends. Linux only, elsewhere nothing."""
    if sys.platform == "linux":
        _checked(_libc().prctl(_PR_SET_PDEATHSIG, 9, 0, 0, 0), "PR_SET_PDEATHSIG")


def hide_memory() -> None:
    """Keep other processes of the same user from reading this one's memory. Linux only, elsewhere nothing."""
    if sys.platform == "linux":
        _checked(_libc().prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0), "PR_SET_DUMPABLE")


def readable_places() -> list[Path]:
    """Return what a submission may read: the standard library and numpy, never the rest of site-packages.

    Content lives in site-packages when The Loop is installed, so a parent folder is opened child by child.
    """
    import numpy

    wanted: list[Path] = []
    for key in ("stdlib", "platstdlib"):
        folder = Path(sysconfig.get_path(key))
        wanted += [p for p in folder.iterdir() if p.name not in ("site-packages", "dist-packages")]
    package = Path(numpy.__file__).parent
    wanted += [package, package.with_name("numpy.libs")]
    return sorted({p.resolve() for p in wanted if p.exists()})


def landlock_ruleset(places: list[Path]) -> int:
    """Return the descriptor of a ruleset that allows reading `places` and no other touch of any file.

    The standard library's own folder may be listed, names only: that is how Python finds a module in it.
    TCP and, where the kernel knows them, abstract sockets and signals to the outside are refused as well.

    Raises:
        ConfineError: The kernel has no Landlock.
    """
    libc = _libc()
    abi = _checked(libc.syscall(_LANDLOCK_CREATE, None, ctypes.c_size_t(0), 1), "Landlock")
    files = (1 << (13 + (abi >= 2) + (abi >= 3) + (abi >= 5))) - 1
    parts = [files, 3 if abi >= 4 else 0, 3 if abi >= 6 else 0]
    size = 24 if abi >= 6 else 16 if abi >= 4 else 8
    attributes = struct.pack("=QQQ", *parts)[:size]
    ruleset = _checked(libc.syscall(_LANDLOCK_CREATE, attributes, ctypes.c_size_t(size), 0), "landlock_create_ruleset")
    rules = [(place, _READ_FILE | (_READ_DIR if place.is_dir() else 0)) for place in places]
    for place, rights in [*rules, (Path(sysconfig.get_path("stdlib")), _READ_DIR)]:
        opened = os.open(place, os.O_PATH | os.O_CLOEXEC)
        try:
            rule = struct.pack("=Qi", rights, opened)
            _checked(libc.syscall(_LANDLOCK_ADD, ruleset, 1, rule, 0), "landlock_add_rule")
        finally:
            os.close(opened)
    return ruleset


def limit_resources(*, memory_mib: int, cpu_seconds: int) -> None:
    """Set hard limits: address space above what is mapped now, CPU, no files written, no processes, 32 descriptors.

    macOS refuses some of them; those it refuses are left as they were.
    """
    wanted = [
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, 32),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_CORE, 0),
    ]
    wanted.append((resource.RLIMIT_AS, _mapped_bytes() + memory_mib * 1024 * 1024))
    for kind, value in wanted:
        try:
            resource.setrlimit(kind, (value, value))
        except (ValueError, OSError):
            if sys.platform == "linux":
                raise


def _mapped_bytes() -> int:
    if sys.platform != "linux":
        return 4 * 1024**3
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    return pages * resource.getpagesize()


def hold(*, ruleset: int) -> None:
    """Apply Landlock, drop every capability, then the seccomp filter. There is no way back.

    Raises:
        ConfineError: A step failed; the caller must not go on.
    """
    libc = _libc()
    _checked(libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "PR_SET_NO_NEW_PRIVS")
    _checked(libc.syscall(_LANDLOCK_RESTRICT, ruleset, 0), "landlock_restrict_self")
    os.close(ruleset)
    header = struct.pack("=Ii", 0x20080522, 0)
    capset = {"x86_64": 126, "aarch64": 91}[platform.machine()]
    _checked(libc.syscall(capset, header, struct.pack("=6I", *([0] * 6))), "capset")
    program = seccomp_program(machine=platform.machine(), pid=os.getpid())
    block = ctypes.create_string_buffer(program, len(program))
    fprog = struct.pack("=HxxxxxxQ", len(program) // 8, ctypes.addressof(block))
    holder = ctypes.create_string_buffer(fprog, len(fprog))
    _checked(libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(holder), 0, 0), "seccomp")


def seccomp_program(*, machine: str, pid: int) -> bytes:
    """Return the BPF program: an allow-list; fatal calls kill the process, all others answer EPERM.

    Args:
        machine: `x86_64` or `aarch64`.
        pid: The process's own id: the only one it may signal (abort does).

    Raises:
        KeyError: The machine is not known.
    """
    out: list[bytes] = []

    def emit(code: int, value: int, *, jump_true: int = 0, jump_false: int = 0) -> None:
        out.append(struct.pack("=HBBI", code, jump_true, jump_false, value))

    def answer(action: int) -> None:
        emit(_RETURN, action)

    emit(_LOAD, 4)
    emit(_JEQ, syscalls.AUDIT_ARCH[machine], jump_true=1)
    answer(_KILL)
    emit(_LOAD, 0)
    if machine == "x86_64":  # the x32 numbers reach the same calls by another name
        emit(_JGE, 0x40000000, jump_false=1)
        answer(_KILL)
    for call in syscalls.numbers(syscalls.ALLOWED, machine):
        emit(_JEQ, call, jump_false=1)
        answer(_ALLOW)
    for call in syscalls.numbers(syscalls.FATAL, machine):
        emit(_JEQ, call, jump_false=1)
        answer(_KILL)
    emit(_JEQ, syscalls.number("clone3", machine), jump_false=1)
    answer(_ERRNO | _ENOSYS)  # libc falls back to clone, whose flags a filter can read
    emit(_JEQ, syscalls.number("clone", machine), jump_false=4)
    emit(_LOAD, 16)
    emit(_JSET, _CLONE_THREAD, jump_false=1)
    answer(_ERRNO | _EPERM)
    answer(_KILL)
    _argument_rule(out, syscalls.number("ioctl", machine), 24, _SAFE_IOCTLS)
    _argument_rule(out, syscalls.number("fcntl", machine), 24, _SAFE_FCNTLS)
    _argument_rule(out, syscalls.number("tgkill", machine), 16, (pid,))
    _read_only_limits(out, syscalls.number("prlimit64", machine))
    answer(_ERRNO | _EPERM)
    return b"".join(out)


def _argument_rule(out: list[bytes], call: int, offset: int, values: tuple[int, ...]) -> None:
    """Append: when the call is `call`, allow it if the argument at `offset` is one of `values`, else EPERM."""
    body = [struct.pack("=HBBI", _LOAD, 0, 0, offset)]
    for value in values:
        body.append(struct.pack("=HBBI", _JEQ, 0, 1, value))
        body.append(struct.pack("=HBBI", _RETURN, 0, 0, _ALLOW))
    body.append(struct.pack("=HBBI", _RETURN, 0, 0, _ERRNO | _EPERM))
    out.append(struct.pack("=HBBI", _JEQ, 0, len(body), call))
    out += body


def _read_only_limits(out: list[bytes], call: int) -> None:
    """Append: `prlimit64` on oneself, without a new limit, is allowed (that is how limits are read)."""
    deny = struct.pack("=HBBI", _RETURN, 0, 0, _ERRNO | _EPERM)
    body: list[bytes] = []
    for offset in (16, 32, 36):  # pid, and both halves of the new limit's address, must be zero
        body += [struct.pack("=HBBI", _LOAD, 0, 0, offset), struct.pack("=HBBI", _JEQ, 1, 0, 0), deny]
    body.append(struct.pack("=HBBI", _RETURN, 0, 0, _ALLOW))
    out.append(struct.pack("=HBBI", _JEQ, 0, len(body), call))
    out += body
