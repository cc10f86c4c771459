"""A mock in the terminal: the same attempt, the same log, the same report as in the browser."""

from __future__ import annotations

import sys
import uuid
from typing import Any

import click

from theloop.base.errors import UsageError
from theloop.cli.door import emit, json_option, with_world

_ID = click.argument("attempt")


@click.group()
def mock() -> None:
    """Sit a mock from the terminal.

    \b
    Example:
      theloop mock start home-feed-ranking --level L6 --company meta
    """


@mock.command()
@click.argument("exercise")
@click.option("--level", type=click.Choice(["L4", "L5", "L6", "Staff"]), help="Bar to play for; default the goal's.")
@click.option("--company", help="Company to play for; default the goal's first.")
@click.option("--minutes", type=click.Choice(["45", "60"]), default="45", help="Length of the clock.")
@json_option
def start(exercise: str, level: Any, company: str | None, minutes: Any, as_json: bool) -> None:
    """Start a mock; the interviewer's prompt is printed.

    \b
    Example:
      theloop mock start home-feed-ranking --level L6
    """

    async def act(world: Any) -> Any:
        from theloop.actions.start_attempt import start_attempt

        return await start_attempt(world, exercise, level=level, company=company, minutes=int(minutes))  # type: ignore[arg-type]

    _show(with_world(act), as_json=as_json)


@mock.command()
@_ID
@click.argument("text")
@json_option
def say(attempt: str, text: str, as_json: bool) -> None:
    """Say something; the interviewer's answer is printed. TEXT of `-` reads standard input.

    \b
    Example:
      theloop mock say at_01k... "How many daily users do we have?"
    """
    from theloop.engines.attempt.events import TEXT_LIMIT, NewEvent, Said

    words = sys.stdin.read() if text == "-" else text
    if not words.strip():
        raise UsageError("TEXT is empty")
    if len(words) > TEXT_LIMIT:
        raise UsageError(f"TEXT has {len(words):,} characters; the limit is {TEXT_LIMIT:,}")

    async def act(world: Any) -> Any:
        from theloop.actions.append_events import append_events
        from theloop.actions.attempt_log import read_state

        state = await read_state(world, attempt)
        now = state.elapsed_ms(world.clock.now())
        event = NewEvent(client_id=f"cli:{uuid.uuid4().hex}", at_ms=now, body=Said(text=words))
        return await append_events(world, attempt, [event])

    done = with_world(act)
    turns = [event for event in done.events if event.body.kind == "asked"]
    emit(
        {"events": list(done.events), "last_seq": done.last_seq},
        as_json=as_json,
        text=lambda: "\n".join(event.body.text for event in turns) or "(the interviewer is listening)",
    )


@mock.command()
@_ID
@json_option
def resume(attempt: str, as_json: bool) -> None:
    """Go on with a paused mock where it was left.

    \b
    Example:
      theloop mock resume at_01k...
    """
    from theloop.engines.attempt.events import NewEvent, Resumed

    async def act(world: Any) -> Any:
        from theloop.actions.append_events import append_events
        from theloop.actions.see_attempts import see_attempt

        seen = await see_attempt(world, attempt)
        if seen.status == "paused":
            event = NewEvent(client_id=f"cli:{uuid.uuid4().hex}", at_ms=seen.elapsed_ms, body=Resumed())
            await append_events(world, attempt, [event])
            seen = await see_attempt(world, attempt, watched=True)
        return seen

    _show(with_world(act), as_json=as_json)


@mock.command()
@_ID
@json_option
def finish(attempt: str, as_json: bool) -> None:
    """End a mock and print its report.

    \b
    Example:
      theloop mock finish at_01k...
    """

    async def act(world: Any) -> Any:
        from theloop.actions.finish_attempt import finish_attempt
        from theloop.actions.grade_attempt import grade_attempt
        from theloop.actions.see_reports import page_of

        if await finish_attempt(world, attempt) == "pending":
            # The promise is on disk; a terminal waits for its answer, so it is kept here and now.
            await grade_attempt(world, attempt)
        from theloop.actions.see_reports import see_report

        found = await see_report(world, attempt)
        return found if found.status == "ready" else await page_of(world, attempt, await grade_attempt(world, attempt))

    _report(with_world(act), as_json=as_json, markdown=True)


@click.command()
@_ID
@click.option("--markdown", is_flag=True, help="Print Markdown.")
@json_option
def report(attempt: str, markdown: bool, as_json: bool) -> int | None:
    """Print the report of a finished mock.

    \b
    Example:
      theloop report at_01k... --markdown
    """

    async def act(world: Any) -> Any:
        from theloop.actions.see_reports import see_report

        return await see_report(world, attempt)

    found = with_world(act)
    if found.status == "pending":
        click.echo(found.says, err=True)
        return 1
    _report(found, as_json=as_json, markdown=markdown)
    return None


@click.command()
@json_option
def attempts(as_json: bool) -> None:
    """List your mocks, newest first.

    \b
    Example:
      theloop attempts
    """

    async def act(world: Any) -> Any:
        from theloop.actions.see_attempts import list_attempts

        return await list_attempts(world)

    found = with_world(act)

    def text() -> str:
        rows = [f"p. {one.page:3d}  {one.id}  {one.status:9} {one.exercise.title}" for one in found]
        return "\n".join(rows) or "No mocks yet. Begin one: theloop mock start home-feed-ranking"

    emit(found, as_json=as_json, text=text)


def _show(seen: Any, *, as_json: bool) -> None:
    def text() -> str:
        turns = [event for event in seen.events if event.body.kind in ("asked", "said")]
        minutes, seconds = divmod(seen.elapsed_ms // 1000, 60)
        clock = f"{minutes:02d}:{seconds:02d} / {seen.minutes}:00"
        head = f"{seen.id}  {seen.exercise.title}, {seen.level}  {clock}  {seen.status}"
        return "\n".join([head, *(f"  {event.body.text}" for event in turns[-6:])])

    emit(seen, as_json=as_json, text=text)


def _report(page: Any, *, as_json: bool, markdown: bool) -> None:
    from theloop.engines.grading.markdown import to_markdown

    def text() -> str:
        if markdown:
            return to_markdown(page.report)
        return f"{page.report.title}\n{page.report.lede}"

    emit(page, as_json=as_json, text=text)
