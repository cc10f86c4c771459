"""Carries the talk between the attempt's log and the interviewer's machine, and back as events.

Why: the machine knows no log and the log knows no machine. Wrong when it decides anything itself.
"""

from __future__ import annotations

from collections.abc import Sequence

from theloop.actions.attempt_log import as_if_stored, by_machine
from theloop.actions.facts import known_items
from theloop.actions.markdown import spoken
from theloop.engines.attempt.events import Asked, NewEvent, PhaseChanged, Said, Started
from theloop.engines.attempt.state import AttemptState
from theloop.engines.attempt.timing import phase_times
from theloop.engines.grading.rubric import Item
from theloop.engines.interview.machine import next_turn, probes_left_in
from theloop.engines.interview.script import (
    Known,
    Log,
    ProbesLeft,
    Reveal,
    Script,
    ScriptItem,
    ScriptPhase,
    ScriptProbe,
    Spoken,
    Turn,
)
from theloop.library.catalogue import Library, header_of
from theloop.library.designs import Design
from theloop.ports.world import World

_TURNS_AT_ONCE = 3  # an answer, a move to the next phase, its opening: never a monologue


def replies(world: World, state: AttemptState, *, after: Sequence[NewEvent]) -> list[NewEvent]:
    """Return the events with which the interviewer answers `after`, which `state` already contains.

    Nothing is said while the attempt is paused or finished. Without `after` the clock alone is looked at.
    """
    if state.status != "running":
        return []
    if after and not any(isinstance(event.body, Said | PhaseChanged) for event in after):
        return []
    said: list[NewEvent] = []
    for _ in range(_TURNS_AT_ONCE):
        turn = next_turn(script_of(world.library, state.begun), _log_of(world, state))
        if not isinstance(turn, Turn):
            break
        events = _events_of(world, state, turn)
        said += events
        state = as_if_stored(state, events, world=world)
    return said


def probes_left(world: World, state: AttemptState) -> ProbesLeft:
    """Return how many probes of the present phase the interviewer still has."""
    return probes_left_in(script_of(world.library, state.begun), _log_of(world, state))


def _events_of(world: World, state: AttemptState, turn: Turn) -> list[NewEvent]:
    events = []
    if turn.moves_to and turn.moves_to != state.phase:
        events.append(by_machine(state, PhaseChanged(phase=turn.moves_to, by="interviewer"), world=world))
    asked = Asked(text=turn.text, why=turn.why, about=turn.about)
    events.append(by_machine(state, asked, world=world, nth=len(events)))
    return events


def _log_of(world: World, state: AttemptState) -> Log:
    elapsed = state.elapsed_ms(world.clock.now())
    spent = {time.id: time.spent_ms for time in phase_times(state, until_ms=elapsed)}
    return Log(
        turns=tuple(
            Spoken(at_ms=turn.at_ms, who=turn.who, text=turn.text, phase=turn.phase, why=turn.why, about=turn.about)
            for turn in state.transcript
        ),
        known=tuple(Known(item=item, l5=l5, l6=l6) for item, l5, l6 in known_items(world, state)),
        phase=state.phase,
        elapsed_ms=elapsed,
        phase_elapsed_ms=spent.get(state.phase, 0),
        active_ms=state.active_ms,
        clock_runs=state.begun.clock_runs,
    )


def script_of(library: Library, begun: Started) -> Script:
    """Return the exercise as the interviewer plays it in this attempt: its level, and its clock's budgets."""
    exercise = library.exercise(begun.exercise)
    header = header_of(exercise)
    titles = {phase.id: phase.title for phase in header.phases}
    return Script(
        id=header.slug,
        level=begun.level,
        prompt=spoken(exercise.prompt),
        phases=tuple(
            ScriptPhase(id=phase.id, title=titles.get(phase.id, phase.id), minutes=phase.minutes)
            for phase in begun.phases
        ),
        reveals=tuple(
            Reveal(id=fact.id, asked_as=fact.asked_as, keywords=fact.keywords, answer=fact.answer)
            for fact in header.reveals
        ),
        items=tuple(_script_item(item) for item in exercise.rubric.items),
        closing=exercise.sheet.closing if isinstance(exercise, Design) else "",
    )


def _script_item(item: Item) -> ScriptItem:
    return ScriptItem(
        id=item.id,
        phase=item.phase,
        competency=item.competency,
        weight=item.weight,
        essential=item.essential,
        l5=item.l5.says,
        l6=item.l6.says,
        l5_exemplars=item.l5.exemplars,
        l6_exemplars=item.l6.exemplars,
        terms=item.terms,
        contradicts=item.contradicts,
        probes=tuple(ScriptProbe(when=probe.when, ask=probe.ask) for probe in item.probes),
    )
