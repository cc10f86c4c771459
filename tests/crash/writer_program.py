"""A real process that appends events and says each acknowledgement; somebody kills it."""

import asyncio
import sys
from datetime import UTC, datetime

from theloop.adapters.sql.store import open_store
from theloop.engines.attempt.events import NewEvent, PhaseBudget, Said, Started

AT = datetime(2026, 11, 24, tzinfo=UTC)


async def write(url: str, name: str) -> None:
    store = await open_store(url)
    body = Started(exercise="x", round="ml-design", level="L5", minutes=45, phases=(PhaseBudget(id="a", minutes=5),))
    begin = NewEvent(client_id="start", at_ms=0, body=body)
    await store.create_attempt("ada", "at_1", events=[begin], at=AT)
    for number in range(100_000):
        events = [
            NewEvent(client_id=f"{name}-{number}-{part}", at_ms=number, body=Said(text=f"{name} {number} {part} " * 20))
            for part in range(1 + number % 3)
        ]
        stored = await store.append("ada", "at_1", events=events, at=AT)
        # One write per acknowledgement, after it: what the parent reads was promised.
        sys.stdout.write("".join(f"{event.seq} {event.client_id}\n" for event in stored))
        sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(write(sys.argv[1], sys.argv[2]))
