"""A person decides one bar of one item beside its quote, and the report is made again at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from theloop.actions.attempt_log import Reading, append_decided
from theloop.actions.grade_attempt import grade_attempt
from theloop.actions.see_reports import ReportPage, page_of
from theloop.base.errors import ConflictError, UnknownNameError
from theloop.engines.attempt.events import NewEvent, Ticked
from theloop.ports.world import World


async def tick_item(
    world: World,
    attempt: str,
    *,
    item: str,
    bar: Literal["execution", "strategy"],
    verdict: Literal["reached", "not_reached", "withdrawn"],
    client_id: str,
) -> ReportPage:
    """Append the tick, grade again, and return the new report. Ticking the same twice is ticking once.

    Raises:
        NotFoundError: No such attempt of this person.
        ConflictError: The attempt is not finished.
        UnknownNameError: The rubric has no such item.
    """

    def decide(reading: Reading) -> Sequence[NewEvent]:
        state = reading.state
        if state.status != "finished":
            raise ConflictError("ticks belong to the report; finish the attempt first")
        known = [one.id for one in world.library.exercise(state.exercise).rubric.items]
        if item not in known:
            raise UnknownNameError("rubric item", item, known)
        if client_id in reading.ids:
            return []
        body = Ticked(item=item, bar=bar, verdict=verdict)
        return [NewEvent(client_id=client_id, at_ms=state.last_at_ms, body=body)]

    await append_decided(world, attempt, decide)
    report = await grade_attempt(world, attempt)
    return await page_of(world, attempt, report)
