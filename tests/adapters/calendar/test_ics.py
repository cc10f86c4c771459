"""The file is parsed back: every entry with its alarm, its stable UID and its wall-clock time."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from icalendar import Calendar

from theloop.adapters.calendar.ics import plan_ics
from theloop.engines.plan.today import CalendarEntry

MADE = datetime(2026, 11, 24, 20, 0, tzinfo=UTC)
ENTRY = CalendarEntry(
    uid="home-feed-ranking.full~1",
    title="Home feed ranking: all phases; ✦, and more",
    text="49% of the decision at Meta.\nRun every phase on its clock.",
    day=date(2026, 11, 25),
    start=time(19, 30),
    minutes=45,
)
LOOP = CalendarEntry(
    uid="loop-meta",
    title="Loop: Meta",
    text="Close on the business",
    day=date(2026, 12, 22),
    start=time(0),
    minutes=1,
    all_day=True,
)


def parsed(*entries, made_at=MADE):
    return list(Calendar.from_ical(plan_ics(entries, made_at=made_at)).walk("VEVENT"))


def test_an_item_comes_back_with_its_words_its_time_and_an_alarm_ten_minutes_before():
    (event,) = parsed(ENTRY)
    assert str(event["summary"]) == ENTRY.title
    assert str(event["description"]) == ENTRY.text
    assert event.decoded("dtstart") == datetime(2026, 11, 25, 19, 30)
    assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(minutes=45)
    (alarm,) = event.walk("VALARM")
    assert alarm.decoded("trigger") == timedelta(minutes=-10)
    assert str(alarm["action"]) == "DISPLAY"


def test_a_loop_is_a_whole_day_without_an_alarm():
    (event,) = parsed(LOOP)
    assert event.decoded("dtstart") == date(2026, 12, 22)
    assert event.decoded("dtend") == date(2026, 12, 23)
    assert not event.walk("VALARM")


def test_a_moved_entry_keeps_its_uid_and_a_later_file_wins():
    (before,) = parsed(ENTRY)
    moved = ENTRY.model_copy(update={"day": date(2026, 11, 28)})
    (after,) = parsed(moved, made_at=MADE + timedelta(minutes=1))
    assert before["uid"] == after["uid"]
    assert after["sequence"] > before["sequence"]


def test_the_same_plan_at_the_same_instant_gives_the_same_bytes_with_crlf_and_short_lines():
    text = plan_ics([ENTRY, LOOP], made_at=MADE)
    assert text == plan_ics([ENTRY, LOOP], made_at=MADE)
    assert text.endswith(b"END:VCALENDAR\r\n")
    assert all(len(line) <= 75 for line in text.split(b"\r\n"))


def test_an_empty_plan_is_an_empty_calendar():
    assert parsed() == []


def test_an_instant_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="aware"):
        plan_ics([], made_at=datetime(2026, 11, 24))
