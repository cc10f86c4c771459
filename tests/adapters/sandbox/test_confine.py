"""The filter, run by an interpreter of ten lines, says of each call what the design says, on both machines."""

from __future__ import annotations

import struct
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from theloop.adapters.sandbox import syscalls
from theloop.adapters.sandbox.confine import readable_places, seccomp_program

ALLOW, EPERM, ENOSYS, KILL = 0x7FFF0000, 0x00050001, 0x00050026, 0x80000000
PID = 4321
MACHINES = ["x86_64", "aarch64"]


def _decide(machine: str, call: int, args: tuple[int, ...] = (), *, arch: int | None = None) -> int:
    """Interpret the program as the kernel does: offsets count from the next instruction, loads are 32 bits."""
    program = seccomp_program(machine=machine, pid=PID)
    code = [struct.unpack_from("=HBBI", program, at) for at in range(0, len(program), 8)]
    padded = (*args, *([0] * (6 - len(args))))
    memory = struct.pack("=IIQ6Q", call, syscalls.AUDIT_ARCH[machine] if arch is None else arch, 0, *padded)
    at, register = 0, 0
    while True:
        op, if_true, if_false, value = code[at]
        at += 1
        if op == 0x20:
            register = struct.unpack_from("=I", memory, value)[0]
        elif op == 0x06:
            return int(value)
        else:
            holds = {0x15: register == value, 0x35: register >= value, 0x45: bool(register & value)}[op]
            at += if_true if holds else if_false


@pytest.mark.parametrize("machine", MACHINES)
def test_every_listed_call_is_answered_as_listed(machine: str) -> None:
    for call in syscalls.numbers(syscalls.ALLOWED, machine):
        assert _decide(machine, call) == ALLOW
    for call in syscalls.numbers(syscalls.FATAL, machine):
        assert _decide(machine, call) == KILL


@pytest.mark.parametrize("machine", MACHINES)
@given(call=st.integers(0, 0x3FFFFFFF))
def test_a_call_that_is_not_listed_is_never_allowed(machine: str, call: int) -> None:
    special = {syscalls.number(name, machine) for name in ("ioctl", "fcntl", "tgkill", "prlimit64", "clone", "clone3")}
    known = {*syscalls.numbers(syscalls.ALLOWED, machine), *syscalls.numbers(syscalls.FATAL, machine), *special}
    if call not in known:
        assert _decide(machine, call) == EPERM


@pytest.mark.parametrize("machine", MACHINES)
def test_arguments_decide_where_a_call_has_two_uses(machine: str) -> None:
    def number(name: str) -> int:
        return syscalls.number(name, machine)

    assert _decide(machine, number("tgkill"), (PID, PID, 6)) == ALLOW
    assert _decide(machine, number("tgkill"), (1, 1, 9)) == EPERM
    assert _decide(machine, number("prlimit64"), (0, 7, 0, 4096)) == ALLOW
    assert _decide(machine, number("prlimit64"), (0, 7, 4096, 0)) == EPERM
    assert _decide(machine, number("prlimit64"), (0, 7, 1 << 40, 0)) == EPERM
    assert _decide(machine, number("prlimit64"), (1, 7, 0, 0)) == EPERM
    assert _decide(machine, number("ioctl"), (0, 0x5401)) == ALLOW
    assert _decide(machine, number("ioctl"), (0, 0x5412)) == EPERM  # TIOCSTI types into a terminal
    assert _decide(machine, number("fcntl"), (0, 1)) == ALLOW
    assert _decide(machine, number("fcntl"), (0, 8)) == EPERM  # F_SETOWN sends signals
    assert _decide(machine, number("clone"), (0x00010F00,)) == EPERM
    assert _decide(machine, number("clone"), (17,)) == KILL
    assert _decide(machine, number("clone3")) == ENOSYS


def test_another_machines_numbers_are_fatal() -> None:
    assert _decide("x86_64", 0, arch=0x40000003) == KILL  # i386
    assert _decide("x86_64", 0x40000000) == KILL  # x32
    assert _decide("aarch64", 63, arch=0xC000003E) == KILL


def test_a_machine_that_is_not_in_the_table_is_an_error() -> None:
    with pytest.raises(KeyError):
        seccomp_program(machine="riscv64", pid=PID)


def test_numpy_and_the_standard_library_are_readable_and_the_rest_of_site_packages_is_not() -> None:
    places = readable_places()
    package = Path(np.__file__).parent.resolve()
    assert package in places
    assert not any(place == package.parent or place in package.parent.parents for place in places)
    assert any(place.name == "collections" for place in places)


@pytest.mark.skipif(sys.platform != "linux", reason="the probe is for Linux")
def test_the_probe_names_a_rung_and_never_more_than_it_saw() -> None:
    from theloop.adapters.sandbox.launch import probed_rung

    assert probed_rung() in ("B", "D")
