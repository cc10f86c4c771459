"""What the interviewer knows: the script of an exercise and the log of the talk so far.

Why: the machine is a pure function of these two values. Wrong when a field here could only come from a model.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Level = Literal["L4", "L5", "L6", "Staff"]
Why = Literal["prompt", "answer", "probe", "follow_up", "challenge", "hint", "move_on", "close", "your_call"]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ScriptPhase(_Model):
    """One phase of the clock; `opening` is what is said on entering it, may be empty."""

    id: str
    title: str
    minutes: int = Field(ge=1)
    opening: str = ""


class Reveal(_Model):
    """A fact given when asked. `keywords` are groups: a question matches with at least one word of every group."""

    id: str
    asked_as: tuple[str, ...]
    keywords: tuple[tuple[str, ...], ...]
    answer: str


class ScriptProbe(_Model):
    """An authored question about an item, for when it is missing, reached at L5 only, or contradicted."""

    when: Literal["missing", "l5", "contradicted"]
    ask: str


class ScriptItem(_Model):
    """A rubric item as the interviewer needs it: what each bar wants, and how to ask."""

    id: str
    phase: str
    competency: str
    weight: float = Field(gt=0)
    essential: bool = False
    l5: str
    l6: str
    l5_exemplars: tuple[str, ...] = ()
    l6_exemplars: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    contradicts: tuple[str, ...] = ()
    probes: tuple[ScriptProbe, ...] = ()


class Script(_Model):
    """One exercise as the interviewer plays it at one level."""

    id: str
    level: Level
    prompt: str
    phases: tuple[ScriptPhase, ...] = Field(min_length=1)
    reveals: tuple[Reveal, ...] = ()
    items: tuple[ScriptItem, ...] = ()
    closing: str = ""


class Spoken(_Model):
    """One turn of the talk so far; `why` is `said` for the candidate."""

    at_ms: int = Field(ge=0)
    who: Literal["you", "interviewer"]
    text: str
    phase: str = ""
    why: str = "said"
    about: str | None = None


class Known(_Model):
    """What executed facts already established about an item; `unknown` where nothing did."""

    item: str
    l5: Literal["reached", "not_reached", "unknown"] = "unknown"
    l6: Literal["reached", "not_reached", "unknown"] = "unknown"


class Log(_Model):
    """The talk so far and the clock.

    `elapsed_ms` and `phase_elapsed_ms` are attempt time (pauses excluded); `active_ms` is when the candidate last did
    anything at all, drawing and typing included. `clock_runs` off: nobody is moved on or closed by time.
    """

    turns: tuple[Spoken, ...] = ()
    known: tuple[Known, ...] = ()
    phase: str
    elapsed_ms: int = Field(ge=0)
    phase_elapsed_ms: int = Field(ge=0)
    active_ms: int = Field(default=0, ge=0)
    clock_runs: bool = True


class Turn(_Model):
    """What the interviewer says now. `moves_to` names the phase that begins with it, where it moves on."""

    text: str
    why: Why
    about: str | None = None
    moves_to: str | None = None


class Silence(_Model):
    """The interviewer says nothing now, and why."""

    reason: Literal["listening", "candidate_has_the_floor", "closed", "nothing_left", "first_minute"]


class ProbesLeft(_Model):
    """How many probes of the present phase are left to ask, and how many it had."""

    left: int
    of: int
