"""The wire: what goes in comes out, and nothing else comes out."""

from __future__ import annotations

import contextlib
import json
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from theloop.engines.judge.frames import (
    DTYPES,
    HEADER_LIMIT,
    PREFIX_SIZE,
    Frame,
    FrameError,
    decode_value,
    encode_value,
    pack,
    read_prefix,
    unpack,
)

SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(min_value=-(2**200), max_value=2**200),
    st.floats(allow_nan=False),
    st.text(st.characters(exclude_categories=("Cs",)), max_size=20),
    st.complex_numbers(allow_nan=False, allow_infinity=False),
)
KEYS = st.one_of(st.text(max_size=5), st.integers(min_value=-(2**52), max_value=2**52))
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.lists(inner, max_size=4).map(tuple),
        st.dictionaries(KEYS, inner, max_size=4),
    ),
    max_leaves=12,
)
ARRAYS = st.sampled_from(sorted(DTYPES)).flatmap(
    lambda dtype: hnp.arrays(dtype, hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4)),
)


@given(VALUES)
def test_a_value_comes_back_as_it_went(value: object) -> None:
    back = decode_value(*encode_value(value))
    assert back == value
    assert type(back) is type(value)


@given(ARRAYS)
def test_an_array_keeps_shape_dtype_and_every_bit(array: np.ndarray[Any, Any]) -> None:
    back = decode_value(*encode_value(array))
    assert (back.shape, back.dtype) == (array.shape, array.dtype)
    assert back.tobytes() == array.tobytes()
    assert back.flags.writeable


def test_nan_and_both_infinities_travel() -> None:
    back = decode_value(*encode_value([math.nan, math.inf, -math.inf, np.float32(1.5)]))
    assert math.isnan(back[0])
    assert back[1:] == [math.inf, -math.inf, np.float32(1.5)]
    assert type(back[3]) is np.float32


def test_a_view_and_a_foreign_byte_order_travel_by_value() -> None:
    base = np.arange(12.0).reshape(3, 4)
    assert np.array_equal(decode_value(*encode_value(base.T[::2])), base.T[::2])
    assert np.array_equal(decode_value(*encode_value(base.astype(">f8"))), base)


class Sly(str):
    """Equals everything."""

    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = str.__hash__


@pytest.mark.parametrize(
    "value",
    [
        Sly("x"),
        object(),
        {1, 2},
        b"bytes",
        np.array([None]),
        np.array(["text"]),
        np.array([1], dtype="datetime64[s]"),
        np.ma.masked_array([1.0], mask=[True]),
        1 << 4_000,
        np.float64,
    ],
)
def test_what_may_not_travel_is_refused_by_its_sender(value: object) -> None:
    with pytest.raises(FrameError):
        encode_value(value)


@pytest.mark.parametrize(
    ("header", "body"),
    [
        (b"not json", b""),
        (b"{}", b""),
        (b"[]", b""),
        (b'["z"]', b""),
        (b'["n", 1]', b""),
        (b'["b", 1]', b""),
        (b'["i", "1e5"]', b""),
        (b'["i", 5]', b""),
        (b'["f", "0.5x"]', b""),
        (b'["c", "0x1p0"]', b""),
        (b'["a", "O", [1]]', b"12345678"),
        (b'["a", "<f8", [-1]]', b""),
        (b'["a", "<f8", [true]]', b"12345678"),
        (b'["a", "<f8", [1099511627776, 1099511627776]]', b""),
        (b'["a", "<f8", [2]]', b"12345678"),
        (b'["a", "<f8", [1]]', b"123456789"),
        (b'["g", "|V8"]', b"12345678"),
        (b'["d", [[["l", []], ["n"]]]]', b""),
        (b'["d", [[["s", "k"], ["n"]], [["s", "k"], ["n"]]]]', b""),
        (b'["d", [[["i", "9007199254740993"], ["n"]]]]', b""),
        (b'["i", "' + b"9" * 5_000 + b'"]', b""),
        (b"[" * 100_000, b""),
    ],
)
def test_bytes_that_encode_nothing_are_refused_by_their_reader(header: bytes, body: bytes) -> None:
    with pytest.raises(FrameError):
        decode_value(header, body)


@given(st.binary(max_size=60), st.binary(max_size=20))
def test_any_bytes_are_a_value_or_a_frame_error(header: bytes, body: bytes) -> None:
    with contextlib.suppress(FrameError):
        decode_value(header, body)


def test_depth_and_number_of_parts_are_limited() -> None:
    deep: Any = ["n"]
    for _ in range(40):
        deep = ["l", [deep]]
    with pytest.raises(FrameError):
        decode_value(json.dumps(deep).encode(), b"")
    with pytest.raises(FrameError):
        decode_value(json.dumps(["l", [["n"]] * 100_001]).encode(), b"")


@given(st.binary(min_size=1, max_size=1), st.integers(0, 2**32 - 1), st.binary(max_size=30), st.binary(max_size=30))
def test_a_frame_comes_back_as_it_went(kind: bytes, index: int, header: bytes, body: bytes) -> None:
    frame = Frame(kind, index, header, body)
    assert unpack(pack(frame)) == frame


@pytest.mark.parametrize("cut", [-1, 1])
def test_a_missing_or_an_extra_byte_is_refused(cut: int) -> None:
    data = pack(Frame(b"A", 0, b"[]", b"xy"))
    with pytest.raises(FrameError):
        unpack(data[:cut] if cut < 0 else data + b"z")
    with pytest.raises(FrameError):
        unpack(data[: PREFIX_SIZE - 1])


def test_a_length_bomb_is_refused_before_a_byte_is_allocated() -> None:
    with pytest.raises(FrameError, match="header"):
        read_prefix(b"A" + (0).to_bytes(4, "big") + (HEADER_LIMIT + 1).to_bytes(4, "big") + bytes(8))
    with pytest.raises(FrameError, match="body"):
        read_prefix(b"A" + bytes(8) + (1 << 60).to_bytes(8, "big"))
