"""Grade an attempt: rubric, facts and evidence in, report out.

Why: one pure function, so that the same attempt has the same report on every machine. Wrong when it reaches for a
clock, a model or a file.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence

from theloop.base.facts import Fact
from theloop.engines.grading.drills import drills as order_drills
from theloop.engines.grading.evidence import find
from theloop.engines.grading.inputs import DrillCandidate, Evidence, Level, SeniorInsight
from theloop.engines.grading.report import (
    BarVerdict,
    CompetencyReport,
    Executed,
    InsightHeard,
    ItemVerdict,
    Move,
    NoMove,
    Quote,
    RaisedFlag,
    Report,
    RubricStamp,
)
from theloop.engines.grading.rubric import Competency, RedFlag, Rubric, executed_share
from theloop.engines.grading.scores import L5_BAR, L6_BAR, bar_state, score, share, weighted
from theloop.engines.grading.strip import strip
from theloop.engines.grading.verdict import PROMPTING, decide_item, grounds
from theloop.engines.grading.wording import lede, title

QUOTES_SHOWN = 3


def grade(
    rubric: Rubric,
    facts: Iterable[Fact],
    *,
    evidence: Evidence,
    level: Level,
    weights: Mapping[str, float],
    drills: Sequence[DrillCandidate] = (),
) -> Report:
    """Return the report of one attempt.

    What decides: an executed fact, else a model's verdict, else a tick; what is said decides nothing. The same input
    in any order of facts and ticks gives the same report, byte for byte.

    Args:
        rubric: The exercise's rubric.
        facts: What engines established; a fact that is not there is undecided, not false.
        evidence: Transcript, ticks, model verdicts, insights, clock and prompt of the attempt.
        level: The level played for; it chooses the bar that title, drills and lede speak of, never a verdict.
        weights: Weight per competency id, for the total; one that is not named weighs 0. Where all that the rubric
            has would weigh 0, they weigh the same.
        drills: What could be practised next.

    Returns:
        The report; `timing` holds the facts whose source is the clock, ordered by id.
    """
    ground = grounds(facts, evidence)
    found = find(rubric, evidence.transcript, prompt=evidence.prompt)
    items = tuple(decide_item(item, ground, quotes=found.quotes) for item in rubric.items)
    flags = tuple(_red_flag(flag, ground.facts) for flag in rubric.red_flags)
    competencies = _competencies(items, flags, weights=weights)
    insights = tuple(_insight(insight, items, evidence) for insight in evidence.insights)
    return Report(
        rubric=stamp(rubric),
        level=level,
        title=title(competencies, level=level),
        lede=lede(items, competencies),
        total=weighted([(report.score, report.weight) for report in competencies]),
        executed=_executed(rubric, items),
        competencies=competencies,
        items=items,
        insights=insights,
        red_flags=flags,
        flagged=found.flagged,
        strip=strip(evidence, insights),
        timing=tuple(fact for name, fact in sorted(ground.facts.items()) if fact.source == "clock"),
        drills=order_drills(drills, competencies, level=level),
    )


def stamp(rubric: Rubric) -> RubricStamp:
    """Return which rubric this is: id, version, and the SHA-256 of its JSON with sorted keys and no spaces."""
    canonical = json.dumps(rubric.model_dump(mode="json"), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    return RubricStamp(id=rubric.id, version=rubric.version, sha256=digest)


def _competencies(
    items: Sequence[ItemVerdict], flags: Sequence[RaisedFlag], *, weights: Mapping[str, float]
) -> tuple[CompetencyReport, ...]:
    names = list(dict.fromkeys(item.competency for item in items))
    given = {name: max(0.0, weights.get(name, 0.0)) for name in names}
    if not any(given.values()):
        given = dict.fromkeys(names, 1.0)
    return tuple(
        _competency(
            name,
            [item for item in items if item.competency == name],
            flags=[flag for flag in flags if flag.competency == name],
            weight=given[name],
        )
        for name in names
    )


def _competency(
    name: Competency, items: Sequence[ItemVerdict], *, flags: Sequence[RaisedFlag], weight: float
) -> CompetencyReport:
    place, cap = score(items, flags)
    total = sum(item.weight for item in items)
    by_fact = sum(item.weight / 2 for item in items for bar in (item.execution, item.strategy) if bar.origin == "fact")
    return CompetencyReport(
        competency=name,
        weight=weight,
        execution=share([(item.execution, item.weight) for item in items]),
        strategy=share([(item.strategy, item.weight) for item in items]),
        score=place,
        at_l5=bar_state(place, L5_BAR),
        at_l6=bar_state(place, L6_BAR),
        executed_share=round(by_fact / total, 4),
        cap=cap,
        move=_move(items),
        quotes=_quotes(items),
    )


def _move(items: Sequence[ItemVerdict]) -> Move | NoMove:
    """The heaviest strategy criterion that was missed; where none was missed, the heaviest that is undecided."""
    for decisions in (("not_reached", "contradicted"), ("cant_tell",)):
        missed = [item for item in items if item.strategy.decision in decisions]
        if missed:
            item = max(missed, key=lambda it: it.weight)
            return Move(
                item=item.item, says=item.strategy.says, weight=item.weight, decided=decisions[0] != "cant_tell"
            )
    return NoMove()


def _quotes(items: Sequence[ItemVerdict]) -> tuple[Quote, ...]:
    quotes: dict[tuple[int, int, int], Quote] = {}
    for item in sorted(items, key=lambda it: -it.weight):
        for bar in (item.strategy, item.execution):
            if bar.quote is not None:
                quotes.setdefault((bar.quote.seq, bar.quote.start, bar.quote.end), bar.quote)
    return tuple(quotes.values())[:QUOTES_SHOWN]


def _red_flag(flag: RedFlag, facts: Mapping[str, Fact]) -> RaisedFlag:
    fact = facts.get(flag.fact)
    return RaisedFlag(
        id=flag.id,
        competency=flag.competency,
        says=flag.says,
        reason=fact.says if fact else f"nothing in this attempt established {flag.fact}",
        state="cant_tell" if fact is None else "raised" if fact.holds else "clear",
        weight=flag.weight,
    )


def _insight(insight: SeniorInsight, items: Sequence[ItemVerdict], evidence: Evidence) -> InsightHeard:
    verdict = next((item.strategy for item in items if item.item == insight.item), None)
    decision = verdict.decision if verdict else "cant_tell"
    quote = verdict.quote if verdict else None
    asked = (
        turn.text
        for turn in evidence.transcript
        if turn.who == "interviewer" and turn.why in PROMPTING and turn.about == insight.item
    )
    return InsightHeard(
        **insight.model_dump(),
        state="heard" if decision == "reached" else "cant_tell" if decision == "cant_tell" else "missed",
        reason=verdict.reason if verdict else f"the rubric has no item {insight.item!r}",
        at_ms=_shown_at(verdict),
        quote=quote,
        asked=next(asked, ""),
    )


def _shown_at(verdict: BarVerdict | None) -> int | None:
    if verdict is None:
        return None
    return verdict.at_ms if verdict.at_ms is not None or verdict.quote is None else verdict.quote.at_ms


def _executed(rubric: Rubric, items: Sequence[ItemVerdict]) -> Executed:
    total = sum(item.weight for item in items)
    by = dict.fromkeys(("fact", "model", "own", "peer", "nobody"), 0.0)
    for item in items:
        for bar in (item.execution, item.strategy):
            by[bar.origin] += item.weight / 2 / total
    return Executed(
        can_be=round(executed_share(rubric), 4),
        by_fact=round(by["fact"], 4),
        by_model=round(by["model"], 4),
        by_own_tick=round(by["own"], 4),
        by_peer_tick=round(by["peer"], 4),
        cant_tell=round(by["nobody"], 4),
    )
