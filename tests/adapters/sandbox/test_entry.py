"""The judge's processes start from any folder, with nothing of the caller's environment."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from theloop.adapters.sandbox.channel import stopped_by
from theloop.adapters.sandbox.entry import ENVIRONMENT, command
from theloop.adapters.sandbox.launch import End
from theloop.adapters.sandbox.meter import meter_of


def test_a_hostile_working_folder_shadows_nothing(tmp_path: Path) -> None:
    """A file named like one of ours, or like numpy, in the working folder is never imported."""
    for name in ("numpy.py", "theloop.py", "json.py"):
        (tmp_path / name).write_text("raise SystemExit('shadowed')", encoding="utf-8")
    line = command("zygote", "child", "D", 0)
    line[-4] = line[-4].replace("entry.zygote()", "print(entry.__name__)")
    done = subprocess.run(line, cwd=tmp_path, env=ENVIRONMENT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "theloop.adapters.sandbox.entry"


def test_the_environment_is_ours_alone() -> None:
    line = [sys.executable, "-I", "-c", "import os, json; print(json.dumps(sorted(os.environ)))"]
    done = subprocess.run(line, env=ENVIRONMENT, capture_output=True, text=True, check=True)
    assert set(json.loads(done.stdout)) <= {*ENVIRONMENT, "LC_CTYPE", "__CF_USER_TEXT_ENCODING"}
    assert ENVIRONMENT["OPENBLAS_NUM_THREADS"] == "1"


@pytest.mark.parametrize(
    ("status", "verdict"),
    [
        (0, "runtime_error"),
        (3 << 8, "runtime_error"),
        (31, "forbidden"),
        (24, "time_limit"),
        (9, "memory_limit"),
        (11, "runtime_error"),
        (6, "runtime_error"),
    ],
)
@pytest.mark.skipif(sys.platform != "linux", reason="signal numbers of Linux")
def test_each_way_to_end_has_its_verdict(status: int, verdict: str) -> None:
    assert stopped_by(End(status, None)).verdict == verdict


def test_the_meter_sees_cpu_time_and_memory_of_a_process() -> None:
    meter = meter_of(os.getpid())
    before = meter.cpu_seconds()
    sum(i * i for i in range(200_000))
    after = meter.cpu_seconds()
    assert before is not None
    assert after is not None
    assert after > before
    assert meter.resident_mib() > 1
    assert meter.peak_mib() > 1


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_the_meter_of_a_process_that_is_gone_says_so() -> None:
    done = subprocess.Popen([sys.executable, "-I", "-c", "pass"])
    done.wait()
    meter = meter_of(done.pid)
    assert meter.cpu_seconds() is None
    assert meter.peak_mib() == 0.0
    meter.reset_peak()
