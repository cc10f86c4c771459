"""The level axis: rising in both shares, the bars where they are promised, undecided as width."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from theloop.engines.grading.report import BarVerdict, ItemVerdict, Scored, Unscored
from theloop.engines.grading.scores import HIGHEST, bar_state, level_of, score, share, weighted

SHARES = st.floats(0, 1)
DECISIONS = st.sampled_from(["reached", "not_reached", "cant_tell"])


def bar(name, decision):
    return BarVerdict(
        bar=name,
        decision=decision,
        origin="nobody" if decision == "cant_tell" else "fact",
        says="x",
        reason="y",
        credit=float(decision == "reached"),
    )


def item(execution, strategy, weight=1.0, essential=False):
    return ItemVerdict(
        item="i",
        competency="ml-design.scale",
        dimension="design",
        phase="scale",
        weight=weight,
        essential=essential,
        word="ungraded",
        reason="",
        execution=bar("execution", execution),
        strategy=bar("strategy", strategy),
    )


ITEMS = st.lists(st.builds(item, DECISIONS, DECISIONS, st.floats(0.25, 5), st.booleans()), min_size=1, max_size=8)


@pytest.mark.parametrize(
    ("execution", "strategy", "place"),
    # By hand from the docstring: 4 + min(e / .75, 1) (1 + s / .6).
    [(0, 0, 4.0), (0.375, 0, 4.5), (0.75, 0, 5.0), (1, 0, 5.0), (1, 0.3, 5.5), (0.75, 0.6, 6.0), (0.375, 0.6, 5.0)],
)
def test_the_places_of_the_bars(execution, strategy, place):
    assert level_of(execution, strategy) == pytest.approx(place)


@given(SHARES, SHARES, SHARES)
def test_more_reached_never_lowers_the_place(execution, strategy, more):
    here = level_of(execution, strategy)
    assert level_of(max(execution, more), strategy) >= here
    assert level_of(execution, max(strategy, more)) >= here
    assert 4.0 <= here <= HIGHEST + 1e-3


@given(ITEMS)
def test_a_value_lies_in_its_interval(items):
    place, _ = score(items, [])
    assert 4.0 <= place.low <= place.high <= HIGHEST + 1e-3
    if isinstance(place, Scored):
        assert place.low <= place.value <= place.high


@given(ITEMS, st.integers(0, 7), st.sampled_from(["reached", "not_reached"]))
def test_deciding_one_more_bar_only_narrows_the_interval(items, at, outcome):
    chosen = items[at % len(items)]
    if chosen.execution.decision != "cant_tell":
        return
    decided = [it.model_copy(update={"execution": bar("execution", outcome)}) if it is chosen else it for it in items]
    before, _ = score(items, [])
    after, _ = score(decided, [])
    assert before.low - 1e-3 <= after.low <= after.high <= before.high + 1e-3


def test_with_no_execution_bar_decided_there_is_no_score():
    place, _ = score([item("cant_tell", "reached")], [])
    assert isinstance(place, Unscored)
    assert (place.low, round(place.high, 2)) == (4.0, 6.67)


def test_an_essential_strategy_bar_that_was_missed_caps_below_l6():
    place, cap = score([item("reached", "reached", 3.0), item("reached", "not_reached", 1.0, essential=True)], [])
    assert cap == "i"
    assert place.high == 5.9


def test_shares_are_reached_and_reached_plus_undecided():
    part = share(
        [(bar("execution", "reached"), 1), (bar("execution", "cant_tell"), 2), (bar("execution", "not_reached"), 1)]
    )
    assert (part.low, part.high, part.decided) == (0.25, 0.75, 0.5)


def test_a_bar_is_cleared_only_when_nothing_undecided_could_change_it():
    assert bar_state(Scored(value=5.5, low=5.0, high=6.0), 5.0) == "yes"
    assert bar_state(Scored(value=5.5, low=4.9, high=6.0), 5.0) == "cant_tell"
    assert bar_state(Scored(value=4.5, low=4.0, high=4.9), 5.0) == "no"


def test_an_unscored_competency_widens_the_total_and_leaves_its_value():
    total = weighted([(Scored(value=5, low=5, high=5), 1), (Unscored(reason="none", low=4, high=6), 1)])
    assert isinstance(total, Scored)
    assert (total.value, total.low, total.high) == (5, 4.5, 5.5)


def test_nothing_scored_has_no_total():
    assert isinstance(weighted([(Unscored(reason="none", low=4, high=6), 1)]), Unscored)
