"""Opens the doors: serve the product, or only work through its queue.

Why: a command that starts the web door would make one door import another; this file stands above them.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import sys
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING

import click

from theloop.base.errors import UsageError

if TYPE_CHECKING:
    from theloop.settings import Settings

_DATA = click.option("--data", type=click.Path(file_okay=False, path_type=Path), help="Folder of the database.")


@click.command()
@click.option("--host", default=None, help="Address to bind. Default 127.0.0.1: only this machine.")
@click.option("--port", type=click.IntRange(0, 65535), default=None, help="Port; 0 picks a free one. Default 8421.")
@_DATA
@click.option("--open/--no-open", "open_page", default=None, help="Open the page in the browser.")
def serve(host: str | None, port: int | None, data: Path | None, open_page: bool | None) -> None:
    """Serve the product on this machine and print its address. Ctrl-C stops it.

    \b
    Examples:
      theloop serve
      theloop serve --port 0 --data /tmp/loop --no-open
    """
    settings = _settings(host=host, port=port, data=data)
    bound = _bind(settings.host, settings.port, asked=port is not None)
    address = f"http://{_shown(settings.host)}:{bound.getsockname()[1]}"
    wants_page = sys.stdout.isatty() if open_page is None else open_page
    asyncio.run(_serve(settings, bound, address, wants_page=wants_page))


@click.command()
@_DATA
def worker(data: Path | None) -> None:
    """Take jobs off the queue until stopped; for installations with many users.

    \b
    Example:
      THELOOP_DATABASE_URL=postgresql+psycopg://loop@db/loop theloop worker
    """
    from theloop.worker import work

    asyncio.run(work(_settings(host=None, port=None, data=data)))


def _settings(*, host: str | None, port: int | None, data: Path | None) -> Settings:
    from pydantic import ValidationError

    from theloop.settings import Settings

    given = {"host": host, "port": port, "data": data}
    try:
        settings = Settings(**{key: value for key, value in given.items() if value is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        name = "THELOOP_" + "_".join(str(part) for part in first["loc"]).upper()
        raise UsageError(f"{name}: {first['msg']}") from None
    if settings.host not in ("127.0.0.1", "localhost", "::1") and settings.host not in settings.allowed_hosts:
        # Whoever binds a public address says under which name; otherwise the guard would refuse every request.
        click.echo(
            f"Binding {settings.host}: there is no login yet, so anyone who reaches it can run code in the judge. "
            "Set THELOOP_ALLOWED_HOSTS to the names it is reached by.",
            err=True,
        )
    return settings


def _bind(host: str, port: int, *, asked: bool) -> socket.socket:
    """Bind before anything is imported, so that a taken port is one clear line; the default port may move."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for candidate in (port, 0):
        bound = socket.socket(family, socket.SOCK_STREAM)
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            bound.bind((host, candidate))
        except OSError as error:
            bound.close()
            if asked or candidate == 0:
                raise UsageError(f"cannot bind {host}:{port}: {error.strerror}. Choose another with --port.") from None
            click.echo(f"Port {port} is taken; using a free one.", err=True)
            continue
        bound.listen(128)
        return bound
    raise AssertionError("unreachable: the second candidate binds or raises")


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host


async def _serve(settings: Settings, bound: socket.socket, address: str, *, wants_page: bool) -> None:
    import uvicorn

    from theloop.web.app import create_app
    from theloop.wiring import open_world

    app = create_app(lambda: open_world(settings, role="server"), settings=settings)
    config = uvicorn.Config(
        app,
        log_level=settings.log_level,
        access_log=False,
        ws="websockets-sansio",
        timeout_graceful_shutdown=3,
        server_header=False,
        proxy_headers=False,
    )
    server = uvicorn.Server(config)

    async def announce() -> None:
        while not server.started:
            await asyncio.sleep(0.01)
        click.echo(f"The Loop is at {address}  (data: {settings.data}; Ctrl-C stops it)")
        sys.stdout.flush()
        if wants_page:
            with contextlib.suppress(webbrowser.Error):
                webbrowser.open(address)

    telling = asyncio.create_task(announce())
    try:
        await server.serve(sockets=[bound])
    finally:
        telling.cancel()
    if not server.started:
        raise SystemExit(3)
