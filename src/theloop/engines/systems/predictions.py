"""Facts from numbers a candidate gave before the machine did: napkin lines against truths, predictions against the run.

Why: being right by a factor is the skill; being told the number is not. Wrong when the truth ignores what was assumed:
a truth is computed from the candidate's own assumptions, so a different scope is not a mistake.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping, Sequence
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, model_validator

from theloop.base.errors import UnitError
from theloop.base.facts import Fact
from theloop.base.quantity import Quantity
from theloop.base.units import Measure, parse_quantity, shown
from theloop.engines.systems.napkin import Napkin, evaluate
from theloop.engines.systems.report import SimulationReport

WITHIN: Final = 2.0
PREDICTION_FACTS: Final = frozenset(
    {
        "prediction.p99_within_2x",
        "prediction.max_load_within_2x",
        "prediction.cost_within_2x",
        "prediction.recall_within_2x",
        "prediction.three_of_four_within_2x",
    }
)


class NapkinTruth(BaseModel):
    """A number a napkin should reach: its usual value, the factor it may be off, how it comes about, and its source.

    `aliases` are ways to name the line; each word of one alias must stand in the line's name. A truth without
    `formula` is given by the case or assumed by the candidate: the candidate's own value replaces it. `formula` is
    napkin language over the ids of earlier truths. `commitment` names a commitment that states the same number.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
    aliases: tuple[str, ...] = Field(min_length=1, max_length=12)
    value: Annotated[str, Field(max_length=40)]
    factor: float = Field(ge=1, le=10)
    formula: str = ""
    commitment: str | None = None
    source: str

    @model_validator(mode="after")
    def _value_is_a_quantity(self) -> NapkinTruth:
        try:
            parse_quantity(self.value)
        except UnitError as error:
            raise ValueError(str(error)) from None
        return self


def truths_in_order(
    truths: Sequence[NapkinTruth], lines: Mapping[str, Measure], committed: Mapping[str, str]
) -> dict[str, Measure]:
    """Return every truth computed from the candidate's own givens (line first, then commitment, then its usual value).

    Raises:
        UnitError: A formula names a truth that does not stand before it, or its units do not fit.
    """
    known: dict[str, Measure] = {}
    for truth in truths:
        usual = parse_quantity(truth.value)
        if truth.formula:
            computed = evaluate(truth.formula, known)
            known[truth.id] = Measure(computed.value, computed.dimension, usual.noun)
            continue
        own = lines.get(truth.id) or _committed(truth, committed)
        known[truth.id] = own if own is not None and own.dimension == usual.dimension and own.value > 0 else usual
    return known


def _committed(truth: NapkinTruth, committed: Mapping[str, str]) -> Measure | None:
    text = committed.get(truth.commitment or "")
    if text is None:
        return None
    try:
        return parse_quantity(text)
    except UnitError:
        return None


def lines_of(napkin: Napkin, truths: Sequence[NapkinTruth]) -> dict[str, tuple[str, Measure]]:
    """Return for each truth the letter and value of the line that states it; the later line wins."""
    found: dict[str, tuple[str, Measure]] = {}
    for line in napkin.lines:
        if line.value is None:
            continue
        words = set(re.findall(r"[a-z0-9]+", line.name.lower()))
        measure = parse_quantity(f"{line.value!r} {line.unit}".strip())
        best = _named(words, measure, truths)
        if best is not None:
            found[best.id] = (line.letter, measure)
    return found


def _named(words: set[str], measure: Measure, truths: Sequence[NapkinTruth]) -> NapkinTruth | None:
    """Return the truth with the longest alias that the line's name contains, of the same dimension."""
    matches = [
        (len(alias.split()), truth)
        for truth in truths
        if parse_quantity(truth.value).dimension == measure.dimension
        for alias in truth.aliases
        if set(alias.lower().split()) <= words
    ]
    return max(matches, key=lambda match: match[0])[1] if matches else None


