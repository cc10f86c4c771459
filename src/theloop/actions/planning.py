"""The plan as it stands: a stored base, and the edits made since, folded to today.

Why: an edit can be undone by leaving it out, and a rebuild is a new base, so nothing is overwritten. Wrong when a page
computes a plan by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from theloop.actions.goal import Goal, PlanChange, get_goal
from theloop.actions.learned import needs_of
from theloop.base.errors import LoopError, NotFoundError
from theloop.engines.plan import model
from theloop.engines.plan.catalogue import Exercise, PlanPhase
from theloop.engines.plan.replan import changes, replan
from theloop.engines.plan.schedule import continued, make_plan
from theloop.library.catalogue import header_of
from theloop.ports.store import EditRow
from theloop.ports.world import World


class Undo(BaseModel):
    """Take back an earlier edit by its number."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["undo"] = "undo"
    nr: int = Field(ge=1)


StoredEdit = Annotated[
    model.Done | model.Missed | model.Moved | model.DayOff | model.Dropped | Undo, Field(discriminator="kind")
]
_EDIT: TypeAdapter[StoredEdit] = TypeAdapter(StoredEdit)


class Base(BaseModel):
    """A plan as it was made, and the number of the last edit that went into it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    plan: model.Plan
    after_nr: int = Field(ge=0)


def today_of(world: World) -> date:
    """Return the candidate's calendar date: the machine's own time zone."""
    return local_now(world).date()


def local_now(world: World) -> datetime:
    """Return the present instant in the machine's own time zone."""
    return world.clock.now().astimezone()


async def make_for(world: World, goal: Goal, *, former: model.Plan | None, today: date) -> model.Plan:
    """Return a fresh plan for a goal from `today`, carrying on from a former plan where there is one."""
    tracks = world.library.tracks
    aimed = tracks.goal(
        role=goal.role,
        level=goal.level,
        hours_per_week=goal.hours_per_week,
        days_off=goal.days_off,
        loops=[(loop.company, loop.date, dict(goal.weight_edits)) for loop in goal.loops],
    )
    inputs = model.PlanInputs(
        today=today,
        began=today,
        goal=aimed,
        stages=tracks.stages,
        activities=tracks.activities(aimed, plan_exercises(world)),
        needs=await needs_of(world),
    )
    return make_plan(continued(inputs, former) if former else inputs)


def plan_exercises(world: World) -> list[Exercise]:
    """Return the library's exercises as the plan sees them: minutes, phases, and what their rubrics judge."""
    found = []
    for exercise in world.library.exercises():
        header, items = header_of(exercise), exercise.rubric.items
        phases = tuple(
            PlanPhase(
                id=phase.id,
                title=phase.title,
                minutes=phase.minutes,
                competencies=tuple(dict.fromkeys(item.competency for item in items if item.phase == phase.id)),
            )
            for phase in header.phases
        )
        found.append(
            Exercise(
                slug=header.slug,
                kind=header.kind,
                round=header.round,
                title=header.title,
                minutes=header.minutes,
                competencies=tuple(dict.fromkeys(item.competency for item in items)),
                phases=phases,
            )
        )
    return found


async def current_plan(world: World) -> model.Plan | None:
    """Return the plan brought to today, with every edit that was not taken back; None without a goal."""
    base = await _base(world)
    if base is None:
        goal = await get_goal(world)
        if goal is None or max(loop.date for loop in goal.loops) < today_of(world):
            return None
        await rebuild(world, goal)
        base = await _base(world)
        assert base is not None
    edits = await world.store.plan_edits(world.person)
    return folded(base, edits, today=today_of(world))


async def rebuild(world: World, goal: Goal) -> PlanChange:
    """Make the plan again for a goal and store it as the new base; return what changed for open items."""
    today = today_of(world)
    base = await _base(world)
    edits = await world.store.plan_edits(world.person)
    former = folded(base, edits, today=today) if base else None
    plan = await make_for(world, goal, former=former, today=today)
    stored = Base(plan=plan, after_nr=edits[-1].nr if edits else 0)
    await world.store.put_plan(world.person, stored.model_dump(mode="json"), at=world.clock.now())
    return change_between(former, plan, today=today)


def change_between(former: model.Plan | None, plan: model.Plan, *, today: date) -> PlanChange:
    """Return how many open items differ between two plans; everything is added where there was none."""
    opened = sum(item.status == "planned" for day in plan.days if day.date >= today for item in day.items)
    if former is None:
        return PlanChange(moved=0, dropped=0, added=opened, kept=0)
    change = changes(former, plan, today=today)
    moved, added = len(change.moved), len(change.added)
    return PlanChange(moved=moved, dropped=len(change.dropped), added=added, kept=opened - moved - added)


def folded(base: Base, edits: Sequence[EditRow], *, today: date) -> model.Plan:
    """Return the base with the edits after it, each made on its own day; one that no longer applies is passed over."""
    parsed = [(row, _EDIT.validate_python(row.edit)) for row in edits]
    undone = {edit.nr for _, edit in parsed if isinstance(edit, Undo)}
    plan = base.plan
    for row, edit in parsed:
        if row.nr <= base.after_nr or row.nr in undone or isinstance(edit, Undo):
            continue
        day = min(max(row.at.astimezone().date(), plan.today), max(today, plan.today))
        try:
            plan = replan(plan, [edit], today=day)
        except LoopError:
            # It was possible when it was made; what it names went away by an edit that was taken back since.
            continue
    return replan(plan, [], today=max(today, plan.today))


async def _base(world: World) -> Base | None:
    try:
        found = await world.store.get_plan(world.person)
        return Base.model_validate(found.body)
    except (NotFoundError, ValidationError):
        # A snapshot of an older shape is made again from the goal; the edits and the goal are kept.
        return None
