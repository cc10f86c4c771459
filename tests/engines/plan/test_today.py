"""Today in boxes with hours, the month in minutes: the same sums as the plan."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from theloop.base.errors import NotFoundError
from theloop.engines.plan.model import Done
from theloop.engines.plan.replan import replan
from theloop.engines.plan.schedule import make_plan
from theloop.engines.plan.today import Due, Resumable, calendar_entries, clock_view, today_view

TODAY = date(2026, 11, 24)


def minutes_of(at: time) -> int:
    return at.hour * 60 + at.minute


@settings(max_examples=30, deadline=None)
@given(offset=st.integers(0, 28), start=st.times(min_value=time(5), max_value=time(23, 50)))
def test_boxes_follow_one_another_without_a_gap_and_end_before_midnight(inputs_for, offset, start):
    start = start.replace(second=0, microsecond=0)
    plan = make_plan(inputs_for())
    view = today_view(plan, today=TODAY + timedelta(days=offset), start=start)
    at = minutes_of(start)
    for box in view.boxes:
        assert minutes_of(box.start) == at
        at += box.minutes
        assert minutes_of(box.end) == at < 24 * 60
    assert view.stop == (view.boxes[-1].end if view.boxes else None)
    assert view.minutes == sum(box.minutes for box in view.boxes if box.kind != "break")


def test_a_break_stands_before_work_would_pass_fifty_minutes(inputs_for):
    view = today_view(make_plan(inputs_for()), today=TODAY, start=time(20))
    run = 0
    for box in view.boxes:
        run = 0 if box.kind == "break" else run + box.minutes
        assert run <= max(50, box.minutes)
    assert any(box.kind == "break" for box in view.boxes)


def test_what_is_due_and_resumable_comes_first_and_takes_room_from_the_rest(inputs_for):
    plan = make_plan(inputs_for())
    alone = today_view(plan, today=TODAY, start=time(19))
    paused = Resumable(
        attempt="at_1", exercise="home-feed-ranking", title="Home feed", minutes_left=27, says="At 18:24."
    )
    due = Due(kind="cards", ref="cards", title="Recall", minutes=12, count=14)
    view = today_view(plan, today=TODAY, start=time(19), resumable=[paused], due=[due])
    assert [box.kind for box in view.boxes][:2] == ["due", "resume"]
    assert view.boxes[1].attempt == "at_1"
    whole = [box.item.activity for box in view.boxes if box.item]
    assert "home-feed-ranking.full" not in whole
    day = plan.days[0]
    assert view.minutes <= max(day.capacity, day.minutes)
    assert alone.not_today == ()


def test_items_that_are_done_are_no_boxes(inputs_for):
    plan = make_plan(inputs_for())
    first = plan.days[0].items[0]
    view = today_view(replan(plan, [Done(item=first.id, on=TODAY)], today=TODAY), today=TODAY, start=time(19))
    assert first.id not in {box.item.id for box in view.boxes if box.item}


def test_the_last_evening_says_to_sleep(inputs_for):
    view = today_view(make_plan(inputs_for()), today=TODAY + timedelta(days=27), start=time(19))
    assert "Bed by 22:30" in view.says
    assert view.days_left == 1


def test_a_day_outside_the_plan_is_refused(inputs_for):
    with pytest.raises(NotFoundError, match="day of the plan '2027-01-01'"):
        today_view(make_plan(inputs_for()), today=date(2027, 1, 1), start=time(19))


def test_the_month_has_whole_weeks_and_the_minutes_of_the_plan(inputs_for):
    plan = make_plan(inputs_for())
    view = clock_view(plan, today=TODAY)
    cells = [cell for week in view.weeks for cell in week]
    assert {len(week) for week in view.weeks} == {7}
    assert all(week[0].date.weekday() == 0 for week in view.weeks)
    assert sum(cell.planned_minutes for cell in cells) == sum(day.minutes for day in plan.days) == view.minutes_left
    assert [cell.starts_stage for cell in cells if cell.starts_stage] == [
        "Deep study", "Mock and sharpen", "Review mode", "Light touch", "Day of the loop",
    ]  # fmt: skip
    assert sum(stage.planned for stage in view.stages) == view.minutes_left
    assert view.says.startswith("28 days, ")


def test_a_missed_day_shows_as_missed_and_its_items_as_moved(inputs_for):
    plan = make_plan(inputs_for())
    count = len(plan.days[0].items)
    view = clock_view(replan(plan, [], today=TODAY + timedelta(days=1)), today=TODAY + timedelta(days=1))
    cell = next(c for week in view.weeks for c in week if c.date == TODAY)
    assert cell.state == "past"
    assert cell.missed_items == count == view.items_missed
    assert 1 <= view.items_moved <= count


def test_calendar_entries_hold_every_open_item_once_and_the_loop_as_a_day(inputs_for):
    plan = make_plan(inputs_for())
    entries = calendar_entries(plan, today=TODAY, start=time(19, 30), weekend_start=time(10))
    ids = [entry.uid for entry in entries]
    assert len(ids) == len(set(ids))
    wanted = {i.id for d in plan.days if not d.loop for i in d.items if i.minutes}
    assert set(ids) == wanted | {"loop-meta"}
    saturday = [entry for entry in entries if entry.day == date(2026, 11, 28)]
    assert saturday[0].start == time(10)
    loop = entries[-1]
    assert loop.all_day
    assert "Read the prompt slowly" in loop.text
