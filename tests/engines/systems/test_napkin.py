"""A napkin evaluates named lines with units and points at the character where a line goes wrong."""

import contextlib
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from theloop.base.errors import UnitError
from theloop.base.units import parse_quantity, shown
from theloop.engines.systems.napkin import FormulaError, evaluate, evaluate_napkin, letter_of

FEED = [
    ("daily users", "60 M users"),
    ("pages per user and day", "52 min ÷ 22 s ÷ 10"),
    ("mean load", "a · b ÷ 86,400 s"),
    ("peak load", "c · 2.5"),
    ("ranker scores", "d · 300"),
    ("dense compute", "e · 20 MFLOP"),
    ("GPUs, 25 TFLOP/s at 60 %", "f ÷ 15 TFLOP/s"),
    ("item features read", "e · 1.2 kB"),
    ("ANN index", "200 M · 128 · 2 B"),
]


def test_the_napkin_of_a_feed_comes_out_as_on_paper():
    napkin = evaluate_napkin(FEED)
    assert napkin.agree
    assert napkin.summary == "all 9 lines agree"
    assert [line.text for line in napkin.lines] == [
        "60 M users", "14.2", "9,850 req/s", "24.6 k req/s", "7.39 M items/s", "148 TFLOP/s", "9.85 GPU", "8.86 GB/s",
        "51.2 GB",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        ("52 min / 22 s / 10", "14.2"),
        ("3 x 4", "12"),
        ("3 × 4 * 2 · 1", "24"),
        ("(1 + 2) × 3", "9"),
        ("1 + 2 × 3", "7"),
        ("10 − 4", "6"),
        ("−(2) + 5", "3"),
        ("100 · 60 %", "60"),
        ("24 · $1.006/h", "$212 k/year"),
        ("1,000,000 B", "1 MB"),
        ("2 days / 1 h", "48"),
        ("1.2 kB · 300 in MB", "360 kB"),
        ("15 TFLOP/s / 5 TFLOP/s", "3"),
    ],
)
def test_a_formula_is_read_as_it_is_written(formula, text):
    assert shown(evaluate(formula, {})) == text


def test_a_letter_with_spaces_around_the_slash_is_a_line_and_without_is_a_unit():
    known = {"h": parse_quantity("4")}
    assert evaluate("8 / h", known).value == 2
    assert evaluate("8 USD/h", known).value == pytest.approx(8 / 3_600)


@pytest.mark.parametrize(
    ("formula", "says", "at"),
    [
        ("5 s + 5 GB", "time and data do not add", 4),
        ("a · 2", "'a' is neither an earlier line", 0),
        ("3 4", "a sign is missing", 2),
        ("(1 + 2", "bracket is not closed", 0),
        ("1 +", "expected, not the end", 3),
        ("1 / 0", "division by zero", 2),
        ("5 foo", "not a unit", 1),
        ("5 b", "bit or byte", 1),
        ("2 ^ 3", "not a sign this napkin knows", 2),
        ("__import__('os')", "not a sign this napkin knows", 11),
        ("5 min in GB", "this is time, GB is data", 9),
        ("9e300 · 9e300", "too large", 6),
        ("(" * 40 + "1" + ")" * 40, "nested deeper", 31),
        ("1" + "+1" * 300, "longer than 400", 400),
    ],
)
def test_an_error_names_the_reason_and_the_character(formula, says, at):
    with pytest.raises(FormulaError, match=says) as caught:
        evaluate(formula, {})
    assert caught.value.at == pytest.approx(at, abs=1)


def test_a_wrong_line_is_an_error_of_its_own_and_of_those_that_use_it():
    napkin = evaluate_napkin([("a", "5 s + 1 GB"), ("b", "2 · 3"), ("c", "a · 2"), ("", "")])
    assert [bool(line.error) for line in napkin.lines] == [True, False, True, False]
    assert not napkin.agree
    assert napkin.summary.startswith("line a:")


def test_more_than_sixty_lines_are_refused():
    with pytest.raises(UnitError, match="at most 60"):
        evaluate_napkin([("", "1")] * 61)


def test_letters_go_on_after_z():
    assert [letter_of(i) for i in (25, 26, 51, 52)] == ["z", "aa", "az", "ba"]


@given(st.text(alphabet="0123456789abcxkMGsB/·÷+-() .,%$", max_size=40))
def test_any_formula_has_a_value_or_a_place_where_it_fails(formula):
    with contextlib.suppress(FormulaError):
        assert math.isfinite(evaluate(formula, {"a": parse_quantity("2")}).value)


@given(st.floats(1e-3, 1e6), st.floats(1e-3, 1e6), st.floats(1e-3, 1e6))
def test_arithmetic_is_that_of_python(a, b, c):
    got = evaluate(f"({a!r} + {b!r}) · {c!r} ÷ {b!r}", {}).value
    assert got == pytest.approx((a + b) * c / b, rel=1e-12)
