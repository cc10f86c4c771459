"""A rubric that would let soup win, or rests on prose, is named with its item."""

import pytest

from theloop.engines.grading.lint import leaks, lint

PHASES = ("scope", "data", "architecture")


def changed(rubric, index, **changes):
    items = list(rubric.items)
    items[index] = items[index].model_copy(update=changes)
    return rubric.model_copy(update={"items": tuple(items)})


def rules(rubric, **more):
    return {(finding.where, finding.rule) for finding in lint(rubric, **({"phases": PHASES} | more))}


def test_the_shared_rubric_is_clean(rubric):
    assert rules(rubric) == set()


def test_a_rubric_that_rests_on_prose_is_refused(rubric):
    item = rubric.items[1]
    prose = changed(
        rubric, 1, l5=item.l5.model_copy(update={"fact": None}), l6=item.l6.model_copy(update={"fact": None})
    )
    assert rules(prose) >= {("rubric", "executed_share"), ("cascade", "exemplars")}


def test_four_exemplars_are_too_few_where_no_fact_decides(rubric):
    l6 = rubric.items[0].l6
    few = changed(rubric, 0, l6=l6.model_copy(update={"exemplars": l6.exemplars[:4]}))
    assert rules(few) == {("objective", "exemplars")}


def test_two_exemplars_of_the_same_words_are_one(rubric):
    l6 = rubric.items[0].l6
    again = "Still people leave after a month, and watch time goes up when we show longer clips."
    alike = changed(rubric, 0, l6=l6.model_copy(update={"exemplars": (*l6.exemplars, again)}))
    assert ("objective", "same_wording") in rules(alike)


def test_exemplars_that_all_repeat_the_criterion_let_soup_win(rubric):
    l5 = rubric.items[1].l5
    words = "cheap stage between retrieval and the ranker"
    exemplars = tuple(
        f"{lead} puts a {words} {end}" for lead, end in [("She", "today."), ("He", "on a GPU with cache.")]
    )
    assert ("cascade", "item_words") in rules(changed(rubric, 1, l5=l5.model_copy(update={"exemplars": exemplars})))


def test_near_misses_must_differ(rubric):
    twice = changed(rubric, 2, not_enough=("Clicks are noisy.", "Clicks are noisy!", "The clicks are noisy."))
    assert rules(twice) == {("labels", "near_misses")}


def test_a_phase_that_the_exercise_does_not_have_is_named(rubric):
    assert rules(changed(rubric, 0, phase="finale")) == {("objective", "phase")}


def test_a_fact_that_no_engine_knows_is_named(rubric):
    known = {c.fact for item in rubric.items for c in (item.l5, item.l6)} | {"board.no_fallback"}
    assert rules(rubric, known_facts=known) == set()
    assert rules(rubric, known_facts=known - {"board.no_fallback"}) == {("no-fallback", "unknown_fact")}


def test_an_id_that_stands_twice_is_named(rubric):
    assert ("cascade", "twice") in rules(changed(rubric, 0, id="cascade"))


def test_a_probe_that_tells_the_answer_is_named(rubric):
    probe = (
        rubric.items[1]
        .probes[0]
        .model_copy(update={"ask": "Would you put a cheap stage between retrieval and the ranker?"})
    )
    assert rules(changed(rubric, 1, probes=(probe,))) == {("cascade", "leak")}


@pytest.mark.parametrize(
    ("ask", "says", "told"),
    [
        ("Which unit holds that inside itself?", "Randomises clusters of cities and hours", False),
        ("Do you randomise clusters of cities?", "Randomises clusters of cities and hours", True),
    ],
)
def test_leaks(ask, says, told):
    assert leaks(ask, says) is told
