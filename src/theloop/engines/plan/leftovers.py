"""What the plan does not hold, said with its reason; and where its minutes go, round by round.

Why: a plan that drops things silently cannot be trusted. Wrong when a line gives no number or date.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from theloop.base.text import percent
from theloop.engines.plan.capacity import monday_of
from theloop.engines.plan.fill import Aim, Ledger, Shelf
from theloop.engines.plan.model import ROUNDS, Activity, Day, LeftOut, Round, RoundSplit, Stage, StageSpan, WeekBudget
from theloop.engines.plan.shares import largest_remainder
from theloop.engines.plan.stages import Slot

SHORT_MINUTES = 60
"""A round may miss its target by one long item; beyond that the shortage is said."""


def stages_dropped(stage_spans: Iterable[StageSpan]) -> list[LeftOut]:
    """Return one line for each stage that has no day at all."""
    return [
        LeftOut(ref=f"stage:{span.stage}:{span.company}", title=span.title, minutes=0, reason=span.says)
        for span in stage_spans
        if span.fate == "dropped"
    ]


def capped_hours(days: Iterable[Day], weeks: Iterable[WeekBudget], *, cap: int) -> list[LeftOut]:
    """Return one line when the day cap keeps more than an hour of the given time unused."""
    by_week: dict[date, list[Day]] = {}
    for day in days:
        by_week.setdefault(monday_of(day.date), []).append(day)
    lost = 0
    for week in weeks:
        mine = by_week.get(week.monday, [])
        if any(day.capacity >= cap for day in mine):
            lost += week.minutes - sum(day.capacity for day in mine)
    if lost <= SHORT_MINUTES:
        return []
    reason = f"{lost} minutes of your hours stay unused, because no day holds more than {cap} minutes."
    return [LeftOut(ref="hours", title="Hours beyond the day's cap", minutes=lost, reason=reason)]


def never_stood(shelf: Shelf, ledger: Ledger, *, slots: tuple[Slot, ...], largest_day: int) -> list[LeftOut]:
    """Return the exercises, the company homework and the dated reminders that stand nowhere in the plan."""
    stages = {slot.stage for slot in slots if not slot.off}
    out: dict[str, LeftOut] = {}
    for activity in shelf.activities:
        first_time = activity.exercise and activity.new_material and activity.exercise not in ledger.met
        homework = activity.company and activity.strand == "research" and activity.id not in ledger.last
        # A stage that has no day is said once, as a stage; its dated items are not listed again.
        dated = activity.days_out and activity.id not in ledger.last and stages & set(activity.stages)
        if not (first_time or homework or dated) or activity.ref in out:
            continue
        out[activity.ref] = LeftOut(
            ref=activity.ref,
            title=activity.title,
            minutes=activity.minutes,
            reason=_why_not(activity, stages, largest_day),
        )
    return list(out.values())


def _why_not(activity: Activity, stages: set[Stage], largest_day: int) -> str:
    if not stages & set(activity.stages):
        names = " or ".join(name.replace("-", " ") for name in activity.stages)
        return f"It belongs into {names}, and no day of the plan is left in there."
    if activity.minutes > largest_day:
        return f"It takes {activity.minutes} minutes; the longest day of the plan has {largest_day}."
    if activity.days_out:
        return f"Its {activity.minutes} minutes found no room on its day."
    return f"Its {activity.minutes} minutes found no room beside what weighs more."


def short_rounds(shelf: Shelf, ledger: Ledger) -> list[LeftOut]:
    """Return the rounds that got over an hour less than their target because nothing for them was left to place."""
    aim = shelf.aims[-1]
    total = sum(ledger.by_round.values())
    out = []
    for name in ROUNDS:
        lacks = round(aim.target[name] * total - ledger.by_round[name])
        if lacks > SHORT_MINUTES:
            target = percent(aim.target[name])
            reason = f"{lacks} minutes below its target of {target}: what there is to practise for it is used up."
            out.append(LeftOut(ref=f"round:{name}", title=name, minutes=lacks, reason=reason))
    return out


def splits_of(days: tuple[Day, ...], aims: tuple[Aim, ...]) -> tuple[RoundSplit, ...]:
    """Return, for each loop, the round minutes up to it (shared work counts for every loop) and what was aimed at."""
    out = []
    order = [aim.company for aim in aims]
    for index, aim in enumerate(aims):
        later = set(order[index + 1 :])
        given = minutes_by_round(day for day in days if day.company not in later)
        targets = largest_remainder(sum(given.values()), aim.target)
        out += [
            RoundSplit(
                company=aim.company,
                round=name,
                share=aim.share[name],
                need=aim.need[name],
                target_minutes=targets[name],
                minutes=given[name],
            )
            for name in ROUNDS
        ]
    return tuple(out)


def minutes_by_round(days: Iterable[Day]) -> dict[Round, int]:
    """Return the minutes of done and open items for each round; items that belong to all rounds are not counted."""
    given = dict.fromkeys(ROUNDS, 0)
    for day in days:
        for item in day.items:
            if item.round != "all" and item.status != "missed":
                given[item.round] += item.minutes
    return given
