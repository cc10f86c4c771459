"""A person looks at the plan: days with dated items and reasons, and what was left out."""

from __future__ import annotations

from datetime import date as Date
from typing import Literal

from theloop.actions.attempt_view import View
from theloop.actions.planning import current_plan, today_of
from theloop.engines.plan import model
from theloop.ports.world import World


class PlanItem(View):
    """One thing on one day; `ref` is the exercise's slug where a room can be opened."""

    id: str
    kind: model.Kind
    ref: str
    exercise: str
    round: str
    title: str
    how: str
    minutes: int
    why: str
    status: Literal["planned", "done", "missed", "moved"]
    fixed: bool
    moved_from: Date | None
    moved_to: Date | None


class PlanDay(View):
    """One date."""

    date: Date
    stage: model.Stage
    company: str
    minutes: int
    capacity: int
    off: bool
    loop: bool
    items: tuple[PlanItem, ...]


class LeftOutLine(View):
    """Something the plan does not hold; `item` can be moved onto a day where `decide` is set."""

    title: str
    minutes: int
    why: str
    decide: bool
    item: str


class StageLine(View):
    """A stage as it fell: its dates, or why it was cut."""

    stage: model.Stage
    title: str
    company: str
    first: Date | None
    last: Date | None
    says: str


class NextLoop(View):
    """The nearest loop from today on."""

    company: str
    title: str
    date: Date
    days: int


class PlanView(View):
    """The plan as cli.md and the Clock page show it."""

    today: Date
    weights: dict[model.Round, float]
    weights_say: dict[model.Round, tuple[str, ...]]
    loop: NextLoop
    loops: tuple[NextLoop, ...]
    stages: tuple[StageLine, ...]
    days: tuple[PlanDay, ...]
    left_out: tuple[LeftOutLine, ...]
    stage_minutes: dict[model.Stage, int]
    total_minutes: int


async def see_plan(world: World) -> PlanView | None:
    """Return the plan as it stands today, or None before Setup."""
    plan = await current_plan(world)
    return None if plan is None else view_of(plan, today=today_of(world))


def view_of(plan: model.Plan, *, today: Date) -> PlanView:
    """Return a plan of the engine as doors show it."""
    ahead = [loop for loop in sorted(plan.goal.loops, key=lambda one: one.date) if loop.date >= today]
    nearest = ahead or sorted(plan.goal.loops, key=lambda one: one.date)[-1:]
    loops = tuple(
        NextLoop(company=loop.company, title=loop.name or loop.company, date=loop.date, days=(loop.date - today).days)
        for loop in nearest
    )
    minutes: dict[model.Stage, int] = {}
    for day in plan.days:
        minutes[day.stage] = minutes.get(day.stage, 0) + day.minutes
    return PlanView(
        today=today,
        weights=plan.weights,
        weights_say=plan.says,
        loop=loops[0],
        loops=loops,
        stages=tuple(
            StageLine(
                stage=span.stage,
                title=span.title,
                company=span.company,
                first=span.first,
                last=span.last,
                says=span.says,
            )
            for span in plan.stages
        ),
        days=tuple(_day(day) for day in plan.days),
        left_out=tuple(
            LeftOutLine(
                title=entry.title,
                minutes=entry.minutes,
                why=entry.reason,
                decide=entry.decide,
                item=entry.item.id if entry.item else "",
            )
            for entry in plan.left_out
        ),
        stage_minutes=minutes,
        total_minutes=sum(day.minutes for day in plan.days),
    )


def _day(day: model.Day) -> PlanDay:
    return PlanDay(
        date=day.date,
        stage=day.stage,
        company=day.company,
        minutes=day.minutes,
        capacity=day.capacity,
        off=day.off,
        loop=day.loop,
        items=tuple(_item(item) for item in day.items),
    )


def _item(item: model.Item) -> PlanItem:
    gone = item.status == "missed" and item.moved_to is not None
    return PlanItem(
        id=item.id,
        kind=item.kind,
        ref=item.ref,
        exercise=item.exercise,
        round=item.round,
        title=item.title,
        how=item.how,
        minutes=item.minutes,
        why=item.why,
        status="moved" if gone else item.status,
        fixed=item.fixed,
        moved_from=item.moved_from,
        moved_to=item.moved_to,
    )
