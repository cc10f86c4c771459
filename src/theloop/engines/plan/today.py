"""What Today and Clock show of a plan: boxes with hours, and a month with minutes.

Why: the same numbers stand on the page, in the terminal and in the calendar file. Wrong when a door computes a start
time or a sum itself. Hours are the candidate's wall clock; no time zone is involved.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Literal

from pydantic import Field

from theloop.base.errors import NotFoundError
from theloop.engines.plan.model import Day, Item, Plan, PlanModel, Stage


class Resumable(PlanModel):
    """A paused attempt: its id, exercise and title, the minutes left on its clock, and where it stands."""

    attempt: str
    exercise: str
    title: str
    minutes_left: int = Field(ge=0)
    says: str


class Due(PlanModel):
    """Something that waits: recall that is due, or a report that was not read."""

    kind: Literal["cards", "report"]
    ref: str
    title: str
    minutes: int = Field(ge=1)
    count: int = Field(ge=1)


class Box(PlanModel):
    """One box of the day, drawn to scale: `start` and `end` are wall clock times."""

    kind: Literal["item", "resume", "due", "break"]
    start: time
    end: time
    minutes: int = Field(ge=1)
    title: str
    why: str
    item: Item | None = None
    attempt: str = ""


class TodayView(PlanModel):
    """Today in order. `minutes` is work without breaks, `stop` the end of the last box, `says` the stop sentence."""

    date: date
    stage: Stage
    stage_title: str
    company: str
    days_left: int
    boxes: tuple[Box, ...]
    not_today: tuple[str, ...]
    minutes: int = Field(ge=0)
    stop: time | None
    says: str


class MonthDay(PlanModel):
    """One cell of the month: minutes done and planned, how many items were missed, and whether a stage starts here."""

    date: date
    inside: bool
    state: Literal["outside", "past", "today", "future", "off", "loop"]
    stage: Stage | None
    starts_stage: str
    done_minutes: int = 0
    planned_minutes: int = 0
    missed_items: int = 0
    company: str = ""


class StageMinutes(PlanModel):
    """Minutes of one stage over all loops: planned and done."""

    stage: Stage
    title: str
    planned: int
    done: int


class ClockView(PlanModel):
    """The month grid in whole weeks from Monday, minutes per stage, and the sums the title needs."""

    weeks: tuple[tuple[MonthDay, ...], ...]
    stages: tuple[StageMinutes, ...]
    days_left: int
    minutes_left: int
    minutes_done: int
    items_moved: int
    items_missed: int
    says: str


class CalendarEntry(PlanModel):
    """One entry of a calendar, in the candidate's wall clock; `uid` stays the same when the entry moves."""

    uid: str
    title: str
    text: str
    day: date
    start: time
    minutes: int = Field(ge=1)
    all_day: bool = False


BREAK_AFTER_MINUTES = 50
BREAK_MINUTES = 6
_STOP = {
    "light-touch": "Stop. Go to bed; sleep is worth more than another page.",
    "loop-day": "That is all. Nothing new today.",
}
_LAST_MINUTE = 24 * 60 - 1


