"""Real parts for every test: a world on a fresh SQLite file, a clock that stands still, seeded dice."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
import pytest_asyncio

from theloop.base.clock import FixedClock
from theloop.ports.world import World
from theloop.settings import Settings
from theloop.wiring import open_world

START = datetime(2026, 11, 24, 20, 0, tzinfo=UTC)
GOAL = {
    "role": "ml-engineer",
    "level": "L6",
    "hours_per_week": 12,
    "loops": [{"company": "meta", "date": (START + timedelta(days=28)).date().isoformat()}],
}


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(START)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data", allowed_hosts=("127.0.0.1", "localhost", "testserver"))


def open_still(settings: Settings, clock: FixedClock, *, role: str = "command") -> AbstractAsyncContextManager[World]:
    """Open the world that settings ask for, with the given clock and seeded dice in it."""
    return open_world(settings, role=role, clock=clock, rng=np.random.default_rng(7))  # type: ignore[arg-type]


@pytest_asyncio.fixture
async def world(settings: Settings, clock: FixedClock) -> AsyncIterator[World]:
    async with open_still(settings, clock) as opened:
        yield opened
