"""The state of an attempt is a pure, total and idempotent fold of its events."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from theloop.base.errors import ConflictError
from theloop.engines.attempt import events as e
from theloop.engines.attempt.state import AttemptState, fold, step

T0 = datetime(2026, 11, 24, 20, 0, tzinfo=UTC)
PHASES = (e.PhaseBudget(id="scope", minutes=6), e.PhaseBudget(id="data", minutes=7))
STARTED = e.Started(exercise="home-feed-ranking", round="ml-design", level="L6", minutes=13, phases=PHASES)


def log(*bodies: tuple[int, e.Body], lag_ms: int = 0) -> list[e.Event]:
    """A log whose events were recorded `lag_ms` after their attempt clock; `seq` from 1."""
    return [
        e.Event(
            attempt="at_1",
            seq=i,
            client_id=f"c{i}",
            at_ms=at,
            recorded_at=T0 + timedelta(milliseconds=at + lag_ms),
            body=body,
        )
        for i, (at, body) in enumerate(bodies, 1)
    ]


BODIES = st.one_of(
    st.just(STARTED),
    st.builds(e.Asked, text=st.text(max_size=9), why=st.sampled_from(["probe", "answer"])),
    st.builds(e.Said, text=st.text(min_size=1, max_size=9)),
    st.builds(e.Drew, board=st.just({"nodes": []})),
    st.builds(e.Calculated, lines=st.just((e.NapkinLine(name="load", formula="1"),))),
    st.builds(e.Wrote, source=st.text(max_size=9)),
    st.builds(e.Planned, plan=st.just({"unit": "user"})),
    st.builds(e.Sealed, plan=st.just({"unit": "user"})),
    st.builds(e.Opened),
    st.builds(e.Committed, name=st.sampled_from(["scope.a", "scope.b"]), value=st.text(max_size=4)),
    st.builds(e.Ran, engine=st.just("judge"), input_seq=st.just(1), result=st.just({"ok": True})),
    st.builds(e.PhaseChanged, phase=st.sampled_from(["scope", "data", "nowhere"]), by=st.just("candidate")),
    st.builds(e.Paused),
    st.builds(e.Resumed),
    st.builds(e.Hinted, about=st.just("x")),
    st.builds(
        e.Ticked,
        item=st.just("i"),
        bar=st.sampled_from(["execution", "strategy"]),
        verdict=st.sampled_from(["reached", "not_reached", "withdrawn"]),
    ),
    st.builds(e.Finished),
)
LOGS = st.lists(st.tuples(st.integers(0, 1_000_000), BODIES), max_size=25).map(lambda bodies: log(*bodies))


@settings(max_examples=150, deadline=None)
@given(LOGS)
def test_any_list_of_events_folds_and_folding_it_twice_over_is_folding_it_once(events):
    assert fold([*events, *events]) == fold(events)


@settings(max_examples=100, deadline=None)
@given(LOGS)
def test_every_prefix_folds_and_one_more_step_from_it_is_the_next_prefix(events):
    for cut in range(len(events)):
        assert step(fold(events[:cut]), events[cut]) == fold(events[: cut + 1])


@settings(max_examples=100, deadline=None)
@given(LOGS)
def test_the_attempt_clock_never_goes_back_as_events_arrive(events):
    clocks = [fold(events[:cut]).last_at_ms for cut in range(len(events) + 1)]
    assert clocks == sorted(clocks)


@settings(max_examples=100, deadline=None)
@given(LOGS)
def test_a_state_survives_json(events):
    state = fold(events)
    assert AttemptState.model_validate_json(state.model_dump_json()) == state


def test_the_clock_stands_still_while_paused():
    state = fold(log((0, STARTED), (60_000, e.Paused())))
    assert state.elapsed_ms(T0 + timedelta(hours=3)) == 60_000
    resumed = e.Event(
        attempt="at_1",
        seq=3,
        client_id="c3",
        at_ms=60_000,
        recorded_at=T0 + timedelta(hours=3),
        body=e.Resumed(),
    )
    assert step(state, resumed).elapsed_ms(T0 + timedelta(hours=3, seconds=5)) == 65_000


def test_a_late_delivery_with_an_earlier_clock_does_not_pull_the_clock_back():
    state = fold(log((0, STARTED), (10_000, e.Said(text="typed while offline"))))
    late = step(
        state,
        e.Event(
            attempt="at_1",
            seq=3,
            client_id="c3",
            at_ms=12_000,
            recorded_at=T0 + timedelta(seconds=40),
            body=e.Said(text="delivered late"),
        ),
    )
    assert late.elapsed_ms(T0 + timedelta(seconds=41)) == 41_000


def test_a_finished_attempt_takes_only_ticks_and_its_clock_is_over():
    tick = e.Ticked(item="i", bar="execution", verdict="reached")
    state = fold(log((0, STARTED), (5_000, e.Finished()), (9_000, e.Said(text="too late")), (90_000, tick)))
    assert state.transcript == ()
    assert [t.item for t in state.ticks] == ["i"]
    assert state.elapsed_ms(T0 + timedelta(days=1)) == 5_000


def test_the_latest_tick_of_one_person_counts_and_a_withdrawn_one_is_gone():
    def tick(verdict, by="own"):
        return e.Ticked(item="i", bar="strategy", verdict=verdict, by=by)

    events = [(0, STARTED), (1, tick("reached")), (2, tick("not_reached", "peer")), (3, tick("withdrawn"))]
    assert [(t.by, t.verdict) for t in fold(log(*events)).ticks] == [("peer", "not_reached")]


def test_a_commitment_keeps_when_it_was_first_made_and_an_emptied_one_starts_again():
    state = fold(
        log(
            (0, STARTED),
            (10_000, e.Committed(name="scope.p99", value="250 ms")),
            (50_000, e.Committed(name="scope.p99", value="200 ms", reason="the app waits")),
            (60_000, e.Committed(name="scope.users", value="")),
            (70_000, e.Committed(name="scope.users", value="60 M")),
        )
    )
    p99, users = state.commitments["scope.p99"], state.commitments["scope.users"]
    assert (p99.value, p99.first_at_ms, p99.at_ms) == ("200 ms", 10_000, 50_000)
    assert users.first_at_ms == 70_000


def test_nothing_committed_after_the_threat_is_open_counts():
    state = fold(
        log(
            (0, STARTED),
            (1_000, e.Committed(name="reject.rider-split", value="no")),
            (2_000, e.Sealed(plan={"unit": "city"})),
            (3_000, e.Opened()),
            (4_000, e.Committed(name="reject.rider-split", value="yes")),
            (5_000, e.Committed(name="threat.spillover", value="yes")),
            (6_000, e.Sealed(plan={"unit": "rider"})),
        )
    )
    assert state.commitments["reject.rider-split"].value == "no"
    assert state.commitments["threat.spillover"].after_opening
    assert state.sealed is not None
    assert state.sealed.body == {"unit": "city"}


def test_turns_know_the_phase_they_were_said_in():
    state = fold(
        log(
            (0, STARTED),
            (1, e.Asked(text="Design a feed.", why="prompt")),
            (2, e.PhaseChanged(phase="data", by="candidate")),
            (3, e.PhaseChanged(phase="nowhere", by="candidate")),
            (4, e.Said(text="Labels first.")),
        )
    )
    assert [(t.who, t.phase, t.why) for t in state.transcript] == [
        ("interviewer", "scope", "prompt"),
        ("you", "data", "said"),
    ]
    assert [m.phase for m in state.phase_marks] == ["scope", "data"]


def test_a_napkin_line_keeps_when_its_name_first_appeared():
    def lines(formula):
        return e.Calculated(lines=(e.NapkinLine(name="load", formula=formula),))

    state = fold(log((0, STARTED), (10, lines("60 M")), (20, lines("60 M * 14"))))
    assert [(n.first_at_ms, n.at_ms) for n in state.napkin] == [(10, 20)]


def test_asking_an_attempt_that_has_not_begun_for_its_exercise_is_an_error():
    with pytest.raises(ConflictError, match="not started"):
        _ = fold([]).exercise
