"""Says what works on this machine, and why something does not."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import click

from theloop import __version__
from theloop.cli.door import emit, json_option, with_world

_PACKAGES = ("numpy", "scipy", "sqlalchemy", "dbos", "fastapi", "pydantic")


@click.command()
@json_option
def doctor(as_json: bool) -> None:
    """Print versions, database, the judge's rung and why, and optional extras.

    \b
    Example:
      theloop doctor --json
    """
    found = with_world(_look)

    def text() -> str:
        return "\n".join(f"{name:12} {value}" for name, value in found.items() if name != "packages")

    emit(found, as_json=as_json, text=text)


async def _look(world: Any) -> dict[str, Any]:
    from theloop.engines.judge.verdict import RUNG_SAYS
    from theloop.settings import Settings

    rung = await world.sandbox.rung()
    settings = Settings()
    packages = {}
    for name in _PACKAGES:
        try:
            packages[name] = version(name)
        except PackageNotFoundError:
            packages[name] = "missing"
    return {
        "version": __version__,
        "python": platform.python_version(),
        "machine": f"{platform.system()} {platform.machine()}",
        "database": "postgresql" if settings.database_url else f"sqlite at {world.data / 'theloop.db'}",
        "judge": f"rung {rung}: {RUNG_SAYS[rung]}",
        "model": "not configured: grading uses executed facts and your own ticks",
        "content": f"{len(world.library.folders)} exercises at {world.library.root}",
        "packages": packages,
    }
