"""Every design proves itself: blueprints do what their file names say, answers replay, and the rubric is executable."""

import re
from pathlib import Path

import numpy as np
import pytest

from theloop.base.units import parse_quantity
from theloop.engines.attempt.choices import choice_facts
from theloop.engines.attempt.timing import CLOCK_FACTS
from theloop.engines.grading.lint import lint
from theloop.engines.grading.rubric import executed_share
from theloop.engines.systems.check import check
from theloop.engines.systems.facts import facts_of, known_fact_ids
from theloop.engines.systems.napkin import evaluate_napkin
from theloop.engines.systems.predictions import lines_of, napkin_facts, prediction_facts, truths_in_order, unknown_names
from theloop.engines.systems.run import run_blueprint
from theloop.library.designs import FAILING, load_design

DESIGNS = Path(__file__).parents[2] / "content/designs"
LOADED = {folder.name: load_design(folder) for folder in sorted(DESIGNS.iterdir()) if folder.is_dir()}
BOARDS = [(slug, name) for slug, design in LOADED.items() for name in design.blueprints]
ANSWERS = [(slug, name) for slug, design in LOADED.items() for name in design.answers]
RUNS = {}


def report_of(slug, name):
    if (slug, name) not in RUNS:
        blueprint = LOADED[slug].blueprints[name]
        RUNS[slug, name] = run_blueprint(
            blueprint, rng=np.random.default_rng(7), requests=40_000, reference=LOADED[slug].reference
        )
    return RUNS[slug, name]


def missed(report):
    return {verdict.name for verdict in report.verdicts if not verdict.met}


def meets(report):
    assert missed(report) == set(), [verdict.says for verdict in report.verdicts if not verdict.met]
    assert [failure.says for failure in report.failures if failure.single_point] == []


def misses_latency(report):
    assert report.status == "steady"
    assert missed(report) == {"p99"}
    assert report.latency.p99.low > next(v for v in report.verdicts if v.name == "p99").target.value


def overloads(report):
    assert report.status == "overloaded"
    assert "load" in missed(report)


def loses_recall(report):
    assert missed(report) == {"recall"}


def over_budget(report):
    assert missed(report) == {"cost"}


def stale(report):
    assert missed(report) <= {"item_freshness", "model_freshness"}
    assert missed(report)


def single_point(report):
    assert missed(report) == set()
    assert any(failure.effect == "outage" and failure.single_point for failure in report.failures)


PROOFS = {"meets": meets, "misses_latency": misses_latency, "overloads": overloads, "loses_recall": loses_recall,
          "over_budget": over_budget, "stale": stale, "single_point": single_point}  # fmt: skip


@pytest.mark.parametrize(("slug", "name"), BOARDS)
def test_a_blueprint_does_what_its_file_name_says(slug, name):
    proof = next(proof for prefix, proof in PROOFS.items() if name.startswith(prefix))
    proof(report_of(slug, name))


@pytest.mark.parametrize(("slug", "name"), BOARDS)
def test_a_blueprint_is_drawn_whole_nothing_assumed_nothing_unplaced(slug, name):
    blueprint = LOADED[slug].blueprints[name]
    assert [finding.text for finding in check(blueprint) if finding.level != "note"] == []
    assert report_of(slug, name).assumptions == ()
    assert {node.id for node in blueprint.nodes} <= set(blueprint.layout)


@pytest.mark.parametrize("slug", LOADED)
def test_two_boards_meet_the_targets_at_different_cost_and_three_fail_differently(slug):
    names = LOADED[slug].blueprints
    good = [report_of(slug, name).cost.per_year.value for name in names if name.startswith("meets_")]
    assert len(good) >= 2
    assert max(good) / min(good) > 1.03
    assert len({prefix for prefix in FAILING for name in names if name.startswith(prefix)}) >= 3


@pytest.mark.parametrize("slug", LOADED)
def test_the_reference_keeps_the_floor_of_its_own_case(slug):
    design = LOADED[slug]
    report = report_of(slug, design.sheet.reference)
    facts = {fact.id: fact for fact in facts_of(design.reference, report, floor=design.sheet.floor)}
    assert [fact.says for fact in facts.values() if fact.id.startswith("sim.") and not fact.holds] == [
        facts["sim.survives_cold_cache"].says
    ]


@pytest.mark.parametrize("slug", LOADED)
def test_sixty_per_cent_of_the_weight_is_decided_by_facts_that_something_establishes(slug):
    design = LOADED[slug]
    assert executed_share(design.rubric) >= 0.6
    known = CLOCK_FACTS | known_fact_ids(
        truths=[truth.id for truth in design.sheet.truths], choices=[rule.id for rule in design.sheet.choices]
    )
    asked = {bar.fact for item in design.rubric.items for bar in (item.l5, item.l6) if bar.fact}
    asked |= {flag.fact for flag in design.rubric.red_flags}
    assert asked - known == set()
    assert lint(design.rubric, phases=[phase.id for phase in design.sheet.phases], known_facts=known) == ()


