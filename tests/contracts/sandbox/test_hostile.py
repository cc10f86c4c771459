"""No hostile program reaches its goal, and nothing of it is left."""

from __future__ import annotations

import os
import platform
import sys
from pathlib import Path

import pytest

from tests.contracts.sandbox.conftest import SECRET, judged
from tests.contracts.sandbox.programs import HOSTILE, LOWEST, X86_ONLY, Hostile
from theloop.adapters.sandbox.local import LocalSandbox
from theloop.library.problems import Problem

linux = pytest.mark.skipif(sys.platform != "linux", reason="forks from a zygote on Linux only")
_ORDER = "ABCD"


def _children() -> set[int]:
    """Every process below this one."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            parents[int(entry.name)] = int(fields[1])
    found, grown = {os.getpid()}, True
    while grown:
        grown = False
        for pid, parent in parents.items():
            if parent in found and pid not in found:
                found.add(pid)
                grown = True
    return found


def _check(program: Hostile, sandbox: LocalSandbox, *, tiny: Problem, planted: Path) -> None:
    source = program.source.replace("PLANTED", repr(str(planted)))
    result = judged(sandbox, tiny, source)
    assert _ORDER.index(result.rung) <= _ORDER.index(program.needs)
    assert result.verdict in program.ends, f"{result.says}\n{result.first_failure}"
    assert result.passed == 0
    assert SECRET not in result.printed


@linux
@pytest.mark.parametrize("program", HOSTILE, ids=lambda program: program.name)
def test_a_held_program_does_not_reach_its_goal(
    program: Hostile, held: LocalSandbox, tiny: Problem, planted: Path
) -> None:
    rung = judged(held, tiny, "def answer(n): return n").rung
    if _ORDER.index(rung) > _ORDER.index(program.needs):
        pytest.skip(f"needs rung {program.needs}; this machine reaches {rung}")
    if program.name in X86_ONLY and platform.machine() != "x86_64":
        pytest.skip("names x86-64 call numbers")
    before = _children()
    _check(program, held, tiny=tiny, planted=planted)
    assert _children() <= before
    assert not Path("/tmp/theloop-left-behind").exists()
    assert not Path("/tmp/theloop-link").exists()


@linux
@pytest.mark.parametrize("program", LOWEST, ids=lambda program: program.name)
def test_the_lowest_rung_stops_what_it_promises(
    program: Hostile, lowest: LocalSandbox, tiny: Problem, planted: Path
) -> None:
    _check(program, lowest, tiny=tiny, planted=planted)


@pytest.mark.parametrize(
    "name", ["answers twice", "sleeps", "spins", "floods its output", "reads the environment", "hangs at exit"]
)
def test_a_fresh_process_is_held_to_the_same_verdicts(
    name: str, spawning: LocalSandbox, tiny: Problem, planted: Path
) -> None:
    program = next(p for p in HOSTILE if p.name == name)
    _check(program, spawning, tiny=tiny, planted=planted)
