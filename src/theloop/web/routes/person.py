"""Routes about the person: goal, plan, today, readiness, and what the product is."""

from __future__ import annotations

from fastapi import APIRouter

from theloop.actions.edit_plan import PlanEdit, edit_plan
from theloop.actions.goal import Draft, Goal, GoalSaved, get_goal, set_goal
from theloop.actions.preview_goal import Preview, preview_goal
from theloop.actions.see_meta import Meta, see_meta
from theloop.actions.see_plan import PlanView, see_plan
from theloop.actions.see_readiness import ReadinessView, see_readiness
from theloop.actions.see_today import TodayPage, see_today
from theloop.actions.see_tracks import TracksView, see_tracks
from theloop.web.depends import TheWorld

router = APIRouter(tags=["person"])


@router.get("/meta")
async def meta(world: TheWorld) -> Meta:
    """Return the version, the product clock and the judge's rung."""
    return await see_meta(world)


@router.get("/tracks")
async def tracks(world: TheWorld) -> TracksView:
    """Return roles, companies, levels, rounds and stages."""
    return see_tracks(world)


@router.get("/goal")
async def goal(world: TheWorld) -> Goal | None:
    """Return the stored goal, or null."""
    return await get_goal(world)


@router.put("/goal")
async def put_goal(world: TheWorld, goal: Goal) -> GoalSaved:
    """Store the goal and rebuild the plan."""
    return await set_goal(world, goal)


@router.post("/preview")
async def preview(world: TheWorld, draft: Draft) -> Preview:
    """Return what a goal would mean, without storing it."""
    return await preview_goal(world, draft)


@router.get("/plan")
async def plan(world: TheWorld) -> PlanView | None:
    """Return the plan of the stored goal, or null when there is none."""
    return await see_plan(world)


@router.post("/plan/edits")
async def plan_edit(world: TheWorld, edit: PlanEdit) -> PlanView:
    """Mark an item done, move it, or change a day off."""
    return await edit_plan(world, edit)


@router.get("/today")
async def today(world: TheWorld) -> TodayPage | None:
    """Return today's page, or null without a goal."""
    return await see_today(world)


@router.get("/readiness")
async def readiness(world: TheWorld) -> ReadinessView:
    """Return the belief per competency and round."""
    return await see_readiness(world)
