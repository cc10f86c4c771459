"""Numbers given before the machine are judged by the factor they are off, from the candidate's own assumptions."""

import numpy as np
import pytest

from theloop.base.units import parse_quantity
from theloop.engines.systems.blueprint import Blueprint
from theloop.engines.systems.napkin import evaluate_napkin
from theloop.engines.systems.predictions import (
    NapkinTruth,
    napkin_facts,
    prediction_facts,
    prediction_score,
    truths_in_order,
    unknown_names,
)
from theloop.engines.systems.run import run_blueprint

TRUTHS = [
    NapkinTruth(id="users", aliases=("daily users",), value="60 M users", factor=10, commitment="scope.daily_users",
                source="assumption"),
    NapkinTruth(id="peak", aliases=("peak load", "peak"), value="24k req/s", factor=2,
                formula="users · 14 ÷ 86400 s · 2.5", source="arithmetic"),
]  # fmt: skip


def facts(lines, committed=None):
    return {f.id: f for f in napkin_facts(evaluate_napkin(lines), TRUTHS, committed=committed)}


def test_a_line_within_its_factor_holds_and_the_sentence_has_both_numbers():
    fact = facts([("daily users", "60 M users"), ("peak load", "a · 14 ÷ 1 day · 2")])["napkin.peak"]
    assert fact.holds
    assert "19.4 k req/s" in fact.says
    assert "24.3 k req/s" in fact.says


def test_a_truth_follows_what_the_candidate_assumed():
    lines = [("daily users", "600 M users"), ("peak load", "240k req/s")]
    assert facts(lines)["napkin.peak"].holds
    assert not facts([("peak load", "240k req/s")])["napkin.peak"].holds
    assert facts([("peak load", "240k req/s")], {"scope.daily_users": "600 M users"})["napkin.peak"].holds


def test_a_line_with_another_dimension_is_no_answer():
    assert "napkin.peak" not in facts([("peak load", "24 GB"), ("x", "1"), ("y", "2")])


def test_a_line_that_is_not_named_like_the_truth_gives_no_fact():
    assert set(facts([("something", "24k req/s")])) == {"napkin.units_agree"}


def test_an_empty_napkin_establishes_nothing():
    assert facts([]) == {}


@pytest.mark.parametrize(("committed", "users"), [({}, 60e6), ({"scope.daily_users": "5 GB"}, 60e6),
                                                   ({"scope.daily_users": "nonsense"}, 60e6),
                                                   ({"scope.daily_users": "1 M users"}, 1e6)])  # fmt: skip
def test_a_commitment_that_does_not_fit_leaves_the_usual_value(committed, users):
    assert truths_in_order(TRUTHS, {}, committed)["users"].value == users


def test_a_truth_needs_a_quantity_that_can_be_read():
    with pytest.raises(ValueError, match="bit or byte"):
        NapkinTruth(id="x", aliases=("x",), value="5 b", factor=2, source="assumption")


def test_a_commitment_that_does_not_exist_is_named():
    assert unknown_names(TRUTHS, {"other"}) == ["scope.daily_users"]


def report():
    node = {"id": "a", "type": "service", "replicas": 2, "slots": 4, "service_time": "20 ms", "cv": 0.5, "keep": 10}
    blueprint = Blueprint.model_validate(
        {"nodes": [{"id": "app", "type": "source", "rate": "100 req/s", "peak_factor": 2}, node | {"recall": 0.8}],
         "edges": [{"source": "app", "target": "a"}], "requirements": {"p99": "200 ms"}}
    )  # fmt: skip
    return run_blueprint(blueprint, rng=np.random.default_rng(1), requests=5_000)


def test_predictions_are_compared_by_their_factor():
    run = report()
    exact = {
        "predict.p99": f"{run.latency.p99.value} ms",
        "predict.max_load": f"{run.max_load.value * 3} req/s",
        "predict.cost": f"{run.cost.per_year.value} USD",
        "predict.recall": "80 %",
    }
    made = {fact.id: fact for fact in prediction_facts(exact, run)}
    assert made["prediction.p99_within_2x"].holds
    assert made["prediction.cost_within_2x"].holds
    assert not made["prediction.max_load_within_2x"].holds
    assert "a factor of 3" in made["prediction.max_load_within_2x"].says
    assert made["prediction.three_of_four_within_2x"].holds
    assert prediction_score(exact, run) == pytest.approx(np.log2(3) / 4)


def test_too_high_and_too_low_by_the_same_factor_are_equally_far():
    run = report()
    scores = [prediction_score({"predict.p99": f"{run.latency.p99.value * f} ms"}, run) for f in (4, 0.25)]
    assert scores == pytest.approx([2, 2])


def test_what_was_not_predicted_or_cannot_be_read_gives_no_fact():
    assert prediction_facts({"predict.p99": "soon", "predict.cost": "5 GB"}, report()) == []
    assert prediction_score({}, report()) is None


def test_units_of_a_report_can_be_read_back():
    run = report()
    for quantity in (run.latency.p99, run.max_load, run.cost.per_year):
        assert parse_quantity(f"{quantity.value} {quantity.unit}").value > 0
