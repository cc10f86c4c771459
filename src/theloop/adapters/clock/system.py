"""The wall clock, and the wall clock run at another speed from another instant (tests, demos).

Wrong when two processes of one product are given different anchors: they would disagree on the time.
"""

from __future__ import annotations

from datetime import UTC, datetime

from theloop.base.errors import UsageError


class SystemClock:
    """The machine's own clock, in UTC."""

    def now(self) -> datetime:
        """Return the present instant."""
        return datetime.now(UTC)


class ScaledClock:
    """A clock that stood at `start` when the wall showed `anchor` and has run `speed` times as fast since."""

    def __init__(self, *, start: datetime, anchor: datetime, speed: float) -> None:
        self._start, self._anchor, self._speed = start, anchor, speed

    def now(self) -> datetime:
        """Return the scaled instant."""
        return self._start + (datetime.now(UTC) - self._anchor) * self._speed


def clock_from(*, start: str, speed: float) -> SystemClock | ScaledClock:
    """Return the clock that settings ask for.

    Args:
        start: Empty for the wall clock; an ISO instant; or `PRODUCT@WALL`, two ISO instants, when several processes
            (or one that is restarted) must agree.
        speed: Product seconds per wall second.

    Raises:
        UsageError: `start` is not an instant.
    """
    if not start and speed == 1.0:
        return SystemClock()
    now = datetime.now(UTC)
    product, _, wall = start.partition("@")
    try:
        begin = _instant(product) if product else now
        anchor = _instant(wall) if wall else now
    except ValueError:
        raise UsageError(f"THELOOP_CLOCK_START is {start!r}; allowed: an ISO instant, or two joined by @") from None
    return ScaledClock(start=begin, anchor=anchor, speed=speed)


def _instant(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
