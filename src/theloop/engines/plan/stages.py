"""Which stage a date is in, counted backwards from the loop it serves.

Why: the guide dates its stages from the loop, so the loop's date alone decides. Wrong when too little time is spread
over all stages: the later stages keep their place, the earlier ones are cut, and it is said.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import date, timedelta

from theloop.base.errors import ConflictError, OutOfRangeError
from theloop.engines.plan.model import WEEKDAYS, Goal, LoopDate, Stage, StageRule, StageSpan


@dataclass(frozen=True, slots=True)
class Slot:
    """One date of the plan: the loop it serves (an index into the loops by date), days to it, stage, and what it is."""

    date: date
    segment: int
    days_out: int
    stage: Stage
    off: bool
    loop: bool


def loops_ahead(goal: Goal, *, today: date) -> tuple[LoopDate, ...]:
    """Return the loops from today on, nearest first.

    Raises:
        OutOfRangeError: Every loop lies before today, or one is more than two years ahead.
        ConflictError: Two loops have the same date.
    """
    ahead = tuple(sorted((loop for loop in goal.loops if loop.date >= today), key=lambda loop: loop.date))
    if not ahead:
        last = max(loop.date for loop in goal.loops)
        raise OutOfRangeError("loop date", last.isoformat(), f"{today.isoformat()} or later")
    if (ahead[-1].date - today).days > 730:
        raise OutOfRangeError("loop date", ahead[-1].date.isoformat(), "at most two years ahead")
    for former, latter in itertools.pairwise(ahead):
        if former.date == latter.date:
            raise ConflictError(
                f"{former.company} and {latter.company} both have their loop on {latter.date}; one day holds one loop"
            )
    return ahead


def stage_on(days_out: int, rules: tuple[StageRule, ...]) -> Stage:
    """Return the stage that lies `days_out` days before a loop; beyond the farthest stage it is the farthest.

    Raises:
        OutOfRangeError: `days_out` is negative, or the rules leave a hole there.
    """
    if days_out < 0:
        raise OutOfRangeError("days_out", days_out, "zero or more")
    farthest = max(rules, key=lambda rule: rule.from_days_out)
    if days_out > farthest.from_days_out:
        return farthest.stage
    for rule in rules:
        if rule.to_days_out <= days_out <= rule.from_days_out:
            return rule.stage
    raise OutOfRangeError("days_out", days_out, "a day that one of the stages covers")


def is_off(day: date, goal: Goal) -> bool:
    """Tell whether the candidate does not work on that date. A loop day is never off."""
    if any(loop.date == day for loop in goal.loops):
        return False
    return day in goal.days_off or WEEKDAYS[day.weekday()] in goal.days_off


def timeline(goal: Goal, rules: tuple[StageRule, ...], *, today: date) -> tuple[Slot, ...]:
    """Return every date from today to the last loop's day, each serving the nearest loop that is still ahead."""
    loops = loops_ahead(goal, today=today)
    slots = []
    day, segment = today, 0
    while day <= loops[-1].date:
        if day > loops[segment].date:
            segment += 1
        days_out = (loops[segment].date - day).days
        slots.append(
            Slot(
                date=day,
                segment=segment,
                days_out=days_out,
                stage=stage_on(days_out, rules),
                off=is_off(day, goal),
                loop=days_out == 0,
            )
        )
        day += timedelta(days=1)
    return tuple(slots)


def spans(
    slots: tuple[Slot, ...], rules: tuple[StageRule, ...], *, loops: tuple[LoopDate, ...]
) -> tuple[StageSpan, ...]:
    """Return how each stage fell for each loop, in order of time, with one sentence that says what was cut."""
    out = []
    for segment, loop in enumerate(loops):
        for rule in sorted(rules, key=lambda rule: -rule.from_days_out):
            mine = [slot.date for slot in slots if slot.segment == segment and slot.stage == rule.stage]
            out.append(_span(rule, mine, loop))
    return tuple(out)


def _span(rule: StageRule, dates: list[date], loop: LoopDate) -> StageSpan:
    of_days = rule.from_days_out - rule.to_days_out + 1
    common = {"stage": rule.stage, "title": rule.title, "company": loop.company, "of_days": of_days}
    if not dates:
        starts = loop.date - timedelta(days=rule.from_days_out)
        says = f"{rule.title} has no day: it would have begun on {starts.isoformat()}; later stages keep their place."
        return StageSpan(**common, first=None, last=None, days=0, fate="dropped", says=says)
    days = len(dates)
    if days < of_days:
        fate, says = "cut", f"{rule.title} has {days} of its {of_days} days; the ones farther from the loop are cut."
    elif days > of_days:
        fate, says = "stretched", f"{rule.title} has {days} days; it takes what lies before its {of_days}."
    else:
        fate, says = "whole", f"{rule.title} has its {of_days} {'day' if of_days == 1 else 'days'}."
    return StageSpan(**common, first=dates[0], last=dates[-1], days=days, fate=fate, says=says)
