"""What a page needs to know of the server before anything else: version, product clock, whether there is a goal."""

from __future__ import annotations

from datetime import datetime

from theloop import __version__
from theloop.actions.attempt_view import View
from theloop.actions.goal import get_goal
from theloop.ports.world import World


class Meta(View):
    """`now` is the product clock, which runs `clock_speed` times as fast as the wall; `page` counts attempts so far."""

    version: str
    now: datetime
    clock_speed: float
    has_goal: bool
    data_dir: str
    page: int


async def see_meta(world: World) -> Meta:
    """Return the facts about this server. Nothing here starts a judge or loads an exercise."""
    attempts = await world.store.attempts(world.person)
    return Meta(
        version=__version__,
        now=world.clock.now(),
        clock_speed=world.clock_speed,
        has_goal=await get_goal(world) is not None,
        data_dir=str(world.data),
        page=attempts[0].page if attempts else 0,
    )
