"""A person reads a report, or the list of them."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import ValidationError

from theloop.actions.attempt_log import read_state
from theloop.actions.attempt_view import AttemptSummary, View, summary_of
from theloop.actions.grade_attempt import grade_attempt
from theloop.base.errors import ConflictError, NotFoundError, UnknownNameError
from theloop.engines.attempt.events import Level, Round
from theloop.engines.grading.markdown import to_markdown
from theloop.engines.grading.report import Report, Scored, Unscored
from theloop.library.catalogue import header_of
from theloop.ports.world import World


class ReportPage(View):
    """A report with the attempt it belongs to."""

    status: Literal["ready"] = "ready"
    attempt: AttemptSummary
    graded_at: datetime
    report: Report


class Pending(View):
    """The report is being written."""

    status: Literal["pending"] = "pending"
    attempt: AttemptSummary
    says: str


class ReportLine(View):
    """A report in a list: the finding, the exercise, and which shares of the weight were decided, and by facts."""

    attempt: str
    page: int
    title: str
    round: Round
    exercise: str
    level: Level
    finished_at: datetime
    graded_at: datetime
    total: Scored | Unscored
    decided_share: float
    executed_share: float


async def see_report(world: World, attempt: str) -> ReportPage | Pending:
    """Return the report, or that it is pending.

    A report that an older version of the product wrote in another shape is graded again from the log.

    Raises:
        NotFoundError: No such attempt of this person.
        ConflictError: The attempt is not finished, so there is nothing to grade.
    """
    state = await read_state(world, attempt)
    if state.status != "finished":
        raise ConflictError("the mock is not finished; its report is written when it is")
    try:
        row = await world.store.get_report(world.person, attempt)
    except NotFoundError:
        return Pending(
            attempt=await _summary(world, attempt),
            says="The report is being written. It is safe to leave; it is kept when it is done.",
        )
    try:
        report = Report.model_validate(row.report)
    except ValidationError:
        report = await grade_attempt(world, attempt)
    return await page_of(world, attempt, report)


async def page_of(world: World, attempt: str, report: Report) -> ReportPage:
    """Return a report as a page."""
    row = await world.store.get_report(world.person, attempt)
    return ReportPage(attempt=await _summary(world, attempt), graded_at=row.at, report=report)


async def report_markdown(world: World, attempt: str) -> str:
    """Return the report as Markdown. Raises `ConflictError` while it is pending."""
    page = await see_report(world, attempt)
    if isinstance(page, Pending):
        raise ConflictError(page.says)
    return to_markdown(page.report)


async def list_reports(world: World) -> list[ReportLine]:
    """Return the person's reports, newest first."""
    found = []
    summaries = {row.attempt: row for row in await world.store.attempts(world.person)}
    for row in await world.store.reports(world.person):
        try:
            report = Report.model_validate(row.report)
            attempt = summaries[row.attempt]
            header = header_of(world.library.exercise(attempt.exercise))
        except (ValidationError, KeyError, UnknownNameError):
            continue
        found.append(
            ReportLine(
                attempt=row.attempt,
                page=attempt.page,
                title=report.title,
                round=header.round,
                exercise=header.title,
                level=attempt.level,
                finished_at=attempt.last_at,
                graded_at=row.at,
                total=report.total,
                decided_share=1 - report.executed.cant_tell,
                executed_share=report.executed.by_fact,
            )
        )
    return found[::-1]


async def _summary(world: World, attempt: str) -> AttemptSummary:
    row = await world.store.attempt(world.person, attempt)
    return summary_of(row, header_of(world.library.exercise(row.exercise)), tracks=world.library.tracks)
