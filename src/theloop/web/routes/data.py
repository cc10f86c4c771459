"""Routes that move a person's data: export, import, calendar."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response, StreamingResponse

from theloop.actions.export_calendar import export_calendar
from theloop.ports.store import ImportSummary
from theloop.web.depends import TheWorld

router = APIRouter(tags=["data"])


@router.get("/calendar.ics", response_class=Response)
async def calendar(world: TheWorld) -> Response:
    """Return the plan as a calendar file."""
    return Response(
        await export_calendar(world),
        media_type="text/calendar; charset=utf-8",
        headers={"content-disposition": 'attachment; filename="the-loop.ics"'},
    )


@router.get("/export", response_class=StreamingResponse)
async def export(world: TheWorld) -> StreamingResponse:
    """Return everything of this person as one file."""
    return StreamingResponse(
        world.store.export(world.person),
        media_type="application/x-ndjson",
        headers={"content-disposition": 'attachment; filename="the-loop-export.jsonl"'},
    )


@router.post("/import")
async def import_file(world: TheWorld, request: Request) -> ImportSummary:
    """Merge an exported file into what is here; all of it or nothing."""
    return await world.store.import_(world.person, request.stream())
