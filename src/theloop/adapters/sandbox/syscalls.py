"""System call numbers of the two machines the judge knows, and what a submission may do with them.

Why: seccomp filters numbers, and numbers differ by machine. Wrong on a machine that is not listed; the ladder then
ends at rung D. Source: Linux 6.18 `arch/x86/entry/syscalls/syscall_64.tbl` and `include/uapi/asm-generic/unistd.h`.
"""

from __future__ import annotations

AUDIT_ARCH = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}

# name: (x86-64, aarch64); -1 where the machine has no such call.
_TABLE: dict[str, tuple[int, int]] = {
    "read": (0, 63),
    "write": (1, 64),
    "open": (2, -1),
    "close": (3, 57),
    "stat": (4, -1),
    "fstat": (5, 80),
    "lstat": (6, -1),
    "poll": (7, -1),
    "lseek": (8, 62),
    "mmap": (9, 222),
    "mprotect": (10, 226),
    "munmap": (11, 215),
    "brk": (12, 214),
    "rt_sigaction": (13, 134),
    "rt_sigprocmask": (14, 135),
    "rt_sigreturn": (15, 139),
    "ioctl": (16, 29),
    "pread64": (17, 67),
    "readv": (19, 65),
    "writev": (20, 66),
    "access": (21, -1),
    "select": (23, -1),
    "sched_yield": (24, 124),
    "mremap": (25, 216),
    "madvise": (28, 233),
    "dup": (32, 23),
    "nanosleep": (35, 101),
    "getpid": (39, 172),
    "socket": (41, 198),
    "connect": (42, 203),
    "accept": (43, 202),
    "sendto": (44, 206),
    "sendmsg": (46, 211),
    "bind": (49, 200),
    "listen": (50, 201),
    "socketpair": (53, 199),
    "clone": (56, 220),
    "fork": (57, -1),
    "vfork": (58, -1),
    "execve": (59, 221),
    "exit": (60, 93),
    "kill": (62, 129),
    "uname": (63, 160),
    "fcntl": (72, 25),
    "getcwd": (79, 17),
    "readlink": (89, -1),
    "gettimeofday": (96, 169),
    "getrusage": (98, 165),
    "sysinfo": (99, 179),
    "times": (100, 153),
    "ptrace": (101, 117),
    "getuid": (102, 174),
    "getgid": (104, 176),
    "geteuid": (107, 175),
    "getegid": (108, 177),
    "getppid": (110, 173),
    "sigaltstack": (131, 132),
    "mount": (165, 40),
    "umount2": (166, 39),
    "reboot": (169, 142),
    "init_module": (175, 105),
    "gettid": (186, 178),
    "tkill": (200, 130),
    "time": (201, -1),
    "futex": (202, 98),
    "sched_getaffinity": (204, 123),
    "getdents64": (217, 61),
    "clock_gettime": (228, 113),
    "clock_getres": (229, 114),
    "clock_nanosleep": (230, 115),
    "exit_group": (231, 94),
    "tgkill": (234, 131),
    "kexec_load": (246, 104),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    "openat": (257, 56),
    "newfstatat": (262, 79),
    "readlinkat": (267, 78),
    "faccessat": (269, 48),
    "pselect6": (270, 72),
    "ppoll": (271, 73),
    "unshare": (272, 97),
    "set_robust_list": (273, 99),
    "perf_event_open": (298, 241),
    "prlimit64": (302, 261),
    "open_by_handle_at": (304, 265),
    "setns": (308, 268),
    "getcpu": (309, 168),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "finit_module": (313, 273),
    "getrandom": (318, 278),
    "memfd_create": (319, 279),
    "bpf": (321, 280),
    "execveat": (322, 281),
    "userfaultfd": (323, 282),
    "membarrier": (324, 283),
    "statx": (332, 291),
    "rseq": (334, 293),
    "pidfd_send_signal": (424, 424),
    "io_uring_setup": (425, 425),
    "pidfd_open": (434, 434),
    "clone3": (435, 435),
    "pidfd_getfd": (438, 438),
    "faccessat2": (439, 439),
}

ALLOWED = (
    "read write open close stat fstat lstat poll lseek mmap mprotect munmap brk rt_sigaction "
    "rt_sigprocmask rt_sigreturn pread64 readv writev access select sched_yield mremap madvise dup "
    "nanosleep getpid exit uname getcwd readlink gettimeofday getrusage sysinfo times getuid getgid "
    "geteuid getegid getppid sigaltstack gettid time futex sched_getaffinity getdents64 clock_gettime "
    "clock_getres clock_nanosleep exit_group openat newfstatat readlinkat faccessat faccessat2 pselect6 "
    "ppoll set_robust_list getcpu getrandom membarrier statx rseq "
)
"""Everything numpy and pure Python need to compute, and nothing that reaches another process."""

FATAL = (
    "socket connect accept sendto sendmsg bind listen socketpair fork vfork execve execveat kill tkill "
    "ptrace mount umount2 reboot init_module finit_module kexec_load add_key request_key keyctl unshare "
    "setns perf_event_open open_by_handle_at process_vm_readv process_vm_writev memfd_create bpf "
    "userfaultfd pidfd_send_signal pidfd_open pidfd_getfd io_uring_setup "
)
"""Calls that no solution makes by accident: they end the program, and the verdict is Forbidden."""


def numbers(names: str, machine: str) -> list[int]:
    """Return the numbers that space-separated `names` have on `machine`, leaving out calls that it does not have.

    Raises:
        KeyError: A name or the machine is not in the table.
    """
    column = {"x86_64": 0, "aarch64": 1}[machine]
    return [number for name in names.split() if (number := _TABLE[name][column]) >= 0]


def number(name: str, machine: str) -> int:
    """Return the number of one call that exists on both machines."""
    return _TABLE[name][{"x86_64": 0, "aarch64": 1}[machine]]
