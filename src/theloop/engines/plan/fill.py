"""Choose what stands on a day: round by deficit, then strand by deficit, then the weakest competency.

Why: one greedy rule gives the right totals and interleaves by itself, because each choice lowers its own deficit.
Wrong when looked at for a single day: shares hold over the plan, within one item's size.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from theloop.base.text import percent
from theloop.engines.plan.model import ROUNDS, Activity, Item, Need, Round, StageRule, Strand
from theloop.engines.plan.need import competency_needs, round_need
from theloop.engines.plan.stages import Slot

_ROOM_BONUS = 20.0
"""Minutes by which an exercise in a room goes before a drill on paper: only the room yields evidence. An assumption."""

_AHEAD = 60
"""Minutes looked ahead when a deficit is taken, so that the first item of a plan goes to the largest share."""


@dataclass(frozen=True, slots=True)
class Aim:
    """What one loop asks for: its company, and each round's share of the decision, need, and share of minutes."""

    company: str
    name: str
    share: Mapping[Round, float]
    need: Mapping[Round, float]
    target: Mapping[Round, float]


@dataclass(slots=True)
class Ledger:
    """Running sums while days are filled; the only mutable thing in this engine, and it never leaves it."""

    by_round: dict[str, int] = field(default_factory=lambda: dict.fromkeys(ROUNDS, 0))
    by_competency: dict[str, float] = field(default_factory=dict)
    by_strand: dict[tuple[int, str, str], int] = field(default_factory=dict)
    in_stage: dict[tuple[int, str], int] = field(default_factory=dict)
    mocks: dict[str, int] = field(default_factory=lambda: dict.fromkeys(ROUNDS, 0))
    counts: dict[str, int] = field(default_factory=dict)
    ever: dict[str, int] = field(default_factory=dict)
    last: dict[str, date] = field(default_factory=dict)
    met: dict[str, date] = field(default_factory=dict)

    def enter(self, item: Item, slot: Slot, strand: Strand) -> None:
        """Add one item that stands on the slot's day."""
        key = (slot.segment, slot.stage, strand)
        self.by_strand[key] = self.by_strand.get(key, 0) + item.minutes
        self.remember(item, slot.date, segment=slot.segment)

    def remember(self, item: Item, day: date, *, segment: int) -> None:
        """Add one item's minutes, count and date, for past days and kept items too."""
        if item.round != "all":
            self.by_round[item.round] += item.minutes
            self.mocks[item.round] += item.kind == "mock"
        for competency in item.competencies:
            share = item.minutes / len(item.competencies)
            self.by_competency[competency] = self.by_competency.get(competency, 0.0) + share
        counted = counted_as(item.activity, item.round, segment=segment)
        self.counts[counted] = self.counts.get(counted, 0) + 1
        self.last[item.activity] = max(day, self.last.get(item.activity, day))
        if item.exercise:
            self.met[item.exercise] = min(day, self.met.get(item.exercise, day))

    def next_id(self, activity: str) -> str:
        """Return the id of the next item of an activity and count it as given."""
        self.ever[activity] = self.ever.get(activity, 0) + 1
        return f"{activity}~{self.ever[activity]}"


def counted_as(activity: str, round_name: str, *, segment: int) -> str:
    """Return the key under which `at_most` counts: per loop for what belongs to no round, else for the whole plan."""
    return f"{activity}@{segment}" if round_name == "all" else activity


@dataclass(frozen=True, slots=True)
class Shelf:
    """What `fill_day` reads and never changes."""

    activities: tuple[Activity, ...]
    stages: Mapping[str, StageRule]
    aims: tuple[Aim, ...]
    needs: Mapping[str, float]
    known: Mapping[str, Need]
    bar: float


def make_aims(
    shelf_needs: Mapping[str, float], loops: tuple[tuple[str, str, Mapping[Round, float]], ...]
) -> tuple[Aim, ...]:
    """Return the aim of each (company, name, shares): a round's target is its share x need, scaled to sum to 1."""
    aims = []
    need = {name: round_need(name, shelf_needs) for name in ROUNDS}
    for company, title, share in loops:
        raw = {name: share[name] * need[name] for name in ROUNDS}
        total = sum(raw.values())
        aims.append(Aim(company, title, share, need, {name: raw[name] / total for name in ROUNDS}))
    return tuple(aims)


