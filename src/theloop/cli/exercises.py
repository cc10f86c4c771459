"""Problems in the terminal: the list, and a statement."""

from __future__ import annotations

from typing import Any

import click

from theloop.cli.door import emit, json_option, with_world


@click.command()
@json_option
def problems(as_json: bool) -> None:
    """List the coding problems.

    \b
    Example:
      theloop problems --json
    """

    async def act(world: Any) -> Any:
        from theloop.actions.list_exercises import list_exercises

        return [one for one in await list_exercises(world) if one.kind == "problem"]

    found = with_world(act)
    emit(
        found, as_json=as_json, text=lambda: "\n".join(f"{one.slug:36} {one.minutes} min  {one.title}" for one in found)
    )


@click.command()
@click.argument("slug")
@json_option
def problem(slug: str, as_json: bool) -> None:
    """Print a problem's statement, signature and rules.

    \b
    Example:
      theloop problem scaled-dot-product-attention
    """

    async def act(world: Any) -> Any:
        from theloop.actions.open_room import open_room

        found = world.library.problem(slug)
        return found, open_room(world, slug)

    source, material = with_world(act)

    def text() -> str:
        lines = [material.title, "", source.prompt.strip(), ""]
        lines += [f"  {line.name:10} {line.shape:20} {line.dtype}  {line.says}" for line in material.signature]
        lines += ["", *(f"- {rule}" for rule in material.rules), "", material.starter]
        return "\n".join(lines)

    emit(material, as_json=as_json, text=text)
