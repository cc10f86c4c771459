"""The guide's tables hold together, and the weights say what the guide's words say."""

from pathlib import Path
from typing import get_args

import pytest

from theloop.engines.grading.rubric import Competency, Dimension
from theloop.engines.plan.model import ROUNDS
from theloop.library.tracks import load_tracks

TRACKS = load_tracks(Path(__file__).resolve().parents[2] / "content")
FIFTEEN = (
    *("google", "meta", "amazon", "netflix", "apple"),
    *("openai", "anthropic", "deepmind", "cohere", "mistral"),
    *("stripe", "airbnb", "uber", "linkedin", "doordash"),
)
COMPANIES = [company for archetype in TRACKS.archetypes for company in archetype.companies]
MLE = "ml-engineer"


def shares(role, company, level="L5"):
    return {name: share.value for name, share in TRACKS.weights(role, company, level=level).items()}


def test_there_are_at_least_24_companies_and_the_guides_fifteen_come_first_in_their_kind():
    assert len(COMPANIES) >= 24
    assert {company.id for company in COMPANIES} >= {*FIFTEEN, "series-a", "series-b", "series-c"}
    for archetype in TRACKS.archetypes:
        flags = [company.in_guide for company in archetype.companies]
        assert flags == sorted(flags, reverse=True)
    assert {c.id for c in COMPANIES if c.in_guide} == {*FIFTEEN, "series-a", "series-b", "series-c"}


def test_a_company_that_the_guide_does_not_name_claims_nothing_in_its_name():
    for company in COMPANIES:
        if not company.in_guide:
            assert {claim.basis for claim in company.particulars} == {"assumption"}
            assert {change.basis for change in company.adjusts.values()} <= {"assumption"}


def test_the_sixteen_competencies_and_seven_dimensions_are_all_there():
    found = [entry.id for track in TRACKS.rounds for entry in track.competencies]
    assert sorted(found) == sorted(get_args(Competency))
    for track in TRACKS.rounds:
        assert all(entry.id.startswith(f"{track.id}.") for entry in track.competencies)
        assert sum(entry.weight for entry in track.competencies) == pytest.approx(1)
    for bar in TRACKS.bars:
        assert [entry.id for entry in bar.dimensions] == list(get_args(Dimension))


def test_stages_cover_every_day_once_and_their_shares_are_at_most_the_whole():
    edges = [(stage.from_days_out, stage.to_days_out) for stage in TRACKS.stages]
    assert edges == [(28, 15), (14, 8), (7, 3), (2, 1), (0, 0)]
    assert all(sum(stage.strands.values()) <= 1 + 1e-9 for stage in TRACKS.stages)
    assert [stage.new_material for stage in TRACKS.stages] == [True, True, False, False, False]


def test_every_weight_of_every_company_and_role_says_where_it_comes_from():
    for role in TRACKS.roles:
        for company in COMPANIES:
            found = TRACKS.weights(role.id, company.id, level="L6")
            assert sum(share.value for share in found.values()) == pytest.approx(1)
            assert all(len(share.says) >= 2 for share in found.values())


@pytest.mark.parametrize(
    ("role", "company", "first"),
    [
        (MLE, "meta", "ml-design"), (MLE, "google", "ml-design"), (MLE, "stripe", "ml-design"),
        ("ai-engineer", "anthropic", "ai-design"), ("ai-engineer", "openai", "ai-design"),
        ("data-scientist", "stripe", "statistics"), ("data-scientist", "meta", "statistics"),
    ],
)  # fmt: skip
def test_the_round_that_the_guide_calls_decisive_weighs_most(role, company, first):
    found = shares(role, company)
    assert max(found, key=found.get) == first


@pytest.mark.parametrize("role", [role.id for role in TRACKS.roles])
def test_the_same_candidate_meets_different_weights(role):
    faang, ai, product, startup = (shares(role, name) for name in ("meta", "cohere", "airbnb", "series-b"))
    assert max(ai["ai-design"], faang["ai-design"], product["ai-design"]) == ai["ai-design"]
    assert product["statistics"] > faang["statistics"] > startup["statistics"]
    assert faang["ml-design"] > startup["ml-design"]


@pytest.mark.parametrize("company", FIFTEEN)
def test_from_l5_to_l6_design_gains(company):
    before, after = shares(MLE, company, "L5"), shares(MLE, company, "L6")
    assert after["ml-design"] > before["ml-design"]
    assert after["ml-coding"] < before["ml-coding"]


def test_amazon_has_its_stories_and_anthropic_its_safety_reading():
    assert TRACKS.company("amazon")[1].homework[0].id == "principle-stories"
    assert any("safety" in work.says for work in TRACKS.company("anthropic")[1].homework)
    assert shares(MLE, "amazon")["statistics"] < shares(MLE, "meta")["statistics"]


def test_every_round_can_fill_any_day_without_an_exercise():
    for name in ROUNDS:
        mine = [a for a in TRACKS.shared if a.round == name and a.strand == "practice"]
        assert len({a.competencies for a in mine}) == 4
        assert all(a.at_most == 400 for a in mine)


def test_levels_rise_along_the_axis_and_belong_to_the_bar_that_names_them():
    places = [level.at for level in TRACKS.levels]
    assert places == sorted(places)
    assert {level.id: level.at for level in TRACKS.levels if level.id in ("L5", "L6")} == {"L5": 5.0, "L6": 6.0}
    for bar in TRACKS.bars:
        assert {level.id for level in TRACKS.levels if level.bar == bar.id} == set(bar.levels)
