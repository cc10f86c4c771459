"""A person reads the opened threat of a case: only after the sealed plan met the worlds."""

from __future__ import annotations

from theloop.actions.attempt_log import read_state
from theloop.base.errors import ConflictError
from theloop.library.cases import Threat
from theloop.ports.world import World


async def open_seal(world: World, attempt: str) -> Threat:
    """Return the threat of the attempt's case.

    Raises:
        NotFoundError: No such attempt of this person.
        ConflictError: The plan has not been sealed and run.
    """
    state = await read_state(world, attempt)
    if state.opened_at_ms is None:
        raise ConflictError("the threat is sealed until your plan is committed and run")
    return world.library.case(state.exercise).case.threat
