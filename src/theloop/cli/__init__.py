"""The command line: a table of commands, each loaded only when it is called, so that --help answers at once.

Why: scripts, notebooks and tests rely on this contract. Wrong when importing this file imports an engine.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

import click

from theloop import __version__

# name -> (module, one line for the list). The module has a click command of that name. `theloop.entry` stands above the
# doors, because serving opens another one; it is named here and imported only by its command.
COMMANDS: dict[str, tuple[str, str]] = {
    "serve": ("theloop.entry", "Serve the product on this machine and print its address."),
    "doctor": ("theloop.cli.doctor", "Say what works here: database, judge rung, extras."),
    "setup": ("theloop.cli.goal", "Store the goal: role, companies, level, date, hours."),
    "plan": ("theloop.cli.goal", "Print the plan, dated backwards from the loop."),
    "today": ("theloop.cli.goal", "Print today's items, what is due and what can be resumed."),
    "readiness": ("theloop.cli.goal", "Print the belief per competency and round."),
    "calendar": ("theloop.cli.goal", "Export the plan as a calendar file."),
    "mock": ("theloop.cli.mock", "Start, speak in, resume and finish a mock."),
    "report": ("theloop.cli.mock", "Print the report of a mock."),
    "attempts": ("theloop.cli.mock", "List your mocks and sessions."),
    "problems": ("theloop.cli.exercises", "List the coding problems."),
    "problem": ("theloop.cli.exercises", "Print a problem's statement."),
    "judge": ("theloop.cli.run", "Judge a solution."),
    "design": ("theloop.cli.run", "Simulate or check a blueprint."),
    "napkin": ("theloop.cli.run", "Evaluate napkin lines with units."),
    "world": ("theloop.cli.run", "Run an experiment plan in 10,000 worlds."),
    "content": ("theloop.cli.content", "Check content folders: every name is a promise."),
    "export": ("theloop.cli.data", "Write everything of one person to a file."),
    "import": ("theloop.cli.data", "Read an exported file back."),
    "worker": ("theloop.entry", "Take jobs off the queue (many-user installations)."),
}


class _Table(click.Group):
    """A group that knows its commands by name and imports one only to run it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = import_module(COMMANDS[cmd_name][0])
        command: click.Command = getattr(module, cmd_name if cmd_name != "import" else "import_")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            import difflib

            near = difflib.get_close_matches(args[0], COMMANDS, n=1)
            hint = f" Did you mean {near[0]!r}?" if near else ""
            ctx.fail(f"no command {args[0]!r}.{hint}")
        return super().resolve_command(ctx, args)


@click.group(cls=_Table, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="theloop")
def cli() -> None:
    """Practise an ML interview loop: plan, practise under a clock, be graded with evidence, see readiness, plan again.

    \b
    Examples:
      theloop serve
      theloop setup --role ml-engineer --company meta --level L6 --date 2026-12-22 --hours 12
      theloop plan --json
    """


def main(argv: list[str] | None = None) -> Any:
    """Run the command line; exit 0 done, 1 the answer is no, 2 bad input, 3 our fault, 130 interrupted."""
    from theloop.cli.door import run

    sys.exit(run(cli, argv))
