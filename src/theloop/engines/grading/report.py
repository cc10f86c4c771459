"""The report: what an attempt showed at both bars, with the evidence and where each verdict comes from.

Why: this is what a candidate takes home and what readiness learns from. Wrong when a level could come from prose:
only executed facts, a model's verdicts and people's ticks decide; everything else is printed as undecided.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from theloop.base.facts import Fact
from theloop.engines.grading.inputs import Level
from theloop.engines.grading.rubric import Bar, Competency, Dimension, ItemId

Origin = Literal["fact", "model", "own", "peer", "nobody"]
Decision = Literal["reached", "not_reached", "contradicted", "cant_tell"]
ItemWord = Literal["contradicted", "missing", "partial", "l5", "l6", "ungraded"]
FlagReason = Literal["addresses_grader", "soup", "pasted_rubric"]
ThreeWay = Literal["yes", "no", "cant_tell"]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Quote(_Model):
    """The candidate's own words: `text` is exactly characters `start` to `end` of the turn `seq`."""

    seq: int
    start: int
    end: int
    at_ms: int
    phase: str
    text: str
    negated: bool = False


class BarVerdict(_Model):
    """The decision on one bar of one item.

    `credit` is 1, .5 (strategy reached only after a probe) or 0. `band` says what the offline finder has to show: a
    sentence to read, or nothing; it never says that the bar is covered. `at_ms` is when the deciding fact became true.
    """

    bar: Bar
    decision: Decision
    origin: Origin
    says: str
    reason: str
    fact: str | None = None
    at_ms: int | None = None
    prompted: bool = False
    credit: float = 0.0
    band: Literal["read_this", "none_found"] = "none_found"
    quote: Quote | None = None


class ItemVerdict(_Model):
    """One rubric item at both bars. `reason` says what the word rests on, or what an ungraded item waits for."""

    item: ItemId
    competency: Competency
    dimension: Dimension
    phase: str
    weight: float
    essential: bool
    word: ItemWord
    reason: str
    execution: BarVerdict
    strategy: BarVerdict


class Share(_Model):
    """Reached weight over all weight as an interval: `low` is reached, `high` is reached plus undecided, in [0, 1]."""

    low: float
    high: float
    decided: float


class Scored(_Model):
    """A place on the level axis: 5.0 stands on the L5 bar, 6.0 on the L6 bar; `low` to `high` is what is possible."""

    kind: Literal["scored"] = "scored"
    value: float
    low: float
    high: float


class Unscored(_Model):
    """No place on the axis, and why."""

    kind: Literal["unscored"] = "unscored"
    reason: str
    low: float = 4.0
    high: float


class Move(_Model):
    """The missing move between the bars: the heaviest strategy criterion that was not reached."""

    kind: Literal["move"] = "move"
    item: ItemId
    says: str
    weight: float
    decided: bool


class NoMove(_Model):
    """Nothing is missing between the bars."""

    kind: Literal["none"] = "none"


class CompetencyReport(_Model):
    """One competency at both bars.

    `cap` says which essential item holds the score down, empty where none does. `executed_share` is the share of the
    weight, in [0, 1], that executed facts decided in this attempt. `quotes`: at most three, heaviest items first.
    """

    competency: Competency
    weight: float
    execution: Share
    strategy: Share
    score: Scored | Unscored
    at_l5: ThreeWay
    at_l6: ThreeWay
    executed_share: float
    cap: str = ""
    move: Move | NoMove
    quotes: tuple[Quote, ...] = ()


class InsightHeard(_Model):
    """A senior insight: heard, missed or undecided, through its item's strategy bar."""

    id: str
    phase: str
    claim: str
    because: str
    wrong_when: str
    item: str
    state: Literal["heard", "missed", "cant_tell"]
    reason: str
    at_ms: int | None = None
    quote: Quote | None = None
    asked: str = ""


class Flagged(_Model):
    """A sentence that was taken out of the evidence, and why."""

    seq: int
    start: int
    end: int
    at_ms: int
    text: str
    why: FlagReason


class RaisedFlag(_Model):
    """A red flag of the rubric: raised, absent, or undecided because nobody established its fact."""

    id: ItemId
    competency: Competency
    says: str
    reason: str
    state: Literal["raised", "clear", "cant_tell"]
    weight: float


class PhaseStrip(_Model):
    """One phase on the strip of minutes."""

    id: str
    title: str
    budget_ms: int
    spent_ms: int
    over_ms: int
    spans: tuple[tuple[int, int], ...]


class TurnMark(_Model):
    """A turn on the strip: the candidate's from the turn before it to its sending, the interviewer's a point."""

    seq: int
    who: Literal["you", "interviewer"]
    from_ms: int
    to_ms: int


class StarMark(_Model):
    """A senior mark on the strip: solid where heard, numbered where missed."""

    insight: str
    at_ms: int
    heard: bool
    number: int = 0


class Strip(_Model):
    """The minutes of the attempt."""

    total_ms: int
    phases: tuple[PhaseStrip, ...]
    turns: tuple[TurnMark, ...]
    stars: tuple[StarMark, ...]


class Drill(_Model):
    """Something to do next. `gain` is in level points of the weighted score, were all that it trains put on the bar."""

    exercise: str
    title: str
    minutes: int
    gain: float
    gain_per_hour: float
    why: str


class Executed(_Model):
    """Shares of the rubric's weight, in [0, 1], by what decides it.

    `can_be` is what facts could decide in this rubric, the rest is what decided it in this attempt; the last five add
    up to 1.
    """

    can_be: float
    by_fact: float
    by_model: float
    by_own_tick: float
    by_peer_tick: float
    cant_tell: float


class RubricStamp(_Model):
    """Which rubric graded: `sha256` is of its canonical JSON."""

    id: ItemId
    version: int
    sha256: str


class Report(_Model):
    """Everything the report page shows; a pure function of its inputs, byte for byte."""

    rubric: RubricStamp
    level: Level
    title: str
    lede: str
    total: Scored | Unscored
    executed: Executed
    competencies: tuple[CompetencyReport, ...]
    items: tuple[ItemVerdict, ...]
    insights: tuple[InsightHeard, ...]
    red_flags: tuple[RaisedFlag, ...]
    flagged: tuple[Flagged, ...]
    strip: Strip
    timing: tuple[Fact, ...]
    drills: tuple[Drill, ...]
