"""Comparison by value: what is equal is accepted, and the first difference is named."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from theloop.engines.judge.compare import TEXT_LIMIT, Rule, first_difference, shown

EXACT = Rule(kind="exact")
CLOSE = Rule(kind="close", rtol=1e-6, atol=1e-9)
LOOSE = Rule(kind="close", rtol=1e-6, atol=1e-9, dtype="any")
FLOATS = hnp.arrays(np.float64, hnp.array_shapes(min_dims=0, min_side=0, max_side=4), elements=st.floats(-1e6, 1e6))


@given(FLOATS)
def test_a_value_is_never_different_from_itself(array: np.ndarray[Any, Any]) -> None:
    assert first_difference(array.copy(), array, EXACT) is None
    assert first_difference(array.copy(), array, CLOSE) is None


@given(FLOATS.filter(lambda a: a.size > 0), st.data())
def test_one_changed_number_is_found_where_it_is(array: np.ndarray[Any, Any], data: st.DataObject) -> None:
    place = tuple(data.draw(st.integers(0, side - 1)) for side in array.shape)
    changed = array.copy()
    changed[place] += 10.0 + abs(changed[place])
    found = first_difference(changed, array, CLOSE)
    assert found is not None
    assert found.at == (str(list(place)) if place else "")


@given(FLOATS)
def test_close_agrees_with_numpy(array: np.ndarray[Any, Any]) -> None:
    """The oracle is numpy.isclose, which has the same definition."""
    other = array * (1 + 3e-6)
    assert (first_difference(other, array, CLOSE) is None) == bool(np.isclose(other, array, rtol=1e-6, atol=1e-9).all())


@pytest.mark.parametrize(
    ("got", "expected", "rule", "says"),
    [
        (np.zeros(3), np.zeros(4), CLOSE, "got shape (3,), expected (4,)"),
        (np.zeros(3), np.zeros(3, np.float32), CLOSE, "got dtype float64, expected float32"),
        ([0.0], np.zeros(1), CLOSE, "got type list, expected array of float64"),
        (None, np.zeros(1), CLOSE, "got type None, expected array of float64"),
        (np.array([math.nan]), np.array([0.0]), CLOSE, "got nan, expected 0 at [0]"),
        (np.array([math.inf]), np.array([1.0]), CLOSE, "got inf, expected 1 at [0]"),
        (2**53 + 1, 2**53, CLOSE, "got 9007199254740993, expected 9007199254740992"),
        (True, 1, CLOSE, "got type bool, expected int"),
        ("b", "a", EXACT, "got 'b', expected 'a'"),
        ([1, 2], [1, 2, 3], EXACT, "got length 2, expected 3"),
        ([1, [2, 4]], [1, [2, 3]], EXACT, "got 4, expected 3 at [1][1]"),
        ({"a": 1}, {"a": 1, "b": 2}, EXACT, "got key absent, expected 'b'"),
        ({"a": 1, "c": 2}, {"a": 1}, EXACT, "got key 'c', expected absent"),
        ((1,), [1], Rule(kind="exact", sequences="same"), "got type tuple, expected list"),
        (np.float64(1), np.float32(1), CLOSE, "got dtype float64, expected float32"),
        ("1", 1.0, CLOSE, "got type str, expected float"),
    ],
)
def test_a_difference_is_named(got: object, expected: object, rule: Rule, says: str) -> None:
    found = first_difference(got, expected, rule)
    assert found is not None
    assert found.says == says


@pytest.mark.parametrize(
    ("got", "expected", "rule"),
    [
        (np.array([math.nan, math.inf]), np.array([math.nan, math.inf]), CLOSE),
        ([1.0, 2.0], np.array([1, 2], np.float32), LOOSE),
        ((1, 2), [1, 2], EXACT),
        (np.array([1, 2]), [1, 2], EXACT),
        (np.array(2.0), 2.0, LOOSE),
        (1, 1.0, CLOSE),
        (True, True, EXACT),
        (None, None, EXACT),
        (1 + 2j, 1 + 2j, CLOSE),
        (np.array([True]), np.array([True]), CLOSE),
    ],
)
def test_what_the_rule_calls_equal_is_accepted(got: object, expected: object, rule: Rule) -> None:
    assert first_difference(got, expected, rule) is None


def test_an_expected_value_of_a_strange_type_is_the_authors_error() -> None:
    with pytest.raises(TypeError):
        first_difference(1, {1, 2}, EXACT)


@given(hnp.arrays(np.float32, hnp.array_shapes(max_dims=4, max_side=12)))
def test_what_is_shown_is_short_and_says_its_dtype(array: np.ndarray[Any, Any]) -> None:
    text = shown((array, "x" * 5_000))
    assert len(text) <= TEXT_LIMIT
    assert "float32" in text
