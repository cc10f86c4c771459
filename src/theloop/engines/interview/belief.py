"""What the interviewer believes about each item, and which authored probe would tell the most.

Why: a good question is the one whose answer is open and matters. Wrong when this belief reaches a report: it rests on
likeness of words and only chooses questions.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from theloop.engines.interview.script import Known, Log, ProbesLeft, Script, ScriptItem, ScriptProbe
from theloop.engines.interview.words import leaks, likeness, mentions, sentences

HEARD = 0.45
_MINUTES_PER_PROBE = 2.5
_FEWEST_PROBES = 2
_UNSAID, _SAID, _FAILED = 0.3, 0.85, 0.15
_ESSENTIAL, _PUSH, _CONTRADICTED = 1.25, 1.15, 1.5
When = Literal["missing", "l5", "contradicted"]


@dataclass(frozen=True, slots=True)
class ItemState:
    """One item as believed: chances of both bars, and whether it was said, in likeness of words from 0 to 1."""

    item: ScriptItem
    p_l5: float
    p_l6: float
    heard_l5: float
    heard_l6: float
    contradicted: bool


@dataclass(frozen=True, slots=True)
class Pick:
    """A probe that could be asked now, and what its answer is worth."""

    item: ScriptItem
    probe: ScriptProbe
    worth: float


def item_states(script: Script, log: Log) -> tuple[ItemState, ...]:
    """Return the belief about the items of the present phase: executed facts first, else how like them was said."""
    # Saying a thing twice tells nothing new, and a long mock repeats much.
    said = tuple(dict.fromkeys(part for turn in log.turns if turn.who == "you" for part in sentences(turn.text)))
    known = {entry.item: entry for entry in log.known}
    return tuple(
        _state(item, said, known=known.get(item.id, Known(item=item.id)))
        for item in script.items
        if item.phase == log.phase
    )


def best_probe(script: Script, log: Log) -> Pick | None:
    """Return the probe of the present phase whose answer is worth most, or None where none is left to ask.

    Worth is weight x entropy of the bar it asks about, more for essential items, for pushing a reached L5 bar, and
    most for a claim that execution contradicts. Left out: what was asked, what was said or executed, what would tell
    its own answer, and everything once the phase has had its number of probes.
    """
    if probes_left(script, log).left == 0:
        return None
    picks = _picks(script, log)
    return max(picks, key=lambda pick: pick.worth) if picks else None


def probes_left(script: Script, log: Log) -> ProbesLeft:
    """Return how many probes the present phase has left: one per 2.5 minutes, at least two, no more than written."""
    phase = next((phase for phase in script.phases if phase.id == log.phase), None)
    written = sum(len(item.probes) for item in script.items if item.phase == log.phase)
    minutes = phase.minutes if phase else 0
    allowed = min(written, max(_FEWEST_PROBES, round(minutes / _MINUTES_PER_PROBE)))
    asked = sum(turn.why == "probe" and turn.phase == log.phase for turn in log.turns)
    return ProbesLeft(left=min(max(0, allowed - asked), len(_picks(script, log))), of=allowed)


def _picks(script: Script, log: Log) -> list[Pick]:
    asked = {turn.text for turn in log.turns if turn.who == "interviewer"}
    picks = []
    for state in item_states(script, log):
        when = _when(state)
        probe = next(
            (p for p in state.item.probes if p.when == when and p.ask not in asked and not _tells(p, state.item)), None
        )
        if probe is not None:
            picks.append(Pick(item=state.item, probe=probe, worth=_worth(state, probe.when)))
    return picks


def _state(item: ScriptItem, said: Sequence[str], *, known: Known) -> ItemState:
    terms = [term for term in item.terms if any(mentions(part, term) for part in said)]
    bonus = 0.1 * min(2, len(terms))
    heard_l5 = _heard((item.l5, *item.l5_exemplars), said, bonus=bonus)
    heard_l6 = _heard((item.l6, *item.l6_exemplars), said, bonus=0.0)
    claims = _heard(item.contradicts, said, bonus=0.0)
    return ItemState(
        item=item,
        p_l5=_chance(known.l5, heard_l5),
        p_l6=_chance(known.l6, heard_l6),
        heard_l5=heard_l5,
        heard_l6=heard_l6,
        contradicted=claims >= HEARD and claims > max(heard_l5, heard_l6) and known.l5 != "reached",
    )


def _heard(texts: Sequence[str], said: Sequence[str], *, bonus: float) -> float:
    best = max((likeness(text, part) for text in texts for part in said), default=0.0)
    return min(1.0, best + bonus) if best else 0.0


def _chance(known: Literal["reached", "not_reached", "unknown"], heard: float) -> float:
    if known == "reached":
        return 1.0
    if known == "not_reached":
        return _FAILED
    return _UNSAID + (_SAID - _UNSAID) * min(1.0, heard / HEARD)


def _when(state: ItemState) -> When | None:
    """Which kind of probe fits: none where the strategy bar was already said or executed."""
    if state.p_l6 == 1.0 or state.heard_l6 >= HEARD:
        return None
    if state.contradicted:
        return "contradicted"
    return "l5" if state.p_l5 == 1.0 or state.heard_l5 >= HEARD else "missing"


def _worth(state: ItemState, when: When) -> float:
    chance = state.p_l6 if when == "l5" else state.p_l5
    factor = {"missing": 1.0, "l5": _PUSH, "contradicted": _CONTRADICTED}[when]
    essential = _ESSENTIAL if state.item.essential else 1.0
    return round(state.item.weight * _entropy(chance) * factor * essential, 6)


def _entropy(p: float) -> float:
    if p in (0.0, 1.0):
        return 0.0
    return -(p * math.log2(p) + (1 - p) * math.log2(1 - p))


def _tells(probe: ScriptProbe, item: ScriptItem) -> bool:
    return leaks(probe.ask, (item.l6,) if probe.when == "l5" else (item.l5, item.l6))
