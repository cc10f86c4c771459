"""The door of the command line: one place that turns errors into exit codes and values into text or JSON.

Why: stdout carries the answer and nothing else, stderr carries messages. Wrong when a command prints by itself.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import click

from theloop.base.errors import FaultError, UsageError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from theloop.ports.world import World

DONE, NO, USAGE, FAULT, INTERRUPTED = 0, 1, 2, 3, 130


def run(command: click.Command, argv: list[str] | None) -> int:
    """Run the command line and return its exit code."""
    try:
        result = command.main(args=argv, prog_name="theloop", standalone_mode=False)
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except (click.exceptions.Abort, KeyboardInterrupt):
        click.echo("Interrupted. What was shown as saved is saved.", err=True)
        return INTERRUPTED
    except click.ClickException as error:
        message = error.format_message().replace("\n", " ")
        click.echo(f"theloop: {message}", err=True)
        return USAGE
    except UsageError as error:
        click.echo(f"theloop: {error}", err=True)
        return USAGE
    except FaultError as error:
        click.echo(f"theloop: our fault: {error}", err=True)
        return FAULT
    except BrokenPipeError:
        sys.stderr.close()
        return DONE
    except Exception as error:
        # Last line of defence: a traceback helps nobody at this door; the exit code says whose fault it is.
        click.echo(f"theloop: our fault: {type(error).__name__}: {error}", err=True)
        return FAULT
    return result if isinstance(result, int) else DONE


def emit(value: Any, *, as_json: bool, text: Callable[[], str]) -> None:
    """Print a value: one JSON document, or the text made from it."""
    if as_json:
        click.echo(json.dumps(plain(value), ensure_ascii=False))
    else:
        click.echo(text())


def plain(value: Any) -> Any:
    """Return a value as plain JSON types; pydantic models by their own rules."""
    if hasattr(value, "model_dump"):
        return value.model_dump(mode="json", by_alias=True)
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value


@asynccontextmanager
async def world_from(context: click.Context | None = None) -> AsyncIterator[World]:
    """Open the world a command runs in, from the environment and the command's `--data`."""
    from theloop.settings import Settings
    from theloop.wiring import open_world

    data = context.find_root().params.get("data") if context else None
    settings = Settings(**({"data": data} if data else {}))
    async with open_world(settings, role="command") as world:
        yield world


def with_world(act: Callable[[World], Awaitable[Any]]) -> Any:
    """Open the world, do one thing in it, close it."""

    async def doing() -> Any:
        async with world_from(click.get_current_context(silent=True)) as world:
            return await act(world)

    return asyncio.run(doing())


def json_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--json` to a command, as the argument `as_json`."""
    return click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")(function)
