"""A label tells the type of its box and the numbers in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from theloop.engines.systems.blueprint import Blueprint, Box, Service
from theloop.engines.systems.guess import SYNONYMS, guess, guesses, numbers_in, type_from_label


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("App", "source"),
        ("Feed", "service"),
        ("Two-tower ANN", "ann"),
        ("FAISS", "ann"),
        ("Pre-rank", "service"),
        ("Rank", "ranker"),
        ("Triton, MMoE", "ranker"),
        ("Re-rank (MMR, policy)", "service"),
        ("Feature store", "feature_store"),
        ("Redis cache", "cache"),
        ("Redis", "store"),
        ("Event log", "stream"),
        ("Kafka", "stream"),
        ("Label join", "stream"),
        ("Index build", "batch_job"),
        ("Trainer", "trainer"),
        ("API gateway", "lb"),
    ],
)
def test_the_boxes_of_a_feed_are_known_by_their_names(label, kind):
    told = type_from_label(label)
    assert told is not None
    assert told[0] == kind


def test_every_synonym_names_its_own_type():
    for kind, phrases in SYNONYMS.items():
        for phrase in phrases:
            assert type_from_label(phrase) == (kind, phrase)
    assert sum(len(phrases) for phrases in SYNONYMS.values()) >= 150


def test_an_unknown_name_is_not_guessed():
    assert guess(Box(id="x", label="Banana 5 ms")) is None


@pytest.mark.parametrize(
    ("label", "parameters"),
    [
        ("FAISS, 200 M vectors, 8 ms", {"vectors": 200_000_000, "search_time": "0.008 s"}),
        ("Rank 24 GPUs 20 MFLOP", {"gpus": 24, "flops_per_item": "20000000 FLOP"}),
        ("App 24.3k req/s", {"rate": "24300 req/s"}),
        ("App 60 M", {"users": "60000000 users"}),
        ("Event log 99 k ev/s", {}),  # what comes in says nothing about one consumer
        ("Cache 92 % 0.2 ms", {"hit_rate": 0.92, "hit_time": "0.0002 s"}),
        ("Feature store, 16 shards", {"shards": 16}),
    ],
)
def test_numbers_in_a_label_fill_the_parameter_of_their_dimension(label, parameters):
    told = guess(Box(id="x", label=label))
    assert told is not None
    assert told.parameters == parameters
    node = {"id": "x", "type": told.type, "label": label, **told.parameters}
    assert Blueprint.model_validate({"nodes": [node]}).nodes[0].type == told.type


def test_what_was_given_is_not_overwritten():
    assert guess(Service(id="x", label="Feed 5 ms", service_time="9 ms")) is None


def test_a_board_is_asked_box_by_box():
    board = Blueprint(nodes=(Box(id="a", label="Kafka"), Box(id="b", label="?")))
    assert [told.node for told in guesses(board)] == ["a"]


@given(st.text(max_size=80))
def test_any_label_is_read_without_an_error(label):
    type_from_label(label)
    numbers_in(label)
