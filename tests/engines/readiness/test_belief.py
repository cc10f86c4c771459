"""Belief: evidence narrows, time widens, order does not matter, and what nobody graded is not a number."""

import math
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from theloop.base.errors import OutOfRangeError, UnknownNameError
from theloop.engines.readiness.belief import belief_of, level_of, noise_variance, readiness
from theloop.engines.readiness.model import Assumptions, Belief, Evidence, Unscored

NOW = datetime(2026, 11, 24, 21, 0, tzinfo=UTC)
ASSUMED = Assumptions()
ROUNDS = {"ml-design": 0.4, "ai-design": 0.1, "ml-coding": 0.3, "statistics": 0.2}
COMPETENCIES = {f"{name}.{part}": 0.25 for name in ROUNDS for part in ("one", "two", "three", "four")}


def graded(score, *, days_ago=0.0, low=None, high=None, executed=1.0, competency="ml-design.one", attempt="at_1"):
    return Evidence(
        competency=competency,
        attempt=attempt,
        score=score,
        low=score if low is None else low,
        high=score if high is None else high,
        executed_share=executed,
        at=NOW - timedelta(days=days_ago),
    )


def judged(evidence, **changes):
    values = {"now": NOW, "bar": 6.0, "round_weights": ROUNDS, "competency_weights": COMPETENCIES, **changes}
    return readiness(evidence, **values)


pieces = st.builds(
    lambda score, half, days, share: graded(
        score, days_ago=days, low=max(4.0, score - half), high=min(7.0, score + half), executed=share
    ),
    st.floats(4, 7),
    st.floats(0, 1.5),
    st.sampled_from((0.0, 0.0, 1.0, 3.5, 20.0)),
    st.floats(0, 1),
)


