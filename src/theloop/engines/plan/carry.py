"""What happens to an item that did not happen: it moves to the next day with room, at most twice.

Why: a missed evening must neither vanish nor push everything after it. Wrong when an item moves for ever; after two
moves the candidate decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from theloop.engines.plan.model import Day, Item, LeftOut, StageRule

MOST_MOVES = 2
_QUIET_KINDS = ("cards", "research", "checklist", "rest")


@dataclass(frozen=True, slots=True)
class Closed:
    """Former days with nothing open before today, the items to place again, and those that moved too often."""

    days: tuple[Day, ...]
    again: tuple[Item, ...]
    undecided: tuple[LeftOut, ...]


def may_stand(item: Item, rule: StageRule) -> bool:
    """Tell whether an item that moves may stand in a stage: no new material where forbidden; quiet days stay quiet."""
    if item.new_material and not rule.new_material:
        return False
    return rule.stage not in ("light-touch", "loop-day") or item.kind in _QUIET_KINDS


def again(item: Item, *, day: date) -> Item | LeftOut:
    """Return a missed item as it stands next, or, after its second move, what waits for the candidate's decision."""
    if item.moves >= MOST_MOVES:
        missed = item.moves + 1
        reason = f"Missed {missed} times and moved {item.moves} times, last on {day.isoformat()}. Move it or drop it."
        return left_out(item, reason=reason)
    return item.model_copy(
        update={"status": "planned", "moves": item.moves + 1, "moved_from": day, "moved_to": None, "fixed": False}
    )


def left_out(item: Item, *, reason: str) -> LeftOut:
    """Return an item as left out, waiting for the candidate."""
    waiting = item.model_copy(update={"status": "planned", "moved_to": None})
    return LeftOut(ref=item.ref, title=item.title, minutes=item.minutes, reason=reason, decide=True, item=waiting)


def no_room(item: Item) -> LeftOut:
    """Return an item for which no day up to the loop has room."""
    return left_out(item, reason=f"No day before the loop has room for its {item.minutes} minutes. Move it or drop it.")


def close_past(days: tuple[Day, ...], *, today: date) -> Closed:
    """Return former days before today with their open items missed, and everything that must be placed again.

    Loop-day and eve-of-loop items (checklists, rest) have no second chance: they are missed and nothing more.
    """
    closed: list[Day] = []
    placed_again: list[Item] = []
    undecided: list[LeftOut] = []
    for day in days:
        if day.date >= today:
            placed_again += [item for item in day.items if item.status == "planned" and item.moves and not item.fixed]
            continue
        items = []
        for item in day.items:
            if item.status != "planned":
                items.append(item)
                continue
            items.append(item.model_copy(update={"status": "missed"}))
            if item.kind in ("checklist", "rest"):
                continue
            following = again(item, day=day.date)
            if isinstance(following, LeftOut):
                undecided.append(following)
            else:
                placed_again.append(following)
        closed.append(with_items(day, items))
    return Closed(tuple(closed), tuple(placed_again), tuple(undecided))


def with_items(day: Day, items: list[Item] | tuple[Item, ...]) -> Day:
    """Return a day with other items and its minutes counted again; missed items cost nothing."""
    minutes = sum(item.minutes for item in items if item.status != "missed")
    return day.model_copy(update={"items": tuple(items), "minutes": minutes})


def tell_where(days: tuple[Day, ...]) -> tuple[Day, ...]:
    """Return the days with `moved_to` of each missed item set to the day its next self stands on."""
    stands = {item.id: day.date for day in days for item in day.items if item.status in ("planned", "done")}
    out = []
    for day in days:
        items = [
            item.model_copy(update={"moved_to": stands.get(item.id)}) if item.status == "missed" else item
            for item in day.items
        ]
        out.append(with_items(day, items))
    return tuple(out)
