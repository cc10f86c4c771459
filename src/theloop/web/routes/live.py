"""The live channel: tells a page that the log of its attempt grew, that the report is there, how many tabs are open.

Safety: it only ever sends what is in the log. Liveness: it looks at the log when the doorbell rings and once a second
besides, so a writer in another process is seen too. The page sends nothing; it appends by POST.
"""

from __future__ import annotations

import asyncio
import contextlib

from fastapi import APIRouter, WebSocket, WebSocketDisconnect

from theloop.base.errors import NotFoundError
from theloop.ports.live import Listener
from theloop.ports.world import World

router = APIRouter()
_LOOK_SECONDS = 1.0
_PING_EVERY = 20


@router.websocket("/attempts/{attempt}/live")
async def live(socket: WebSocket, attempt: str, after: int = 0) -> None:
    """Send events with seq > `after` as they come, until the page goes away."""
    world: World = socket.app.state.world
    await socket.accept()
    try:
        await world.store.attempt(world.person, attempt)
    except NotFoundError:
        await socket.close(code=4404, reason="no such attempt")
        return
    with world.live.listen(attempt) as ear:
        telling = asyncio.create_task(_tell(world, socket, ear, attempt=attempt, after=max(0, after)))
        hearing = asyncio.create_task(_until_gone(socket))
        _, pending = await asyncio.wait({telling, hearing}, return_when=asyncio.FIRST_COMPLETED)
        for task in pending:
            task.cancel()
        for task in (telling, hearing):
            with contextlib.suppress(asyncio.CancelledError, WebSocketDisconnect, RuntimeError):
                await task


async def _tell(world: World, socket: WebSocket, ear: Listener, *, attempt: str, after: int) -> None:
    tabs, looks, reported = 0, 0, False
    while True:
        events = await world.store.events(world.person, attempt, after=after)
        if events:
            after = events[-1].seq
            body = [event.model_dump(mode="json") for event in events]
            await socket.send_json({"type": "events", "events": body})
        if ear.tabs != tabs:
            tabs = ear.tabs
            await socket.send_json({"type": "tabs", "count": tabs})
        if not reported and await _graded(world, attempt):
            reported = True
            await socket.send_json({"type": "report", "status": "ready"})
        looks += 1
        if looks % _PING_EVERY == 0:
            await socket.send_json({"type": "ping"})
        await ear.wait(seconds=_LOOK_SECONDS)


async def _graded(world: World, attempt: str) -> bool:
    try:
        await world.store.get_report(world.person, attempt)
    except NotFoundError:
        return False
    return True


async def _until_gone(socket: WebSocket) -> None:
    """Return when the page is gone; what it sends is read and ignored."""
    while True:
        message = await socket.receive()
        if message["type"] == "websocket.disconnect":
            return
