"""The minutes of an attempt as a strip: phases with budget and overrun, who spoke when, senior marks.

Why: where the time went explains more than the score. Wrong when a mark is put where nothing was measured; then it is
left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from theloop.engines.grading.inputs import Evidence, PhaseUse
from theloop.engines.grading.report import InsightHeard, PhaseStrip, StarMark, Strip, TurnMark


def strip(evidence: Evidence, insights: Sequence[InsightHeard]) -> Strip:
    """Return the strip of an attempt.

    A candidate's turn runs from the turn before it to its sending: thinking, drawing and typing included. A missed
    insight stands at the probe that pointed at it, else in the middle of its phase; without either it has no mark.
    """
    phases = tuple(_phase(use) for use in evidence.phases)
    return Strip(
        total_ms=evidence.total_ms,
        phases=phases,
        turns=_turns(evidence),
        stars=_stars(evidence, insights, {phase.id: phase for phase in phases}),
    )


def _phase(use: PhaseUse) -> PhaseStrip:
    spent = sum(end - begin for begin, end in use.spans)
    return PhaseStrip(
        id=use.id,
        title=use.title,
        budget_ms=use.budget_ms,
        spent_ms=spent,
        over_ms=max(0, spent - use.budget_ms),
        spans=use.spans,
    )


def _turns(evidence: Evidence) -> tuple[TurnMark, ...]:
    marks, before = [], 0
    for turn in evidence.transcript:
        begin = min(before, turn.at_ms) if turn.who == "you" else turn.at_ms
        marks.append(TurnMark(seq=turn.seq, who=turn.who, from_ms=begin, to_ms=turn.at_ms))
        before = turn.at_ms
    return tuple(marks)


def _stars(
    evidence: Evidence, insights: Sequence[InsightHeard], phases: Mapping[str, PhaseStrip]
) -> tuple[StarMark, ...]:
    marks, number = [], 0
    for insight in insights:
        if insight.state == "cant_tell":
            continue
        heard = insight.state == "heard"
        number += not heard
        at = insight.at_ms if heard else _missed_at(evidence, insight, phases.get(insight.phase))
        if at is not None:
            marks.append(StarMark(insight=insight.id, at_ms=at, heard=heard, number=0 if heard else number))
    return tuple(marks)


def _missed_at(evidence: Evidence, insight: InsightHeard, phase: PhaseStrip | None) -> int | None:
    for turn in evidence.transcript:
        if turn.who == "interviewer" and turn.about == insight.item:
            return turn.at_ms
    if phase is None or not phase.spans:
        return None
    begin, end = phase.spans[0]
    return (begin + end) // 2
