"""Routes that move a person's data: export, import, calendar."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from theloop.actions.export_calendar import export_calendar
from theloop.ports.store import ImportSummary
from theloop.web.answers import CalendarFile, JsonLines, documented
from theloop.web.depends import TheWorld

router = APIRouter(tags=["data"])


@router.get("/calendar.ics", response_class=Response, responses=documented(CalendarFile))
async def calendar(world: TheWorld) -> CalendarFile:
    """Return the plan as a calendar file."""
    return CalendarFile(
        await export_calendar(world),
        headers={"content-disposition": 'attachment; filename="the-loop.ics"'},
    )


@router.get("/export", response_class=Response, responses=documented(JsonLines))
async def export(world: TheWorld) -> JsonLines:
    """Return everything of this person as one file."""
    return JsonLines(
        world.store.export(world.person),
        headers={"content-disposition": 'attachment; filename="the-loop-export.jsonl"'},
    )


@router.post("/import")
async def import_file(world: TheWorld, request: Request) -> ImportSummary:
    """Merge an exported file into what is here; all of it or nothing."""
    return await world.store.import_(world.person, request.stream())
