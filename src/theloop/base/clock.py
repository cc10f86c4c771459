"""Time as an argument.

Why: every duration in the product is a fact that can be computed again; wrong when code reads the wall itself.
Real clocks live in wiring; engines and actions only ever see this protocol.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells the present instant, aware and in UTC."""

    def now(self) -> datetime:
        """Return the present instant in UTC."""
        ...


class FixedClock:
    """A clock that stands still until it is moved; for tests and replays."""

    def __init__(self, at: datetime) -> None:
        if at.tzinfo is None:
            raise ValueError("at must be aware")
        self._at = at.astimezone(UTC)

    def now(self) -> datetime:
        """Return the instant the clock was set to."""
        return self._at

    def advance(self, *, seconds: float) -> None:
        """Move the clock forward."""
        self._at += timedelta(seconds=seconds)
