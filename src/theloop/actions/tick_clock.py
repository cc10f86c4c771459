"""The clock speaks: a phase's time is up, the last two minutes begin, the time is over.

Any page may call this as often as it likes; what the log already says is not said again.
"""

from __future__ import annotations

from collections.abc import Sequence

from theloop.actions.append_events import Appended
from theloop.actions.attempt_log import Reading, append_decided, read_state
from theloop.actions.interviewer import replies
from theloop.engines.attempt.events import NewEvent
from theloop.ports.world import World


async def tick_clock(world: World, attempt: str) -> Appended:
    """Append what the interviewer has to say at this moment, if anything. Raises as `append_events`."""

    def decide(reading: Reading) -> Sequence[NewEvent]:
        if reading.state.status != "running":
            return []
        return replies(world, reading.state, after=())

    stored = await append_decided(world, attempt, decide)
    last = stored[-1].seq if stored else (await read_state(world, attempt)).last_seq
    return Appended(events=tuple(stored), last_seq=last)
