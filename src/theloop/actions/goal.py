"""A person says who they are meeting and when; the plan follows.

Why: everything that is weighted is weighted by the goal. Wrong when a goal is kept that the plan cannot be made from.
"""

from __future__ import annotations

from datetime import date as Date
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from theloop.actions.attempt_view import View
from theloop.base.errors import NotFoundError, UsageError
from theloop.engines.plan.model import WEEKDAYS, Level, Role, Round, Weekday
from theloop.ports.world import World


def _day_off(value: Any) -> Any:
    """Take `sat` for `saturday`, as people and the command line write it."""
    if isinstance(value, str) and not value[:1].isdigit():
        found = [day for day in WEEKDAYS if day.startswith(value.strip().lower()[:3])]
        return found[0] if found and len(value.strip()) >= 3 else value
    return value


DayOff = Annotated[Weekday | Date, BeforeValidator(_day_off)]


class Loop(BaseModel):
    """One loop: the company's slug and the day."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    company: str = Field(max_length=80)
    date: Date


class Draft(BaseModel):
    """A goal that is being filled in: it may have no loop yet.

    `weight_edits` are shares of the decision set by hand; the other rounds keep their ratio in what is left.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    role: Role
    level: Level
    hours_per_week: float = Field(gt=0, le=80)
    days_off: tuple[DayOff, ...] = Field(default=(), max_length=400)
    loops: tuple[Loop, ...] = Field(default=(), max_length=12)
    weight_edits: dict[Round, Annotated[float, Field(ge=0, le=1)]] = {}


class Goal(Draft):
    """What Setup stores. Each day of the plan serves the nearest loop; the first one is shown where one is shown."""

    loops: tuple[Loop, ...] = Field(min_length=1, max_length=12)


class PlanChange(View):
    """What rebuilding changed: how many open items moved, went, came and stayed."""

    moved: int
    dropped: int
    added: int
    kept: int


class GoalSaved(View):
    """The stored goal and what it did to the plan."""

    goal: Goal
    plan_change: PlanChange


async def get_goal(world: World) -> Goal | None:
    """Return the stored goal, or None before Setup."""
    try:
        return Goal.model_validate(await world.store.get_goal(world.person))
    except NotFoundError:
        return None


async def set_goal(world: World, goal: Goal) -> GoalSaved:
    """Store the goal and make the plan again from today; what was done or missed stays.

    Raises:
        UnknownNameError: Role, level or company is not known; names the nearest.
        OutOfRangeError: No loop lies today or later, or one is more than two years ahead.
        ConflictError: Two loops share a date.
    """
    from theloop.actions.planning import rebuild

    change = await rebuild(world, goal)
    await world.store.put_goal(world.person, goal.model_dump(mode="json"), at=world.clock.now())
    return GoalSaved(goal=goal, plan_change=change)


def goal_from(**given: Any) -> Goal:
    """Return a goal from loose values (the command line); raises `UsageError` with one clear line."""
    try:
        return Goal.model_validate(given)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"] if isinstance(part, str | int))
        raise UsageError(f"{where} is {first['input']!r}: {first['msg']}") from None
