"""The result is put together: order of verdicts, what is hidden, what is measured."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from theloop.engines.judge.facts import facts_of
from theloop.engines.judge.outcome import CaseOutcome, CasePlan, Observed, Point, Reference, result_of
from theloop.engines.judge.verdict import Failure, JudgeResult, Verdict

SIZES = (128, 256, 512, 1024)
VERDICTS: list[Verdict] = [
    "accepted",
    "wrong_answer",
    "time_limit",
    "memory_limit",
    "runtime_error",
    "protocol_error",
    "forbidden",
]


def _plan(hidden: tuple[bool, ...] = (False, True, False, True)) -> tuple[CasePlan, ...]:
    groups = ("correctness", "correctness", "edges", "edges")
    tests = tuple(
        CasePlan(i, f"case {i}", g, hidden=h, tags=("scale",) if i == 3 else ("mask",))
        for i, (g, h) in enumerate(zip(groups, hidden, strict=True))
    )
    points = tuple(
        CasePlan(10 + i, f"T = {size}", "", role="growth", size=size, unit_bytes=4 * size * size)
        for i, size in enumerate(SIZES)
    )
    return (*tests, *points)


def _observed(verdicts: list[Verdict], *, power: float = 2.0, memory: float = 2.0) -> Observed:
    plan = _plan()
    tests = [
        CaseOutcome(case, v, 0.02, 1.0, says=f"secret {case.index}", input=f"in {case.index}", expected="e", got="g")
        for case, v in zip(plan, verdicts, strict=False)
    ]
    points = [CaseOutcome(case, "accepted", 1e-7 * case.size**power, 8e-3 * case.size**memory) for case in plan[4:]]
    return Observed(
        problem="p",
        rung="B",
        plan=plan,
        titles={"correctness": "Correctness", "edges": "Edge cases"},
        outcomes=(*tests, *points),
        reference=Reference({3: 0.01}, {size: Point(1e-7 * size**2, 8e-3 * size**2) for size in SIZES}),
        cpu_seconds=0.1,
        wall_seconds=0.2,
        peak_mib=3.0,
        allowed_pace=10.0,
        variable="T",
        unit="score matrix",
    )


def _facts(result: JudgeResult, **claims: str) -> dict[str, bool]:
    return {fact.id: fact.holds for fact in facts_of(result, {f"claim.{name}": text for name, text in claims.items()})}


def test_all_accepted_is_accepted() -> None:
    result = result_of(_observed(["accepted"] * 4))
    assert (result.verdict, result.passed, result.total, result.first_failure) == ("accepted", 4, 4, None)


@given(st.lists(st.sampled_from(VERDICTS), min_size=0, max_size=4))
def test_the_verdict_is_that_of_the_first_test_that_failed(verdicts: list[Verdict]) -> None:
    result = result_of(_observed(verdicts))
    assert result.verdict == next((v for v in verdicts if v != "accepted"), "accepted")
    assert result.passed == verdicts.count("accepted")
    assert sum(group.not_run for group in result.groups) == 4 - len(verdicts)


@given(st.lists(st.sampled_from(VERDICTS), min_size=4, max_size=4))
def test_no_word_of_a_hidden_test_is_in_the_result(verdicts: list[Verdict]) -> None:
    text = result_of(_observed(verdicts)).model_dump_json()
    for index in (1, 3):
        assert f"secret {index}" not in text
        assert f"in {index}" not in text
        assert f"case {index}" not in text


def test_a_source_that_cannot_be_loaded_ran_nothing() -> None:
    failure = Failure(case="loading", group="", verdict="runtime_error", says="no")
    result = result_of(replace(_observed([]), outcomes=(), load_failure=failure))
    assert (result.verdict, result.passed) == ("runtime_error", 0)
    assert [group.not_run for group in result.groups] == [2, 2]
    assert _facts(result) == {"judge.accepted": False}


def test_growth_has_the_slope_and_the_copies_that_were_measured() -> None:
    growth = result_of(_observed(["accepted"] * 4)).growth
    assert growth is not None
    assert growth.yours.time is not None
    assert growth.yours.time.slope == pytest.approx(2.0)
    assert growth.copies == pytest.approx(8e-3 * 2**20 / 4)


def test_a_growth_point_that_fails_changes_no_verdict_and_says_so() -> None:
    observed = _observed(["accepted"] * 4)
    broken = replace(observed.outcomes[-1], verdict="memory_limit")
    result = result_of(replace(observed, outcomes=(*observed.outcomes[:-1], broken)))
    assert result.verdict == "accepted"
    assert result.growth is None
    assert result.notes == ("Growth was not measured: T = 1,024 ended in memory limit.",)


def test_pace_counts_scale_tests_that_were_right_or_stopped_by_the_clock() -> None:
    result = result_of(_observed(["accepted"] * 4))
    assert result.pace is not None
    assert result.pace.ratio == pytest.approx(2.0)
    assert _facts(result)["judge.no_python_loop"]
    assert result_of(_observed(["accepted"] * 3 + ["wrong_answer"])).pace is None


def test_a_group_that_was_not_reached_makes_no_fact() -> None:
    facts = _facts(result_of(_observed(["accepted", "time_limit"])))
    assert facts["judge.correctness_pass"] is False
    assert "judge.edges_pass" not in facts
    assert facts["judge.mask"] is False


def test_a_true_claim_holds_and_a_false_one_does_not() -> None:
    result = result_of(_observed(["accepted"] * 4))
    assert _facts(result, time="O(T^2 d)", memory="O(T^2)")["judge.claimed_time_matches"]
    facts = _facts(result, time="O(T d)", memory="O(T d)")
    assert not facts["judge.claimed_time_matches"]
    assert not facts["judge.claimed_memory_matches"]
    assert facts["judge.claims_made"]
    assert not _facts(result, time="O(T d)")["judge.claims_made"]
    assert _facts(result, time="soup")["judge.claimed_time_matches"] is False


def test_memory_that_grows_with_the_length_alone_is_below_quadratic() -> None:
    linear = _facts(result_of(_observed(["accepted"] * 4, memory=1.0)), memory="O(T d)")
    assert linear["judge.memory_below_quadratic"]
    assert linear["judge.claimed_memory_matches"]
    assert not _facts(result_of(_observed(["accepted"] * 4)))["judge.memory_below_quadratic"]


def test_the_same_observation_gives_the_same_bytes() -> None:
    texts = {result_of(_observed(["accepted", "wrong_answer"])).model_dump_json() for _ in range(5)}
    assert len(texts) == 1