@given(st.lists(pieces, max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_evidence_does_not_matter(evidence, random):
    shuffled = list(evidence)
    random.shuffle(shuffled)
    assert level_of(shuffled, now=NOW, assumptions=ASSUMED) == pytest.approx(
        level_of(evidence, now=NOW, assumptions=ASSUMED), rel=1e-12
    )


@given(st.lists(pieces, max_size=5), st.floats(4, 6.5), st.floats(0, 0.5), st.sampled_from((0.0, 2.0, 15.0)))
def test_a_better_score_never_lowers_the_mean(evidence, score, more, days):
    worse, better = graded(score, days_ago=days), graded(score + more, days_ago=days)
    low, _ = level_of([*evidence, worse], now=NOW, assumptions=ASSUMED)
    high, _ = level_of([*evidence, better], now=NOW, assumptions=ASSUMED)
    assert high >= low - 1e-12


@given(st.lists(pieces, max_size=5), pieces)
def test_more_evidence_never_widens(evidence, more):
    _, before = level_of(evidence, now=NOW, assumptions=ASSUMED)
    _, after = level_of([*evidence, more], now=NOW, assumptions=ASSUMED)
    assert after <= before + 1e-12


@given(st.lists(pieces, max_size=5), st.floats(0, 2000))
def test_time_alone_never_narrows_never_moves_the_mean_and_never_goes_beyond_the_prior(evidence, days):
    mean, sd = level_of(evidence, now=NOW, assumptions=ASSUMED)
    later, wider = level_of(evidence, now=NOW + timedelta(days=days), assumptions=ASSUMED)
    assert wider >= sd
    assert later == mean
    assert wider <= ASSUMED.prior_sd + 1e-12


def test_the_update_agrees_with_bayes_on_a_grid():
    """Oracle: prior x likelihood summed on a fine grid, with no formula of the filter in it."""
    evidence = [graded(5.4, low=5.0, high=5.8, executed=0.5), graded(6.2, low=6.0, high=6.6, attempt="at_2")]
    grid = np.linspace(-2, 12, 200_001)
    log = -((grid - ASSUMED.prior_mean) ** 2) / (2 * ASSUMED.prior_sd**2)
    for one, variance in zip(evidence, (0.2041**2 + 0.25 * 1.5, 0.1531**2 + 0.25), strict=True):
        log -= (grid - one.score) ** 2 / (2 * variance)
    mass = np.exp(log - log.max())
    mass /= mass.sum()
    mean = float((grid * mass).sum())
    sd = math.sqrt(float(((grid - mean) ** 2 * mass).sum()))
    got = level_of(evidence, now=NOW, assumptions=ASSUMED)
    assert got == pytest.approx((mean, sd), abs=1e-3)


@given(st.floats(0, 1), st.floats(0, 1))
def test_what_was_executed_is_never_noisier(one, other):
    less, more = sorted((one, other))
    assert noise_variance(graded(5, executed=more), ASSUMED) <= noise_variance(graded(5, executed=less), ASSUMED)


@given(st.floats(3, 8), st.floats(0.05, 1.5), st.sampled_from((4.5, 5.0, 6.0, 6.5)))
def test_twenty_dots_stand_beside_the_bar_and_of_20_counts_the_ones_beyond(mean, sd, bar):
    belief = belief_of(mean, sd, bar=bar)
    assert len(belief.dots) == 20
    assert list(belief.dots) == sorted(belief.dots)
    assert all(abs(dot - bar) >= 0.05 - 1e-9 for dot in belief.dots)
    assert belief.of_20 == sum(dot >= bar for dot in belief.dots)
    assert abs(belief.of_20 / 20 - belief.chance) <= 0.05 + 1e-9


def test_without_evidence_everything_is_unscored_with_a_reason_and_the_expectation_says_so():
    found = judged([])
    assert all(isinstance(one.judgement, Unscored) for one in (*found.rounds, *found.competencies))
    assert found.expected.scored == 0
    assert "4 of them rest on the assumed prior" in found.expected.says


def test_one_graded_competency_scores_its_round_and_no_other():
    found = judged([graded(6.5)])
    kinds = {one.round: type(one.judgement) for one in found.rounds}
    assert kinds == {"ml-design": Belief, "ai-design": Unscored, "ml-coding": Unscored, "statistics": Unscored}
    assert found.expected.scored == 1


def test_a_round_of_equal_competencies_has_the_variance_of_the_correlation():
    evidence = [graded(5.5, competency=f"ml-design.{part}") for part in ("one", "two", "three", "four")]
    found = judged(evidence)
    sd = next(one.judgement.sd for one in found.competencies if one.competency == "ml-design.one")
    together = found.rounds[0].judgement
    # Mean of four equally spread variables with correlation rho: variance x (1 + 3 rho) / 4.
    assert together.sd == pytest.approx(sd * math.sqrt((1 + 3 * 0.5) / 4))


def test_expected_rounds_are_weighted_by_the_share_of_each_round():
    strong = [
        graded(7.0, competency=f"ml-design.{p}", attempt=f"at_{i}")
        for i in range(30)
        for p in ("one", "two", "three", "four")
    ]
    found = judged(strong, round_weights={"ml-design": 1.0, "statistics": 0.0})
    assert found.expected.value == pytest.approx(2 * found.rounds[0].judgement.chance, rel=1e-6)


def test_the_weakest_is_the_one_with_the_most_weight_below_the_bar():
    evidence = [
        graded(6.9, competency="ml-design.one"),
        graded(4.2, competency="ml-design.two"),
        graded(4.2, competency="ai-design.two"),
    ]
    found = judged(evidence)
    assert found.weak[0].competency == "ml-design.two"
    assert "against 6.0, from 1 session, the last today" in found.weak[0].says
    gains = [one.gain for one in found.weak]
    assert gains == sorted(gains, reverse=True)
    assert len(gains) == 16


def test_evidence_after_now_is_not_known_yet():
    assert judged([graded(6.8, days_ago=-1)]) == judged([])


def test_every_assumption_is_said():
    said = " ".join(judged([]).says)
    for number in ("4.8", "0.5", "0.002", "correlate with 0.5"):
        assert number in said


def test_a_bar_off_the_axis_and_weights_without_a_sum_are_refused():
    with pytest.raises(OutOfRangeError, match="bar"):
        judged([], bar=8.0)
    with pytest.raises(OutOfRangeError, match="round_weights"):
        judged([], round_weights={"ml-design": 0.0})


def test_evidence_about_an_unknown_competency_is_refused():
    with pytest.raises(UnknownNameError, match=r"ml-design\.charm"):
        judged([graded(5, competency="ml-design.charm")])


def test_an_interval_that_does_not_hold_its_score_is_refused():
    with pytest.raises(ValidationError, match="low <= score <= high"):
        graded(5.0, low=5.2, high=5.5)