def today_view(
    plan: Plan,
    *,
    today: date,
    start: time,
    resumable: Sequence[Resumable] = (),
    due: Sequence[Due] = (),
) -> TodayView:
    """Return today's boxes from a start hour on, with breaks, and when to stop.

    Order: what is due, what can be resumed, then the open items of the day. Due and resumed minutes come out of the
    day's capacity, so items that no longer fit are named in `not_today`, last first; a day never ends after midnight. A
    break of 6 minutes stands before the box that would make it more than 50 minutes of work without one.

    Raises:
        NotFoundError: `today` is not a day of the plan.
    """
    day = _day_of(plan, today)
    open_items = [item for item in day.items if item.status == "planned"]
    done = sum(item.minutes for item in day.items if item.status == "done")
    resumed = {entry.exercise for entry in resumable}
    wanted: list[_Wanted] = [_Wanted("due", d.title, f"{d.count} due.", d.minutes) for d in due]
    wanted += [_Wanted("resume", r.title, r.says, max(1, r.minutes_left), attempt=r.attempt) for r in resumable]
    # A paused attempt stands for the item that would open the same exercise from the beginning.
    fresh = [i for i in open_items if i.minutes and not (i.exercise in resumed and i.kind in _WHOLE_RUNS)]
    wanted += [_Wanted("item", item.title, item.why, item.minutes, item=item) for item in fresh]
    boxes, not_today = _boxes(wanted, start=start, room=max(day.capacity, day.minutes) - done)
    rest = [item for item in open_items if item.kind == "rest"]
    return TodayView(
        date=today,
        stage=day.stage,
        stage_title=_titles(plan)[day.stage],
        company=day.company,
        days_left=_days_left(plan, today),
        boxes=tuple(boxes),
        not_today=tuple(not_today),
        minutes=sum(box.minutes for box in boxes if box.kind != "break"),
        stop=boxes[-1].end if boxes else None,
        says=rest[0].title + ". " + rest[0].why if rest else _STOP.get(day.stage, "Stop here; the rest is tomorrow's."),
    )


_WHOLE_RUNS = ("design", "problem", "case", "mock")


@dataclass(frozen=True, slots=True)
class _Wanted:
    kind: Literal["item", "resume", "due"]
    title: str
    why: str
    minutes: int
    item: Item | None = None
    attempt: str = ""


def _boxes(wanted: Sequence[_Wanted], *, start: time, room: int) -> tuple[list[Box], list[str]]:
    boxes: list[Box] = []
    not_today: list[str] = []
    at, since_break = start.hour * 60 + start.minute, 0
    for want in wanted:
        # What is due or resumed stands first and always; the rest must fit into what the day holds.
        must = want.kind != "item"
        pause = BREAK_MINUTES if since_break and since_break + want.minutes > BREAK_AFTER_MINUTES else 0
        if (not must and want.minutes > room) or at + pause + want.minutes > _LAST_MINUTE:
            not_today.append(want.title)
            continue
        if pause:
            boxes.append(_box(_BREAK, at))
            at, since_break = at + pause, 0
        boxes.append(_box(want, at))
        at, since_break, room = at + want.minutes, since_break + want.minutes, room - want.minutes
    return boxes, not_today


_BREAK = _Wanted("item", "Stand up. Water.", "A break before the next long box.", BREAK_MINUTES)


def _box(want: _Wanted, at: int) -> Box:
    return Box(
        kind="break" if want is _BREAK else want.kind,
        start=_clock(at),
        end=_clock(at + want.minutes),
        minutes=want.minutes,
        title=want.title,
        why=want.why,
        item=want.item,
        attempt=want.attempt,
    )


