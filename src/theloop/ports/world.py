"""Everything actions may touch, in one frozen record: what is not here cannot be touched.

Why: an action's signature says "the world" once, and tests build a world of real parts. Wrong when a field is optional.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from theloop.base.clock import Clock
from theloop.base.ids import new_id
from theloop.library.catalogue import Library
from theloop.ports.calendar import Calendar
from theloop.ports.jobs import Jobs
from theloop.ports.live import Live
from theloop.ports.sandbox import Sandbox
from theloop.ports.store import Store

LOCAL = "local"  # the one person of local mode; every store call names a person, so that many can come later


@dataclass(frozen=True, slots=True)
class World:
    """The ports of one process, its clock and dice, the library, and the person it acts for."""

    store: Store
    jobs: Jobs
    sandbox: Sandbox
    live: Live
    calendar: Calendar
    library: Library
    clock: Clock
    rng: np.random.Generator
    clock_speed: float
    data: Path
    person: str = LOCAL

    def new_id(self, prefix: str) -> str:
        """Return a fresh identifier with this prefix."""
        return new_id(prefix, clock=self.clock, rng=self.rng)
