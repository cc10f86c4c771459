"""Change a plan by what happened: done, missed, moved, a day off. Nothing else moves.

Why: a plan that reshuffles after each evening is not trusted; rebuilding (`make_plan`) is asked for. Wrong when an edit
touches an item it does not name. Replanning with no edits on the same day returns the same plan.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import assert_never

from theloop.base.errors import ConflictError, NotFoundError, OutOfRangeError
from theloop.engines.plan.capacity import monday_of
from theloop.engines.plan.carry import again, close_past, may_stand, no_room, tell_where, with_items
from theloop.engines.plan.leftovers import minutes_by_round
from theloop.engines.plan.model import (
    Changes,
    Day,
    DayOff,
    Done,
    Dropped,
    Edit,
    Item,
    LeftOut,
    Missed,
    Moved,
    Plan,
    StageRule,
)

_QUIET = ("light-touch", "loop-day")


def replan(plan: Plan, edits: Iterable[Edit], *, today: date) -> Plan:
    """Return the plan brought to `today` and changed by the edits, in their order.

    Open items on days before `today` are missed. A missed item moves to the next day with room (in the day, up to the
    day cap, and in its week's hours), at most twice; then, or where no day has room, it waits in `left_out` with
    `decide`. A moved item is fixed where the candidate put it. Days keep everything the edits do not name.

    Raises:
        NotFoundError: An edit names an item that is neither open nor undecided, or a date outside the plan.
        ConflictError: A move's target is off, in the past, holds no new material, or has no room for it; a day off is
            the loop's day.
        OutOfRangeError: `today` lies before the day that the plan was last brought to.
    """
    if today < plan.today:
        raise OutOfRangeError("today", today.isoformat(), f"{plan.today.isoformat()} or later")
    table = _Table(plan, today=today)
    table.bring_to_today()
    for edit in edits:
        match edit:
            case Done():
                table.done(edit)
            case Missed():
                table.missed(edit)
            case Moved():
                table.moved(edit)
            case DayOff():
                table.day_off(edit)
            case Dropped():
                table.dropped(edit)
            case _:
                assert_never(edit)
    return table.plan()


def changes(before: Plan, after: Plan, *, today: date) -> Changes:
    """Return which open items from `today` on moved, appeared or went between two plans, by their titles."""
    old, new = _open(before, today), _open(after, today)
    return Changes(
        moved=tuple(old[key][1] for key in old if key in new and old[key][0] != new[key][0]),
        added=tuple(new[key][1] for key in new if key not in old),
        dropped=tuple(old[key][1] for key in old if key not in new),
    )


def _open(plan: Plan, today: date) -> dict[str, tuple[date, str]]:
    return {
        item.id: (day.date, item.title)
        for day in plan.days
        for item in day.items
        if item.status == "planned" and day.date >= today
    }


class _Table:
    """The plan while it is being changed; lives inside one call."""

    def __init__(self, plan: Plan, *, today: date) -> None:
        self._before = plan
        self._today = today
        self._goal = plan.goal
        self._days: dict[date, Day] = {day.date: day for day in plan.days}
        self._left_out = list(plan.left_out)
        self._rules: dict[str, StageRule] = {rule.stage: rule for rule in plan.rules}
        self._budget = {week.monday: week.minutes for week in plan.weeks}

    def plan(self) -> Plan:
        days = tell_where(tuple(self._days[key] for key in sorted(self._days)))
        splits = []
        order = list(dict.fromkeys(split.company for split in self._before.splits))
        for split in self._before.splits:
            later = set(order[order.index(split.company) + 1 :])
            given = minutes_by_round(day for day in days if day.company not in later)
            splits.append(split.model_copy(update={"minutes": given[split.round]}))
        return self._before.model_copy(
            update={
                "today": self._today,
                "goal": self._goal,
                "days": days,
                "splits": tuple(splits),
                "left_out": tuple(self._left_out),
            }
        )

    def bring_to_today(self) -> None:
        closed = close_past(tuple(self._days.values()), today=self._today)
        self._days.update({day.date: day for day in closed.days})
        # `close_past` also returns open copies from today on; here they stand already.
        standing = {item.id for day in self._days.values() for item in day.items if item.status == "planned"}
        self._left_out += closed.undecided
        for item in closed.again:
            if item.id not in standing:
                self._place(item)

    def done(self, edit: Done) -> None:
        day, item = self._find(edit.item)
        if edit.on > self._today:
            raise OutOfRangeError("on", edit.on.isoformat(), f"{self._today.isoformat()} or earlier")
        target = self._day(edit.on)
        finished = item.model_copy(update={"status": "done"})
        if day is not None and day.date != target.date:
            finished = finished.model_copy(update={"moved_from": day.date})
        self._take(day, item)
        self._add(target.date, finished)

    def missed(self, edit: Missed) -> None:
        day, item = self._find(edit.item)
        if day is None:
            return
        self._take(day, item)
        self._add(day.date, item.model_copy(update={"status": "missed"}))
        following = again(item, day=day.date)
        if isinstance(following, LeftOut):
            self._left_out.append(following)
        else:
            self._place(following)

    def moved(self, edit: Moved) -> None:
        day, item = self._find(edit.item)
        target = self._day(edit.to)
        self._take(day, item)
        where = edit.to.isoformat()
        if edit.to < self._today:
            raise ConflictError(f"{where} is past; an item moves to {self._today.isoformat()} or later")
        if target.off:
            raise ConflictError(f"{where} is a day off")
        if not may_stand(item, self._rules[target.stage]):
            raise ConflictError(f"{where} is in {self._rules[target.stage].title}, which takes no {_what(item)}")
        if not self._has_room(self._day(edit.to), item):
            raise ConflictError(f"{where} has no room for {item.minutes} minutes within its day or its week's hours")
        update = {"fixed": True, "moved_from": day.date if day else item.moved_from, "status": "planned"}
        self._add(edit.to, item.model_copy(update=update))

    def day_off(self, edit: DayOff) -> None:
        day = self._day(edit.date)
        if day.loop:
            raise ConflictError(f"{edit.date.isoformat()} is the day of the loop; it cannot be a day off")
        if day.off:
            return
        self._goal = self._goal.model_copy(update={"days_off": (*self._goal.days_off, edit.date)})
        going = [item for item in day.items if item.status == "planned"]
        stays = [item for item in day.items if item.status != "planned"]
        self._days[day.date] = with_items(day, stays).model_copy(update={"off": True})
        for item in going:
            if item.kind not in ("checklist", "rest"):
                self._place(item.model_copy(update={"moved_from": day.date, "fixed": False}))

    def dropped(self, edit: Dropped) -> None:
        day, item = self._find(edit.item)
        self._take(day, item)
        self._left_out.append(
            LeftOut(ref=item.ref, title=item.title, minutes=item.minutes, reason=f"You left it out: {item.id}.")
        )

    def _day(self, day: date) -> Day:
        if day not in self._days:
            raise NotFoundError("day of the plan", day.isoformat())
        return self._days[day]

    def _find(self, ident: str) -> tuple[Day | None, Item]:
        for day in self._days.values():
            for item in day.items:
                if item.id == ident and item.status == "planned":
                    return day, item
        for entry in self._left_out:
            if entry.decide and entry.item and entry.item.id == ident:
                return None, entry.item
        raise NotFoundError("open item", ident)

    def _take(self, day: Day | None, item: Item) -> None:
        if day is None:
            self._left_out = [entry for entry in self._left_out if not (entry.item and entry.item.id == item.id)]
            return
        self._days[day.date] = with_items(day, [other for other in day.items if other is not item])

    def _add(self, day: date, item: Item) -> None:
        self._days[day] = with_items(self._days[day], (*self._days[day].items, item))

    def _place(self, item: Item) -> None:
        after = item.moved_from or self._today
        for key in sorted(self._days):
            day = self._days[key]
            if key < self._today or key <= after or day.off or not may_stand(item, self._rules[day.stage]):
                continue
            if self._has_room(day, item):
                self._add(key, item)
                return
        self._left_out.append(no_room(item))

    def _has_room(self, day: Day, item: Item) -> bool:
        week = [self._days[key] for key in self._days if monday_of(key) == monday_of(day.date)]
        in_week = sum(other.minutes for other in week) + item.minutes
        cap = day.capacity if day.stage in _QUIET else max(day.capacity, self._before.capacity.day_cap_minutes)
        return day.minutes + item.minutes <= cap and in_week <= self._budget.get(monday_of(day.date), 0)


def _what(item: Item) -> str:
    return "new material" if item.new_material else f"{item.kind} of {item.minutes} minutes"
