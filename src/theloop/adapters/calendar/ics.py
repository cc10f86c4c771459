"""The plan as an iCalendar file: a file, no account.

Why: the calendar somebody already looks at is where a plan is kept. Wrong when an importing calendar shows an entry
twice after a new export: the UID of an entry never changes, so the newer file replaces the older.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from icalendar import Alarm, Calendar, Event

from theloop.engines.plan.today import CalendarEntry

ALARM_MINUTES = 10


def plan_ics(entries: Iterable[CalendarEntry], *, made_at: datetime, person: str = "local") -> bytes:
    """Return RFC 5545 text in UTF-8 with one event for each entry and an alarm 10 minutes before timed ones.

    Start times are floating (no time zone): the candidate's wall clock, wherever the calendar is opened.

    Args:
        entries: What to write; their `uid` must be unique.
        made_at: When the file is made, aware; it becomes DTSTAMP and orders versions of the same entry.
        person: Part of every UID, so that two people's files can be imported into one calendar.

    Raises:
        ValueError: `made_at` is not aware.

    Source:
        RFC 5545 sections 3.3.5 (floating time), 3.6.6 (alarms), 3.8.4.7 (UID); RFC 7986 section 5 (name).
    """
    if made_at.tzinfo is None:
        raise ValueError("made_at must be aware")
    stamp = made_at.astimezone(UTC)
    calendar = Calendar()
    calendar.add("prodid", "-//The Loop//plan//EN")
    calendar.add("version", "2.0")
    calendar.add("name", "The Loop")
    calendar.add("x-wr-calname", "The Loop")
    for entry in entries:
        calendar.add_component(_event(entry, stamp, person))
    text: bytes = calendar.to_ical()
    return text


def _event(entry: CalendarEntry, stamp: datetime, person: str) -> Event:
    event = Event()
    event.add("uid", f"{entry.uid}.{person}@theloop")
    event.add("dtstamp", stamp)
    # Seconds since the epoch only grow, so a later export wins over an earlier one.
    event.add("sequence", int(stamp.timestamp()) // 60)
    event.add("summary", entry.title)
    event.add("description", entry.text)
    if entry.all_day:
        event.add("dtstart", entry.day)
        event.add("dtend", entry.day + timedelta(days=1))
        event.add("transp", "OPAQUE")
        return event
    begin = datetime.combine(entry.day, entry.start)
    event.add("dtstart", begin)
    event.add("dtend", begin + timedelta(minutes=entry.minutes))
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", entry.title)
    alarm.add("trigger", timedelta(minutes=-ALARM_MINUTES))
    event.add_component(alarm)
    return event


class IcsCalendar:
    """Implements `ports.calendar.Calendar` as iCalendar text."""

    def written(self, entries: Iterable[CalendarEntry], *, made_at: datetime, person: str) -> bytes:
        """See `Calendar.written`."""
        return plan_ics(entries, made_at=made_at, person=person)
