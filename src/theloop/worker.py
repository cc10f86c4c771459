"""A process that only works: it takes jobs off the queue that a server filled.

Why: with many users grading runs beside the servers, not in them. Wrong when a job can run in no other process.
"""

from __future__ import annotations

import asyncio
import contextlib
import signal

from theloop.settings import Settings
from theloop.wiring import open_world


async def work(settings: Settings) -> None:
    """Open the world, take jobs until SIGTERM or SIGINT, then finish the step in hand and leave."""
    async with open_world(settings, role="worker"):
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            with contextlib.suppress(NotImplementedError):
                loop.add_signal_handler(number, stop.set)
        await stop.wait()
