"""Quantities are read from a closed table; what is ambiguous is refused with the way to write it."""

import contextlib
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from theloop.base.errors import UnitError
from theloop.base.units import (
    BANDWIDTH,
    DATA,
    FLOP_RATE,
    MONEY,
    NUMBER_ONLY,
    RATE,
    SPEND,
    TIME,
    UNITS,
    Measure,
    parse_quantity,
    require,
    scaled,
    shown,
)


@pytest.mark.parametrize(
    ("text", "value", "dimension"),
    [
        ("5k QPS", 5_000, RATE),
        ("24.3 k req/s", 24_300, RATE),
        ("100 rps", 100, RATE),  # pint reads this as radians
        ("86,400 req per day", 1, RATE),
        ("60 M users", 60e6, NUMBER_ONLY),
        ("1k request", 1_000, NUMBER_ONLY),  # and this as a Boltzmann constant
        ("1.2 kB", 1_200, DATA),
        ("1 KiB", 1_024, DATA),
        ("8 bit", 1, DATA),
        ("8.75 GB/s", 8.75e9, BANDWIDTH),
        ("15 TFLOP/s", 15e12, FLOP_RATE),
        ("15 TFLOPS", 15e12, FLOP_RATE),
        ("250 ms", 0.25, TIME),
        ("2 h", 7_200, TIME),
        ("30 us", 30e-6, TIME),
        ("$5", 5, MONEY),
        ("$3.2 M", 3.2e6, MONEY),
        ("1.006 USD/h", 1.006 / 3_600, SPEND),
        ("$1.006/h", 1.006 / 3_600, SPEND),
        ("92 %", 0.92, NUMBER_ONLY),
        ("1.5 bn", 1.5e9, NUMBER_ONLY),
    ],
)
def test_a_quantity_is_read_in_base_units_with_its_dimension(text, value, dimension):
    measure = parse_quantity(text)
    assert measure.value == pytest.approx(value, rel=1e-12)
    assert measure.dimension == dimension


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("64 b", "bit or byte"),
        ("5 m", "ms, min or M"),
        ("10 mb", "MB"),
        ("5 parsecs", "not a unit"),
        ("ms 5", "a number comes first"),
        ("", "a number comes first"),
        ("1e999 s", "too large"),
        ("5 s/s/s/s/s/s", "four units"),
        ("9" * 70 + " s", "longer than"),
        ("٣ ms", "a number comes first"),
    ],
)
def test_what_is_ambiguous_or_unknown_is_refused_with_the_way_to_write_it(text, says):
    with pytest.raises(UnitError, match=says):
        parse_quantity(text)


def test_a_bare_number_is_refused_where_a_unit_is_due():
    with pytest.raises(UnitError, match="bare number where time is due; write 250 ms"):
        require("250", TIME)


def test_another_dimension_is_refused_and_both_are_named():
    with pytest.raises(UnitError, match="this is data, time is due"):
        require("5 GB", TIME)


def test_time_and_data_do_not_add():
    with pytest.raises(UnitError, match="time and data do not add"):
        parse_quantity("5 s") + parse_quantity("5 GB")


def test_users_and_gpus_do_not_add_although_both_are_counts():
    with pytest.raises(UnitError, match="users and GPU do not add"):
        parse_quantity("5 users") - parse_quantity("5 GPU")


def test_division_by_zero_is_an_error_not_an_infinity():
    with pytest.raises(UnitError, match="division by zero"):
        parse_quantity("5 s") / parse_quantity("0 s")


def test_a_load_comes_out_of_users_pages_and_a_day():
    load = parse_quantity("60 M users") * parse_quantity("14") / parse_quantity("86,400 s")
    assert load.dimension == RATE
    assert load.value == pytest.approx(9_722.2, rel=1e-4)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("24300 req/s", "24.3 k req/s"),
        ("9720 req/s", "9,720 req/s"),
        ("0.25 s", "250 ms"),
        ("8750000000 B/s", "8.75 GB/s"),
        ("3200000 USD", "$3.2 M"),
        ("5400 s", "90 min"),
        ("10 GPU", "10 GPU"),
        ("0 s", "0 s"),
    ],
)
def test_a_quantity_is_shown_with_three_digits_and_a_prefix(text, read):
    assert shown(parse_quantity(text)) == read


@given(st.sampled_from(sorted(UNITS)), st.floats(1e-6, 1e9))
def test_what_is_shown_reads_back_to_the_same_quantity(unit, number):
    measure = Measure(number * UNITS[unit].factor, UNITS[unit].dimension, UNITS[unit].noun)
    value, text = scaled(measure)
    again = parse_quantity(f"{value!r} {text}".strip())
    assert again.dimension == measure.dimension
    assert math.isclose(again.value, measure.value, rel_tol=1e-9)


@given(st.text(max_size=70))
def test_any_text_is_a_quantity_or_a_unit_error(text):
    with contextlib.suppress(UnitError):
        assert math.isfinite(parse_quantity(text).value)
