"""Routes about exercises: the list, and the material a room may show."""

from __future__ import annotations

from fastapi import APIRouter

from theloop.actions.list_exercises import ExerciseLine, list_exercises
from theloop.actions.open_room import CaseMaterial, DesignMaterial, ProblemMaterial, open_room
from theloop.web.depends import Slug, TheWorld

router = APIRouter(prefix="/exercises", tags=["exercises"])


@router.get("")
async def exercises(world: TheWorld) -> list[ExerciseLine]:
    """Return every exercise with the person's attempts at it."""
    return await list_exercises(world)


@router.get("/{slug}")
async def exercise(world: TheWorld, slug: Slug) -> DesignMaterial | ProblemMaterial | CaseMaterial:
    """Return what the room of this exercise shows."""
    return open_room(world, slug)
