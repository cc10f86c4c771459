"""Goal, plan, today, readiness and calendar on the command line."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from theloop.base.errors import UsageError
from theloop.base.text import percent
from theloop.cli.door import emit, json_option, with_world

_ROLE = click.option("--role", help="ml-engineer, ai-engineer or data-scientist.")
_COMPANY = click.option("--company", help="Company slug; several with commas, the first drives the plan.")
_LEVEL = click.option("--level", help="L4, L5, L6 or Staff.")
_DATE = click.option("--date", "day", help="Day of the loop, YYYY-MM-DD; several with commas, one for each company.")
_HOURS = click.option("--hours", type=float, help="Hours a week.")
_OFF = click.option("--off", default="", help="Days off: sat,sun or dates, with commas.")


def _goal(*, role: str, company: str, level: str, day: str, hours: float, off: str) -> Any:
    from theloop.actions.goal import goal_from

    companies = [part.strip() for part in company.split(",") if part.strip()]
    days = [part.strip() for part in day.split(",") if part.strip()]
    if len(days) == 1:
        days *= len(companies)
    if len(days) != len(companies):
        raise UsageError(f"--date has {len(days)} days; allowed: one, or one for each of {len(companies)} companies")
    if len(set(days)) != len(days):
        # Two loops on one day cannot both be sat; the nearest dates are kept apart by the caller.
        raise UsageError("--date: each company needs a day of its own, in the order of --company")
    loops = [{"company": name, "date": _date(text, "--date")} for name, text in zip(companies, days, strict=True)]
    days_off = [part.strip() for part in off.split(",") if part.strip()]
    return goal_from(role=role, level=level, hours_per_week=hours, days_off=days_off, loops=loops)


def _date(text: str, option: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{option} is {text!r}; allowed: a date as YYYY-MM-DD") from None


@click.command()
@_ROLE
@_COMPANY
@_LEVEL
@_DATE
@_HOURS
@_OFF
@json_option
def setup(
    role: str | None,
    company: str | None,
    level: str | None,
    day: str | None,
    hours: float | None,
    off: str,
    as_json: bool,
) -> None:
    """Store the goal and build the plan.

    \b
    Example:
      theloop setup --role ml-engineer --company meta,stripe --level L6 --date 2026-12-22,2027-01-12 --hours 12
    """
    given = _all_given(role=role, company=company, level=level, day=day, hours=hours)
    goal = _goal(**given, off=off)

    async def act(world: Any) -> Any:
        from theloop.actions.goal import set_goal

        return await set_goal(world, goal)

    saved = with_world(act)

    def text() -> str:
        loops = ", ".join(f"{loop.company} on {loop.date.isoformat()}" for loop in saved.goal.loops)
        change = saved.plan_change
        return (
            f"Stored: {saved.goal.role}, {saved.goal.level}, {saved.goal.hours_per_week:g} hours a week; {loops}.\n"
            f"Plan: {change.added} items added, {change.moved} moved, {change.dropped} dropped. See: theloop plan"
        )

    emit(saved.goal, as_json=as_json, text=text)


def _all_given(**options: Any) -> dict[str, Any]:
    names = {"day": "date"}
    missing = [f"--{names.get(name, name)}" for name, value in options.items() if value is None]
    if missing:
        raise UsageError("missing " + ", ".join(missing))
    return options


@click.command()
@_ROLE
@_COMPANY
@_LEVEL
@_DATE
@_HOURS
@_OFF
@click.option("--today", "today_text", help="Plan as of this date; default is today.")
@json_option
def plan(
    role: str | None,
    company: str | None,
    level: str | None,
    day: str | None,
    hours: float | None,
    off: str,
    today_text: str | None,
    as_json: bool,
) -> None:
    """Print the plan of the stored goal, or of the options given; options store nothing.

    \b
    Examples:
      theloop plan
      theloop plan --role ml-engineer --company meta --level L6 --date 2026-12-22 --hours 12 --json
    """
    options = {"role": role, "company": company, "level": level, "day": day, "hours": hours}
    goal = None
    if any(value is not None for value in options.values()):
        goal = _goal(**_all_given(**options), off=off)
    today = _date(today_text, "--today") if today_text else None

    async def act(world: Any) -> Any:
        from theloop.actions.planning import make_for, today_of
        from theloop.actions.see_plan import see_plan, view_of

        if goal is None:
            return await see_plan(world)
        start = today or today_of(world)
        return view_of(await make_for(world, goal, former=None, today=start), today=start)

    found = with_world(act)
    if found is None:
        raise UsageError("there is no goal yet: theloop setup --role .. --company .. --level .. --date .. --hours ..")
    emit(found, as_json=as_json, text=lambda: _plan_text(found))


def _plan_text(found: Any) -> str:
    lines = [
        f"{found.loop.title}, {found.loop.date.isoformat()}: {found.loop.days} days. {found.total_minutes} minutes."
    ]
    lines.append("Weights: " + ", ".join(f"{name} {percent(share)}" for name, share in found.weights.items()))
    stage = ""
    for day in found.days:
        if day.stage != stage:
            stage = day.stage
            lines.append(f"\n{stage.replace('-', ' ')}")
        head = f"{day.date:%a %d %b}"
        if day.off:
            lines.append(f"  {head}    off")
        for item in day.items:
            mark = {"done": "x", "missed": "!", "moved": ">"}.get(item.status, " ")
            lines.append(f"  {head} {mark} {item.minutes:3d}  {item.title}   ({item.why})")
            head = " " * len(head)
    if found.left_out:
        lines.append("\nleft out")
        lines += [f"  {entry.minutes:3d}  {entry.title}: {entry.why}" for entry in found.left_out]
    return "\n".join(lines)


@click.command()
@json_option
def today(as_json: bool) -> None:
    """Print today's items, what is due and what can be resumed.

    \b
    Example:
      theloop today --json
    """

    async def act(world: Any) -> Any:
        from theloop.actions.see_today import see_today

        return await see_today(world)

    found = with_world(act)
    if found is None:
        raise UsageError("there is no goal yet: theloop setup --role .. --company .. --level .. --date .. --hours ..")

    def text() -> str:
        lines = [f"{found.days_left} days. {found.lede}"]
        lines += [f"{box.start}  {box.minutes:3d} min  {box.title}   {box.text}" for box in found.boxes]
        lines.append(f"{found.stop_at}  {found.stop_text}" if found.stop_at else found.stop_text)
        return "\n".join(lines)

    emit(found, as_json=as_json, text=text)


@click.command()
@json_option
def readiness(as_json: bool) -> None:
    """Print the belief per round and competency, with its uncertainty.

    \b
    Example:
      theloop readiness --json
    """

    async def act(world: Any) -> Any:
        from theloop.actions.see_readiness import see_readiness

        return await see_readiness(world)

    found = with_world(act)

    def text() -> str:
        lines = [f"Readiness against the {found.bar} bar, {found.sessions} graded sessions."]
        for one in found.rounds:
            what = f"{one.of_20} of 20 at the bar, L{one.mean:.1f}" if one.of_20 is not None else one.why_unscored
            lines.append(f"{one.title:32} {one.share:4.0%}  {what}")
            lines += [
                f"  {entry.title:30} L{entry.mean:.1f} ({entry.low:.1f} to {entry.high:.1f})"
                for entry in one.competencies
                if entry.mean is not None
            ]
        if found.next_weak:
            lines.append(f"Next: {found.next_weak.title}. {found.next_weak.text}")
        return "\n".join(lines)

    emit(found, as_json=as_json, text=text)


@click.group()
def calendar() -> None:
    """Export the plan as a calendar file."""


@calendar.command(name="export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def calendar_export(file: Path) -> None:
    """Write the plan to an .ics file with ten-minute alarms.

    \b
    Example:
      theloop calendar export loop.ics
    """

    async def act(world: Any) -> bytes:
        from theloop.actions.export_calendar import export_calendar

        return await export_calendar(world)

    content = with_world(act)
    try:
        file.write_bytes(content)
    except OSError as error:
        raise UsageError(f"cannot write {file}: {error.strerror}") from None
    click.echo(f"Wrote {file}, {content.count(b'BEGIN:VEVENT')} entries.", err=True)
