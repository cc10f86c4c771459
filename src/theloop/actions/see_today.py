"""A person opens Today: how far the loop is, what to do tonight, and what waits."""

from __future__ import annotations

from datetime import date as Date
from datetime import timedelta

from theloop.actions.attempt_view import View
from theloop.actions.goal import get_goal
from theloop.actions.planning import current_plan, local_now
from theloop.engines.plan import model
from theloop.engines.plan.today import Box, Resumable, TodayView, today_view
from theloop.library.catalogue import header_of
from theloop.ports.store import AttemptRow
from theloop.ports.world import World

_RULER_DAYS = 29  # four weeks and the day of the loop, as wide as the page


class RulerDay(View):
    """One day on the ruler, in minutes."""

    date: Date
    stage: model.Stage
    planned: int
    done: int
    missed: bool
    today: bool
    loop: bool
    off: bool


class BoxAction(View):
    """What the box's button does."""

    verb: str
    href: str


class PhaseBit(View):
    """One phase of a paused mock: its share of the clock, and how much of it is done."""

    share: float
    done: float


class TodayBox(View):
    """One box of tonight, with its start on the wall clock."""

    start: str
    kind: str
    item: str
    title: str
    text: str
    minutes: int
    action: BoxAction | None
    phases: tuple[PhaseBit, ...] = ()


class LoopAhead(View):
    """The nearest loop."""

    company: str
    title: str
    date: Date


class TodayPage(View):
    """Everything Today shows except readiness."""

    date: Date
    time: str
    days_left: int
    loop: LoopAhead
    lede: str
    ruler: tuple[RulerDay, ...]
    boxes: tuple[TodayBox, ...]
    minutes: int
    stop_at: str
    stop_text: str
    note: str
    not_today: tuple[str, ...]


async def see_today(world: World) -> TodayPage | None:
    """Return Today, or None before Setup."""
    plan, goal = await current_plan(world), await get_goal(world)
    if plan is None or goal is None:
        return None
    now = local_now(world)
    attempts = await world.store.attempts(world.person)
    paused = [row for row in attempts if row.status != "finished" and row.exercise in world.library.folders]
    found = today_view(
        plan,
        today=now.date(),
        start=now.time().replace(second=0, microsecond=0),
        resumable=tuple(_resumable(world, row) for row in paused[:2]),
        due=(),
    )
    ahead = [loop for loop in sorted(plan.goal.loops, key=lambda one: one.date) if loop.date >= now.date()]
    loop = (ahead or list(plan.goal.loops))[0]
    return TodayPage(
        date=now.date(),
        time=f"{now:%H:%M}",
        days_left=found.days_left,
        loop=LoopAhead(company=loop.company, title=loop.name or loop.company, date=loop.date),
        lede=_lede(loop, level=goal.level),
        ruler=_ruler(plan, today=now.date(), loop=loop.date),
        boxes=tuple(_box(box, paused) for box in found.boxes),
        minutes=found.minutes,
        stop_at=f"{found.stop:%H:%M}" if found.stop else "",
        stop_text=found.says,
        note=_note(found),
        not_today=found.not_today,
    )


def _resumable(world: World, row: AttemptRow) -> Resumable:
    header = header_of(world.library.exercise(row.exercise))
    left = max(0, row.minutes - row.last_at_ms // 60_000)
    minutes, seconds = divmod(row.last_at_ms // 1000, 60)
    says = f"Paused at {minutes:02d}:{seconds:02d} of {row.minutes}:00, p. {row.page}."
    return Resumable(attempt=row.attempt, exercise=row.exercise, title=header.title, minutes_left=left, says=says)


def _box(box: Box, paused: list[AttemptRow]) -> TodayBox:
    return TodayBox(
        start=f"{box.start:%H:%M}",
        kind=box.item.kind if box.item else box.kind,
        item=box.item.id if box.item else "",
        title=f"Resume: {box.title}" if box.kind == "resume" else box.title,
        text=box.why,
        minutes=box.minutes,
        action=_action(box),
        phases=tuple(
            PhaseBit(share=1.0, done=min(1.0, row.last_at_ms / (row.minutes * 60_000)))
            for row in paused
            if row.attempt == box.attempt
        ),
    )


def _action(box: Box) -> BoxAction | None:
    if box.kind == "resume":
        return BoxAction(verb="Resume", href=f"/attempts/{box.attempt}")
    if box.item is None:
        return None
    if box.item.exercise:
        verb = "Begin" if box.item.kind == "mock" else "Open"
        return BoxAction(verb=verb, href=f"/exercises/{box.item.exercise}")
    return BoxAction(verb="Done", href="/clock")


def _lede(loop: model.LoopDate, *, level: model.Level) -> str:
    top = sorted(loop.weights, key=lambda name: -loop.weights[name].value)[:2]
    words = {
        "ml-design": "ML system design",
        "ai-design": "AI systems",
        "ml-coding": "coding",
        "statistics": "statistics",
    }
    shares = " and ".join(f"{words[name]} ({100 * loop.weights[name].value:.0f} %)" for name in top)
    when = f"{loop.date:%A} {loop.date.day} {loop.date:%B}"
    return f"until {loop.name or loop.company}, {when}. Most of it is {shares}. Target {level}."


def _ruler(plan: model.Plan, *, today: Date, loop: Date) -> tuple[RulerDay, ...]:
    """The last days up to the loop, wide enough for four weeks; a farther loop begins at today's week."""
    first = max(plan.began, loop - timedelta(days=_RULER_DAYS - 1))
    if loop - today > timedelta(days=_RULER_DAYS - 1):
        first = max(plan.began, today - timedelta(days=3))
    days = [day for day in plan.days if first <= day.date <= loop][:_RULER_DAYS]
    return tuple(
        RulerDay(
            date=day.date,
            stage=day.stage,
            planned=sum(item.minutes for item in day.items if item.status != "missed"),
            done=sum(item.minutes for item in day.items if item.status == "done"),
            missed=day.date < today and any(item.status == "missed" for item in day.items),
            today=day.date == today,
            loop=day.loop,
            off=day.off,
        )
        for day in days
    )


def _note(found: TodayView) -> str:
    boxes = [box for box in found.boxes if box.kind != "break"]
    if not boxes:
        return f"{found.stage_title}. Nothing is planned today."
    until = f" Stop at {found.stop:%H:%M}." if found.stop else ""
    return f"{found.minutes} minutes in {len(boxes)} {'box' if len(boxes) == 1 else 'boxes'}.{until}"
