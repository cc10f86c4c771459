"""A problem's folder is read whole, strictly, and without executing anything."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from theloop.base.errors import ContentError
from theloop.library.problems import load_problem

SLUG = "scaled-dot-product-attention"
SOURCE = Path(__file__).parents[2] / "content" / "problems" / SLUG


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SOURCE, tmp_path / SLUG))


def _edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_problem_is_read_with_all_its_files(folder: Path) -> None:
    problem = load_problem(folder)
    assert problem.slug == SLUG
    assert problem.function in problem.starter
    assert problem.reference_source == (folder / "solutions" / problem.reference).read_text(encoding="utf-8")
    assert [phase.id for phase in problem.phases] == ["clarify", "plan", "write", "test", "optimise"]


def test_reading_executes_nothing(folder: Path) -> None:
    for name in ("cases.py", "starter.py", "solutions/wa_float64_upcast.py"):
        (folder / name).write_text("raise SystemExit('executed')", encoding="utf-8")
    assert load_problem(folder).cases == "raise SystemExit('executed')"


def test_an_unknown_key_gives_file_line_and_the_nearest_key(folder: Path) -> None:
    _edit(folder / "problem.yaml", "allowed_modules:", "allowed_module:")
    with pytest.raises(ContentError, match=r"problem\.yaml:\d+: unknown key 'allowed_module'.*'allowed_modules'"):
        load_problem(folder, root=folder.parent)


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("problem.yaml", f"slug: {SLUG}", "slug: another", "is not the folder's name"),
        ("problem.yaml", "reference: ac_shifted_softmax.py", "reference: ac_nowhere.py", "not in solutions"),
        ("problem.yaml", "item: stability", "item: stabilty", "unknown rubric item 'stabilty'"),
        ("problem.yaml", "phase: write\n", "phase: writing\n", "unknown phase 'writing'"),
        ("rubric.yaml", "phase: write\n", "phase: writing\n", "unknown phase 'writing'"),
        ("problem.yaml", 'label: "O(B H T d^2)"', 'label: "O(B H T d)"', "offers the same choice twice"),
        ("problem.yaml", "memory_mib: 256", "memory_mib: 1", "memory_mib"),
    ],
)
def test_a_name_that_leads_nowhere_is_refused(folder: Path, file: str, old: str, new: str, says: str) -> None:
    _edit(folder / file, old, new)
    with pytest.raises(ContentError, match=says):
        load_problem(folder)


@pytest.mark.parametrize("name", ["prompt.md", "starter.py", "cases.py", "notes.md"])
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(ContentError, match=name):
        load_problem(folder)
