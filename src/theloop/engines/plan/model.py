"""What the plan is made from and what it is: frozen models that doors, stores and the front end share.

Why: one set of names for weights, days and items. Wrong when a field is needed that only one caller understands;
such a thing belongs to that caller. Days are calendar dates of the candidate; no hour of the day appears here.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Round = Literal["ml-design", "ai-design", "ml-coding", "statistics"]
RoundOrAll = Literal["ml-design", "ai-design", "ml-coding", "statistics", "all"]
Level = Literal["L4", "L5", "L6", "Staff"]
Role = Literal["ml-engineer", "ai-engineer", "data-scientist"]
Archetype = Literal["faang", "ai-first", "product", "startup"]
Stage = Literal["deep-study", "mock-and-sharpen", "review", "light-touch", "loop-day"]
Kind = Literal["design", "problem", "case", "drill", "cards", "mock", "read", "research", "checklist", "rest"]
Strand = Literal["practice", "mock", "recall", "reading", "research", "checklist", "rest"]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
Status = Literal["planned", "done", "missed"]

ROUNDS: tuple[Round, ...] = ("ml-design", "ai-design", "ml-coding", "statistics")
STAGES: tuple[Stage, ...] = ("deep-study", "mock-and-sharpen", "review", "light-touch", "loop-day")
WEEKDAYS: tuple[Weekday, ...] = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

CompetencyId = Annotated[str, Field(pattern=r"^(ml-design|ai-design|ml-coding|statistics)\.[a-z0-9-]+$")]
ActivityId = Annotated[str, Field(pattern=r"^[a-z0-9]+(?:[-.][a-z0-9]+)*$", max_length=120)]


class PlanModel(BaseModel):
    """Base of every model here: frozen, unknown keys refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Share(PlanModel):
    """A round's share of the decision: `value` in [0, 1], and the words each factor of it came from, in order."""

    value: float = Field(ge=0, le=1)
    says: tuple[str, ...] = Field(min_length=1)


Weights = dict[Round, Share]


class Cell(PlanModel):
    """One entry of the weight table: a word of the scale, and what was said that it stands for."""

    word: str
    says: str


class Adjustment(PlanModel):
    """A factor on one round's weight, with its reason. `basis` tells the guide's words from our own assumption."""

    factor: float = Field(gt=0, le=4)
    says: str
    basis: Literal["guide", "assumption"]


class WeightTable(PlanModel):
    """Everything `round_weights` multiplies: words turned into numbers, then role x archetype x company x level."""

    words: dict[str, float]
    roles: dict[Role, dict[Round, Cell]]
    archetypes: dict[Archetype, dict[Round, Cell]]
    companies: dict[str, dict[Round, Adjustment]]
    levels: dict[Level, dict[Round, Adjustment]]


class LoopDate(PlanModel):
    """One loop: where, when, and the weight of each round in its decision (shares that sum to 1)."""

    company: str
    name: str = ""
    date: date
    weights: Weights


class Goal(PlanModel):
    """What the candidate said in Setup. `bar` is the level axis value to reach (5.0 is L5, 6.0 is L6)."""

    role: Role
    level: Level
    bar: float = Field(ge=4, le=7)
    hours_per_week: float = Field(gt=0, le=80)
    days_off: tuple[Weekday | date, ...] = ()
    loops: tuple[LoopDate, ...] = Field(min_length=1, max_length=12)


class StageRule(PlanModel):
    """One stage of the clock, counted backwards from the loop day (day 0).

    `from_days_out` and `to_days_out` are inclusive, `from` the farther one; the first stage also takes every day
    farther out. `intensity` scales a day's capacity; `strands` are shares of a stage's minutes and sum to at most 1.
    `most` limits the number of mocks in the stage. `new_material` is false where only what was met before may be used.
    """

    stage: Stage
    title: str
    from_days_out: int = Field(ge=0, le=365)
    to_days_out: int = Field(ge=0, le=365)
    intensity: float = Field(gt=0, le=1)
    new_material: bool
    mocks_at_least: int = Field(ge=0, le=5)
    mocks_at_most: int = Field(ge=0, le=5)
    strands: dict[Strand, float]
    says: str


class CapacityRule(PlanModel):
    """How a week's hours become minutes a day: weekend days count `weekend_factor`, no day holds more than the cap."""

    weekend_factor: float = Field(default=1.5, ge=0, le=4)
    day_cap_minutes: int = Field(default=180, ge=10, le=600)


class Activity(PlanModel):
    """Something that can stand on a day.

    `id` is stable over content versions. `exercise` is the slug a room opens, empty when the item has no room.
    `at_most` is how often it may stand in one plan; `gap_days` the fewest days between two of them.
    `after` names the activity that must come earlier (a redo needs its first solve). `why` is the sentence that
    stands when no number decided it.
    """

    id: ActivityId
    kind: Kind
    strand: Strand
    ref: str
    exercise: str = ""
    title: str
    how: str
    round: RoundOrAll
    minutes: int = Field(ge=0, le=90)
    competencies: tuple[CompetencyId, ...] = ()
    difficulty: int = Field(default=1, ge=1, le=5)
    stages: tuple[Stage, ...]
    new_material: bool
    at_most: int = Field(default=60, ge=1, le=400)
    gap_days: int = Field(default=1, ge=0, le=60)
    after: str = ""
    company: str = ""
    days_out: tuple[int, ...] = ()
    why: str = ""


