"""What every exercise shares, whatever its round: the header an attempt needs, insights, facts revealed on asking."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from theloop.engines.attempt.events import Level, Round
from theloop.engines.grading.rubric import ItemId, Sentence

Stage = Literal["deep-study", "mock-and-sharpen", "review", "light-touch", "loop-day"]
ExerciseKind = Literal["design", "problem", "case"]


class ContentModel(BaseModel):
    """Base of every content model: frozen, unknown keys refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Source(ContentModel):
    """Where a number comes from: enough to find it again, with the date it states."""

    id: ItemId
    title: str
    where: str
    date: date


class Phase(ContentModel):
    """One phase of the exercise's clock; `minutes` for the 45-minute format, `long_minutes` for 60."""

    id: ItemId
    title: str
    minutes: int = Field(ge=1, le=60)
    long_minutes: int = Field(ge=1, le=60)
    settle: Sentence


class Insight(ContentModel):
    """A senior insight ✦: the claim, its reason, when it is wrong, and the rubric item whose L6 bar shows it."""

    id: ItemId
    phase: ItemId
    claim: Sentence
    because: Sentence
    wrong_when: Sentence
    item: ItemId


class Revealed(ContentModel):
    """A fact the interviewer gives only when asked: the intent it answers, how people ask, and what it changes."""

    id: ItemId
    intent: Sentence
    asked_as: tuple[str, ...] = Field(min_length=3, max_length=12)
    keywords: tuple[tuple[str, ...], ...] = Field(min_length=1, max_length=8)
    answer: Sentence
    changes: Sentence


class Header(ContentModel):
    """The part of an exercise that any room, plan or list can use.

    `keywords` of a `Revealed` are groups: a question matches when it holds at least one word of every group.
    """

    slug: ItemId
    id: Annotated[str, Field(pattern=r"^(des|prb|cas)-[0-9a-z-]+$")]
    kind: ExerciseKind
    round: Round
    title: str
    summary: Sentence
    minutes: Literal[45, 60] = 45
    levels: tuple[Level, ...]
    phases: tuple[Phase, ...] = Field(min_length=3, max_length=6)
    insights: tuple[Insight, ...] = Field(min_length=2)
    reveals: tuple[Revealed, ...] = ()
    out_of_scope: tuple[Sentence, ...]
    sources: tuple[Source, ...]
