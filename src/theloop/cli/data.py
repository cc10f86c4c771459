"""One person's everything, out of and into a file."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import click

from theloop.base.errors import UsageError
from theloop.cli.door import emit, json_option, with_world

_CHUNK = 1 << 20


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@json_option
def export(file: Path, as_json: bool) -> None:
    """Write everything of one person to FILE (JSON lines; docs/reference/export.md says what is in it).

    \b
    Example:
      theloop export loop.jsonl
    """
    part = file.with_name(file.name + ".part")

    async def act(world: Any) -> int:
        written = 0
        with part.open("wb") as target:
            async for chunk in world.store.export(world.person):
                written += target.write(chunk)
            target.flush()
            os.fsync(target.fileno())
        part.replace(file)  # a file of that name is a whole export, never half of one
        return written

    try:
        size = with_world(act)
    except OSError as error:
        raise UsageError(f"cannot write {file}: {error.strerror}") from None
    finally:
        part.unlink(missing_ok=True)
    emit({"file": str(file), "bytes": size}, as_json=as_json, text=lambda: f"Wrote {file}, {size:,} bytes.")


@click.command(name="import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@json_option
def import_(file: Path, as_json: bool) -> None:
    """Read an exported FILE and merge it into what is here; all of it or nothing.

    \b
    Example:
      theloop import loop.jsonl
    """

    async def chunks() -> AsyncIterator[bytes]:
        with file.open("rb") as source:
            while chunk := source.read(_CHUNK):
                yield chunk

    async def act(world: Any) -> Any:
        return await world.store.import_(world.person, chunks())

    done = with_world(act)

    def text() -> str:
        new = {name: count for name, count in done.model_dump().items() if count and name != "known"}
        counts = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in new.items())
        return f"Imported: {counts or 'nothing new'}; {done.known} were here already."

    emit(done, as_json=as_json, text=text)
