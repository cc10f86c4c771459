"""What the log already establishes, as the room shows it under "Heard so far": facts that hold, in order of time.

Wrong when it tells what has not been said yet: only bars whose fact holds appear.
"""

from __future__ import annotations

from theloop.actions.attempt_view import Heard
from theloop.actions.facts import facts_of, latest_result
from theloop.engines.attempt.state import AttemptState
from theloop.ports.world import World


def heard_so_far(world: World, state: AttemptState) -> tuple[Heard, ...]:
    """Return the rubric bars whose deciding fact holds now; the strategy bar's star where that one holds."""
    exercise = world.library.exercise(state.exercise)
    facts = {fact.id: fact for fact in facts_of(world, state, result=latest_result(state))}
    found = []
    for item in exercise.rubric.items:
        strategy = facts.get(item.l6.fact or "")
        execution = facts.get(item.l5.fact or "")
        best = strategy if strategy is not None and strategy.holds else execution
        if best is None or not best.holds:
            continue
        star = best is strategy
        says = item.l6.says if star else item.l5.says
        found.append(Heard(at_ms=best.at_ms if best.at_ms is not None else state.active_ms, text=says, star=star))
    return tuple(sorted(found, key=lambda one: one.at_ms))
