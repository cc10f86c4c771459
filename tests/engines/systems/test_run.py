"""A run turns a drawing into verdicts, figures with their class, and one sentence made from them."""

from itertools import pairwise

import numpy as np
import pytest

from theloop.base.errors import OutOfRangeError
from theloop.base.quantity import Quantity
from theloop.engines.systems.blueprint import Blueprint
from theloop.engines.systems.check import BadBlueprintError
from theloop.engines.systems.report import SimulationReport
from theloop.engines.systems.run import run_blueprint
from theloop.engines.systems.verdicts import one_in

APP = {"id": "app", "type": "source", "rate": "100 req/s", "peak_factor": 2, "users": "1 M users"}


def board(*nodes, regions=1, extra=(), **promised):
    idents = ["app", *[node["id"] for node in nodes if node["type"] in ("service", "ann", "ranker")]]
    edges = [{"source": a, "target": b} for a, b in pairwise(idents)]
    return Blueprint.model_validate(
        {"nodes": [APP, *nodes], "edges": [*edges, *extra], "requirements": promised, "regions": regions}
    )


def feed(replicas=2, **more):
    base = {"id": "feed", "type": "service", "label": "Feed", "slots": 4, "service_time": "20 ms", "cv": 0.5}
    return base | {"replicas": replicas} | more


def report_of(blueprint, seed=1, requests=20_000, reference=None):
    return run_blueprint(blueprint, rng=np.random.default_rng(seed), requests=requests, reference=reference)


def verdict(report, name):
    return next(verdict for verdict in report.verdicts if verdict.name == name)


def test_the_same_dice_give_the_same_report_byte_for_byte():
    one, two = (report_of(board(feed(), p99="200 ms")).model_dump_json() for _ in range(2))
    assert one == two


def test_a_report_survives_its_own_json():
    report = report_of(board(feed(), p99="200 ms"))
    assert SimulationReport.model_validate_json(report.model_dump_json()) == report


def test_a_kept_promise_is_met_and_the_finding_says_so():
    report = report_of(board(feed(replicas=4), p99="200 ms", load="200 req/s"))
    assert report.status == "steady"
    assert verdict(report, "p99").met
    assert report.finding == "Your design keeps both its promises"


def test_a_broken_deadline_is_the_title_and_the_share_of_late_requests_its_number():
    report = report_of(board(feed(), p99="25 ms"))
    assert report.late is not None
    assert report.finding == f"Your design answers {one_in(report.late.value)} too late"
    assert f"{report.latency.p99.value:.0f} ms" in report.lede


def test_an_overload_has_no_p99_and_says_which_box_is_asked_for_how_much():
    report = report_of(board(feed(replicas=1, slots=1), p99="200 ms", load="200 req/s"))
    assert report.status == "overloaded"
    assert report.latency is None
    assert report.late is None
    assert report.tail == ()
    assert report.finding == "Feed cannot keep up at peak: 4.00 of its capacity is asked for"
    assert not verdict(report, "load").met
    assert report.max_load.value < 50


def test_with_two_regions_one_carries_the_whole_peak_and_both_are_paid():
    one, two = (report_of(board(feed(replicas=2), regions=n, p99="200 ms", load="200 req/s")) for n in (1, 2))
    assert two.judged_load.value == one.judged_load.value == 200
    assert two.cost.per_year.value == pytest.approx(2 * one.cost.per_year.value)
    assert verdict(two, "load").got == verdict(one, "load").got


def test_the_largest_load_is_where_p99_leaves_the_promise():
    report = report_of(board(feed(), p99="60 ms"))
    limit = report.max_load.value
    for factor, kept in ((0.9, True), (1.1, False)):
        again = report_of(board(feed(), p99="60 ms", load=f"{limit * factor:.3f} req/s"), requests=60_000)
        assert verdict(again, "p99").met is kept


def test_p99_never_falls_along_the_load_curve():
    curve = [point.p99.value for point in report_of(board(feed(), p99="60 ms")).load_curve if point.p99]
    assert all(later >= earlier * 0.97 for earlier, later in pairwise(curve))


def test_missing_sizes_are_counted_and_sized_for_sixty_per_cent():
    report = report_of(board({"id": "feed", "type": "service", "service_time": "20 ms"}, p99="200 ms"))
    names = {assumption.name for assumption in report.assumptions}
    assert {"replicas", "slots", "cv"} <= names
    assert all(len(assumption.reason) > 10 for assumption in report.assumptions)
    assert report.stages[0].utilisation.value <= 0.6


