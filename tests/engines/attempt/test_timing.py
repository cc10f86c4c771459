"""What the clock establishes: commitments decide, words alone leave a fact unestablished."""

from datetime import UTC, datetime
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from theloop.engines.attempt import events as e
from theloop.engines.attempt.state import fold
from theloop.engines.attempt.timing import clock_text, end_ms, phase_times, timing_facts

T0 = datetime(2026, 11, 24, 20, 0, tzinfo=UTC)
IDS = ("scope", "data", "close")
STARTED = e.Started(
    exercise="x",
    round="ml-design",
    level="L6",
    minutes=15,
    phases=tuple(e.PhaseBudget(id=name, minutes=5) for name in IDS),
)
SCOPE = ("scope.users", "scope.p99", "scope.objective", "scope.out")


def after(*bodies):
    return fold(
        e.Event(attempt="at", seq=i, client_id=f"c{i}", at_ms=at, recorded_at=T0, body=body)
        for i, (at, body) in enumerate([(0, STARTED), *bodies], 1)
    )


def commit(name, value="1"):
    return e.Committed(name=name, value=value)


def facts(state, **names):
    given = {"scope_names": SCOPE, "approach_names": ("cascade",), "close_names": ("close.business",)} | names
    return {fact.id: fact for fact in timing_facts(state, **given)}


def test_three_scope_commitments_by_one_minute_state_the_scope_and_the_third_is_its_time():
    state = after(*[(10_000 * (i + 1), commit(name)) for i, name in enumerate(SCOPE)])
    fact = facts(state)["clock.scope_stated_within_60s"]
    assert (fact.holds, fact.at_ms) == (True, 30_000)
    assert "0:30" in fact.says


def test_scope_that_stood_a_second_late_is_late():
    state = after((10_000, commit(SCOPE[0])), (20_000, commit(SCOPE[1])), (61_000, commit(SCOPE[2])))
    fact = facts(state)["clock.scope_stated_within_60s"]
    assert not fact.holds
    assert "1:01" in fact.says


def test_scope_only_said_is_neither_true_nor_false():
    state = after((30_000, e.Said(text="60 M users, p99 250 ms, goal retention")), (300_000, e.Finished()))
    assert "clock.scope_stated_within_60s" not in facts(state)


def test_a_silent_first_minute_is_established_as_no_scope():
    fact = facts(after((90_000, e.Said(text="So."))))["clock.scope_stated_within_60s"]
    assert not fact.holds


def test_nothing_is_established_before_the_minute_is_over():
    assert facts(after((20_000, commit(SCOPE[0])))) == {}


def test_a_blank_commitment_states_nothing():
    state = after(*[(1_000, commit(name, "  ")) for name in SCOPE], (30_000, e.Said(text="later")))
    assert "clock.scope_stated_within_60s" not in facts(state)


def test_the_approach_may_be_named_by_prefix_or_by_list():
    for name in ("cascade", "approach.kind"):
        assert facts(after((119_000, commit(name))))["clock.approach_named_within_120s"].holds


def test_a_close_committed_early_is_no_close():
    early = after((60_000, commit("close.business")), (890_000, e.Finished()))
    late = after((700_000, commit("close.business")), (890_000, e.Finished()))
    assert not facts(early)["clock.closed_with_business"].holds
    assert facts(late)["clock.closed_with_business"].holds


def test_phases_are_on_time_only_when_all_were_entered_and_none_ran_over():
    def phase(name):
        return e.PhaseChanged(phase=name, by="candidate")

    good = after((300_000, phase("data")), (620_000, phase("close")), (890_000, e.Finished()))
    over = after((340_000, phase("data")), (620_000, phase("close")), (890_000, e.Finished()))
    short = after((300_000, phase("data")), (600_000, e.Finished()))
    assert facts(good)["clock.phases_on_time"].holds
    assert "scope took 5:40 of 5:00" in facts(over)["clock.phases_on_time"].says
    assert "not reached by 10:00: close" in facts(short)["clock.phases_on_time"].says


def test_without_a_running_clock_nobody_is_late():
    started = STARTED.model_copy(update={"clock_runs": False})
    state = fold(
        [
            e.Event(attempt="at", seq=1, client_id="a", at_ms=0, recorded_at=T0, body=started),
            e.Event(attempt="at", seq=2, client_id="b", at_ms=9_000_000, recorded_at=T0, body=e.Finished()),
        ]
    )
    assert "clock.phases_on_time" not in facts(state)


def test_load_before_hardware_needs_both():
    def lines(*names):
        return e.Calculated(lines=tuple(e.NapkinLine(name=name, formula="1") for name in names))

    names = {"load_names": ("peak load",), "hardware_names": ("GPUs",)}
    right = after((10_000, lines("peak load")), (20_000, lines("peak load", "GPUs")))
    wrong = after((10_000, lines("GPUs")), (20_000, lines("GPUs", "peak load")))
    assert facts(right, **names)["clock.load_before_hardware"].holds
    assert not facts(wrong, **names)["clock.load_before_hardware"].holds
    assert "clock.load_before_hardware" not in facts(after((10_000, lines("GPUs"))), **names)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 10**6), st.sampled_from(IDS)), max_size=12))
def test_the_times_of_the_phases_add_up_to_the_clock(moves):
    state = after(*[(at, e.PhaseChanged(phase=name, by="candidate")) for at, name in sorted(moves)])
    until = end_ms(state) + 1_000
    times = phase_times(state, until_ms=until)
    assert sum(time.spent_ms for time in times) == until
    spans = sorted(span for time in times for span in time.spans)
    assert all(first[1] == second[0] for first, second in pairwise(spans))


def test_nothing_is_timed_before_the_start():
    assert phase_times(fold([]), until_ms=5) == ()
    assert timing_facts(fold([]), scope_names=(), approach_names=(), close_names=()) == []


def test_clock_text_is_minutes_and_seconds():
    assert clock_text(600_000) == "10:00"
