"""The decision on one bar and on one item: executed fact, then model, then a person's tick, then nobody.

Why: the order is the product's promise. Wrong when anything here reads what the candidate said: text never decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from theloop.base.facts import Fact
from theloop.engines.grading.inputs import Evidence, ModelVerdict, Tick, Utterance
from theloop.engines.grading.report import BarVerdict, Decision, ItemVerdict, ItemWord, Origin, Quote
from theloop.engines.grading.rubric import Bar, Criterion, Item

PROMPTING = frozenset({"probe", "challenge", "hint"})
PROMPTED_STRATEGY_CREDIT = 0.5


@dataclass(frozen=True, slots=True)
class Grounds:
    """What decisions rest on: one fact per id, model verdicts, standing ticks, and when each item was first probed."""

    facts: Mapping[str, Fact]
    model: Mapping[tuple[str, Bar], ModelVerdict]
    ticks: Mapping[tuple[str, Bar], tuple[Tick, ...]]
    probed_at_ms: Mapping[str, int]


def grounds(facts: Iterable[Fact], evidence: Evidence) -> Grounds:
    """Return the grounds of an attempt; any order of the inputs gives the same.

    Of two facts with one id the later `at_ms` counts, and of two at one time the one that does not hold. Of two ticks
    by one person the later `seq` counts; a withdrawn tick is none.
    """
    by_id: dict[str, Fact] = {}
    for fact in sorted(facts, key=lambda f: (f.id, f.at_ms if f.at_ms is not None else -1, not f.holds, f.says)):
        by_id[fact.id] = fact
    return Grounds(
        facts=by_id,
        model={(m.item, m.bar): m for m in sorted(evidence.model, key=lambda m: (m.model, m.verdict, m.says))},
        ticks=_standing(evidence.ticks),
        probed_at_ms=_probed(evidence.transcript),
    )


def decide_item(item: Item, ground: Grounds, *, quotes: Mapping[tuple[str, Bar], Quote]) -> ItemVerdict:
    """Return both bars of one item and the word they add up to.

    `contradicted` where a model says so; `l6` both bars reached; `l5` execution reached; `partial` strategy reached
    without execution; `missing` execution not reached; `ungraded` while nobody decided the execution bar.
    """
    execution = _decide_bar(item, "execution", ground=ground, quote=quotes.get((item.id, "execution")))
    strategy = _decide_bar(item, "strategy", ground=ground, quote=quotes.get((item.id, "strategy")))
    word, why = _word(execution, strategy)
    return ItemVerdict(
        item=item.id,
        competency=item.competency,
        dimension=item.dimension,
        phase=item.phase,
        weight=item.weight,
        essential=item.essential,
        word=word,
        reason=why,
        execution=execution,
        strategy=strategy,
    )


def _decide_bar(item: Item, bar: Bar, *, ground: Grounds, quote: Quote | None) -> BarVerdict:
    criterion = item.l5 if bar == "execution" else item.l6
    decision, origin, why = _decision(item, bar, criterion=criterion, ground=ground)
    fact = ground.facts.get(criterion.fact) if criterion.fact and origin == "fact" else None
    prompted = decision == "reached" and _prompted(item.id, fact, origin=origin, ground=ground)
    credit = 1.0 if decision == "reached" else 0.0
    if prompted and bar == "strategy":
        credit = PROMPTED_STRATEGY_CREDIT
    return BarVerdict(
        bar=bar,
        decision=decision,
        origin=origin,
        says=criterion.says,
        reason=why,
        fact=criterion.fact,
        at_ms=fact.at_ms if fact else None,
        prompted=prompted,
        credit=credit,
        band="read_this" if quote else "none_found",
        quote=quote,
    )


def _decision(item: Item, bar: Bar, *, criterion: Criterion, ground: Grounds) -> tuple[Decision, Origin, str]:
    fact = ground.facts.get(criterion.fact) if criterion.fact else None
    if fact is not None:
        return ("reached" if fact.holds else "not_reached"), "fact", fact.says
    model = ground.model.get((item.id, bar))
    if model is not None and model.verdict != "cant_tell":
        return model.verdict, "model", f"{model.model}: {model.says}"
    return _by_ticks(ground.ticks.get((item.id, bar), ()), criterion)


def _by_ticks(ticks: Sequence[Tick], criterion: Criterion) -> tuple[Decision, Origin, str]:
    words = {tick.verdict for tick in ticks}
    if len(words) > 1:
        return "cant_tell", "nobody", "you and your peer decided differently"
    if ticks:
        # A peer's eye is the stronger source where both agree.
        by: Origin = "peer" if any(tick.by == "peer" for tick in ticks) else "own"
        who = "your peer" if by == "peer" else "you"
        if ticks[0].verdict == "reached":
            return "reached", by, f"{who} ticked it"
        return "not_reached", by, f"{who} marked it not reached"
    if criterion.fact:
        return "cant_tell", "nobody", f"nothing in this attempt established {criterion.fact}"
    return "cant_tell", "nobody", "no fact decides this; read the answer and tick"


def _prompted(item: str, fact: Fact | None, *, origin: Origin, ground: Grounds) -> bool:
    probed = ground.probed_at_ms.get(item)
    if probed is None:
        return False
    if fact is not None:
        return fact.at_ms is not None and fact.at_ms >= probed
    return origin in ("own", "peer", "model")


def _word(execution: BarVerdict, strategy: BarVerdict) -> tuple[ItemWord, str]:
    if "contradicted" in (execution.decision, strategy.decision):
        bar = execution if execution.decision == "contradicted" else strategy
        return "contradicted", bar.reason
    if execution.decision == "reached":
        return ("l6", strategy.reason) if strategy.decision == "reached" else ("l5", execution.reason)
    if strategy.decision == "reached":
        return "partial", f"strategy bar: {strategy.reason}; execution bar: {execution.reason}"
    if execution.decision == "not_reached":
        return "missing", execution.reason
    return "ungraded", execution.reason


def _standing(ticks: Iterable[Tick]) -> dict[tuple[str, Bar], tuple[Tick, ...]]:
    latest: dict[tuple[str, Bar, str], Tick] = {}
    for tick in sorted(ticks, key=lambda t: (t.seq, t.verdict)):
        latest[tick.item, tick.bar, tick.by] = tick
    standing: dict[tuple[str, Bar], tuple[Tick, ...]] = {}
    for tick in sorted(latest.values(), key=lambda t: (t.item, t.bar, t.by)):
        if tick.verdict != "withdrawn":
            standing[tick.item, tick.bar] = (*standing.get((tick.item, tick.bar), ()), tick)
    return standing


def _probed(transcript: Iterable[Utterance]) -> dict[str, int]:
    first: dict[str, int] = {}
    for turn in transcript:
        if turn.who == "interviewer" and turn.why in PROMPTING and turn.about:
            first[turn.about] = min(turn.at_ms, first.get(turn.about, turn.at_ms))
    return first
