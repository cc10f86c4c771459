"""Read and write whole frames on plain descriptors, blocking; for the ends that have nothing else to do.

Why: child, grader and zygote each serve one channel. Wrong in the supervisor, which has deadlines: see `channel`.
"""

from __future__ import annotations

import os

from theloop.engines.judge.frames import BODY_LIMIT, PREFIX_SIZE, Frame, pack, read_prefix

_CHUNK = 1 << 20


def read_exact(descriptor: int, size: int) -> bytes:
    """Return exactly `size` bytes. Raises `EOFError` when the other end closed before."""
    out = bytearray()
    while len(out) < size:
        part = os.read(descriptor, min(size - len(out), _CHUNK))
        if not part:
            raise EOFError("the channel was closed")
        out += part
    return bytes(out)


def read_frame(descriptor: int, *, body_limit: int = BODY_LIMIT) -> Frame:
    """Return the next frame. Raises `EOFError` at the end of the channel, `FrameError` on bad bytes."""
    prefix = read_prefix(read_exact(descriptor, PREFIX_SIZE), body_limit=body_limit)
    header = read_exact(descriptor, prefix.header_size)
    return Frame(prefix.kind, prefix.index, header, read_exact(descriptor, prefix.body_size))


def write_frame(descriptor: int, frame: Frame) -> None:
    """Write one frame completely."""
    view = memoryview(pack(frame))
    while view:
        view = view[os.write(descriptor, view[:_CHUNK]) :]
