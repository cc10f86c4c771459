"""A case folder is read whole or refused with file and line."""

import shutil
from pathlib import Path

import pytest

from theloop.base.errors import ContentError
from theloop.library.cases import load_case

CASE = Path(__file__).parents[2] / "content/cases/free-unlock"


@pytest.fixture
def folder(tmp_path):
    return Path(shutil.copytree(CASE, tmp_path / "free-unlock"))


def edit(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_case_is_read_with_its_neighbours(folder):
    loaded = load_case(folder)
    assert loaded.case.slug == "free-unlock"
    assert loaded.prompt.startswith("# Free unlock")
    assert set(loaded.case.beside.values()) <= set(loaded.plans)
    assert {answer.band for answer in loaded.answers.values()} == {"l4", "l5", "l6"}


def test_answers_are_timed_lines_in_phases_with_the_plan_they_sealed(folder):
    answer = load_case(folder).answers["l6_switchback_with_money"]
    assert answer.plan == "sound_switchback_four_weeks"
    assert answer.lines[0].at_ms == 31_000
    assert answer.lines[0].phase == "frame"
    assert answer.lines[-1].phase == "decide"
    assert [line.at_ms for line in answer.lines] == sorted(line.at_ms for line in answer.lines)


def test_the_plan_run_beside_has_another_unit(folder):
    loaded = load_case(folder)
    for plan in loaded.plans.values():
        assert loaded.beside(plan).unit != plan.unit


@pytest.mark.parametrize(
    ("file", "old", "new", "why"),
    [
        ("case.yaml", "summary:", "sumary:", r"case.yaml:6: unknown key 'sumary'; nearest valid key: 'summary'"),
        ("case.yaml", "sound: sound_switchback", "sound: wise_switchback", "not in plans/"),
        ("case.yaml", "grew by 5 m", "grew by 9 m", "does not stand in prompt.md"),
        ("case.yaml", "item: decision", "item: deciding", "break-even-first"),
        ("case.yaml", "slug: free-unlock", "slug: free-lock", "folder's name"),
        ("case.yaml", "value: rides_per_active_rider", "value: wait_to_bike", "form.primary offers"),
        ("case.yaml", "{id: size, title: Size it", "{id: sizing, title: Size it", "frame, design, size"),
        ("case.yaml", "beside: {sound:", "beside: {common: peeks_daily, sound:", "stands twice"),
        ("rubric.yaml", "phase: frame", "phase: framing", "unknown phase 'framing'"),
        ("rubric.yaml", "weight: 1.5", "wieght: 1.5", "nearest valid key: 'weight'"),
        ("plans/peeks_daily.yaml", "unit: user", "unit: rider", r"plans/peeks_daily.yaml:1: unit"),
        ("answers/l4_significance_is_enough.md", "plan: peeks_daily", "plan: peeks", "no plan 'peeks'"),
        ("answers/l4_significance_is_enough.md", "## size", "## sizing", r"l4_significance_is_enough.md:10: unknown"),
        ("answers/l4_significance_is_enough.md", "[04:00]", "[01:00]", "clock runs backwards"),
        ("answers/l4_significance_is_enough.md", "[04:00]", "04:00", "a line reads"),
        ("answers/l4_significance_is_enough.md", "---\nplan", "plan", "front matter"),
    ],
)
def test_a_slip_of_an_author_is_refused_with_its_place(folder, file, old, new, why):
    edit(folder / file, old, new)
    with pytest.raises(ContentError, match=why):
        load_case(folder)


def test_a_missing_file_is_named(folder):
    (folder / "rubric.yaml").unlink()
    with pytest.raises(ContentError, match=r"free-unlock/rubric.yaml:1: the file is missing"):
        load_case(folder)


def test_an_answer_without_a_band_is_refused(folder):
    (folder / "answers/l4_significance_is_enough.md").rename(folder / "answers/weak.md")
    with pytest.raises(ContentError, match="begins with l4_, l5_ or l6_"):
        load_case(folder)
