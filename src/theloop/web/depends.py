"""What every route needs: the world that was opened with the application."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Path
from starlette.requests import HTTPConnection

from theloop.ports.world import World


def _world(connection: HTTPConnection) -> World:
    world: World = connection.app.state.world
    return world


TheWorld = Annotated[World, Depends(_world)]
AttemptId = Annotated[str, Path(pattern=r"^[A-Za-z0-9_]{1,64}$")]
Slug = Annotated[str, Path(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$", max_length=80)]
