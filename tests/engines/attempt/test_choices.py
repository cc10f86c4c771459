"""A committed choice is a fact; a missing one is absent, never false."""

import pytest
from pydantic import ValidationError

from theloop.engines.attempt.choices import Answer, ChoiceRule, Predicate, choice_facts, quantity_text


def rule(*conditions, ident="choice.x"):
    return ChoiceRule(id=ident, says="It holds as asked.", otherwise="It does not hold.", when=conditions)


def holds(condition, value, reason=""):
    facts = choice_facts([rule(condition)], {"a": Answer(value=value, reason=reason, at_ms=7)})
    return facts[0].holds


@pytest.mark.parametrize(
    ("op", "value", "answer", "expected"),
    [
        ("equals", "user", "user", True),
        ("equals", "user", "request", False),
        ("one_of", ("a", "b"), "b", True),
        ("none_of", ("a", "b"), "b", False),
        ("at_least", "28 days", "4 weeks", True),
        ("at_least", "28 days", "2 weeks", False),
        ("at_most", "250 ms", "0.2 s", True),
        ("at_most", "250 ms", "200 GB", False),
        ("at_most", "250 ms", "soon", False),
        ("filled", "", "anything", True),
    ],
)
def test_a_condition_compares_the_committed_value(op, value, answer, expected):
    assert holds(Predicate(commitment="a", op=op, value=value), answer) is expected


def test_a_reason_has_words():
    condition = Predicate(commitment="a", op="filled_with_reason")
    assert not holds(condition, "user", "because")
    assert holds(condition, "user", "one person must see one and the same feed")


def test_a_commitment_that_was_not_made_gives_no_fact():
    both = rule(Predicate(commitment="a", op="filled"), Predicate(commitment="b", op="filled"))
    assert choice_facts([both], {"a": Answer(value="x"), "b": Answer(value="  ")}) == []


def test_the_sentence_quotes_what_was_committed_and_when():
    fact = choice_facts([rule(Predicate(commitment="a", op="filled"))], {"a": Answer(value="the person", at_ms=9)})[0]
    assert "the person" in fact.says
    assert fact.at_ms == 9


@pytest.mark.parametrize(
    "condition",
    [
        {"op": "one_of", "value": "a"},
        {"op": "equals", "value": ["a"]},
        {"op": "equals"},
        {"op": "filled", "value": "x"},
        {"op": "at_least", "value": "fast"},
        {"op": "like", "value": "a"},
    ],
)
def test_a_condition_that_makes_no_sense_is_refused(condition):
    with pytest.raises(ValidationError):
        Predicate.model_validate({"commitment": "a"} | condition)


def test_a_number_is_read_as_written_and_prose_is_not():
    assert quantity_text(Answer(value="0.25 s")) == "250 ms"
    assert quantity_text(Answer(value="quickly")) is None
