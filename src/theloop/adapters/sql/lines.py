"""The lines of an export file: a closed union, the same models for writing and for distrusting.

Why: an imported file is input like any other. Wrong when a line can say something a live call could not.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, TypeAdapter

from theloop.engines.attempt.events import Body
from theloop.ports.store import AT_MS_LIMIT, ATTEMPT_EVENTS_LIMIT, JsonObject

Name = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.:-]{1,80}$")]
Seq = Annotated[int, Field(ge=1, le=ATTEMPT_EVENTS_LIMIT)]


class _Line(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Begin(_Line):
    """The first line: what the file is."""

    kind: Literal["theloop-export"] = "theloop-export"
    version: Literal[1] = 1


class Document(_Line):
    """One state of the goal, or one snapshot of the plan."""

    kind: Literal["goal", "plan"]
    at: AwareDatetime
    body: JsonObject


class Edit(_Line):
    """One edit of the plan."""

    kind: Literal["edit"] = "edit"
    client_id: Name
    at: AwareDatetime
    body: JsonObject


class Attempt(_Line):
    """An attempt begins; its events and then its reports follow."""

    kind: Literal["attempt"] = "attempt"
    attempt: Name


class LoggedEvent(_Line):
    """One event of the attempt that was introduced last."""

    kind: Literal["event"] = "event"
    attempt: Name
    seq: Seq
    client_id: Name
    at_ms: int = Field(ge=0, le=AT_MS_LIMIT)
    recorded_at: AwareDatetime
    body: Body


class Report(_Line):
    """One grading of the attempt that was introduced last."""

    kind: Literal["report"] = "report"
    attempt: Name
    input_seq: Seq
    at: AwareDatetime
    body: JsonObject


class End(_Line):
    """The last line: how many came before it, so that a file cut short is noticed."""

    kind: Literal["end"] = "end"
    lines: int = Field(ge=1)


Line = Annotated[
    Begin | Document | Edit | Attempt | LoggedEvent | Report | End,
    Field(discriminator="kind"),
]
LINE: TypeAdapter[Line] = TypeAdapter(Line)
