"""Make a plan: stages from the loop backwards, hours into days, days into items, each with its reason.

Why: the one place where weights, needs, stages and hours meet. Wrong when an item stands that no rule asked for, or
when something is silently dropped: what does not stand is in `left_out` with its reason. Same inputs, same plan.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from theloop.engines.plan.capacity import day_capacities, monday_of, spent_minutes, week_budgets
from theloop.engines.plan.carry import close_past, left_out, may_stand, no_room, tell_where
from theloop.engines.plan.fill import Ledger, Shelf, evenly, fill_day, make_aims, needs_of
from theloop.engines.plan.leftovers import capped_hours, never_stood, short_rounds, splits_of, stages_dropped
from theloop.engines.plan.model import ROUNDS, Day, Item, LeftOut, LoopDate, Plan, PlanInputs, StageRule
from theloop.engines.plan.stages import Slot, loops_ahead, spans, timeline


def make_plan(inputs: PlanInputs) -> Plan:
    """Return the plan from today to the last loop, with the former days that were given.

    Promises: in no calendar week more minutes than the goal's hours, pro rata in part weeks (see `capacity`); nothing
    after the last loop's day; nothing on days off; no new material in stages that forbid it; each item's `why` holds
    a number or the reason that its activity names; the same inputs give the same plan.

    Args:
        inputs: See `PlanInputs`.

    Raises:
        OutOfRangeError: No loop lies today or later, or a loop is more than two years ahead.
        ConflictError: Two loops share a date.
    """
    loops = loops_ahead(inputs.goal, today=inputs.today)
    slots = timeline(inputs.goal, inputs.stages, today=inputs.today)
    desk = _Desk.laid(inputs, loops, slots)
    fresh = tuple(desk.day(slot) for slot in slots)
    every = tell_where((*desk.past, *fresh))
    stage_spans = spans(slots, inputs.stages, loops=loops)
    weeks = week_budgets(inputs.goal, began=inputs.began, last=slots[-1].date)
    largest = max((day.capacity for day in fresh), default=0)
    return Plan(
        today=inputs.today,
        began=inputs.began,
        goal=inputs.goal,
        weights={name: loops[0].weights[name].value for name in ROUNDS},
        says={name: loops[0].weights[name].says for name in ROUNDS},
        stages=stage_spans,
        weeks=weeks,
        days=every,
        splits=splits_of(every, desk.shelf.aims),
        left_out=(
            *stages_dropped(stage_spans),
            *capped_hours(every, weeks, cap=inputs.capacity.day_cap_minutes),
            *desk.undecided,
            *(no_room(item) for item in desk.waiting),
            *never_stood(desk.shelf, desk.ledger, slots=slots, largest_day=largest),
            *short_rounds(desk.shelf, desk.ledger),
        ),
        rules=inputs.stages,
        capacity=inputs.capacity,
    )


def continued(inputs: PlanInputs, former: Plan) -> PlanInputs:
    """Return inputs that carry on from a former plan: what was done, missed, moved and undecided stays known."""
    return inputs.model_copy(
        update={
            "began": min(former.began, inputs.today),
            "former": former.days,
            "undecided": tuple(entry for entry in former.left_out if entry.decide),
        }
    )


@dataclass(slots=True)
class _Desk:
    """What changes while the days are laid out one after the other."""

    shelf: Shelf
    ledger: Ledger
    rules: Mapping[str, StageRule]
    loops: tuple[LoopDate, ...]
    capacity: dict[date, int]
    mocks: set[date]
    past: tuple[Day, ...]
    kept: dict[date, tuple[Item, ...]]
    waiting: list[Item]
    undecided: list[LeftOut]

    @classmethod
    def laid(cls, inputs: PlanInputs, loops: tuple[LoopDate, ...], slots: tuple[Slot, ...]) -> _Desk:
        rules: dict[str, StageRule] = {rule.stage: rule for rule in inputs.stages}
        closed = close_past(inputs.former, today=inputs.today)
        kept, homeless = _kept(inputs.former, slots, today=inputs.today)
        weeks = week_budgets(inputs.goal, began=inputs.began, last=slots[-1].date)
        spent = spent_minutes(closed.days)
        for day, items in kept.items():
            # What is kept is taken out of the week first, so that the other days cannot overfill it.
            minutes = sum(item.minutes for item in items if item.status != "missed")
            spent[monday_of(day)] = spent.get(monday_of(day), 0) + minutes
        capacity = day_capacities(slots, weeks, stages=rules, rule=inputs.capacity, spent=spent)
        shelf = _shelf(inputs, loops, rules)
        return cls(
            shelf=shelf,
            ledger=_ledger(closed.days, inputs, loops),
            rules=rules,
            loops=loops,
            capacity=capacity,
            mocks=_mock_days(slots, capacity, shelf),
            past=closed.days,
            kept=kept,
            waiting=list(closed.again),
            undecided=[*inputs.undecided, *closed.undecided, *homeless],
        )

    def day(self, slot: Slot) -> Day:
        """Return one date with its kept, carried and new items, in that order of claim."""
        room = self.capacity[slot.date]
        held = list(self.kept.get(slot.date, ()))
        for item in held:
            if item.status != "missed":
                self.ledger.remember(item, slot.date, segment=slot.segment)
        if not slot.off:
            for item in tuple(self.waiting):
                if item.minutes <= room and may_stand(item, self.rules[slot.stage]) and item.moved_from != slot.date:
                    self.waiting.remove(item)
                    self.ledger.remember(item, slot.date, segment=slot.segment)
                    held.append(item)
                    room -= item.minutes
            held += fill_day(slot, room=room, ledger=self.ledger, shelf=self.shelf, mock_due=slot.date in self.mocks)
        used = sum(item.minutes for item in held if item.status != "missed")
        kept_minutes = sum(i.minutes for i in self.kept.get(slot.date, ()) if i.status != "missed")
        return Day(
            date=slot.date,
            stage=slot.stage,
            company=self.loops[slot.segment].company,
            capacity=self.capacity[slot.date] + kept_minutes,
            minutes=used,
            off=slot.off,
            loop=slot.loop,
            items=tuple(held),
        )


def _kept(
    former: tuple[Day, ...], slots: tuple[Slot, ...], *, today: date
) -> tuple[dict[date, tuple[Item, ...]], list[LeftOut]]:
    """Return what stays on its day from today on, and fixed items whose day is gone."""
    on = {slot.date: slot for slot in slots}
    kept: dict[date, tuple[Item, ...]] = {}
    homeless: list[LeftOut] = []
    for day in former:
        if day.date < today:
            continue
        stays = [item for item in day.items if item.status != "planned"]
        for item in day.items:
            if item.status == "planned" and item.fixed:
                if day.date in on and not on[day.date].off:
                    stays.append(item)
                else:
                    homeless.append(
                        left_out(
                            item, reason=f"You fixed it on {day.date.isoformat()}, which is now no day of the plan."
                        )
                    )
        if stays:
            kept[day.date] = tuple(stays)
    return kept, homeless


def _shelf(inputs: PlanInputs, loops: tuple[LoopDate, ...], rules: Mapping[str, StageRule]) -> Shelf:
    needs = needs_of(inputs.activities, inputs.needs, bar=inputs.goal.bar)
    aimed = tuple(
        (loop.company, loop.name or loop.company, {name: loop.weights[name].value for name in ROUNDS}) for loop in loops
    )
    return Shelf(
        activities=inputs.activities,
        stages=rules,
        aims=make_aims(needs, aimed),
        needs=needs,
        known={need.competency: need for need in inputs.needs},
        bar=inputs.goal.bar,
    )


def _ledger(past: tuple[Day, ...], inputs: PlanInputs, loops: tuple[LoopDate, ...]) -> Ledger:
    ledger = Ledger()
    segment_of = {loop.company: index for index, loop in enumerate(loops)}
    for day in past:
        for item in day.items:
            if item.status == "done":
                ledger.remember(item, day.date, segment=segment_of.get(day.company, -1))
    # An id is never given twice, whatever became of its item; open items that are planned anew free theirs.
    used = [
        i
        for d in inputs.former
        for i in d.items
        if d.date < inputs.today or i.status != "planned" or i.fixed or i.moves
    ]
    used += [entry.item for entry in inputs.undecided if entry.item]
    for item in used:
        number = int(item.id.rsplit("~", 1)[1])
        ledger.ever[item.activity] = max(number, ledger.ever.get(item.activity, 0))
    return ledger


def _mock_days(slots: tuple[Slot, ...], capacity: Mapping[date, int], shelf: Shelf) -> set[date]:
    sizes = [activity.minutes for activity in shelf.activities if activity.strand == "mock"]
    found: set[date] = set()
    for segment in range(len(shelf.aims)):
        for rule in shelf.stages.values():
            if not rule.mocks_at_most or not sizes:
                continue
            mine = [s.date for s in slots if s.segment == segment and s.stage == rule.stage and not s.off]
            able = [day for day in mine if capacity[day] >= min(sizes)]
            whole = rule.from_days_out - rule.to_days_out + 1
            # A cut stage has fewer mocks, a stretched one not more; one is the least where the stage asks for any.
            wanted = min(rule.mocks_at_most, round(rule.mocks_at_most * len(mine) / whole))
            found |= evenly(able, max(min(1, rule.mocks_at_least), wanted))
    return found
