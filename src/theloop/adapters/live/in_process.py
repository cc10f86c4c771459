"""The doorbell inside one process; pages served by another process notice by looking at the log once a second.

Wrong when many servers must hear each other at once: then PostgreSQL's NOTIFY takes this place.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager


class _Ear:
    def __init__(self, others: set[_Ear]) -> None:
        self.rang = asyncio.Event()
        self._others = others

    @property
    def tabs(self) -> int:
        return len(self._others)

    async def wait(self, *, seconds: float) -> bool:
        try:
            # Not wait_for: before Python 3.12 it can swallow a cancellation that arrives with the ring.
            async with asyncio.timeout(seconds):
                await self.rang.wait()
        except TimeoutError:
            return False
        self.rang.clear()
        return True


class InProcessLive:
    """Rings listeners of the same event loop."""

    def __init__(self) -> None:
        self._ears: dict[str, set[_Ear]] = defaultdict(set)

    def ring(self, attempt: str) -> None:
        """Wake every listener of the attempt."""
        for ear in self._ears.get(attempt, ()):
            ear.rang.set()

    @contextmanager
    def listen(self, attempt: str) -> Iterator[_Ear]:
        """Register a listener; the others are rung so that they learn the number of tabs."""
        ears = self._ears[attempt]
        ear = _Ear(ears)
        ears.add(ear)
        self.ring(attempt)
        try:
            yield ear
        finally:
            ears.discard(ear)
            self.ring(attempt)
            if not ears:
                self._ears.pop(attempt, None)