class Need(PlanModel):
    """What readiness says about one competency on the level axis, as the plan needs it; `evidence` counts sessions."""

    competency: CompetencyId
    mean: float
    sd: float = Field(gt=0)
    evidence: int = Field(ge=0)


class Item(PlanModel):
    """One thing on one day.

    `id` is `ACTIVITY~N`, the N-th time that activity stands in this candidate's history, and never changes when the
    item moves. `fixed` items stay on their day when the plan is made again. `moved_from` is the day it last stood
    on, `moves` how often it moved because it was missed.
    """

    id: str
    activity: str
    kind: Kind
    ref: str
    exercise: str
    title: str
    how: str
    round: RoundOrAll
    minutes: int = Field(ge=0)
    competencies: tuple[str, ...]
    new_material: bool
    why: str = Field(min_length=8)
    fixed: bool = False
    status: Status = "planned"
    moved_from: date | None = None
    moved_to: date | None = None
    moves: int = Field(default=0, ge=0, le=2)


class Day(PlanModel):
    """One date: its stage, the company it serves, what it may hold, and the minutes of its open and done items."""

    date: date
    stage: Stage
    company: str
    capacity: int = Field(ge=0)
    minutes: int = Field(ge=0)
    off: bool = False
    loop: bool = False
    items: tuple[Item, ...]


class LeftOut(PlanModel):
    """Something the plan does not hold, and why. `decide` marks what waits for the candidate's decision."""

    ref: str
    title: str
    minutes: int = Field(ge=0)
    reason: str
    decide: bool = False
    item: Item | None = None


class StageSpan(PlanModel):
    """A stage as it fell for one loop. `cut` stages have fewer days than the guide gives, `dropped` ones none."""

    stage: Stage
    title: str
    company: str
    first: date | None
    last: date | None
    days: int = Field(ge=0)
    of_days: int = Field(ge=1)
    fate: Literal["whole", "cut", "dropped", "stretched"]
    says: str


class WeekBudget(PlanModel):
    """A calendar week (Monday to Sunday): the minutes it may hold, pro rata where the plan covers it in part."""

    monday: date
    days: int = Field(ge=1, le=7)
    minutes: int = Field(ge=0)


class RoundSplit(PlanModel):
    """Where the minutes go for one loop: share of the decision, need (expected shortfall), target and given minutes."""

    company: str
    round: Round
    share: float
    need: float
    target_minutes: int
    minutes: int


class Plan(PlanModel):
    """The whole plan: past days as they went, today and later as planned.

    `today` is the day it was last brought to, `began` its first day. `weights` are those of the nearest loop. `rules`
    and `capacity` are kept so that `replan` needs nothing else.
    """

    today: date
    began: date
    goal: Goal
    weights: dict[Round, float]
    says: dict[Round, tuple[str, ...]]
    stages: tuple[StageSpan, ...]
    weeks: tuple[WeekBudget, ...]
    days: tuple[Day, ...]
    splits: tuple[RoundSplit, ...]
    left_out: tuple[LeftOut, ...]
    rules: tuple[StageRule, ...]
    capacity: CapacityRule


class PlanInputs(PlanModel):
    """Everything a plan depends on. `began` is the first day of the plan (today when it is new).

    `former` are the days of the plan that this one replaces and `undecided` what waited for the candidate in it (empty
    when there was none; `schedule.continued` fills both): what was done or missed stays, open items before today become
    missed and are placed first, and items that the candidate fixed on a later day stay there.
    """

    today: date
    began: date
    goal: Goal
    stages: tuple[StageRule, ...]
    activities: tuple[Activity, ...]
    needs: tuple[Need, ...] = ()
    former: tuple[Day, ...] = ()
    undecided: tuple[LeftOut, ...] = ()
    capacity: CapacityRule = CapacityRule()

    @model_validator(mode="after")
    def _dates_fit(self) -> PlanInputs:
        if self.began > self.today:
            raise ValueError(f"began is {self.began}; allowed: not after today, {self.today}")
        return self


class Done(PlanModel):
    """An item was finished on a day; `minutes` is what it took where known, else its planned minutes."""

    kind: Literal["done"] = "done"
    item: str
    on: date


class Missed(PlanModel):
    """An open item did not happen on its day."""

    kind: Literal["missed"] = "missed"
    item: str


class Moved(PlanModel):
    """The candidate put an item on another day; it is fixed there."""

    kind: Literal["moved"] = "moved"
    item: str
    to: date


class DayOff(PlanModel):
    """The candidate took a day off; its open items go to the next day with room and count as no miss."""

    kind: Literal["day_off"] = "day_off"
    date: date


class Dropped(PlanModel):
    """The candidate decided to leave an item out."""

    kind: Literal["dropped"] = "dropped"
    item: str


Edit = Annotated[Done | Missed | Moved | DayOff | Dropped, Field(discriminator="kind")]


class Changes(PlanModel):
    """What differs between two plans: titles of moved, added and dropped items; the counts are their lengths."""

    moved: tuple[str, ...]
    added: tuple[str, ...]
    dropped: tuple[str, ...]