@pytest.mark.parametrize("slug", LOADED)
def test_every_phase_has_two_insights_and_the_room_something_to_reveal(slug):
    sheet = LOADED[slug].sheet
    for phase in sheet.phases:
        assert sum(insight.phase == phase.id for insight in sheet.insights) >= 2, phase.id
        assert any(item.phase == phase.id for item in LOADED[slug].rubric.items)
    assert len(sheet.reveals) >= 8
    assert sum(phase.minutes for phase in sheet.phases) == 45
    assert sum(phase.long_minutes for phase in sheet.phases) == 60


@pytest.mark.parametrize("slug", LOADED)
def test_every_question_that_is_listed_finds_its_own_fact(slug):
    for reveal in LOADED[slug].sheet.reveals:
        for asked in reveal.asked_as:
            words = set(re.findall(r"[a-z0-9]+", asked.lower()))
            assert all(words & set(group) for group in reveal.keywords), (reveal.id, asked)


@pytest.mark.parametrize("slug", LOADED)
def test_the_usual_value_of_a_truth_is_what_its_formula_gives(slug):
    truths = LOADED[slug].sheet.truths
    computed = truths_in_order(truths, {}, {})
    for truth in truths:
        usual = parse_quantity(truth.value)
        assert computed[truth.id].dimension == usual.dimension, truth.id
        assert computed[truth.id].value == pytest.approx(usual.value, rel=0.02), truth.id
    assert unknown_names(truths, {commitment.name for commitment in LOADED[slug].sheet.commitments}) == []


@pytest.mark.parametrize("slug", LOADED)
def test_every_example_and_choice_of_a_commitment_is_one_it_accepts(slug):
    sheet = LOADED[slug].sheet
    for commitment in sheet.commitments:
        if commitment.kind == "quantity":
            assert parse_quantity(commitment.example)
    choices = {c.name: {choice.id for choice in c.choices} for c in sheet.commitments if c.choices}
    for rule in sheet.choices:
        for condition in rule.when:
            named = {condition.value} if condition.op == "equals" else set(condition.value)
            if condition.op in ("equals", "one_of", "none_of"):
                assert named <= choices[condition.commitment], rule.id


def established(slug, name):
    """Replay an answer: everything that its board, napkin, commitments and predictions establish."""
    design, answer = LOADED[slug], LOADED[slug].answers[name]
    committed = {one.name: one for one in answer.replay.committed}
    texts = {ident: one.value for ident, one in committed.items()}
    napkin = evaluate_napkin(answer.replay.napkin)
    report = report_of(slug, answer.replay.board)
    return {
        fact.id: fact.holds
        for fact in [
            *facts_of(design.blueprints[answer.replay.board], report, floor=design.sheet.floor),
            *napkin_facts(napkin, design.sheet.truths, committed=texts),
            *prediction_facts(texts, report),
            *choice_facts(design.sheet.choices, {ident: one.answer() for ident, one in committed.items()}),
        ]
    }


def reached(slug, name, bar):
    facts = established(slug, name)
    named = [(item, getattr(item, bar).fact) for item in LOADED[slug].rubric.items]
    decided = [(item.weight, facts.get(fact, False)) for item, fact in named if fact and not fact.startswith("clock.")]
    return sum(weight for weight, holds in decided if holds) / sum(weight for weight, _ in decided)


@pytest.mark.parametrize("slug", LOADED)
def test_an_answer_of_each_band_is_there(slug):
    assert {answer.replay.band for answer in LOADED[slug].answers.values()} == {"l4", "l5", "l6"}


@pytest.mark.parametrize(("slug", "name"), ANSWERS)
def test_an_answer_reaches_the_bars_that_its_name_promises(slug, name):
    execution, strategy = (reached(slug, name, bar) for bar in ("l5", "l6"))
    match LOADED[slug].answers[name].replay.band:
        case "l4":
            assert execution < 0.5
            assert strategy < 0.3
        case "l5":
            assert 0.6 <= execution <= 0.95
            assert strategy < 0.5
        case "l6":
            assert execution >= 0.9
            assert strategy >= 0.8


@pytest.mark.parametrize(("slug", "name"), ANSWERS)
def test_an_answer_commits_only_what_the_room_asks_for_and_its_napkin_is_understood(slug, name):
    design, replay = LOADED[slug], LOADED[slug].answers[name].replay
    names = {commitment.name: commitment for commitment in design.sheet.commitments}
    for one in replay.committed:
        assert one.name in names
        if names[one.name].choices:
            assert one.value in {choice.id for choice in names[one.name].choices}
    napkin = evaluate_napkin(replay.napkin)
    if replay.band == "l6":
        assert napkin.agree
        assert {"peak_load", "gpus", "feature_bytes", "index_size"} <= set(lines_of(napkin, design.sheet.truths))
    assert [phase for phase, _ in replay.phases] == [phase.id for phase in design.sheet.phases]
