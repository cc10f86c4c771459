"""The one rubric schema for all four rounds.

An item is a commitment. Its two bars are two separate yes/no questions; each may name the executed fact that decides
it. Wrong when an item could be satisfied by naming a word.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Competency = Literal[
    "ml-design.scoping",
    "ml-design.architecture",
    "ml-design.scale",
    "ml-design.evaluation",
    "ai-design.approach",
    "ai-design.retrieval",
    "ai-design.evaluation",
    "ai-design.agents",
    "ml-coding.algorithms",
    "ml-coding.pipelines",
    "ml-coding.quality",
    "ml-coding.explanation",
    "statistics.ab-design",
    "statistics.power",
    "statistics.causal",
    "statistics.pitfalls",
]
Dimension = Literal["framing", "tested", "design", "failure", "metrics", "production", "experimentation"]
Bar = Literal["execution", "strategy"]
ItemId = Annotated[str, Field(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$", max_length=60)]
FactId = Annotated[str, Field(pattern=r"^[a-z0-9_]+(?:\.[a-z0-9_]+)+$", max_length=100)]
Sentence = Annotated[str, Field(min_length=8, max_length=600)]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Criterion(_Model):
    """One bar of one item: what reaching it means, the fact that decides it, and ways people word it."""

    says: Sentence
    fact: FactId | None = None
    exemplars: tuple[Sentence, ...] = Field(default=(), max_length=12)


class Probe(_Model):
    """What the interviewer may ask about an item: `when` it is missing, reached at `l5` only, or contradicted."""

    when: Literal["missing", "l5", "contradicted"]
    ask: Sentence


class Item(_Model):
    """One commitment judged at both bars. `weight` is split evenly between the bars."""

    id: ItemId
    competency: Competency
    dimension: Dimension
    phase: ItemId
    weight: float = Field(gt=0, le=5)
    essential: bool = False
    l5: Criterion
    l6: Criterion
    not_enough: tuple[Sentence, ...] = Field(min_length=3, max_length=12)
    contradicts: tuple[Sentence, ...] = Field(default=(), max_length=8)
    terms: tuple[str, ...] = Field(default=(), max_length=20)
    probes: tuple[Probe, ...] = Field(min_length=1, max_length=8)


class RedFlag(_Model):
    """A commitment that costs: decided by a fact only, with a negative weight on one competency."""

    id: ItemId
    competency: Competency
    says: Sentence
    fact: FactId
    weight: float = Field(lt=0, ge=-5)


class Rubric(_Model):
    """All items of one exercise. A criterion without `fact` must bring at least five exemplars (linted)."""

    id: ItemId
    version: int = Field(ge=1)
    items: tuple[Item, ...] = Field(min_length=3, max_length=40)
    red_flags: tuple[RedFlag, ...] = Field(default=(), max_length=12)


def executed_share(rubric: Rubric) -> float:
    """Return the share of the rubric's weight whose bars name a deciding fact, in [0, 1]."""
    total = sum(item.weight for item in rubric.items)
    executed = sum(item.weight / 2 * ((item.l5.fact is not None) + (item.l6.fact is not None)) for item in rubric.items)
    return executed / total
