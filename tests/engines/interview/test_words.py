"""How the interviewer hears: sentences, questions, amounts, and probes that tell too much."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from theloop.engines.interview.words import asks, leaks, likeness, mentions, sentences, vague_amount


@given(st.text(max_size=60), st.text(max_size=60))
def test_likeness_is_symmetric_and_between_none_and_one(first, second):
    assert likeness(first, second) == likeness(second, first)
    assert 0 <= likeness(first, second) <= 1


def test_numbers_do_not_end_a_sentence():
    assert sentences("Recall is 0.85 at 300. Then we stop. ?!") == ("Recall is 0.85 at 300.", "Then we stop.")


@pytest.mark.parametrize(
    ("text", "is_question"),
    [("How many?", True), ("what is the p99", True), ("(can we shard?)", True), ("We shard.", False), ("", False)],
)
def test_questions_with_and_without_their_mark(text, is_question):
    assert asks(text) is is_question


def test_a_keyword_is_heard_in_any_form_and_a_phrase_as_it_stands():
    assert mentions("Who are our users?", "user")
    assert mentions("What is the p99 budget?", "p99 budget")
    assert not mentions("What budget is the p99?", "p99 budget")


def test_an_amount_without_a_number_is_vague_and_with_one_is_not():
    assert vague_amount("There are millions of items.") == "millions of items"
    assert vague_amount("There are millions of items, 200 M today.") == ""


def test_a_probe_may_share_a_word_but_not_the_answer():
    assert not leaks("What do you lose at that cut?", ["States how much the cheap stage loses and measures it"])
    assert leaks(
        "Do you measure how much the cheap stage loses?", ["States how much the cheap stage loses and measures it"]
    )
