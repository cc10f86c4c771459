"""What an attempt is now: a pure fold of its events.

Why: rooms, reports and the interviewer read one frozen state instead of the log; wrong when anything stores it.
The fold is total: any list of events, in log order, gives a state, and what has no meaning yet changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import reduce
from types import MappingProxyType
from typing import Any, Literal

from pydantic import Field

from theloop.base.errors import ConflictError
from theloop.engines.attempt import events as e
from theloop.engines.attempt.marks import (
    Commitment,
    Document,
    HintMark,
    Mark,
    NapkinEntry,
    PhaseMark,
    Run,
    Text,
    TickMark,
    Turn,
)

Status = Literal["not_started", "running", "paused", "finished"]


class AttemptState(Mark):
    """Everything an attempt's events add up to.

    `started` is absent until the attempt began; the properties that need it raise `ConflictError` then. Times are
    milliseconds of the attempt clock, which stands still while paused: while running it went on from
    `running_from_ms` at the instant `running_since`; otherwise it stands at `running_from_ms`. `active_ms` is when
    the candidate last did anything. `napkin_seq` is the event that wrote the napkin, 0 for none.
    """

    attempt: str = ""
    started: e.Started | None = None
    status: Status = "not_started"
    last_seq: int = 0
    last_at_ms: int = 0
    running_since: datetime | None = None
    running_from_ms: int = 0
    finished_by: Literal["candidate", "clock"] | None = None
    phase: str = ""
    phase_marks: tuple[PhaseMark, ...] = ()
    transcript: tuple[Turn, ...] = ()
    board: Document | None = None
    napkin: tuple[NapkinEntry, ...] = ()
    napkin_seq: int = 0
    source: Text | None = None
    tests: Text | None = None
    plan: Document | None = None
    sealed: Document | None = None
    opened_at_ms: int | None = None
    commitments: dict[str, Commitment] = Field(default_factory=dict)
    runs: tuple[Run, ...] = ()
    ticks: tuple[TickMark, ...] = ()
    hints: tuple[HintMark, ...] = ()
    active_ms: int = 0

    @property
    def begun(self) -> e.Started:
        """The event that began the attempt.

        Raises:
            ConflictError: It has not begun.
        """
        if self.started is None:
            raise ConflictError("the attempt has not started")
        return self.started

    @property
    def exercise(self) -> str:
        """The exercise's slug. Raises `ConflictError` before the start."""
        return self.begun.exercise

    @property
    def round(self) -> e.Round:
        """The round practised. Raises `ConflictError` before the start."""
        return self.begun.round

    @property
    def level(self) -> e.Level:
        """The level whose bar is played for. Raises `ConflictError` before the start."""
        return self.begun.level

    @property
    def company(self) -> str | None:
        """The company played for, if one was chosen. Raises `ConflictError` before the start."""
        return self.begun.company

    @property
    def budget_ms(self) -> int:
        """The whole clock in milliseconds. Raises `ConflictError` before the start."""
        return self.begun.minutes * 60_000

    def elapsed_ms(self, now: datetime) -> int:
        """Return the attempt clock at `now` in milliseconds: pauses excluded, never less than the last event's.

        A clock that went backwards counts as one that stood still.
        """
        if self.status != "running" or self.running_since is None:
            return max(self.running_from_ms, self.last_at_ms)
        ran = int((now - self.running_since).total_seconds() * 1000)
        return max(self.last_at_ms, self.running_from_ms + max(0, ran))


def fold(events: Iterable[e.Event]) -> AttemptState:
    """Return the state that `events`, in the order of the log, add up to.

    Total and idempotent: an event whose `seq` was already seen changes nothing, so folding a log twice over is
    folding it once; an event that makes no sense where it stands only moves `last_seq`.

    Examples:
        >>> fold([]).status
        'not_started'
    """
    return reduce(step, events, AttemptState())


def step(state: AttemptState, event: e.Event) -> AttemptState:
    """Return the state after one more event of the log. Rules as `fold`."""
    if event.seq <= state.last_seq:
        return state
    seen: dict[str, Any] = {"last_seq": event.seq, "attempt": state.attempt or event.attempt}
    body = event.body
    begins = isinstance(body, e.Started)
    out_of_place = begins != (state.status == "not_started")
    if out_of_place or (state.status == "finished" and not isinstance(body, e.Ticked)):
        return state.model_copy(update=seen)
    at_ms = max(event.at_ms, state.last_at_ms)
    changes = _RULES[body.kind](state, event, at_ms)
    if not isinstance(body, e.Ticked):
        # A tick belongs to reading the report, not to the clock of the mock.
        seen["last_at_ms"] = at_ms
        if body.kind in e.FROM_CANDIDATE:
            seen["active_ms"] = at_ms
    return state.model_copy(update=seen | changes)


_Changes = dict[str, Any]
_Rule = Callable[[AttemptState, e.Event, int], _Changes]


def _started(_: AttemptState, event: e.Event, at_ms: int) -> _Changes:
    body = event.body
    assert isinstance(body, e.Started)
    first = body.phases[0].id
    return {
        "started": body,
        "status": "running",
        "running_since": event.recorded_at,
        "running_from_ms": at_ms,
        "phase": first,
        "phase_marks": (PhaseMark(phase=first, at_ms=at_ms, by="start"),),
    }


def _asked(state: AttemptState, event: e.Event, at_ms: int) -> _Changes:
    body = event.body
    assert isinstance(body, e.Asked)
    turn = Turn(
        seq=event.seq,
        at_ms=at_ms,
        who="interviewer",
        text=body.text,
        phase=state.phase,
        why=body.why,
        about=body.about,
    )
    return {"transcript": (*state.transcript, turn)}


