"""Each checker sees a planted violation: one that reports "no problems" after reading nothing is worse than none."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HEAD = '"""Planted."""\n\nfrom __future__ import annotations\n\n'

RUFF = {
    "the wall clock in an engine": ("TID251", "from datetime import datetime\n\nnow = datetime.now()\n"),
    "the global dice": ("TID251", "import random\n\nx = random.random()\n"),
    "a public function without a docstring": ("D103", "def f() -> int:\n    return 1\n"),
    "a print": ("T201", 'print("x")\n'),
    "an unused import": ("F401", "import os\n"),
}


@pytest.mark.parametrize("name", RUFF)
def test_ruff_sees(name: str):
    rule, planted = RUFF[name]
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "ruff",
            "check",
            "--output-format",
            "concise",
            "--stdin-filename",
            str(ROOT / "src/theloop/engines/plan/planted.py"),
            "-",
        ],
        input=HEAD + planted,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert rule in done.stdout, done.stdout


def test_mypy_sees_a_wrong_type(tmp_path: Path):
    planted = tmp_path / "planted.py"
    planted.write_text(HEAD + 'def f(x: int) -> str:\n    """Return it."""\n    return x\n')
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "mypy",
            "--config-file",
            str(ROOT / "pyproject.toml"),
            "--cache-dir",
            str(tmp_path / "c"),
            str(planted),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "return-value" in done.stdout, done.stdout + done.stderr


def test_the_content_check_sees_an_unknown_key_with_file_line_and_nearest_key(tmp_path: Path):
    import shutil

    shutil.copytree(ROOT / "content", tmp_path / "content")
    path = tmp_path / "content/designs/home-feed-ranking/design.yaml"
    lines = path.read_text(encoding="utf-8").splitlines()
    at = next(i for i, line in enumerate(lines) if line.startswith("summary:"))
    lines[at] = lines[at].replace("summary:", "sumary:")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "theloop", "content", "check", str(tmp_path / "content")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert f"designs/home-feed-ranking/design.yaml:{at + 1}: unknown key 'sumary'" in done.stdout
    assert "nearest valid key: 'summary'" in done.stdout
