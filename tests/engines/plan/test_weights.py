"""Weights: every factor has its sentence, the four shares are one, and an edit is kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from theloop.base.errors import OutOfRangeError, UnknownNameError
from theloop.engines.plan.model import ROUNDS, Adjustment, Cell, WeightTable
from theloop.engines.plan.weights import round_weights

HEAVY, LIGHT = Cell(word="heavy", says="heavy here"), Cell(word="light", says="light here")
TABLE = WeightTable(
    words={"heavy": 3.0, "light": 1.0},
    roles={"ml-engineer": {**dict.fromkeys(ROUNDS, LIGHT), "ml-design": HEAVY}},
    archetypes={"faang": {**dict.fromkeys(ROUNDS, LIGHT), "ml-coding": HEAVY}},
    companies={"acme": {"statistics": Adjustment(factor=2, says="tests much", basis="assumption")}},
    levels={"L6": {"ml-design": Adjustment(factor=2, says="scoping", basis="guide")}, "L5": {}},
)


def shares(**changes):
    values = {"archetype": "faang", "level": "L5", **changes}
    return {name: share.value for name, share in round_weights(TABLE, "ml-engineer", **values).items()}


def test_words_multiply_and_are_divided_by_their_sum():
    # 3x1, 1x1, 1x3, 1x1
    assert shares() == pytest.approx({"ml-design": 3 / 8, "ai-design": 1 / 8, "ml-coding": 3 / 8, "statistics": 1 / 8})


def test_company_and_level_factors_multiply_on_top():
    # 3x2, 1, 3, 1x2
    found = shares(company="acme", level="L6")
    assert found == pytest.approx({"ml-design": 6 / 12, "ai-design": 1 / 12, "ml-coding": 3 / 12, "statistics": 2 / 12})


def test_each_share_says_the_words_it_came_from_and_whose_they_are():
    says = round_weights(TABLE, "ml-engineer", archetype="faang", company="acme", level="L6")["statistics"].says
    assert says == (
        "Role: light here (light = 1)",
        "Company kind: light here (light = 1)",
        "Company: tests much (× 2, our assumption)",
    )


def test_an_edit_is_kept_and_the_others_keep_their_proportion():
    found = shares(edits={"statistics": 0.5})
    assert found == pytest.approx({"ml-design": 1.5 / 7, "ai-design": 0.5 / 7, "ml-coding": 1.5 / 7, "statistics": 0.5})


@given(st.dictionaries(st.sampled_from(ROUNDS), st.floats(0.01, 1), max_size=4))
def test_the_four_shares_are_one_whatever_is_edited(edits):
    assert sum(shares(edits=edits).values()) == pytest.approx(1, abs=1e-9)


def test_edits_beyond_the_whole_are_scaled_and_it_is_said():
    found = round_weights(
        TABLE, "ml-engineer", archetype="faang", level="L5", edits={"ml-design": 0.9, "statistics": 0.9}
    )
    assert found["ml-design"].value == pytest.approx(0.5)
    assert found["ml-coding"].value == 0
    assert "scaled to 50 %" in found["ml-design"].says[-1]


@pytest.mark.parametrize("edits", [{"statistics": -0.1}, {"statistics": 1.2}, dict.fromkeys(ROUNDS, 0.0)])
def test_an_edit_outside_its_range_is_refused(edits):
    with pytest.raises(OutOfRangeError, match="edits"):
        shares(edits=edits)


@pytest.mark.parametrize(
    ("change", "kind"),
    [({"archetype": "bank"}, "archetype"), ({"level": "L9"}, "level"), ({"edits": {"golf": 0.1}}, "round")],
)
def test_an_unknown_name_is_refused(change, kind):
    with pytest.raises(UnknownNameError, match=f"unknown {kind}"):
        shares(**change)


def test_an_unknown_word_in_the_table_is_refused():
    table = TABLE.model_copy(update={"words": {"heavy": 3.0}})
    with pytest.raises(UnknownNameError, match="unknown weight word 'light'"):
        round_weights(table, "ml-engineer", archetype="faang", level="L5")
