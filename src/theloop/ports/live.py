"""Socket for the doorbell: tells open pages that an attempt's log has grown.

The doorbell carries no content; whoever hears it reads the log. A missed ring is harmless because listeners also look
at the log from time to time. Wrong when somebody relies on a ring for correctness.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Protocol


class Listener(Protocol):
    """One open page's ear on one attempt."""

    async def wait(self, *, seconds: float) -> bool:
        """Return True when the bell rang since the last call, False after `seconds` of silence."""
        ...

    @property
    def tabs(self) -> int:
        """How many listeners this process has on the attempt."""
        ...


class Live(Protocol):
    """Rings and listens, keyed by attempt."""

    def ring(self, attempt: str) -> None:
        """Wake every listener of the attempt. Never blocks, never raises."""
        ...

    def listen(self, attempt: str) -> AbstractContextManager[Listener]:
        """Register a listener for as long as the context lasts."""
        ...
