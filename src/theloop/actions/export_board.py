"""A person takes the board home as a YAML blueprint that `theloop design run` reads."""

from __future__ import annotations

from theloop.actions.attempt_log import read_state
from theloop.actions.execute import board_of
from theloop.library.designs import blueprint_yaml
from theloop.ports.world import World


async def export_board(world: World, attempt: str) -> str:
    """Return the attempt's board as YAML. Raises `NotFoundError`, or `ConflictError` when nothing was drawn."""
    return blueprint_yaml(board_of(await read_state(world, attempt)))
