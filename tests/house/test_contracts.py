"""The arrows point down, and the checker that says so would notice if they did not."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

PLANTED = {
    "an engine imports another engine": ("engines/plan/planted.py", "import theloop.engines.stats"),
    "an engine imports an adapter": ("engines/plan/planted.py", "import theloop.adapters.sql"),
    "an engine touches the world": ("engines/plan/planted.py", "import socket"),
    "an adapter imports another adapter": ("adapters/sql/planted.py", "import theloop.adapters.live.in_process"),
    "a door imports an adapter": ("web/planted.py", "import theloop.adapters.live.in_process"),
    "an action imports a door": ("actions/planted.py", "import theloop.web.guard"),
}


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    code = "import sys; sys.path.insert(0, 'src'); from importlinter.cli import lint_imports_command as c; c()"
    return subprocess.run(
        [sys.executable, "-c", code, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False
    )


def test_the_contracts_hold():
    result = lint(ROOT)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_violation_is_caught(name: str, tmp_path: Path):
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("static", "__pycache__", "_content"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    place, line = PLANTED[name]
    (tmp_path / "src/theloop" / place).write_text(f'"""Planted."""\n{line}\n')
    result = lint(tmp_path)
    assert result.returncode == 1, f"{name} went unnoticed:\n{result.stdout}{result.stderr}"
