"""Title and lede say what is decided, what is not, and what to do about it; they praise nobody."""

import re

import pytest

from theloop.base.facts import Fact
from theloop.engines.grading.grade import grade
from theloop.engines.grading.inputs import Evidence
from theloop.engines.grading.wording import competency_title

EVERY = (
    "choice.objective",
    "cascade.has_cheap_stage",
    "napkin.loss_measured",
    "choice.position_bias",
    "board.logs_features",
)


def made(rubric, evidence, *, holds, level="L6"):
    facts = [Fact(id=name, holds=name in holds, says="7", source="board") for name in EVERY]
    facts.append(Fact(id="board.no_fallback", holds=False, says="7", source="board"))
    return grade(rubric, facts, evidence=evidence, level=level, weights={})


def test_nothing_decided_is_said_and_so_is_what_would_decide_it(rubric, transcript):
    report = grade(rubric, [], evidence=Evidence(transcript=transcript), level="L6", weights={})
    assert report.title == "Nothing is decided yet"
    assert report.lede == (
        "No fact was established and nothing is ticked. 6 of 6 bars are undecided and can be settled: "
        "5 by a run or a commitment that this attempt does not have; 1 by your tick beside the quoted sentence."
    )


def test_all_on_the_bar(rubric, evidence):
    report = made(rubric, evidence, holds=EVERY)
    assert report.title == "On the L6 bar in both competencies"
    assert report.lede.endswith("All 6 bars are decided.")


def test_some_below(rubric, evidence):
    report = made(rubric, evidence, holds={"choice.objective"})
    assert report.title == "On the L6 bar in 1 of 2 competencies, below it in 1"
    assert report.lede.startswith("Not reached in architecture: States how much the cheap stage loses")


def test_the_bar_named_is_the_one_played_for(rubric, evidence):
    assert "L5 bar" in made(rubric, evidence, holds=EVERY, level="L4").title
    assert "L6 bar" in made(rubric, evidence, holds=EVERY, level="Staff").title


@pytest.mark.parametrize("holds", [(), EVERY, EVERY[:2]])
def test_no_praise_and_no_hiring_word(rubric, evidence, holds):
    report = made(rubric, evidence, holds=holds)
    assert not re.search(r"\b(great|good|excellent|well done|strong|hire|impressive)\b|!", report.title + report.lede)


def test_titles_of_competencies():
    assert competency_title("ai-design.approach") == "Approach"
    assert competency_title("ml-design.scale") == "Scale and latency"


def test_the_strip_draws_the_candidates_turn_from_the_turn_before_it(rubric, evidence):
    turns = made(rubric, evidence, holds=EVERY).strip.turns
    assert [(t.who, t.from_ms, t.to_ms) for t in turns[:3]] == [
        ("interviewer", 20_000, 20_000),
        ("you", 20_000, 41_000),
        ("interviewer", 600_000, 600_000),
    ]


def test_the_strip_measures_a_phase_against_its_budget(rubric, evidence):
    phase = made(rubric, evidence, holds=EVERY).strip.phases[0]
    assert (phase.spent_ms, phase.over_ms) == (440_000, 20_000)
