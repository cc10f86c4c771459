"""The parts of an attempt's state: each keeps the event it came from and the clock at which it happened.

Why: whoever shows or grades an attempt can point back to the log; wrong when a part says more than its events did.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, JsonValue

Who = Literal["you", "interviewer"]


class Mark(BaseModel):
    """Base of every part: frozen, unknown keys refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Turn(Mark):
    """One thing said. `why` is `said` for the candidate, else what kind of turn the interviewer took."""

    seq: int
    at_ms: int
    who: Who
    text: str
    phase: str
    why: str = "said"
    about: str | None = None


class PhaseMark(Mark):
    """The attempt entered `phase` at `at_ms` of its clock."""

    phase: str
    at_ms: int
    by: Literal["start", "candidate", "interviewer"]


class NapkinEntry(Mark):
    """One napkin line as it stands; `first_at_ms` is when a line of that name first appeared."""

    name: str
    formula: str
    at_ms: int
    first_at_ms: int


class Commitment(Mark):
    """A commitment as it stands. `after_opening` marks one changed after the threat was opened: it does not count."""

    name: str
    value: str
    reason: str
    seq: int
    at_ms: int
    first_at_ms: int
    after_opening: bool = False


class Run(Mark):
    """One execution and the engine's own result."""

    seq: int
    at_ms: int
    engine: Literal["systems", "judge", "worlds"]
    input_seq: int
    result: dict[str, JsonValue]


class TickMark(Mark):
    """The latest word of one person on one bar of one item; a withdrawn tick is not kept."""

    item: str
    bar: Literal["execution", "strategy"]
    verdict: Literal["reached", "not_reached"]
    by: Literal["own", "peer"]
    seq: int
    at_ms: int


class HintMark(Mark):
    """A hint taken."""

    about: str
    seq: int
    at_ms: int


class Document(Mark):
    """A piece of the candidate's work as it stands after event `seq`."""

    seq: int
    at_ms: int
    body: dict[str, JsonValue]


class Text(Mark):
    """A source file as it stands after event `seq`."""

    seq: int
    at_ms: int
    text: str
