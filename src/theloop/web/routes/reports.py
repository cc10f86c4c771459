"""Routes about reports: the list, one report, its ticks, and its text."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field

from theloop.actions.see_reports import Pending, ReportLine, ReportPage, list_reports, report_markdown, see_report
from theloop.actions.tick_item import tick_item
from theloop.engines.attempt.events import Name
from theloop.web.answers import Markdown, documented
from theloop.web.depends import AttemptId, TheWorld

router = APIRouter(prefix="/reports", tags=["reports"])


class TickIn(BaseModel):
    """A person's own decision on one bar of one item."""

    model_config = ConfigDict(extra="forbid")

    client_id: str = Field(pattern=r"^[A-Za-z0-9_.:-]{1,80}$")
    item: Name
    bar: Literal["execution", "strategy"]
    verdict: Literal["reached", "not_reached", "withdrawn"]


@router.get("")
async def reports(world: TheWorld) -> list[ReportLine]:
    """Return every graded attempt, newest first."""
    return await list_reports(world)


@router.get("/{attempt}.md", response_class=Response, responses=documented(Markdown))
async def markdown(world: TheWorld, attempt: AttemptId) -> Markdown:
    """Return the report as Markdown."""
    return Markdown(await report_markdown(world, attempt))


@router.get("/{attempt}", responses={202: {"model": Pending}})
async def report(world: TheWorld, attempt: AttemptId, response: Response) -> ReportPage | Pending:
    """Return the report, or 202 while the job is at work."""
    found = await see_report(world, attempt)
    if isinstance(found, Pending):
        response.status_code = 202
    return found


@router.post("/{attempt}/ticks")
async def tick(world: TheWorld, attempt: AttemptId, body: TickIn) -> ReportPage:
    """Decide one bar beside its quote and grade again."""
    return await tick_item(world, attempt, item=body.item, bar=body.bar, verdict=body.verdict, client_id=body.client_id)
