"""Largest remainder: nothing lost, nothing invented, nobody off by one whole unit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from theloop.base.errors import OutOfRangeError
from theloop.engines.plan.shares import largest_remainder

names = st.dictionaries(st.text("abcdef", min_size=1, max_size=3), st.floats(0, 1000), min_size=1, max_size=8)


@given(st.integers(0, 100_000), names.filter(lambda shares: sum(shares.values()) > 1e-6))
def test_the_parts_are_the_whole_and_each_is_within_one_of_its_exact_share(total, shares):
    split = largest_remainder(total, shares)
    assert sum(split.values()) == total
    for name, share in shares.items():
        assert abs(split[name] - total * share / sum(shares.values())) < 1 + 1e-6


def test_hamilton_1792_is_reproduced():
    """The bill of 1792 by Hamilton's method: 120 seats, apportionment populations of the 1790 census.

    Told in Balinski & Young (2001), Fair Representation, 2nd ed.
    """
    people = {
        "Virginia": 630_560, "Massachusetts": 475_327, "Pennsylvania": 432_879, "North Carolina": 353_523,
        "New York": 331_589, "Maryland": 278_514, "Connecticut": 236_841, "South Carolina": 206_236,
        "New Jersey": 179_570, "New Hampshire": 141_822, "Vermont": 85_533, "Georgia": 70_835,
        "Kentucky": 68_705, "Rhode Island": 68_446, "Delaware": 55_540,
    }  # fmt: skip
    split = largest_remainder(120, people)
    assert list(split.values()) == [21, 16, 14, 12, 11, 9, 8, 7, 6, 5, 3, 2, 2, 2, 2]


def test_nothing_to_split_gives_nothing():
    assert largest_remainder(0, {"a": 0.0}) == {"a": 0}


@pytest.mark.parametrize(
    ("total", "shares"), [(-1, {"a": 1.0}), (3, {"a": -1.0}), (3, {"a": 0.0}), (3, {"a": float("nan")})]
)
def test_what_cannot_be_split_is_refused(total, shares):
    with pytest.raises(OutOfRangeError):
        largest_remainder(total, shares)
