"""The web door: one ASGI application for the API, the live channel and the built front end.

Why: loopback serves one person without a login, so the guard stands in front of everything.
Wrong when a route does more than parse, call an action and answer.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from fastapi import FastAPI

from theloop import __version__
from theloop.ports.world import World
from theloop.settings import Settings
from theloop.web import pages, problems
from theloop.web.guard import Guard
from theloop.web.routes import attempts, bench, data, exercises, live, person, reports

OpenWorld = Callable[[], AbstractAsyncContextManager[World]]


def create_app(open_world: OpenWorld, *, settings: Settings) -> FastAPI:
    """Return the application; the world is opened when it starts and closed when it stops."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with open_world() as world:
            app.state.world = world
            yield

    app = FastAPI(
        title="The Loop",
        version=__version__,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        separate_input_output_schemas=False,
        responses={"4XX": {"model": problems.Problem}, "5XX": {"model": problems.Problem}},
    )
    for routes in (person, exercises, attempts, bench, reports, data, live):
        app.include_router(routes.router, prefix="/api")
    problems.install(app)
    pages.install(app)
    app.add_middleware(Guard, allowed_hosts=settings.allowed_hosts)
    return app
