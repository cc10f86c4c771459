"""Hours a week become minutes a day: part weeks pro rata, days off give their share to their own week."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from theloop.engines.plan.capacity import day_capacities, monday_of, week_budgets
from theloop.engines.plan.model import WEEKDAYS, CapacityRule
from theloop.engines.plan.stages import timeline

TODAY = date(2026, 11, 24)


def capacities(inputs, *, rule=None, spent=None):
    slots = timeline(inputs.goal, inputs.stages, today=inputs.today)
    weeks = week_budgets(inputs.goal, began=inputs.began, last=slots[-1].date)
    rules = {stage.stage: stage for stage in inputs.stages}
    return day_capacities(slots, weeks, stages=rules, rule=rule or CapacityRule(), spent=spent or {}), weeks


def test_a_week_from_tuesday_holds_six_sevenths(inputs_for):
    _, weeks = capacities(inputs_for(hours=7))
    assert [(week.days, week.minutes) for week in weeks] == [(6, 360), (7, 420), (7, 420), (7, 420), (2, 120)]


@settings(max_examples=40, deadline=None)
@given(hours=st.integers(1, 60), days=st.integers(0, 40), off=st.sets(st.sampled_from(WEEKDAYS), max_size=6))
def test_no_week_is_overfilled_no_day_exceeds_its_cap_and_days_off_are_empty(inputs_for, hours, days, off):
    found, weeks = capacities(inputs_for(loops=(("meta", days),), hours=hours, days_off=tuple(off)))
    for week in weeks:
        assert sum(m for day, m in found.items() if monday_of(day) == week.monday) <= week.minutes
    loop = TODAY + timedelta(days=days)
    for day, minutes in found.items():
        assert 0 <= minutes <= 180
        assert not (WEEKDAYS[day.weekday()] in off and day != loop and minutes)


def test_weekend_days_hold_half_as_much_again(inputs_for):
    found, _ = capacities(inputs_for())
    assert found[date(2026, 11, 28)] > 1.45 * found[date(2026, 11, 27)]


def test_few_hours_make_fewer_longer_days(inputs_for):
    found, _ = capacities(inputs_for(hours=3))
    second_week = [found[date(2026, 11, 30) + timedelta(days=i)] for i in range(7)]
    assert sum(minutes > 0 for minutes in second_week) == 3
    assert min(minutes for minutes in second_week if minutes) >= 45


def test_minutes_already_spent_leave_less_for_the_rest_of_the_week(inputs_for):
    before, _ = capacities(inputs_for())
    after, _ = capacities(inputs_for(), spent={date(2026, 11, 23): 300})
    first_week = [day for day in before if monday_of(day) == date(2026, 11, 23)]
    assert sum(after[day] for day in first_week) <= sum(before[day] for day in first_week) - 250
