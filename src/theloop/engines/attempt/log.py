"""What may enter an attempt's log, and at which time: pure rules that the store applies.

Why: two tabs, a retry or a late delivery never give a log that means nothing. Wrong when a rule needs the disk.
"""

from __future__ import annotations

from dataclasses import dataclass

from theloop.engines.attempt import events as e
from theloop.engines.attempt.state import AttemptState


@dataclass(frozen=True, slots=True)
class Allowed:
    """The event may enter."""


@dataclass(frozen=True, slots=True)
class Refused:
    """The event may not enter; `reason` is one sentence for the person."""

    reason: str


def clamp(new: e.NewEvent, *, last_at_ms: int, now_at_ms: int) -> int:
    """Return the clock time under which `new` enters: the client's own, made possible.

    Args:
        new: The event as handed in, with the attempt clock as the client saw it, in milliseconds.
        last_at_ms: Clock of the last event in the log; time never decreases.
        now_at_ms: The attempt clock now, by the server (`AttemptState.elapsed_ms`); nothing comes from the future.

    Returns:
        A value in [last_at_ms, max(last_at_ms, now_at_ms)].

    Examples:
        >>> tick = e.NewEvent(client_id="a", at_ms=9_000, body=e.Paused())
        >>> clamp(tick, last_at_ms=1_000, now_at_ms=5_000)
        5000
    """
    return max(last_at_ms, min(new.at_ms, now_at_ms))


def may_follow(state: AttemptState, body: e.Body) -> Allowed | Refused:
    """Say whether an event with `body` may follow the events that gave `state`.

    The first event is `started` and there is one; after `finished` only ticks follow. While paused, what was already
    on its way is taken (work saved, results of a run), so that nothing typed is lost; talking, committing and
    changing the phase are not. A plan is sealed once and not changed after; the threat opens once, after the seal.
    """
    reason = _refusal(state, body)
    return Refused(reason) if reason else Allowed()


def _refusal(state: AttemptState, body: e.Body) -> str:
    if state.status == "not_started":
        return "" if isinstance(body, e.Started) else "the attempt has not started"
    if isinstance(body, e.Started):
        return "the attempt has already started"
    if isinstance(body, e.Ticked):
        return ""
    if state.status == "finished":
        return "the attempt is finished; only ticks may follow"
    return _clock_refusal(state, body) or _plan_refusal(state, body) or _reference_refusal(state, body)


def _clock_refusal(state: AttemptState, body: e.Body) -> str:
    paused = state.status == "paused"
    if isinstance(body, e.Paused) and paused:
        return "the clock is already paused"
    if isinstance(body, e.Resumed) and not paused:
        return "the clock is running"
    stops_at_pause = isinstance(body, e.Asked | e.Said | e.Committed | e.Sealed | e.Opened | e.PhaseChanged | e.Hinted)
    return "the clock is paused; resume to go on" if paused and stops_at_pause else ""


def _plan_refusal(state: AttemptState, body: e.Body) -> str:
    if isinstance(body, e.Sealed | e.Planned) and state.sealed is not None:
        return "the plan is sealed"
    if isinstance(body, e.Opened) and state.sealed is None:
        return "seal the plan first"
    if isinstance(body, e.Opened) and state.opened_at_ms is not None:
        return "the threat is already open"
    return ""


def _reference_refusal(state: AttemptState, body: e.Body) -> str:
    if isinstance(body, e.PhaseChanged):
        known = [phase.id for phase in state.begun.phases]
        if body.phase not in known:
            return f"no phase {body.phase!r}; phases: {', '.join(known)}"
        if body.phase == state.phase:
            return f"{body.phase!r} is already the phase"
    if isinstance(body, e.Ran) and body.input_seq > state.last_seq:
        return f"input_seq {body.input_seq} is not in the log, which ends at {state.last_seq}"
    return ""
