"""From hours a week to minutes a day.

Why: a plan that asks for more than was given is not kept. The law: in no calendar week (Monday to Sunday) more than
the hours given; where the plan covers n days of a week, n sevenths of them. Wrong when a day off gives its share away
to another week: it does not, it goes to the other days of its own week.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from theloop.engines.plan.model import CapacityRule, Day, Goal, StageRule, WeekBudget
from theloop.engines.plan.shares import largest_remainder
from theloop.engines.plan.stages import Slot

SESSION_MINUTES = 45
"""One timed exercise. Where a week cannot give this to each of its days, it uses fewer, longer days."""

_QUIET = ("light-touch", "loop-day")
_QUIET_LEAST = {"light-touch": 25, "loop-day": 12}
"""Minutes that the last days get even when a week has few: two checklists, four reminders. An assumption."""


def monday_of(day: date) -> date:
    """Return the Monday of a date's calendar week."""
    return day - timedelta(days=day.weekday())


def week_budgets(goal: Goal, *, began: date, last: date) -> tuple[WeekBudget, ...]:
    """Return what each calendar week may hold between two dates, both included; part weeks pro rata, rounded down."""
    weeks = []
    monday = monday_of(began)
    while monday <= last:
        first, final = max(monday, began), min(monday + timedelta(days=6), last)
        days = (final - first).days + 1
        minutes = math.floor(goal.hours_per_week * 60 * days / 7 + 1e-9)
        weeks.append(WeekBudget(monday=monday, days=days, minutes=minutes))
        monday += timedelta(days=7)
    return tuple(weeks)


def spent_minutes(days: Iterable[Day]) -> dict[date, int]:
    """Return, per week's Monday, the minutes of items that were done or still stand; missed items cost nothing."""
    spent: dict[date, int] = {}
    for day in days:
        used = sum(item.minutes for item in day.items if item.status != "missed")
        spent[monday_of(day.date)] = spent.get(monday_of(day.date), 0) + used
    return spent


def day_capacities(
    slots: tuple[Slot, ...],
    weeks: tuple[WeekBudget, ...],
    *,
    stages: Mapping[str, StageRule],
    rule: CapacityRule,
    spent: Mapping[date, int],
) -> dict[date, int]:
    """Return the minutes each date may hold; zero on days off.

    A week's minutes, less what is spent in it, are split over its open days by largest remainder: weekend days count
    `rule.weekend_factor`, then the stage's intensity keeps a part free. Light-touch and loop days get their even share
    times the intensity and no more, so the last evening is short whatever else is left in that week; days of a stage
    without new material get at most one and a half times the even share.
    """
    capacity: dict[date, int] = {}
    for week in weeks:
        mine = [slot for slot in slots if monday_of(slot.date) == week.monday]
        left = max(0, week.minutes - spent.get(week.monday, 0))
        quiet = [slot for slot in mine if slot.stage in _QUIET and not slot.off]
        study = [slot for slot in mine if slot.stage not in _QUIET and not slot.off]
        capacity.update({slot.date: 0 for slot in mine})
        for slot in quiet:
            even = math.floor(week.minutes / week.days * stages[slot.stage].intensity)
            capacity[slot.date] = min(max(even, _QUIET_LEAST[slot.stage]), left, rule.day_cap_minutes)
            left -= capacity[slot.date]
        for day, minutes in _study_days(study, left, rule=rule, stages=stages).items():
            stage = stages[next(slot.stage for slot in study if slot.date == day)]
            most = rule.day_cap_minutes
            if not stage.new_material:
                # A last study day must not take what the quiet days after it leave over.
                most = min(most, max(60, math.floor(1.5 * week.minutes / week.days)))
            capacity[day] = min(math.floor(minutes * stage.intensity), most)
    return capacity


def _study_days(
    slots: list[Slot], minutes: int, *, rule: CapacityRule, stages: Mapping[str, StageRule]
) -> dict[date, int]:
    factor = {slot.date.isoformat(): rule.weekend_factor if slot.date.weekday() >= 5 else 1.0 for slot in slots}
    if not any(factor.values()) or minutes == 0:
        return {}
    # What the stage's intensity keeps free comes off later, so a day needs more than the session itself.
    session = max(math.ceil(SESSION_MINUTES / stages[slot.stage].intensity) for slot in slots)
    least = min(share for share in factor.values() if share > 0) / sum(factor.values())
    if minutes * least < session:
        affordable = max(1, minutes // session)
        # Weekend days first, then the days farthest from one another, so that sessions are spaced.
        spread = sorted(factor, key=lambda day: (-factor[day], _reversed_bits(date.fromisoformat(day).weekday()), day))
        factor = dict.fromkeys(sorted(spread[:affordable]), 1.0)
    return {date.fromisoformat(day): share for day, share in largest_remainder(minutes, factor).items()}


def _reversed_bits(weekday: int) -> int:
    return int(f"{weekday:03b}"[::-1], 2)
