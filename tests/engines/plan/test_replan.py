"""What happens to a plan when life happens: only what is named moves, twice at most, then the candidate decides."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from theloop.base.errors import ConflictError, NotFoundError, OutOfRangeError
from theloop.engines.plan.model import DayOff, Done, Dropped, Missed, Moved
from theloop.engines.plan.replan import changes, replan
from theloop.engines.plan.schedule import continued, make_plan

TODAY = date(2026, 11, 24)


def after(days: int) -> date:
    return TODAY + timedelta(days=days)


def items_on(plan, day):
    return next(entry for entry in plan.days if entry.date == day).items


def where(plan, ident):
    """Days on which an item stands open."""
    return [d.date for d in plan.days for i in d.items if i.id == ident and i.status == "planned"]


def week_minutes(plan):
    out: dict = {}
    for day in plan.days:
        key = day.date - timedelta(days=day.date.weekday())
        out[key] = out.get(key, 0) + sum(item.minutes for item in day.items if item.status != "missed")
    return out


@settings(max_examples=20, deadline=None)
@given(days=st.integers(0, 40), hours=st.integers(1, 30))
def test_replanning_an_unchanged_plan_changes_nothing(inputs_for, days, hours):
    plan = make_plan(inputs_for(loops=(("meta", days),), hours=hours))
    assert replan(plan, [], today=plan.today) == plan


@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_whatever_is_edited_no_week_overflows_nothing_vanishes_and_days_off_stay_empty(inputs_for, data):
    plan = make_plan(inputs_for(loops=(("google", 20),), days_off=("friday",)))
    budget = {week.monday: week.minutes for week in plan.weeks}
    known = {item.id for day in plan.days for item in day.items if item.kind not in ("checklist", "rest")}
    today = TODAY
    for _ in range(data.draw(st.integers(1, 5))):
        today += timedelta(days=data.draw(st.integers(0, 3)))
        standing = [i.id for d in plan.days if d.date >= today for i in d.items if i.status == "planned"]
        if not standing:
            break
        item = data.draw(st.sampled_from(standing))
        kinds = [Missed(item=item), Dropped(item=item), DayOff(date=min(today, after(19)))]
        plan = replan(plan, [data.draw(st.sampled_from(kinds))], today=min(today, after(19)))
    assert all(minutes <= budget[monday] for monday, minutes in week_minutes(plan).items())
    assert not [i for day in plan.days if day.off for i in day.items if i.status == "planned"]
    standing = {i.id for d in plan.days for i in d.items if i.status in ("planned", "done")}
    waiting = {entry.item.id for entry in plan.left_out if entry.item}
    dropped = {
        entry.reason.split(": ")[1].rstrip(".") for entry in plan.left_out if entry.reason.startswith("You left")
    }
    assert known <= standing | waiting | dropped


def test_a_day_that_passed_undone_is_missed_and_its_items_stand_on_later_days(inputs_for):
    plan = make_plan(inputs_for())
    lost = items_on(plan, TODAY)
    moved = replan(plan, [], today=after(1))
    assert all(item.status == "missed" for item in items_on(moved, TODAY))
    for item in lost:
        places = where(moved, item.id)
        assert len(places) == 1 or item.id in {entry.item.id for entry in moved.left_out if entry.item}
        if places:
            assert places[0] > TODAY
            missed = next(i for i in items_on(moved, TODAY) if i.id == item.id)
            assert missed.moved_to == places[0]
    untouched = {i.id: d.date for d in plan.days[1:] for i in d.items}
    assert all(where(moved, ident) == [day] for ident, day in untouched.items())


def test_a_missed_item_moves_twice_and_then_waits_for_the_candidate(inputs_for):
    plan = make_plan(inputs_for(hours=20))
    item = items_on(plan, TODAY)[0]
    seen = []
    for expected_moves in (1, 2):
        plan = replan(plan, [Missed(item=item.id)], today=TODAY)
        (day,) = where(plan, item.id)
        seen.append(day)
        assert next(i for i in items_on(plan, day) if i.id == item.id).moves == expected_moves
    assert TODAY < seen[0] < seen[1]
    plan = replan(plan, [Missed(item=item.id)], today=TODAY)
    assert where(plan, item.id) == []
    waiting = [entry for entry in plan.left_out if entry.item and entry.item.id == item.id]
    assert len(waiting) == 1
    assert waiting[0].decide
    assert "Missed 3 times" in waiting[0].reason


def test_what_waits_can_be_put_on_a_day_and_waits_no_more(inputs_for):
    plan = make_plan(inputs_for(hours=20))
    item = items_on(plan, TODAY)[0]
    plan = replan(plan, [Missed(item=item.id)] * 3, today=TODAY)
    plan = replan(plan, [Moved(item=item.id, to=after(1))], today=TODAY)
    assert where(plan, item.id) == [after(1)]
    assert not [entry for entry in plan.left_out if entry.item and entry.item.id == item.id]


def test_done_stays_where_it_was_done_and_counts(inputs_for):
    plan = make_plan(inputs_for())
    first, later = items_on(plan, TODAY)[0], items_on(plan, after(1))[0]
    changed = replan(plan, [Done(item=first.id, on=TODAY), Done(item=later.id, on=TODAY)], today=TODAY)
    assert {i.id for i in items_on(changed, TODAY) if i.status == "done"} == {first.id, later.id}
    assert later.id not in {i.id for i in items_on(changed, after(1))}
    again = replan(changed, [], today=after(1))
    assert {i.id for i in items_on(again, TODAY) if i.status == "done"} == {first.id, later.id}


def test_a_moved_item_is_fixed_and_stays_when_the_plan_is_made_again(inputs_for):
    inputs = inputs_for()
    plan = make_plan(inputs)
    item = items_on(plan, TODAY)[0]
    moved = replan(plan, [Missed(item=items_on(plan, after(4))[-1].id)], today=TODAY)
    moved = replan(moved, [Moved(item=item.id, to=after(4))], today=TODAY)
    assert next(i for i in items_on(moved, after(4)) if i.id == item.id).fixed
    anew = make_plan(continued(inputs, moved))
    assert where(anew, item.id) == [after(4)]
    assert all(m <= w.minutes for m, w in zip(week_minutes(anew).values(), anew.weeks, strict=True))


def test_a_plan_made_again_keeps_the_past_and_places_what_was_missed(inputs_for):
    inputs = inputs_for()
    plan = make_plan(inputs)
    first = items_on(plan, TODAY)
    plan = replan(plan, [Done(item=first[0].id, on=TODAY)], today=TODAY)
    later = inputs.model_copy(update={"today": after(2)})
    anew = make_plan(continued(later, replan(plan, [], today=after(2))))
    assert [d.date for d in anew.days][:3] == [TODAY, after(1), after(2)]
    assert items_on(anew, TODAY)[0].status == "done" or items_on(anew, TODAY)[-1].status == "done"
    for item in first[1:]:
        assert len(where(anew, item.id)) == 1
    assert all(m <= w.minutes for m, w in zip(week_minutes(anew).values(), anew.weeks, strict=True))


def test_a_day_off_empties_the_day_and_its_items_move_without_counting_as_missed(inputs_for):
    plan = make_plan(inputs_for())
    going = items_on(plan, after(1))
    free = replan(plan, [DayOff(date=after(1))], today=TODAY)
    day = next(d for d in free.days if d.date == after(1))
    assert day.off
    assert day.items == ()
    assert after(1) in free.goal.days_off
    for item in going:
        for place in where(free, item.id):
            assert place > after(1)
            assert next(i for i in items_on(free, place) if i.id == item.id).moves == 0


def test_dropped_is_said_and_changes_counts_it(inputs_for):
    plan = make_plan(inputs_for())
    item = items_on(plan, TODAY)[0]
    after_drop = replan(plan, [Dropped(item=item.id)], today=TODAY)
    assert any("You left it out" in entry.reason for entry in after_drop.left_out)
    difference = changes(plan, after_drop, today=TODAY)
    assert difference.dropped == (item.title,)
    assert difference.moved == ()
    assert difference.added == ()


def test_new_material_cannot_be_moved_into_review(inputs_for):
    plan = make_plan(inputs_for())
    new = next(i for d in plan.days for i in d.items if i.new_material)
    with pytest.raises(ConflictError, match="takes no new material"):
        replan(plan, [Moved(item=new.id, to=after(22))], today=TODAY)


def test_a_full_day_refuses_a_move_with_the_minutes_it_would_take(inputs_for):
    plan = make_plan(inputs_for(hours=30))
    item = next(i for d in plan.days[5:] for i in d.items if i.minutes == 45)
    with pytest.raises(ConflictError, match="no room for 45 minutes"):
        replan(plan, [Moved(item=item.id, to=after(4))], today=TODAY)


def test_an_item_moves_neither_into_the_past_nor_onto_a_day_off(inputs_for):
    plan = make_plan(inputs_for(days_off=("thursday",)))
    later = replan(plan, [], today=after(1))
    item = next(i for i in items_on(later, after(3)) if i.status == "planned")
    with pytest.raises(ConflictError, match="is past"):
        replan(later, [Moved(item=item.id, to=TODAY)], today=after(1))
    with pytest.raises(ConflictError, match="is a day off"):
        replan(later, [Moved(item=item.id, to=after(2))], today=after(1))


def test_the_day_of_the_loop_cannot_be_a_day_off(inputs_for):
    with pytest.raises(ConflictError, match="day of the loop"):
        replan(make_plan(inputs_for()), [DayOff(date=after(28))], today=TODAY)


def test_an_unknown_item_or_date_is_refused(inputs_for):
    plan = make_plan(inputs_for())
    with pytest.raises(NotFoundError, match="no open item 'nothing~1'"):
        replan(plan, [Missed(item="nothing~1")], today=TODAY)
    with pytest.raises(NotFoundError, match="day of the plan"):
        replan(plan, [DayOff(date=after(90))], today=TODAY)


def test_time_does_not_run_backwards_and_nothing_is_done_tomorrow(inputs_for):
    plan = make_plan(inputs_for())
    with pytest.raises(OutOfRangeError, match="today"):
        replan(plan, [], today=TODAY - timedelta(days=1))
    with pytest.raises(OutOfRangeError, match="on is"):
        replan(plan, [Done(item=items_on(plan, TODAY)[0].id, on=after(1))], today=TODAY)
