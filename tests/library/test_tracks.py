"""Loading the tracks: what is wrong in a file is named by file and line, what is missing by its id."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from theloop.base.errors import ContentError, OutOfRangeError, UnknownNameError
from theloop.library.tracks import load_tracks

CONTENT = Path(__file__).resolve().parents[2] / "content"


@pytest.fixture
def root(tmp_path):
    shutil.copytree(CONTENT / "tracks", tmp_path / "tracks")
    return tmp_path


def changed(root, name, old, new):
    path = root / "tracks" / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_an_unknown_key_names_file_line_and_the_nearest_key(root):
    changed(root, "roles/ml-engineer.yaml", "focus:", "focsu:")
    with pytest.raises(
        ContentError, match=r"roles/ml-engineer\.yaml:4: unknown key 'focsu'; nearest valid key: 'focus'"
    ):
        load_tracks(root)


def test_a_word_that_is_not_on_the_scale_is_refused(root):
    changed(root, "companies/faang.yaml", "word: very-heavy", "word: enormous")
    with pytest.raises(ContentError, match=r"ml-design: word 'enormous' is not in weights\.yaml"):
        load_tracks(root)


def test_a_company_that_stands_twice_is_refused(root):
    changed(root, "companies/product.yaml", "- id: stripe", "- id: meta")
    with pytest.raises(ContentError, match=r"ids stand twice: \['meta'\]"):
        load_tracks(root)


@pytest.mark.parametrize(
    "name", ["clock/3-review.yaml", "rounds/statistics.yaml", "bars/strategy.yaml", "roles/data-scientist.yaml"]
)
def test_a_missing_table_is_named(root, name):
    (root / "tracks" / name).unlink()
    with pytest.raises(ContentError, match="missing: "):
        load_tracks(root)


def test_a_round_without_a_cell_is_refused(root):
    changed(root, "roles/ml-engineer.yaml", "  statistics: {word: important", "  #")
    with pytest.raises(ContentError, match="statistics"):
        load_tracks(root)


def test_an_unknown_company_role_or_level_names_the_nearest():
    tracks = load_tracks(CONTENT)
    with pytest.raises(UnknownNameError, match="Did you mean 'anthropic'"):
        tracks.company("antropic")
    with pytest.raises(UnknownNameError, match="unknown role 'ml-enginer'"):
        tracks.role("ml-enginer")
    with pytest.raises(UnknownNameError, match="unknown level 'L9'"):
        tracks.level("L9")


def test_a_goal_carries_weights_names_and_the_bar_of_its_level():
    tracks = load_tracks(CONTENT)
    goal = tracks.goal(
        role="ml-engineer",
        level="Staff",
        hours_per_week=10,
        loops=[("meta", date(2026, 12, 10), {"statistics": 0.4}), ("stripe", date(2026, 12, 15), {})],
        days_off=["sunday", date(2026, 12, 1)],
    )
    assert goal.bar == 6.5
    assert [loop.name for loop in goal.loops] == ["Meta", "Stripe"]
    assert goal.loops[0].weights["statistics"].value == pytest.approx(0.4)
    assert goal.days_off == ("sunday", date(2026, 12, 1))
    with pytest.raises(OutOfRangeError):
        tracks.goal(
            role="ml-engineer", level="L5", hours_per_week=5, loops=[("meta", date(2026, 12, 1), {"statistics": 2})]
        )
