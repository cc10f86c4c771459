"""The wire between the judge and a program it does not trust: length-prefixed frames, values without pickle.

Why: whatever arrives is decoded by rules with limits, never by trust. Wrong when decoding can build a type that is not
listed here, allocate more than the frame's own size class, or depend on anything but the bytes.
"""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass
from typing import Any

import numpy as np

HEADER_LIMIT = 4 * 1024 * 1024
BODY_LIMIT = 64 * 1024 * 1024
_NODE_LIMIT = 100_000
_DEPTH_LIMIT = 32
_DIGIT_LIMIT = 1_000
_RANK_LIMIT = 16
_ELEMENT_LIMIT = 2**40
DTYPES = frozenset(
    {"|b1", "|i1", "|u1", "<i2", "<u2", "<i4", "<u4", "<i8", "<u8", "<f2", "<f4", "<f8", "<c8", "<c16"},
)
_PREFIX = struct.Struct(">cIIQ")
PREFIX_SIZE = _PREFIX.size


class FrameError(ValueError):
    """Bytes that are no frame, or a value that may not travel."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One message: a one-byte kind, the index of the case it belongs to, a JSON header and raw buffers."""

    kind: bytes
    index: int
    header: bytes
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Prefix:
    """The fixed first bytes of a frame: what follows, and how much of it."""

    kind: bytes
    index: int
    header_size: int
    body_size: int

    @property
    def rest(self) -> int:
        """Bytes that follow the prefix."""
        return self.header_size + self.body_size


def pack(frame: Frame) -> bytes:
    """Return the frame's bytes.

    Examples:
        >>> unpack(pack(Frame(b"A", 3, b"[]"))).index
        3
    """
    prefix = _PREFIX.pack(frame.kind, frame.index, len(frame.header), len(frame.body))
    return b"".join((prefix, frame.header, frame.body))


def read_prefix(data: bytes, *, body_limit: int = BODY_LIMIT) -> Prefix:
    """Return what the first `PREFIX_SIZE` bytes announce.

    Raises:
        FrameError: The announced header exceeds 4 MiB or the body exceeds `body_limit` bytes.
    """
    kind, index, header_size, body_size = _PREFIX.unpack(data[:PREFIX_SIZE])
    if header_size > HEADER_LIMIT:
        raise FrameError(f"a header of {header_size:,} bytes was announced; the limit is {HEADER_LIMIT:,}")
    if body_size > body_limit:
        raise FrameError(f"a body of {body_size:,} bytes was announced; the limit is {body_limit:,}")
    return Prefix(kind, index, header_size, body_size)


def unpack(data: bytes, *, body_limit: int = BODY_LIMIT) -> Frame:
    """Return exactly one frame. Raises `FrameError` when a byte is missing or left over."""
    if len(data) < PREFIX_SIZE:
        raise FrameError("shorter than a frame's prefix")
    prefix = read_prefix(data, body_limit=body_limit)
    if len(data) != PREFIX_SIZE + prefix.rest:
        raise FrameError(f"{len(data)} bytes came, {PREFIX_SIZE + prefix.rest} were announced")
    middle = PREFIX_SIZE + prefix.header_size
    return Frame(prefix.kind, prefix.index, bytes(data[PREFIX_SIZE:middle]), bytes(data[middle:]))


def encode_value(value: object) -> tuple[bytes, bytes]:
    """Return the header and body that carry `value`.

    Carried: None, bool, int up to 1,000 digits, float, complex, str, list, tuple, dict, numpy arrays and scalars of
    the dtypes in `DTYPES`. Types are exact: a subclass is refused, so nobody's `__eq__` travels.

    Raises:
        FrameError: The value, or a part of it, may not travel; the message names its type.
    """
    buffers: list[bytes] = []
    tree = _tree_of(value, buffers, depth=0)
    header = json.dumps(tree, separators=(",", ":"), ensure_ascii=True).encode()
    if len(header) > HEADER_LIMIT:
        raise FrameError(f"the value has too many parts: its description takes {len(header):,} bytes")
    return header, b"".join(buffers)


def _tree_of(value: object, buffers: list[bytes], *, depth: int) -> list[Any]:
    if depth > _DEPTH_LIMIT:
        raise FrameError(f"nested deeper than {_DEPTH_LIMIT}")
    exact = type(value)
    if value is None:
        return ["n"]
    if exact is bool:
        return ["b", value]
    if exact is int:
        return ["i", _digits(value)]  # type: ignore[arg-type]
    if exact is float:
        return ["f", float.hex(value)]  # type: ignore[arg-type]
    if exact is complex:
        return ["c", float.hex(value.real), float.hex(value.imag)]  # type: ignore[attr-defined]
    if exact is str:
        return ["s", value]
    if exact is list or exact is tuple:
        return ["l" if exact is list else "t", [_tree_of(v, buffers, depth=depth + 1) for v in value]]  # type: ignore[attr-defined]
    if exact is dict:
        pairs = [
            [_tree_of(k, buffers, depth=depth + 1), _tree_of(v, buffers, depth=depth + 1)]
            for k, v in value.items()  # type: ignore[attr-defined]
        ]
        return ["d", pairs]
    if exact is np.ndarray:
        return _array_tree(value, buffers)  # type: ignore[arg-type]
    if isinstance(value, np.generic) and value.dtype.str in DTYPES and exact is np.dtype(value.dtype).type:
        buffers.append(value.tobytes())
        return ["g", value.dtype.str]
    raise FrameError(f"a value of type {exact.__module__}.{exact.__qualname__} cannot be judged")