def test_one_machine_alone_is_a_single_point_until_a_fallback_or_a_region_stands_in():
    alone = report_of(board(feed(replicas=1, slots=8), p99="200 ms"))
    assert [failure.effect for failure in alone.failures] == ["outage"]
    assert "Feed" in alone.finding
    second = report_of(board(feed(replicas=1, slots=8), p99="200 ms", regions=2))
    assert [failure.effect for failure in second.failures] == ["region_lost"]
    static = {"id": "static", "type": "cache"}
    covered = board(
        feed(replicas=1, slots=8),
        static,
        p99="200 ms",
        extra=[{"source": "feed", "target": "static", "kind": "fallback"}],
    )
    assert [failure.effect for failure in report_of(covered).failures] == ["degraded"]


def test_recall_multiplies_along_the_cascade_and_joins_in_parallel():
    nodes = [
        feed(),
        {"id": "a", "type": "ann", "vectors": 1_000_000, "keep": 500, "recall": 0.8},
        {"id": "b", "type": "service", "keep": 500, "recall": 0.5},
        {"id": "c", "type": "service", "keep": 100, "recall": 0.9},
    ]
    edges = [("app", "feed"), ("feed", "a"), ("feed", "b"), ("a", "c"), ("b", "c")]
    blueprint = Blueprint.model_validate(
        {
            "nodes": [APP, *nodes],
            "edges": [{"source": a, "target": b} for a, b in edges],
            "requirements": {"recall": 0.8},
        }
    )
    report = report_of(blueprint)
    assert report.recall.value == pytest.approx((1 - 0.2 * 0.5) * 0.9)
    assert (report.recall.low, report.recall.high) == (pytest.approx(0.72), pytest.approx(0.9))
    assert report.recall.provenance == "bound"
    assert [step.items for step in report.recall_steps] == [1_000_000, 1_000, 100]
    assert verdict(report, "recall").met


def test_age_adds_windows_periods_and_durations_and_the_longest_way_decides():
    nodes = [
        feed(),
        {"id": "log", "type": "stream", "window": "10 min"},
        {"id": "join", "type": "stream", "window": "30 min"},
        {"id": "train", "type": "trainer", "every": "1 h", "duration": "20 min", "gpus": 1},
    ]
    extra = [("app", "log"), ("log", "join"), ("join", "train"), ("log", "train"), ("train", "feed")]
    edges = [{"source": a, "target": b, "kind": "async"} for a, b in extra]
    report = report_of(board(*nodes, extra=edges, p99="200 ms", model_freshness="2 h"))
    assert report.ages[0].worst.value == (10 + 30 + 60 + 20) * 60
    assert verdict(report, "model_freshness").met
    assert not verdict(report_of(board(*nodes, extra=edges, model_freshness="1 h")), "model_freshness").met


def test_a_promise_of_freshness_without_a_feed_is_not_met():
    assert not verdict(report_of(board(feed(), model_freshness="2 h")), "model_freshness").met


def test_the_bill_is_machines_times_hours_times_the_dated_price():
    report = report_of(board(feed(replicas=3, machine="1.50 USD/h"), p99="1 s"))
    assert report.cost.per_year.value == pytest.approx(3 * 1.5 * 8_760)
    assert report.cost.per_1k_user_days.value == pytest.approx(3 * 1.5 * 8_760 / (365 * 1_000))
    assert report.cost.prices_as_of == "2026-06-17"


def test_the_reference_runs_at_the_same_load_under_the_same_numbers():
    mine = board(feed(), p99="200 ms", load="300 req/s")
    report = report_of(mine, reference=board(feed(), p99="200 ms", load="10 req/s"))
    assert report.reference.p99_difference.value == 0
    assert report.reference.p99_difference.low == report.reference.p99_difference.high == 0
    assert report.reference.latency == report.latency


def test_every_quantity_of_a_report_has_a_class_and_a_finite_value():
    def walk(value):
        if isinstance(value, Quantity):
            assert np.isfinite(value.value)
            assert value.provenance
        elif hasattr(value, "model_fields_set"):
            for name in type(value).model_fields:
                walk(getattr(value, name))
        elif isinstance(value, tuple):
            for item in value:
                walk(item)

    walk(report_of(board(feed(), p99="200 ms"), reference=board(feed(), p99="200 ms")))


def test_an_error_on_the_board_is_refused_before_anything_runs():
    with pytest.raises(BadBlueprintError):
        report_of(Blueprint())


def test_the_number_of_requests_has_limits():
    with pytest.raises(OutOfRangeError, match="2,000 to 2,000,000"):
        report_of(board(feed()), requests=10)


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0.091, "one request in eleven"),
        (0.5, "one request in two"),
        (0.9, "nine requests in ten"),
        (0.0005, "one request in 2,000"),
        (0, "no request"),
        (1, "nearly every request"),
    ],
)
def test_a_share_is_said_as_people_say_it(share, words):
    assert one_in(share) == words
