"""A design folder is read whole, cross-checked, and every fault names file, line and reason."""

import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from theloop.base.errors import ContentError, TooLargeError
from theloop.engines.systems.blueprint import Blueprint
from theloop.engines.systems.check import read_board
from theloop.library.designs import blueprint_tree, blueprint_yaml, load_design, phase_of, read_answer, read_blueprint

FEED = Path(__file__).parents[2] / "content/designs/home-feed-ranking"


@pytest.fixture
def folder(tmp_path):
    return Path(shutil.copytree(FEED, tmp_path / "home-feed-ranking"))


def change(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_design_has_everything_a_room_and_a_report_need(folder):
    design = load_design(folder)
    assert design.reference.name == design.blueprints[design.sheet.reference].name
    assert set(design.notes) == {"scope", "data", "architecture", "scale", "evaluation"}
    assert "short-video" in design.prompt
    assert phase_of(design, "scale").minutes == 10


def test_an_unknown_key_names_file_line_and_the_nearest_key(folder):
    change(folder / "design.yaml", "opening:", "openning:")
    with pytest.raises(ContentError, match=r"home-feed-ranking/design\.yaml:9: unknown key 'openning'.*'opening'"):
        load_design(folder)


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("design.yaml", "reference: meets_all_distilled", "reference: meets_nothing_", "is not in blueprints/"),
        ("design.yaml", "scope: [scope.daily_users", "scope: [scope.weekly_users", "is not a commitment"),
        ("design.yaml", "item: objective", "item: objectives", "names item 'objectives'"),
        ("design.yaml", "factor: 10, commitment: scope.daily_users, source: assumption", "factor: 10, source: hearsay",
         "which is not a source"),
        ("design.yaml", "scope.daily_users, phase: scope", "scope.daily_users, phase: scoop", "phase 'scoop'"),
        ("design.yaml", "kind: quantity, unit: count", "kind: text, unit: count", "a quantity names its unit"),
        ("rubric.yaml", "phase: scope", "phase: sketch", "names the phase 'sketch'"),
        ("answers/l6_reads_before_arithmetic.md", "board: meets", "board: beats", "names the board"),
        ("answers/l6_reads_before_arithmetic.md", "[00:36]", "00:36", "never read"),
        ("answers/l6_reads_before_arithmetic.md", "[01:31]", "[00:01]", "earlier than the one before"),
    ],
)  # fmt: skip
def test_two_files_that_disagree_are_refused(folder, file, old, new, says):
    change(folder / file, old, new)
    if says == "never read":  # a line without a time belongs to the turn before it
        assert "00:36" in load_design(folder).answers["l6_reads_before_arithmetic"].said[0].text
        return
    with pytest.raises(ContentError, match=says):
        load_design(folder)


def test_a_missing_note_is_named(folder):
    (folder / "phases/scale.md").unlink()
    with pytest.raises(ContentError, match=r"phases/scale\.md:1: the file is missing"):
        load_design(folder)


def test_a_blueprint_whose_name_promises_nothing_is_refused(folder):
    shutil.copy(next((folder / "blueprints").iterdir()), folder / "blueprints/nice_try.yaml")
    with pytest.raises(ContentError, match=r"nice_try\.yaml promises nothing"):
        load_design(folder)


@pytest.mark.parametrize("text", ["hello", "---\nband: l5\n---\nno time here\n"])
def test_an_answer_without_front_matter_or_time_is_refused(tmp_path, text):
    path = tmp_path / "l5_x.md"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ContentError, match=r"l5_x\.md:\d"):
        read_answer(path, root=tmp_path)


@pytest.mark.parametrize("path", sorted((FEED / "blueprints").glob("*.yaml")), ids=lambda path: path.stem)
def test_a_blueprint_is_lossless_through_yaml(path):
    blueprint = read_blueprint(path.read_text(encoding="utf-8"), shown=path.name)
    assert read_blueprint(blueprint_yaml(blueprint), shown="again") == blueprint


labels = st.text(max_size=20)


@settings(max_examples=60)
@given(labels, labels, st.floats(-1e4, 1e4), st.integers(1, 10**6))
def test_any_label_and_place_is_lossless_through_yaml(label, note, x, keep):
    node = {"id": "a", "type": "service", "label": label, "note": note, "keep": keep, "service_time": "5 ms"}
    blueprint = Blueprint.model_validate({"nodes": [node], "layout": {"a": {"x": x, "y": 0.1}}})
    assert read_blueprint(blueprint_yaml(blueprint), shown="board") == blueprint


def test_a_hostile_yaml_is_refused():
    with pytest.raises(TooLargeError):
        read_blueprint("name: " + "x" * 600_000, shown="big.yaml")
    with pytest.raises(ContentError, match="aliases are not allowed"):
        blueprint_tree("a: &a [1]\nb: *a\n", shown="bomb.yaml")
    with pytest.raises(ContentError, match="mapping with nodes"):
        blueprint_tree("[1, 2]", shown="list.yaml")


def test_a_blueprint_file_gets_all_its_findings_at_once():
    tree = blueprint_tree(
        "nodes:\n- {id: a, type: service, service_time: '5'}\n- {id: b, type: teapot}\n", shown="x.yaml"
    )
    _, findings = read_board(tree)
    assert [finding.node for finding in findings] == ["a", "b"]