def napkin_facts(
    napkin: Napkin, truths: Sequence[NapkinTruth], *, committed: Mapping[str, str] | None = None
) -> list[Fact]:
    """Return one fact for each truth that a line states, within its factor or not, and one for the units."""
    if not any(line.text or line.error for line in napkin.lines):
        return []
    full = [line for line in napkin.lines if line.text or line.error]
    facts = [
        Fact(
            id="napkin.units_agree",
            holds=napkin.agree and len(full) >= 3,
            says=f"{len(full)} lines; {napkin.summary}.",
            source="napkin",
        )
    ]
    stated = lines_of(napkin, truths)
    known = truths_in_order(truths, {ident: measure for ident, (_, measure) in stated.items()}, committed or {})
    for truth in truths:
        if truth.id not in stated:
            continue
        letter, got = stated[truth.id]
        due = known[truth.id] if truth.formula else parse_quantity(truth.value)
        if got.value <= 0 or due.value <= 0:
            continue
        ratio = got.value / due.value
        holds = 1 / truth.factor <= ratio <= truth.factor * (1 + 1e-9)
        basis = "From what you assumed it is" if truth.formula else "The usual figure is"
        says = f"Line {letter}: {shown(got)}. {basis} {shown(due)}; a factor of {truth.factor:g} is allowed."
        facts.append(Fact(id=f"napkin.{truth.id}", holds=holds, says=says, source="napkin"))
    return facts


def prediction_facts(predicted: Mapping[str, str], report: SimulationReport) -> list[Fact]:
    """Return how far each prediction was from the run, by the factor between them.

    Args:
        predicted: Texts by name: `predict.p99`, `predict.max_load`, `predict.cost` (a year), `predict.recall`.
        report: The first run after they were committed.

    A prediction that was not made, or that the run has no number for, gives no fact. The fact about three of four is
    there once three have been compared.
    """
    results = _results(report)
    facts, factors = [], []
    for name, got in results.items():
        factor = _factor(predicted.get(f"predict.{name}"), got)
        if factor is None:
            continue
        factors.append(factor)
        text = shown(_measured(got))
        says = (
            f"You predicted {predicted[f'predict.{name}'].strip()[:40]}; the run says {text}: a factor of {factor:.2g}."
        )
        facts.append(Fact(id=f"prediction.{name}_within_2x", holds=factor <= WITHIN, says=says, source="prediction"))
    if len(factors) >= 3:
        near = sum(factor <= WITHIN for factor in factors)
        typical = math.exp(sum(math.log(factor) for factor in factors) / len(factors))
        says = f"{near} of {len(factors)} predictions within a factor of two; typically off by {typical:.2g}."
        facts.append(Fact(id="prediction.three_of_four_within_2x", holds=near >= 3, says=says, source="prediction"))
    return facts


def prediction_score(predicted: Mapping[str, str], report: SimulationReport) -> float | None:
    """Return the mean absolute log2 ratio of predictions to results: 0 is exact, 1 is off by two; None without any."""
    factors = [_factor(predicted.get(f"predict.{name}"), got) for name, got in _results(report).items()]
    made = [math.log2(factor) for factor in factors if factor is not None]
    return sum(made) / len(made) if made else None


def _results(report: SimulationReport) -> dict[str, Quantity]:
    results = {"max_load": report.max_load, "cost": report.cost.per_year}
    if report.latency is not None:
        results["p99"] = report.latency.p99
    if report.recall is not None:
        results["recall"] = report.recall
    return {name: results[name] for name in ("p99", "max_load", "cost", "recall") if name in results}


def _measured(got: Quantity) -> Measure:
    return parse_quantity(f"{got.value!r} {got.unit}".strip())


def _factor(text: str | None, got: Quantity) -> float | None:
    if text is None or got.value <= 0:
        return None
    try:
        mine = parse_quantity(text)
    except UnitError:
        return None
    result = _measured(got)
    seconds_a_year = 31_536_000.0
    if mine.dimension != result.dimension:
        # "2.4 M USD" for a yearly cost is what people write.
        per_year = Measure(mine.value / seconds_a_year, result.dimension)
        mine = per_year if str(mine.dimension) == "money" and str(result.dimension) == "money per time" else mine
    if mine.dimension != result.dimension or mine.value <= 0:
        return None
    ratio = mine.value / result.value
    return max(ratio, 1 / ratio)


def unknown_names(truths: Sequence[NapkinTruth], names: Collection[str]) -> list[str]:
    """Return the commitments that truths name and an exercise does not have."""
    return [truth.commitment for truth in truths if truth.commitment is not None and truth.commitment not in names]
