"""Socket for writing the plan as a calendar file."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from theloop.engines.plan.today import CalendarEntry


class Calendar(Protocol):
    """Writes entries as a file that any calendar reads; no account, no network."""

    def written(self, entries: Iterable[CalendarEntry], *, made_at: datetime, person: str) -> bytes:
        """Return the file. `made_at` is aware; the same person's later file replaces the entries of an earlier one."""
        ...