def needs_of(activities: tuple[Activity, ...], needs: tuple[Need, ...], *, bar: float) -> dict[str, float]:
    """Return the need of every competency that an activity or readiness names."""
    names = {name for activity in activities for name in activity.competencies} | {n.competency for n in needs}
    return competency_needs(sorted(names), needs, bar=bar)


def fits(activity: Activity, slot: Slot, *, room: int, ledger: Ledger, shelf: Shelf) -> bool:
    """Tell whether an activity may stand on a slot's day with `room` minutes left."""
    if activity.minutes > room or slot.stage not in activity.stages:
        return False
    aim = shelf.aims[slot.segment]
    if activity.company and activity.company != aim.company:
        return False
    if activity.days_out and slot.days_out not in activity.days_out:
        return False
    if activity.new_material and not shelf.stages[slot.stage].new_material:
        return False
    counted = counted_as(activity.id, activity.round, segment=slot.segment)
    if ledger.counts.get(counted, 0) >= activity.at_most:
        return False
    # What belongs to a loop (round "all") may come again at once for the next one.
    again = activity.id in ledger.last and (activity.round != "all" or counted in ledger.counts)
    if again and (slot.date - ledger.last[activity.id]).days < max(1, activity.gap_days):
        return False
    return _after_holds(activity, slot, ledger)


def _after_holds(activity: Activity, slot: Slot, ledger: Ledger) -> bool:
    if not activity.after:
        return True
    earlier = ledger.last.get(activity.after)
    return earlier is not None and earlier < slot.date


def fill_day(slot: Slot, *, room: int, ledger: Ledger, shelf: Shelf, mock_due: bool) -> list[Item]:
    """Return new items for one day that fit in `room` minutes, entered into the ledger in the order chosen."""
    rule = shelf.stages[slot.stage]
    key = (slot.segment, slot.stage)
    ledger.in_stage[key] = ledger.in_stage.get(key, 0) + room
    items: list[Item] = []

    def put(activity: Activity, why: str) -> None:
        nonlocal room
        item = item_of(activity, ident=ledger.next_id(activity.id), why=why)
        ledger.enter(item, slot, activity.strand)
        items.append(item)
        room -= item.minutes

    for activity in shelf.activities:
        dated = activity.days_out or activity.strand in ("checklist", "rest")
        if dated and fits(activity, slot, room=room, ledger=ledger, shelf=shelf):
            put(activity, activity.why)
    if mock_due and (mock := _best_mock(slot, room, ledger, shelf)):
        put(mock, _mock_reason(mock, slot, shelf, ledger))
    while chosen := _next(slot, room, ledger, shelf, rule):
        put(chosen, _reason(chosen, slot, shelf))
    return sorted(items, key=lambda item: (item.kind == "rest", item.kind != "cards"))


def item_of(activity: Activity, *, ident: str, why: str) -> Item:
    """Return an activity as a planned item."""
    return Item(
        id=ident,
        activity=activity.id,
        kind=activity.kind,
        ref=activity.ref,
        exercise=activity.exercise,
        title=activity.title,
        how=activity.how,
        round=activity.round,
        minutes=activity.minutes,
        competencies=activity.competencies,
        new_material=activity.new_material,
        why=why,
    )


def rounds_by_deficit(ledger: Ledger, aim: Aim) -> list[Round]:
    """Return the rounds, the one that most lacks minutes first; ties go to the larger target, then by name."""
    total = sum(ledger.by_round.values()) + _AHEAD
    deficit = {name: aim.target[name] * total - ledger.by_round[name] for name in ROUNDS}
    return sorted(ROUNDS, key=lambda name: (-round(deficit[name], 6), -aim.target[name], name))


def _next(slot: Slot, room: int, ledger: Ledger, shelf: Shelf, rule: StageRule) -> Activity | None:
    free = [a for a in shelf.activities if not a.days_out and a.strand not in ("mock", "checklist", "rest")]
    open_now = [a for a in free if fits(a, slot, room=room, ledger=ledger, shelf=shelf)]
    general = [a for a in open_now if a.round == "all" and _strand_deficit(a.strand, slot, ledger, rule) > 0]
    if general:
        return max(general, key=lambda a: _strand_deficit(a.strand, slot, ledger, rule))
    for name in rounds_by_deficit(ledger, shelf.aims[slot.segment]):
        mine = [a for a in open_now if a.round == name and rule.strands.get(a.strand, 0) > 0]
        if mine:
            strand = max(sorted({a.strand for a in mine}), key=lambda s: _strand_deficit(s, slot, ledger, rule))
            return min((a for a in mine if a.strand == strand), key=lambda a: _rank(a, slot, ledger, shelf))
    return None


