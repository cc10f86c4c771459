"""An attempt as a room or a terminal shows it: clock, phases, what was heard, and the events that are still in force.

Why: doors show one frozen value and compute nothing. Wrong when it carries a reveal, a rubric item that was not asked
about, or an expected value.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

from theloop.base.errors import UnknownNameError
from theloop.engines.attempt.events import Event, Level, Round
from theloop.engines.attempt.state import AttemptState
from theloop.engines.attempt.timing import PhaseTime, phase_times
from theloop.library.common import Header
from theloop.library.tracks import Tracks
from theloop.ports.store import AttemptRow

# Of these only the latest is in force; earlier ones stay in the log for the report and the replay.
_REPLACED = frozenset({"drew", "calculated", "wrote", "planned"})


class View(BaseModel):
    """Base of what actions return: frozen, JSON by its field names."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class ExerciseRef(View):
    """An exercise by name."""

    slug: str
    kind: Literal["design", "problem", "case"]
    round: Round
    title: str


class PhaseView(View):
    """One phase of the attempt's clock."""

    id: str
    title: str
    budget_ms: int
    spent_ms: int
    over_ms: int
    state: Literal["done", "now", "todo"]


class Heard(View):
    """Something the log already establishes; `star` marks a senior signal, `late` one that came after its time."""

    at_ms: int
    text: str
    star: bool
    late: bool = False


class AttemptView(View):
    """An attempt. `elapsed_ms` is the attempt clock at `server_now`; replaced drawings and drafts are left out."""

    id: str
    page: int
    exercise: ExerciseRef
    level: Level
    company: str | None
    company_title: str
    minutes: int
    status: Literal["running", "paused", "finished"]
    started_at: datetime
    elapsed_ms: int
    server_now: datetime
    phase: str
    phases: tuple[PhaseView, ...]
    last_seq: int
    probes_left: int
    probes_of: int
    heard: tuple[Heard, ...]
    events: tuple[Event, ...]


class AttemptSummary(View):
    """An attempt in a list; `elapsed_ms` is the attempt clock of its last event."""

    id: str
    page: int
    exercise: ExerciseRef
    level: Level
    company: str | None
    company_title: str
    minutes: int
    status: Literal["running", "paused", "finished"]
    started_at: datetime
    last_at: datetime
    elapsed_ms: int


def exercise_ref(header: Header) -> ExerciseRef:
    """Return the exercise's name card."""
    return ExerciseRef(slug=header.slug, kind=header.kind, round=header.round, title=header.title)


def company_title(tracks: Tracks, slug: str | None) -> str:
    """Return the company's name; its slug when it is no longer listed, empty when none was chosen."""
    if slug is None:
        return ""
    try:
        return tracks.company(slug)[1].name
    except UnknownNameError:
        return slug


def summary_of(row: AttemptRow, header: Header, *, tracks: Tracks) -> AttemptSummary:
    """Return an attempt's line in a list."""
    return AttemptSummary(
        id=row.attempt,
        page=row.page,
        exercise=exercise_ref(header),
        level=row.level,
        company=row.company,
        company_title=company_title(tracks, row.company),
        minutes=row.minutes,
        status=row.status,
        started_at=row.started_at,
        last_at=row.last_at,
        elapsed_ms=row.last_at_ms,
    )


def phases_of(state: AttemptState, header: Header, *, elapsed_ms: int) -> tuple[PhaseView, ...]:
    """Return the attempt's phases with the time spent in each up to `elapsed_ms`."""
    titles = {phase.id: phase.title for phase in header.phases}
    return tuple(_phase(time, titles.get(time.id, time.id), state) for time in phase_times(state, until_ms=elapsed_ms))


def _phase(time: PhaseTime, title: str, state: AttemptState) -> PhaseView:
    now = time.id == state.phase and state.status != "finished"
    return PhaseView(
        id=time.id,
        title=title,
        budget_ms=time.budget_ms,
        spent_ms=time.spent_ms,
        over_ms=time.over_ms,
        state="now" if now else "done" if time.spent_ms else "todo",
    )


def in_force(events: Sequence[Event]) -> tuple[Event, ...]:
    """Return the events without drawings, napkins, sources and plans that a later one replaced.

    A `ran` event keeps what it ran on meaningful by its result, so only the last result of each engine is kept whole.
    """
    last: dict[str, int] = {}
    for event in events:
        key = _replaces(event)
        if key:
            last[key] = event.seq
    return tuple(event for event in events if not (key := _replaces(event)) or last[key] == event.seq)


def _replaces(event: Event) -> str:
    body = event.body
    if body.kind in _REPLACED:
        return f"{body.kind}:{getattr(body, 'file', '')}"
    return f"ran:{body.engine}" if body.kind == "ran" else ""
