"""What grading is given: plain frozen values that an action makes from an attempt.

Why: the grader knows no other engine. Wrong when a value here could be computed from the others.
"""

from __future__ import annotations

from typing import Literal, Protocol

from pydantic import BaseModel, ConfigDict, Field

from theloop.engines.grading.rubric import Bar, Competency, Rubric

Level = Literal["L4", "L5", "L6", "Staff"]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Utterance(_Model):
    """One thing said in the attempt.

    `why` is `said` for the candidate, else the interviewer's kind of turn (`probe`, `answer`, ...); `about` names
    the rubric item or fact that the turn was about. `at_ms` is the attempt clock.
    """

    seq: int = Field(ge=0)
    at_ms: int = Field(ge=0)
    who: Literal["you", "interviewer"]
    text: str
    phase: str = ""
    why: str = "said"
    about: str | None = None


class Tick(_Model):
    """One person's own decision on one bar of one item; of two by the same person the later `seq` counts."""

    item: str
    bar: Bar
    verdict: Literal["reached", "not_reached", "withdrawn"]
    by: Literal["own", "peer"] = "own"
    seq: int = Field(default=0, ge=0)


class ModelVerdict(_Model):
    """What a configured model decided about one bar: sentence numbers are already turned into offsets."""

    item: str
    bar: Bar
    verdict: Literal["reached", "not_reached", "contradicted", "cant_tell"]
    says: str
    model: str


class ModelGrader(Protocol):
    """The socket of a model grader: an action calls it, the engine only sees its verdicts."""

    def verdicts(self, rubric: Rubric, transcript: tuple[Utterance, ...]) -> tuple[ModelVerdict, ...]:
        """Return at most one verdict per item and bar; what failed is left out."""
        ...


class SeniorInsight(_Model):
    """A senior insight of the exercise; `item` is the rubric item whose strategy bar shows that it was heard."""

    id: str
    phase: str
    claim: str
    because: str
    wrong_when: str
    item: str


class PhaseUse(_Model):
    """How one phase of the clock was used: budget and the stretches spent in it, in attempt milliseconds."""

    id: str
    title: str
    budget_ms: int = Field(ge=0)
    spans: tuple[tuple[int, int], ...] = ()


class DrillCandidate(_Model):
    """Something that could be practised next: `trains` gives the share of its minutes per competency, at most 1."""

    exercise: str
    title: str
    minutes: int = Field(ge=1)
    trains: dict[Competency, float]


class Evidence(_Model):
    """Everything about one attempt that grading looks at, beside rubric and facts.

    `transcript` in the order of the log. `phases` are the budget and use of the clock, `total_ms` the attempt clock
    at the end. `prompt` is what the candidate was shown, so that repeating it is not taken for an answer.
    """

    transcript: tuple[Utterance, ...] = ()
    ticks: tuple[Tick, ...] = ()
    model: tuple[ModelVerdict, ...] = ()
    insights: tuple[SeniorInsight, ...] = ()
    phases: tuple[PhaseUse, ...] = ()
    total_ms: int = Field(default=0, ge=0)
    prompt: str = ""