def _strand_deficit(strand: Strand, slot: Slot, ledger: Ledger, rule: StageRule) -> float:
    so_far = ledger.in_stage.get((slot.segment, slot.stage), 0)
    return rule.strands.get(strand, 0.0) * so_far - ledger.by_strand.get((slot.segment, slot.stage, strand), 0)


def _rank(activity: Activity, slot: Slot, ledger: Ledger, shelf: Shelf) -> tuple[object, ...]:
    mine = [name for name in shelf.needs if name.startswith(f"{activity.round}.")]
    whole = sum(shelf.needs[name] for name in mine) or 1.0
    given = sum(ledger.by_competency.get(name, 0.0) for name in mine) + _AHEAD
    lack = [
        shelf.needs[name] / whole * given - ledger.by_competency.get(name, 0.0)
        for name in activity.competencies
        if name in shelf.needs
    ]
    mean_lack = (sum(lack) / len(lack) if lack else 0.0) + (_ROOM_BONUS if activity.exercise else 0.0)
    again_today = bool(activity.exercise) and any(
        day == slot.date for ident, day in ledger.last.items() if ident.startswith(f"{activity.exercise}.")
    )
    unmet = activity.new_material and activity.exercise not in ledger.met
    return (
        again_today,
        not unmet,
        -round(mean_lack, 6),
        ledger.counts.get(activity.id, 0),
        activity.difficulty,
        activity.id,
    )


def _best_mock(slot: Slot, room: int, ledger: Ledger, shelf: Shelf) -> Activity | None:
    mocks = [a for a in shelf.activities if a.strand == "mock" and fits(a, slot, room=room, ledger=ledger, shelf=shelf)]
    familiar = shelf.stages[slot.stage].new_material is False
    aim = shelf.aims[slot.segment].target
    # Mocks are few, so they are dealt by Sainte-Laguë: the odd divisors give each round its turn before a third one.
    for name in sorted(ROUNDS, key=lambda name: (-aim[name] / (2 * ledger.mocks[name] + 1), name)):
        mine = [a for a in mocks if a.round == name]
        if mine:
            return min(
                mine,
                key=lambda a: (
                    familiar and a.exercise not in ledger.met,
                    ledger.counts.get(a.id, 0),
                    a.difficulty,
                    a.id,
                ),
            )
    return None


def _mock_reason(mock: Activity, slot: Slot, shelf: Shelf, ledger: Ledger) -> str:
    aim = shelf.aims[slot.segment]
    assert mock.round != "all"
    weight = percent(aim.share[mock.round])
    line = f"A timed mock, {slot.days_out} days before {aim.name}: the round is {weight} of the decision."
    if not shelf.stages[slot.stage].new_material and mock.exercise not in ledger.met:
        line += " It rehearses the clock; nothing of this round was met before."
    return line


def _reason(activity: Activity, slot: Slot, shelf: Shelf) -> str:
    if activity.round == "all":
        return activity.why or f"{shelf.stages[slot.stage].title}, {slot.days_out} days before the loop."
    aim = shelf.aims[slot.segment]
    head = f"{percent(aim.share[activity.round])} of the decision at {aim.name}"
    ranked = sorted(activity.competencies, key=lambda name: (-shelf.needs.get(name, 0.0), name))
    if not ranked:
        return f"{head}."
    need = shelf.known.get(ranked[0])
    label = ranked[0].split(".", 1)[1].replace("-", " ")
    if need is None or need.evidence == 0:
        return f"{head}; nothing graded yet on {label}."
    return f"{head}; {label} stands at {need.mean:.1f} ± {1.645 * need.sd:.1f} against {shelf.bar:.1f}."


def evenly(days: list[date], count: int) -> set[date]:
    """Return `count` of the days, evenly spaced and away from the ends; all of them when there are fewer."""
    if count >= len(days):
        return set(days)
    return {days[(i + 1) * len(days) // (count + 1)] for i in range(count)}