def _clock(minutes: int) -> time:
    return time(minutes // 60, minutes % 60)


def clock_view(plan: Plan, *, today: date) -> ClockView:
    """Return the plan as whole weeks from Monday to Sunday, with minutes per stage and the sums of the title."""
    known = {day.date: day for day in plan.days}
    first, last = min(known), max(known)
    at = first - timedelta(days=first.weekday())
    titles = _titles(plan)
    weeks: list[tuple[MonthDay, ...]] = []
    former: Stage | None = None
    while at <= last:
        week = []
        for offset in range(7):
            day = known.get(at + timedelta(days=offset))
            if day is None:
                outside = at + timedelta(days=offset)
                week.append(MonthDay(date=outside, inside=False, state="outside", stage=None, starts_stage=""))
                continue
            week.append(_month_day(day, today, starts=titles[day.stage] if day.stage != former else ""))
            former = day.stage
        weeks.append(tuple(week))
        at += timedelta(days=7)
    items = [item for day in plan.days for item in day.items]
    left = sum(i.minutes for d in plan.days if d.date >= today for i in d.items if i.status == "planned")
    moved = len({item.id for item in items if item.moved_from is not None and item.status == "planned"})
    days_left = _days_left(plan, today)
    return ClockView(
        weeks=tuple(weeks),
        stages=_stage_minutes(plan, titles),
        days_left=days_left,
        minutes_left=left,
        minutes_done=sum(item.minutes for item in items if item.status == "done"),
        items_moved=moved,
        items_missed=sum(item.status == "missed" for item in items),
        says=f"{_count(days_left, 'day')}, {_count(round(left / 60), 'hour')} left, {_count(moved, 'item')} moved",
    )


def calendar_entries(plan: Plan, *, today: date, start: time, weekend_start: time) -> tuple[CalendarEntry, ...]:
    """Return one entry for each open item from `today` on, and one all-day entry for each loop.

    Items of a day stand one after the other from the start hour, with the breaks of `today_view`; the loop day's
    reminders are the text of its entry, because nobody knows here when its first round begins.
    """
    entries: list[CalendarEntry] = []
    names = {loop.date: loop.name or loop.company for loop in plan.goal.loops}
    for day in plan.days:
        if day.date < today:
            continue
        open_items = [item for item in day.items if item.status == "planned"]
        if day.loop:
            entries.append(
                CalendarEntry(
                    uid=f"loop-{day.company}",
                    title=f"Loop: {names.get(day.date, day.company)}",
                    text="\n".join(item.title for item in open_items),
                    day=day.date,
                    start=time(0, 0),
                    minutes=24 * 60 - 1,
                    all_day=True,
                )
            )
            continue
        wanted = [_Wanted("item", item.title, item.why, item.minutes, item=item) for item in open_items if item.minutes]
        begin = weekend_start if day.date.weekday() >= 5 else start
        boxes, _ = _boxes(wanted, start=begin, room=24 * 60)
        entries += [_entry(box.item, day.date, box) for box in boxes if box.item]
    return tuple(entries)


def _entry(item: Item, day: date, box: Box) -> CalendarEntry:
    text = f"{item.why}\n{item.how}"
    return CalendarEntry(uid=item.id, title=item.title, text=text, day=day, start=box.start, minutes=box.minutes)


def _month_day(day: Day, today: date, *, starts: str) -> MonthDay:
    state: Literal["past", "today", "future", "off", "loop"]
    if day.loop:
        state = "loop"
    elif day.date == today:
        state = "today"
    elif day.off:
        state = "off"
    else:
        state = "past" if day.date < today else "future"
    return MonthDay(
        date=day.date,
        inside=True,
        state=state,
        stage=day.stage,
        starts_stage=starts,
        done_minutes=sum(item.minutes for item in day.items if item.status == "done"),
        planned_minutes=sum(item.minutes for item in day.items if item.status == "planned"),
        missed_items=sum(item.status == "missed" for item in day.items),
        company=day.company,
    )


def _stage_minutes(plan: Plan, titles: dict[Stage, str]) -> tuple[StageMinutes, ...]:
    out = []
    for stage, title in titles.items():
        items = [item for day in plan.days if day.stage == stage for item in day.items]
        planned = sum(item.minutes for item in items if item.status == "planned")
        done = sum(item.minutes for item in items if item.status == "done")
        out.append(StageMinutes(stage=stage, title=title, planned=planned, done=done))
    return tuple(out)


def _titles(plan: Plan) -> dict[Stage, str]:
    return {rule.stage: rule.title for rule in sorted(plan.rules, key=lambda rule: -rule.from_days_out)}


def _days_left(plan: Plan, today: date) -> int:
    ahead = [loop.date for loop in plan.goal.loops if loop.date >= today]
    return (min(ahead) - today).days if ahead else 0


def _day_of(plan: Plan, today: date) -> Day:
    for day in plan.days:
        if day.date == today:
            return day
    raise NotFoundError("day of the plan", today.isoformat())


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
