"""A person takes the board home as a YAML blueprint that `theloop design run` reads."""

from __future__ import annotations

from theloop.actions.attempt_log import read_state
from theloop.base.errors import ConflictError
from theloop.engines.systems.blueprint import Blueprint
from theloop.library.designs import blueprint_yaml
from theloop.ports.world import World


async def export_board(world: World, attempt: str) -> str:
    """Return the attempt's board as YAML. Raises `NotFoundError`, or `ConflictError` when nothing was drawn."""
    state = await read_state(world, attempt)
    if state.board is None:
        raise ConflictError("nothing was drawn in this attempt")
    return blueprint_yaml(Blueprint.model_validate(state.board.body))
