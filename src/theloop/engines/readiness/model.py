"""What is believed about a candidate on the level axis: evidence in, beliefs out.

Why: readiness is shown as twenty dots and never as one score. Wrong when a number is invented for a competency that
nobody graded; that case is `Unscored`. The level axis runs from 4.0 to 7.0; 5.0 is the L5 bar, 6.0 the L6 bar.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator

AXIS_LOW, AXIS_HIGH = 4.0, 7.0
DOTS = 20
CompetencyId = Annotated[str, Field(pattern=r"^(ml-design|ai-design|ml-coding|statistics)\.[a-z0-9-]+$")]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Evidence(_Model):
    """One graded competency of one attempt.

    `score`, `low`, `high` are on the level axis; `low` to `high` is the grader's 95 % interval (what is undecided
    widens it). `executed_share` in [0, 1] is the share of the weight that executed facts decided.
    """

    competency: CompetencyId
    attempt: str
    score: float = Field(ge=AXIS_LOW, le=AXIS_HIGH)
    low: float = Field(ge=AXIS_LOW, le=AXIS_HIGH)
    high: float = Field(ge=AXIS_LOW, le=AXIS_HIGH)
    executed_share: float = Field(ge=0, le=1)
    at: AwareDatetime

    @model_validator(mode="after")
    def _ordered(self) -> Evidence:
        if not self.low <= self.score <= self.high:
            raise ValueError(f"low {self.low}, score {self.score}, high {self.high}; allowed: low <= score <= high")
        return self


class Assumptions(_Model):
    """The numbers of the belief that no data here has fixed; each is an assumption, stated where it is shown.

    `prior_mean`, `prior_sd`: before evidence. `session_sd`: how far one session strays from the level that many would
    show. `drift_per_day`: variance added for each day since the last session. `unexecuted_factor`: by how much the
    noise variance grows when nothing of the score was executed. `correlation`: between competencies of one round.
    """

    prior_mean: float = Field(default=4.8, ge=AXIS_LOW, le=AXIS_HIGH)
    prior_sd: float = Field(default=0.8, gt=0, le=3)
    session_sd: float = Field(default=0.5, gt=0, le=3)
    drift_per_day: float = Field(default=0.002, ge=0, le=1)
    unexecuted_factor: float = Field(default=2.0, ge=1, le=20)
    correlation: float = Field(default=0.5, ge=0, le=1)


class Belief(_Model):
    """A Gaussian on the level axis, its 90 % interval, and its twenty quantile dots in rising order.

    `of_20` counts the dots at or above `bar`; `chance` is the probability mass there. No dot straddles the bar.
    """

    kind: Literal["belief"] = "belief"
    mean: float
    sd: float = Field(gt=0)
    low: float
    high: float
    bar: float
    chance: float = Field(ge=0, le=1)
    dots: tuple[float, ...] = Field(min_length=DOTS, max_length=DOTS)
    of_20: int = Field(ge=0, le=DOTS)


class Unscored(_Model):
    """Nothing has been graded yet; `reason` says what would change that."""

    kind: Literal["unscored"] = "unscored"
    reason: str


Judgement = Annotated[Belief | Unscored, Field(discriminator="kind")]


class CompetencyReadiness(_Model):
    """One competency: what is believed, from how many sessions, and when the last one was."""

    competency: CompetencyId
    round: str
    judgement: Judgement
    evidence: int = Field(ge=0)
    last: AwareDatetime | None
    days_since: int | None


class RoundReadiness(_Model):
    """One round: its share of the decision and the belief combined from its competencies."""

    round: str
    share: float = Field(ge=0, le=1)
    judgement: Judgement
    evidence: int = Field(ge=0)


class WeakCompetency(_Model):
    """The competency to work on next: `gain` is round share x weight in the round x probability below the bar."""

    competency: CompetencyId
    gain: float = Field(ge=0)
    below: float = Field(ge=0, le=1)
    mean: float
    sd: float
    evidence: int
    says: str


class Expected(_Model):
    """Rounds at the bar if the loop were tonight, of `of`, weighted by share; `scored` tells how many have evidence."""

    value: float = Field(ge=0)
    of: int
    scored: int
    says: str


class Readiness(_Model):
    """Everything readiness shows for one loop at one instant."""

    at: AwareDatetime
    bar: float
    rounds: tuple[RoundReadiness, ...]
    competencies: tuple[CompetencyReadiness, ...]
    expected: Expected
    weak: tuple[WeakCompetency, ...]
    assumptions: Assumptions
    says: tuple[str, ...]
