"""Identifiers: sortable by time, safe in a URL, made from a clock and dice that are arguments.

Why: a row's id is known before the row is written, so a retry can be recognised. Wrong when an id must be secret.
"""

from __future__ import annotations

import re

from numpy.random import Generator

from theloop.base.clock import Clock

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
ID_PATTERN = re.compile(r"^[a-z]{2,4}_[0-9a-hjkmnp-tv-z]{26}$")
SLUG_PATTERN = re.compile(r"^[a-z0-9]+(?:-[a-z0-9]+)*$")


def new_id(prefix: str, *, clock: Clock, rng: Generator) -> str:
    """Return `prefix_` and 26 characters of Crockford base 32: 48 bits of milliseconds, then 80 random bits.

    Examples:
        >>> from datetime import UTC, datetime
        >>> import numpy as np
        >>> from theloop.base.clock import FixedClock
        >>> new_id("at", clock=FixedClock(datetime(2026, 11, 24, tzinfo=UTC)), rng=np.random.default_rng(1))[:13]
        'at_01m85dmb00'
    """
    millis = int(clock.now().timestamp() * 1000)
    number = (millis << 80) | int.from_bytes(rng.bytes(10), "big")
    digits = []
    for _ in range(26):
        number, digit = divmod(number, 32)
        digits.append(_ALPHABET[digit])
    return f"{prefix}_{''.join(reversed(digits))}"