def _array_tree(array: np.ndarray[Any, Any], buffers: list[bytes]) -> list[Any]:
    plain = array.astype(array.dtype.newbyteorder("<"), copy=False) if array.dtype.isnative is False else array
    if plain.dtype.str not in DTYPES:
        raise FrameError(f"an array of dtype {array.dtype} cannot be judged")
    if plain.ndim > _RANK_LIMIT:
        raise FrameError(f"an array of rank {plain.ndim} cannot be judged")
    buffers.append(plain.tobytes())
    return ["a", plain.dtype.str, list(plain.shape)]


def _digits(value: int) -> str:
    if value.bit_length() > _DIGIT_LIMIT * 3:
        raise FrameError(f"an integer of {value.bit_length():,} bits cannot be judged")
    return str(value)


def decode_value(header: bytes, body: bytes) -> Any:
    """Return the value that `encode_value` described. Every byte of `body` must be used.

    Raises:
        FrameError: Anything at all is unlike what `encode_value` writes.

    Examples:
        >>> decode_value(*encode_value({"loss": [0.5, None]}))
        {'loss': [0.5, None]}
    """
    if len(header) > HEADER_LIMIT:
        raise FrameError("header too large")
    try:
        tree = json.loads(header)
    except (ValueError, RecursionError):
        raise FrameError("the header is not JSON") from None
    reader = _Reader(body)
    value = reader.build(tree, depth=0)
    if reader.offset != len(body):
        raise FrameError(f"{len(body) - reader.offset} bytes are left over")
    return value


class _Reader:
    """Walks a tree once, taking buffers in order and counting parts."""

    def __init__(self, body: bytes) -> None:
        self._body = body
        self.offset = 0
        self._nodes = 0

    def build(self, tree: Any, *, depth: int) -> Any:
        self._nodes += 1
        if self._nodes > _NODE_LIMIT:
            raise FrameError(f"more than {_NODE_LIMIT:,} parts")
        if depth > _DEPTH_LIMIT or type(tree) is not list or not tree or type(tree[0]) is not str:
            raise FrameError("a part is malformed")
        tag, rest = tree[0], tree[1:]
        if tag == "n" and not rest:
            return None
        if tag == "b" and len(rest) == 1 and type(rest[0]) is bool:
            return rest[0]
        if tag in ("i", "f", "c", "s", "g") and all(type(part) is str for part in rest):
            return self._scalar(tag, rest)
        if tag in ("l", "t") and len(rest) == 1 and type(rest[0]) is list:
            parts = [self.build(part, depth=depth + 1) for part in rest[0]]
            return parts if tag == "l" else tuple(parts)
        if tag == "d" and len(rest) == 1 and type(rest[0]) is list:
            return self._dict(rest[0], depth=depth)
        if tag == "a" and len(rest) == 2:
            return self._array(rest[0], rest[1])
        raise FrameError(f"unknown part {tag[:10]!r}")

    def _scalar(self, tag: str, rest: list[str]) -> Any:
        if len(rest) != (2 if tag == "c" else 1):
            raise FrameError("a scalar is malformed")
        if tag == "s":
            return rest[0]
        if tag == "g":
            dtype = _dtype(rest[0])
            return np.frombuffer(self._take(dtype.itemsize), dtype=dtype)[0]
        if any(len(part) > _DIGIT_LIMIT for part in rest):
            raise FrameError("a number is too long")
        try:
            if tag == "i":
                return int(rest[0])
            numbers = [float.fromhex(part) for part in rest]
        except (ValueError, OverflowError):
            raise FrameError("a number is malformed") from None
        return complex(numbers[0], numbers[1]) if tag == "c" else numbers[0]

    def _dict(self, pairs: list[Any], *, depth: int) -> dict[Any, Any]:
        out: dict[Any, Any] = {}
        for pair in pairs:
            if type(pair) is not list or len(pair) != 2:
                raise FrameError("a dict's pair is malformed")
            key = self.build(pair[0], depth=depth + 1)
            # Only strings and small integers: keys chosen to collide would make building the dict quadratic.
            if not (type(key) is str or (type(key) is int and abs(key) < 2**53)):
                raise FrameError("a dict's key must be a string or an integer below 2**53")
            if key in out:
                raise FrameError("a dict's key stands twice")
            out[key] = self.build(pair[1], depth=depth + 1)
        return out

    def _array(self, dtype_text: Any, shape: Any) -> np.ndarray[Any, Any]:
        dtype = _dtype(dtype_text)
        if type(shape) is not list or len(shape) > _RANK_LIMIT:
            raise FrameError("a shape is malformed")
        count = 1
        for side in shape:
            if type(side) is not int or side < 0 or side > _ELEMENT_LIMIT:
                raise FrameError("a shape is malformed")
            count *= side
        if count > _ELEMENT_LIMIT:
            raise FrameError("a shape is too large")
        flat = np.frombuffer(self._take(count * dtype.itemsize), dtype=dtype)
        return flat.reshape(shape).copy()

    def _take(self, size: int) -> bytes:
        end = self.offset + size
        if end > len(self._body):
            raise FrameError(f"{size:,} bytes are missing from the body")
        part = self._body[self.offset : end]
        self.offset = end
        return part


def _dtype(text: Any) -> np.dtype[Any]:
    if type(text) is not str or text not in DTYPES:
        raise FrameError("a dtype is not one that may travel")
    return np.dtype(text)
