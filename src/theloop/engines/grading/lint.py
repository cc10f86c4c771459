"""What is wrong with a rubric although it reads: rules that keep soup from winning and facts deciding.

Why: the content check refuses an exercise whose grade would rest on prose. Wrong when a finding names no item.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import combinations

from theloop.engines.grading.rubric import Bar, Criterion, Item, Rubric, executed_share
from theloop.engines.grading.words import FUNCTION_WORDS, content_stems, stem, tokens

EXECUTED_NEEDED = 0.6
EXEMPLARS_NEEDED = 5
NEAR_MISSES_NEEDED = 3
SAME_WORDING = 0.75
LEAK_SHARE = 0.6
_LEAK_STEMS = 3


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: where (an item's id or `rubric`), which rule, and what to change."""

    where: str
    rule: str
    says: str


def lint(rubric: Rubric, *, phases: Collection[str], known_facts: Collection[str] | None = None) -> tuple[Finding, ...]:
    """Return what is wrong with `rubric`, in the order of its items; empty where nothing is.

    Rules: `executed_share` (at least .6 of the weight is decided by facts), `exemplars` (a criterion without a fact
    has five or more), `same_wording` (two exemplars share three quarters of their content words), `item_words` (every
    exemplar holds all content words of `says`, so that naming them would be enough), `near_misses` (three or more,
    none of them equal to an exemplar), `phase` (the item's phase exists), `unknown_fact`, `twice` (an id stands
    twice), `leak` (a probe tells the answer that it asks for).

    Args:
        rubric: The rubric to check.
        phases: Ids of the phases of the exercise.
        known_facts: Ids of the facts that engines can establish for it; None leaves that rule out.
    """
    return tuple(_findings(rubric, phases, known_facts=known_facts))


def leaks(ask: str, says: str) -> bool:
    """Whether a probe tells what it asks for: it holds three or more, and six tenths, of the criterion's content words.

    Examples:
        >>> leaks("Did you cap invites received, per person and day?", "Caps invites received per person and day")
        True
        >>> leaks("Who pays when a suggestion is wrong?", "Caps invites received per person and day")
        False
    """
    wanted = set(content_stems(says))
    given = wanted & set(content_stems(ask))
    return len(given) >= _LEAK_STEMS and len(given) / len(wanted) >= LEAK_SHARE


def _findings(rubric: Rubric, phases: Collection[str], *, known_facts: Collection[str] | None) -> Iterator[Finding]:
    decided = executed_share(rubric)
    if decided < EXECUTED_NEEDED:
        yield Finding(
            "rubric", "executed_share", f"facts decide {decided:.2f} of the weight; needed: {EXECUTED_NEEDED}"
        )
    names = [item.id for item in rubric.items] + [flag.id for flag in rubric.red_flags]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield Finding(name, "twice", "this id stands twice in the rubric")
    for item in rubric.items:
        yield from _item_findings(item, phases)
    if known_facts is not None:
        yield from _fact_findings(rubric, known_facts)


def _item_findings(item: Item, phases: Collection[str]) -> Iterator[Finding]:
    if item.phase not in phases:
        yield Finding(item.id, "phase", f"phase {item.phase!r} is none of {', '.join(phases)}")
    yield from _criterion_findings(item, "execution", criterion=item.l5)
    yield from _criterion_findings(item, "strategy", criterion=item.l6)
    exemplars = {_folded(text) for criterion in (item.l5, item.l6) for text in criterion.exemplars}
    distinct = {_folded(text) for text in item.not_enough}
    if len(distinct) < NEAR_MISSES_NEEDED:
        yield Finding(item.id, "near_misses", f"{len(distinct)} different near misses; needed: {NEAR_MISSES_NEEDED}")
    if distinct & exemplars:
        yield Finding(item.id, "near_misses", "a near miss is also an exemplar")
    for probe in item.probes:
        target = item.l5 if probe.when == "missing" else item.l6
        if leaks(probe.ask, target.says):
            yield Finding(item.id, "leak", f"the probe tells what it asks for: {probe.ask!r}")


def _criterion_findings(item: Item, bar: Bar, *, criterion: Criterion) -> Iterator[Finding]:
    exemplars = criterion.exemplars
    if criterion.fact is None and len(exemplars) < EXEMPLARS_NEEDED:
        says = f"{bar}: no fact decides it and it has {len(exemplars)} exemplars; needed: {EXEMPLARS_NEEDED}"
        yield Finding(item.id, "exemplars", says)
    for first, second in combinations(exemplars, 2):
        if _alike(first, second) >= SAME_WORDING:
            yield Finding(item.id, "same_wording", f"{bar}: {first!r} and {second!r} are the same words")
    wanted = set(content_stems(criterion.says))
    if exemplars and wanted and all(wanted <= set(content_stems(text)) for text in exemplars):
        yield Finding(item.id, "item_words", f"{bar}: every exemplar repeats all content words of the criterion")


def _fact_findings(rubric: Rubric, known_facts: Collection[str]) -> Iterator[Finding]:
    named = [(item.id, c.fact) for item in rubric.items for c in (item.l5, item.l6) if c.fact is not None]
    named += [(flag.id, flag.fact) for flag in rubric.red_flags]
    for where, fact in named:
        if fact not in known_facts:
            yield Finding(where, "unknown_fact", f"no engine establishes {fact!r} for this exercise")


def _alike(first: str, second: str) -> float:
    a, b = set(content_stems(first)), set(content_stems(second))
    return len(a & b) / len(a | b) if a | b else 1.0


def _folded(text: str) -> tuple[str, ...]:
    return tuple(stem(word) for word in tokens(text) if word not in FUNCTION_WORDS)
