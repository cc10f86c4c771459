"""What may enter a log, and at which time."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from theloop.engines.attempt import events as e
from theloop.engines.attempt.log import Allowed, Refused, clamp, may_follow
from theloop.engines.attempt.state import fold

T0 = datetime(2026, 11, 24, 20, 0, tzinfo=UTC)
STARTED = e.Started(
    exercise="x",
    round="statistics",
    level="L5",
    minutes=10,
    phases=(e.PhaseBudget(id="frame", minutes=5), e.PhaseBudget(id="design", minutes=5)),
)
TICK = e.Ticked(item="i", bar="execution", verdict="reached")
WROTE = e.Wrote(source="x = 1")
RAN = e.Ran(engine="judge", input_seq=1, result={})
SEALED, OPENED, PAUSED, RESUMED = e.Sealed(plan={}), e.Opened(), e.Paused(), e.Resumed()


def state_after(*bodies):
    return fold(
        e.Event(attempt="at", seq=i, client_id=f"c{i}", at_ms=i, recorded_at=T0, body=body)
        for i, body in enumerate(bodies, 1)
    )


@given(st.integers(0, 10**7), st.integers(0, 10**7), st.integers(0, 10**7))
def test_a_clamped_clock_never_goes_back_and_never_comes_from_the_future(at, last, now):
    new = e.NewEvent(client_id="a", at_ms=at, body=PAUSED)
    clamped = clamp(new, last_at_ms=last, now_at_ms=now)
    assert last <= clamped <= max(last, now)
    assert clamped == at or not last <= at <= now


@pytest.mark.parametrize(
    ("before", "body", "reason"),
    [
        ((), WROTE, "not started"),
        ((), TICK, "not started"),
        ((STARTED,), STARTED, "already started"),
        ((STARTED, e.Finished()), WROTE, "only ticks"),
        ((STARTED, e.Finished()), RAN, "only ticks"),
        ((STARTED, e.Finished()), e.Finished(), "only ticks"),
        ((STARTED, PAUSED), PAUSED, "already paused"),
        ((STARTED,), RESUMED, "running"),
        ((STARTED, PAUSED), e.Said(text="hello"), "paused"),
        ((STARTED, PAUSED), e.Committed(name="scope.a", value="1"), "paused"),
        ((STARTED, SEALED), SEALED, "sealed"),
        ((STARTED, SEALED), e.Planned(plan={}), "sealed"),
        ((STARTED,), OPENED, "seal the plan first"),
        ((STARTED, SEALED, OPENED), OPENED, "already open"),
        ((STARTED,), e.PhaseChanged(phase="nowhere", by="candidate"), "no phase"),
        ((STARTED,), e.PhaseChanged(phase="frame", by="candidate"), "already the phase"),
        ((STARTED,), e.Ran(engine="judge", input_seq=7, result={}), "input_seq 7"),
    ],
)
def test_what_makes_no_sense_is_refused_with_its_reason(before, body, reason):
    answer = may_follow(state_after(*before), body)
    assert isinstance(answer, Refused)
    assert reason in answer.reason


@pytest.mark.parametrize(
    ("before", "body"),
    [
        ((), STARTED),
        ((STARTED,), WROTE),
        ((STARTED, PAUSED), WROTE),
        ((STARTED, PAUSED), RAN),
        ((STARTED, PAUSED), RESUMED),
        ((STARTED, PAUSED), e.Finished()),
        ((STARTED, e.Finished()), TICK),
        ((STARTED, SEALED), OPENED),
        ((STARTED,), e.PhaseChanged(phase="design", by="interviewer")),
    ],
)
def test_what_makes_sense_may_follow(before, body):
    assert isinstance(may_follow(state_after(*before), body), Allowed)
