"""A person takes the plan into a calendar: a file, no account."""

from __future__ import annotations

from datetime import time

from theloop.actions.planning import current_plan, local_now
from theloop.base.errors import UsageError
from theloop.engines.plan.today import calendar_entries
from theloop.ports.world import World

# Assumptions of the file, easily moved in any calendar: evenings on working days, mornings at weekends.
_EVENING, _WEEKEND = time(20, 0), time(10, 0)


async def export_calendar(world: World) -> bytes:
    """Return the plan from today on as an iCalendar file. Raises `UsageError` before Setup."""
    plan = await current_plan(world)
    if plan is None:
        raise UsageError("there is no plan yet: set up a goal first")
    today = local_now(world).date()
    entries = calendar_entries(plan, today=today, start=_EVENING, weekend_start=_WEEKEND)
    return world.calendar.written(entries, made_at=world.clock.now(), person=world.person)
