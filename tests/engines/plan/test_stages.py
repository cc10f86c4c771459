"""Stages are dated backwards from the loop; when time is short the earlier ones give way."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from theloop.base.errors import OutOfRangeError
from theloop.engines.plan.stages import loops_ahead, spans, stage_on, timeline

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("days_out", "stage"),
    [
        (40, "deep-study"), (28, "deep-study"), (15, "deep-study"), (14, "mock-and-sharpen"), (8, "mock-and-sharpen"),
        (7, "review"), (3, "review"), (2, "light-touch"), (1, "light-touch"), (0, "loop-day"),
    ],
)  # fmt: skip
def test_the_guides_boundaries_hold(tracks, days_out, stage):
    assert stage_on(days_out, tracks.stages) == stage


def test_a_negative_distance_is_refused(tracks):
    with pytest.raises(OutOfRangeError, match="days_out"):
        stage_on(-1, tracks.stages)


@given(days=st.integers(0, 60))
def test_every_day_has_one_stage_and_stages_never_go_backwards(tracks, inputs_for, days):
    slots = timeline(inputs_for(loops=(("meta", days),)).goal, tracks.stages, today=TODAY)
    order = [rule.stage for rule in tracks.stages]
    ranks = [order.index(slot.stage) for slot in slots]
    assert ranks == sorted(ranks)
    assert [slot.date for slot in slots] == [TODAY + timedelta(days=i) for i in range(days + 1)]


@pytest.mark.parametrize(
    ("days", "fates"),
    [
        (40, ["stretched", "whole", "whole", "whole", "whole"]),
        (28, ["whole", "whole", "whole", "whole", "whole"]),
        (9, ["dropped", "cut", "whole", "whole", "whole"]),
        (1, ["dropped", "dropped", "dropped", "cut", "whole"]),
        (0, ["dropped", "dropped", "dropped", "dropped", "whole"]),
    ],
)
def test_what_was_cut_is_said(tracks, inputs_for, days, fates):
    goal = inputs_for(loops=(("meta", days),)).goal
    slots = timeline(goal, tracks.stages, today=TODAY)
    found = spans(slots, tracks.stages, loops=loops_ahead(goal, today=TODAY))
    assert [span.fate for span in found] == fates
    assert all(any(character.isdigit() for character in span.says) for span in found)


def test_the_days_between_two_loops_belong_to_the_later_one(tracks, inputs_for):
    goal = inputs_for(loops=(("meta", 4), ("stripe", 10))).goal
    slots = timeline(goal, tracks.stages, today=TODAY)
    assert [slot.segment for slot in slots] == [0] * 5 + [1] * 6
    assert slots[5].days_out == 5
    assert slots[5].stage == "review"