def _said(state: AttemptState, event: e.Event, at_ms: int) -> _Changes:
    body = event.body
    assert isinstance(body, e.Said)
    turn = Turn(seq=event.seq, at_ms=at_ms, who="you", text=body.text, phase=state.phase, about=body.about)
    return {"transcript": (*state.transcript, turn)}


def _drew(_: AttemptState, event: e.Event, at_ms: int) -> _Changes:
    body = event.body
    assert isinstance(body, e.Drew)
    return {"board": Document(seq=event.seq, at_ms=at_ms, body=body.board)}


def _calculated(state: AttemptState, event: e.Event, at_ms: int) -> _Changes:
    body = event.body
    assert isinstance(body, e.Calculated)
    before = {line.name: line for line in state.napkin}
    lines = []
    for line in body.lines:
        old = before.get(line.name)
        same = old is not None and old.formula == line.formula
        lines.append(
            NapkinEntry(
                name=line.name,
                formula=line.formula,
                at_ms=old.at_ms if old is not None and same else at_ms,
                first_at_ms=old.first_at_ms if old is not None else at_ms,
            )
        )
    return {"napkin": tuple(lines), "napkin_seq": event.seq}


def _wrote(_: AttemptState, event: e.Event, at_ms: int) -> _Changes:
    body = event.body
    assert isinstance(body, e.Wrote)
    text = Text(seq=event.seq, at_ms=at_ms, text=body.source)
    return {"source": text} if body.file == "solution" else {"tests": text}


def _planned(state: AttemptState, event: e.Event, at_ms: int) -> _Changes:
    body = event.body
    assert isinstance(body, e.Planned)
    return {} if state.sealed else {"plan": Document(seq=event.seq, at_ms=at_ms, body=body.plan)}


def _sealed(state: AttemptState, event: e.Event, at_ms: int) -> _Changes:
    body = event.body
    assert isinstance(body, e.Sealed)
    return {} if state.sealed else {"sealed": Document(seq=event.seq, at_ms=at_ms, body=body.plan)}


def _opened(state: AttemptState, _: e.Event, at_ms: int) -> _Changes:
    return {} if state.opened_at_ms is not None else {"opened_at_ms": at_ms}


def _committed(state: AttemptState, event: e.Event, at_ms: int) -> _Changes:
    body = event.body
    assert isinstance(body, e.Committed)
    late = state.opened_at_ms is not None
    old = state.commitments.get(body.name)
    if late and old is not None and not old.after_opening:
        return {}
    # A field that stood empty was no commitment, so its clock starts when it is filled.
    kept = old is not None and bool(old.value.strip())
    new = Commitment(
        name=body.name,
        value=body.value,
        reason=body.reason,
        seq=event.seq,
        at_ms=at_ms,
        first_at_ms=old.first_at_ms if old is not None and kept else at_ms,
        after_opening=late,
    )
    return {"commitments": state.commitments | {body.name: new}}


def _ran(state: AttemptState, event: e.Event, at_ms: int) -> _Changes:
    body = event.body
    assert isinstance(body, e.Ran)
    run = Run(seq=event.seq, at_ms=at_ms, engine=body.engine, input_seq=body.input_seq, result=body.result)
    return {"runs": (*state.runs, run)}


def _phase_changed(state: AttemptState, event: e.Event, at_ms: int) -> _Changes:
    body = event.body
    assert isinstance(body, e.PhaseChanged)
    known = {phase.id for phase in state.begun.phases}
    if body.phase not in known or body.phase == state.phase:
        return {}
    mark = PhaseMark(phase=body.phase, at_ms=at_ms, by=body.by)
    return {"phase": body.phase, "phase_marks": (*state.phase_marks, mark)}


def _paused(state: AttemptState, _: e.Event, at_ms: int) -> _Changes:
    if state.status == "paused":
        return {}
    return {"status": "paused", "running_since": None, "running_from_ms": at_ms}


def _resumed(state: AttemptState, event: e.Event, at_ms: int) -> _Changes:
    if state.status == "running":
        return {}
    return {"status": "running", "running_since": event.recorded_at, "running_from_ms": at_ms}


def _hinted(state: AttemptState, event: e.Event, at_ms: int) -> _Changes:
    body = event.body
    assert isinstance(body, e.Hinted)
    return {"hints": (*state.hints, HintMark(about=body.about, seq=event.seq, at_ms=at_ms))}


def _ticked(state: AttemptState, event: e.Event, at_ms: int) -> _Changes:
    body = event.body
    assert isinstance(body, e.Ticked)
    others = tuple(t for t in state.ticks if (t.item, t.bar, t.by) != (body.item, body.bar, body.by))
    if body.verdict == "withdrawn":
        return {"ticks": others}
    mark = TickMark(item=body.item, bar=body.bar, verdict=body.verdict, by=body.by, seq=event.seq, at_ms=at_ms)
    return {"ticks": (*others, mark)}


def _finished(_: AttemptState, event: e.Event, at_ms: int) -> _Changes:
    body = event.body
    assert isinstance(body, e.Finished)
    return {"status": "finished", "running_since": None, "running_from_ms": at_ms, "finished_by": body.by}


_RULES: Mapping[str, _Rule] = MappingProxyType(
    {
        "started": _started,
        "asked": _asked,
        "said": _said,
        "drew": _drew,
        "calculated": _calculated,
        "wrote": _wrote,
        "planned": _planned,
        "sealed": _sealed,
        "opened": _opened,
        "committed": _committed,
        "ran": _ran,
        "phase_changed": _phase_changed,
        "paused": _paused,
        "resumed": _resumed,
        "hinted": _hinted,
        "ticked": _ticked,
        "finished": _finished,
    }
)
