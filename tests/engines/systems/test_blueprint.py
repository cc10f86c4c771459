"""A board is refused with a sentence that names the box and the key, and survives its own JSON."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from theloop.base.errors import TooLargeError
from theloop.engines.systems.blueprint import Blueprint
from theloop.engines.systems.check import read_board

APP = {"id": "app", "type": "source", "rate": "10 req/s"}
FEED = {"id": "feed", "type": "service", "replicas": 1, "slots": 4, "service_time": "5 ms", "cv": 0.5}


def test_a_board_is_lossless_through_json():
    board = {
        "name": "b",
        "requirements": {"p99": "0.25 s"},
        "nodes": [APP, FEED],
        "edges": [{"source": "app", "target": "feed", "id": "e1", "payload": "1.2 kB"}],
        "groups": [{"id": "g", "label": "Group", "nodes": ["feed"]}],
        "texts": [{"id": "t", "text": "hello"}],
        "layout": {"app": {"x": 1.5, "y": -2, "w": 10, "h": 10}, "t": {"x": 0, "y": 0}},
    }
    blueprint = Blueprint.model_validate(board)
    assert Blueprint.model_validate_json(blueprint.model_dump_json()) == blueprint


@pytest.mark.parametrize(
    ("node", "place", "says"),
    [
        ({**FEED, "service_time": "5"}, ("feed", "service_time"), "bare number where time is due"),
        ({**FEED, "service_time": "5 GB"}, ("feed", "service_time"), "this is data, time is due"),
        ({**FEED, "service_time": "-5 ms"}, ("feed", "service_time"), "negative"),
        ({**FEED, "replicas": 0}, ("feed", "replicas"), "greater than or equal to 1"),
        ({**FEED, "replica": 2}, ("feed", "replica"), "does not exist here"),
        ({"id": "feed", "type": "quantum"}, ("feed", "type"), "unknown type 'quantum'"),
        ({**FEED, "label": "x" * 81}, ("feed", "label"), "80 characters"),
        ({**FEED, "cv": float("inf")}, ("feed", "cv"), "less than or equal to 20"),
    ],
)
def test_a_bad_parameter_is_named_with_its_box_and_key(node, place, says):
    blueprint, findings = read_board({"nodes": [APP, node], "edges": []})
    assert blueprint is None
    assert (findings[0].node, findings[0].key) == place
    assert says in findings[0].text
    assert findings[0].level == "error"


@pytest.mark.parametrize(
    ("board", "says"),
    [
        ({"nodes": [APP, APP]}, "'app' stands twice"),
        ({"nodes": [APP], "edges": [{"source": "app", "target": "ghost"}]}, "'ghost', which is not there"),
        ({"nodes": [APP], "groups": [{"id": "g", "nodes": ["ghost"]}]}, "names the box 'ghost'"),
        ({"nodes": [APP], "layout": {"ghost": {"x": 0, "y": 0}}}, "places 'ghost'"),
    ],
)
def test_names_that_do_not_exist_are_refused(board, says):
    with pytest.raises(ValidationError, match=says):
        Blueprint.model_validate(board)


@pytest.mark.parametrize("key", ["nodes", "edges"])
def test_a_huge_board_is_refused_before_it_is_read(key):
    with pytest.raises(TooLargeError, match="10,000"):
        read_board({key: [{"id": "x"}] * 10_000})


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=True) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(["nodes", "edges", "name", "layout", "groups", "x"]), json_values))
def test_any_json_is_a_board_or_a_list_of_findings(data):
    blueprint, findings = read_board(data)
    assert blueprint is not None or findings
