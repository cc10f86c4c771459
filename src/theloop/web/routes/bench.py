"""Routes that answer while somebody types: napkin, board and plan checks. They store nothing."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field, JsonValue

from theloop.actions.check_board import BoardCheck, check_board
from theloop.actions.check_case_plan import PlanCheck, check_case_plan
from theloop.actions.check_napkin import NapkinCheck, check_napkin
from theloop.engines.attempt.events import NapkinLine
from theloop.web.depends import Slug, TheWorld

router = APIRouter(tags=["bench"])


class _In(BaseModel):
    model_config = ConfigDict(extra="forbid")


class NapkinIn(_In):
    """Napkin lines in order."""

    lines: Annotated[list[NapkinLine], Field(max_length=60)]


class BoardIn(_In):
    """A board as the room holds it."""

    board: dict[str, JsonValue]


class PlanIn(_In):
    """A plan as the form holds it."""

    plan: dict[str, JsonValue]


@router.post("/napkin")
def napkin(body: NapkinIn) -> NapkinCheck:
    """Evaluate napkin lines with their units."""
    return check_napkin(body.lines)


@router.post("/designs/{slug}/board")
def board(world: TheWorld, slug: Slug, body: BoardIn) -> BoardCheck:
    """Check a board: findings, assumptions, guessed types."""
    return check_board(world, slug, body.board)


@router.post("/cases/{slug}/check")
def plan(world: TheWorld, slug: Slug, body: PlanIn) -> PlanCheck:
    """Check an experiment plan while it is being typed."""
    return check_case_plan(world, slug, body.plan)
