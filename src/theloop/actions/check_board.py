"""A board is checked while it is drawn: what is wrong, what was assumed, what each label was taken for."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import JsonValue

from theloop.actions.attempt_view import View
from theloop.engines.systems.blueprint import Blueprint
from theloop.engines.systems.check import check, read_board
from theloop.engines.systems.guess import Guess, guesses
from theloop.engines.systems.report import Assumption, Finding
from theloop.engines.systems.resolve import Assumptions, load_of, stations_of
from theloop.engines.systems.topology import topology_of
from theloop.ports.world import World


class BoardCheck(View):
    """What was found on a board. `runnable` says that no finding is an error."""

    findings: tuple[Finding, ...]
    assumptions: tuple[Assumption, ...]
    guessed: tuple[Guess, ...]
    runnable: bool


def check_board(world: World, slug: str, board: Mapping[str, JsonValue]) -> BoardCheck:
    """Return findings, assumptions and guesses for a board; a board that cannot be read is findings, not an error.

    Raises:
        UnknownNameError: No such design.
        TooLargeError: More boxes or arrows than a board may hold.
    """
    world.library.design(slug)
    blueprint, findings = read_board(dict(board))
    if blueprint is None:
        return BoardCheck(findings=findings, assumptions=(), guessed=(), runnable=False)
    found = check(blueprint)
    runnable = not any(finding.level == "error" for finding in found)
    return BoardCheck(
        findings=(*findings, *found),
        assumptions=_assumptions(blueprint) if runnable else (),
        guessed=guesses(blueprint),
        runnable=runnable,
    )


def _assumptions(blueprint: Blueprint) -> tuple[Assumption, ...]:
    """Resolve the board's numbers as a run would, for the list of what had to be assumed."""
    notes = Assumptions()
    topology = topology_of(blueprint)
    stations_of(blueprint, topology, load_of(blueprint, notes), notes=notes)
    return tuple(notes.made)
