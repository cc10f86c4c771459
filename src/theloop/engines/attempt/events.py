"""The events an attempt is made of: a closed union, the only truth of the product.

Why: report, timeline, readiness and plan are functions of this list. Wrong when a body carries something that can
be derived. Limits are part of the type: what is too large never becomes an event.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

TEXT_LIMIT = 20_000
SOURCE_LIMIT = 200_000
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$", max_length=80)]
Name = Annotated[str, Field(pattern=r"^[a-zA-Z0-9_.:-]+$", max_length=120)]
Round = Literal["ml-design", "ai-design", "ml-coding", "statistics"]
Level = Literal["L4", "L5", "L6", "Staff"]


class _Body(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PhaseBudget(_Body):
    """One phase of the clock: its id and its budget in minutes."""

    id: Slug
    minutes: int = Field(ge=1, le=120)


class Started(_Body):
    """The attempt began: which exercise, at which bar, for whom, under which clock."""

    kind: Literal["started"] = "started"
    exercise: Slug
    round: Round
    level: Level
    company: Slug | None = None
    minutes: int = Field(ge=1, le=240)
    phases: tuple[PhaseBudget, ...] = Field(min_length=1, max_length=8)
    clock_runs: bool = True


class Asked(_Body):
    """The interviewer spoke. `why` says what kind of turn it was; `about` names the rubric item or fact, if any."""

    kind: Literal["asked"] = "asked"
    text: str = Field(max_length=TEXT_LIMIT)
    why: Literal["prompt", "answer", "probe", "follow_up", "challenge", "hint", "move_on", "close", "your_call"]
    about: Name | None = None


class Said(_Body):
    """The candidate spoke or typed an answer. `about` names an explain-aloud prompt where one was answered."""

    kind: Literal["said"] = "said"
    text: str = Field(min_length=1, max_length=TEXT_LIMIT)
    about: Name | None = None


class Drew(_Body):
    """The board changed: the whole typed blueprint after the change, as JSON."""

    kind: Literal["drew"] = "drew"
    board: dict[str, JsonValue]


class NapkinLine(_Body):
    """One named line of napkin math as typed."""

    name: str = Field(max_length=200)
    formula: str = Field(max_length=400)


class Calculated(_Body):
    """The napkin changed: all lines after the change, in order."""

    kind: Literal["calculated"] = "calculated"
    lines: tuple[NapkinLine, ...] = Field(max_length=60)


class Wrote(_Body):
    """The source in the editor, or the candidate's own tests, after a change."""

    kind: Literal["wrote"] = "wrote"
    file: Literal["solution", "tests"] = "solution"
    source: str = Field(max_length=SOURCE_LIMIT)


class Planned(_Body):
    """The experiment plan in the form after a change, as JSON; not yet committed."""

    kind: Literal["planned"] = "planned"
    plan: dict[str, JsonValue]


class Sealed(_Body):
    """The experiment plan was committed before any data was seen."""

    kind: Literal["sealed"] = "sealed"
    plan: dict[str, JsonValue]


class Opened(_Body):
    """The hidden threat was opened; nothing committed after this counts."""

    kind: Literal["opened"] = "opened"


class Committed(_Body):
    """The candidate committed a choice, a number with its unit, or a rejected alternative with its reason.

    `name` is the commitment's id in the exercise: `scope.p99_latency`, `predict.p99`, `reject.single-stage`.
    """

    kind: Literal["committed"] = "committed"
    name: Name
    value: str = Field(max_length=2_000)
    reason: str = Field(default="", max_length=4_000)


class Ran(_Body):
    """Something was executed; `result` is the engine's own JSON, `input_seq` the event whose content was run."""

    kind: Literal["ran"] = "ran"
    engine: Literal["systems", "judge", "worlds"]
    input_seq: int = Field(ge=0)
    result: dict[str, JsonValue]


class PhaseChanged(_Body):
    """The clock moved to another phase, by the candidate or by the interviewer."""

    kind: Literal["phase_changed"] = "phase_changed"
    phase: Slug
    by: Literal["candidate", "interviewer"]


class Paused(_Body):
    """The attempt clock stopped."""

    kind: Literal["paused"] = "paused"


class Resumed(_Body):
    """The attempt clock went on."""

    kind: Literal["resumed"] = "resumed"


class Hinted(_Body):
    """A hint was taken; it is priced by the rubric."""

    kind: Literal["hinted"] = "hinted"
    about: Name


class Ticked(_Body):
    """The candidate (or a peer) decided one bar of one item beside its quote."""

    kind: Literal["ticked"] = "ticked"
    item: Name
    bar: Literal["execution", "strategy"]
    verdict: Literal["reached", "not_reached", "withdrawn"]
    by: Literal["own", "peer"] = "own"


class Finished(_Body):
    """The attempt ended; only ticks may follow."""

    kind: Literal["finished"] = "finished"
    by: Literal["candidate", "clock"] = "candidate"


Body = Annotated[
    Started
    | Asked
    | Said
    | Drew
    | Calculated
    | Wrote
    | Planned
    | Sealed
    | Opened
    | Committed
    | Ran
    | PhaseChanged
    | Paused
    | Resumed
    | Hinted
    | Ticked
    | Finished,
    Field(discriminator="kind"),
]

FROM_CANDIDATE = frozenset(
    {
        "said",
        "drew",
        "calculated",
        "wrote",
        "planned",
        "sealed",
        "committed",
        "phase_changed",
        "paused",
        "resumed",
        "ticked",
        "hinted",
    }
)


class NewEvent(BaseModel):
    """An event as a door hands it in: not yet in the log.

    `client_id` makes the append idempotent: the same id twice is one event. `at_ms` is the attempt clock (pauses
    excluded) as the client saw it; the log clamps it to what is possible.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    client_id: str = Field(pattern=r"^[A-Za-z0-9_.:-]{1,80}$")
    at_ms: int = Field(ge=0)
    body: Body


class Event(BaseModel):
    """An event in the log. `seq` counts from 1 without gaps within its attempt; `at_ms` never decreases."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    attempt: str
    seq: int = Field(ge=1)
    client_id: str
    at_ms: int = Field(ge=0)
    recorded_at: datetime
    body: Body


def body_json(event: Event | NewEvent) -> dict[str, Any]:
    """Return the event's body as plain JSON values."""
    return event.body.model_dump(mode="json")
