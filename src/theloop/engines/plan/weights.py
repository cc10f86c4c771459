"""How much each round decides at one loop: the guide's words, turned into shares that say where they come from.

Why: the plan follows the weights. Wrong when a factor has no sentence behind it; each one is multiplied in the open.
The words' numbers and their reasoning are content (`content/tracks/weights.yaml`), not code.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from theloop.base.errors import OutOfRangeError, UnknownNameError
from theloop.base.text import percent
from theloop.engines.plan.model import ROUNDS, Archetype, Cell, Level, Role, Round, Share, Weights, WeightTable

Key = TypeVar("Key", bound=str)
Row = TypeVar("Row")
_BASIS = {"guide": "from the guide", "assumption": "our assumption"}


def round_weights(
    table: WeightTable,
    role: Role,
    *,
    archetype: Archetype,
    company: str = "",
    level: Level,
    edits: Mapping[Round, float] | None = None,
) -> Weights:
    """Return each round's share of the decision at one loop.

    Model: role word x archetype word x company factor x level factor, divided by the sum over the four rounds. An
    edited round has the share the candidate gave; the others keep their proportion in what is left. Edits that sum
    to more than 1, or that name all four rounds, are scaled to sum to 1.

    Args:
        table: Words, their numbers, and the cells; see `WeightTable`.
        role: The candidate's role.
        archetype: The kind of company.
        company: Slug of the company, empty for the archetype alone. One the table does not adjust changes nothing.
        level: The level the loop is for.
        edits: Shares in [0, 1] that the candidate set by hand.

    Returns:
        A share per round; the four values sum to 1 within 1e-9. `says` lists the words in the order of the factors.

    Raises:
        UnknownNameError: Role, archetype, level, round or a word is not in the table.
        OutOfRangeError: An edit leaves [0, 1], or all edits are zero and nothing else is left.
    """
    role_row = _row(table.roles, "role", role)
    archetype_row = _row(table.archetypes, "archetype", archetype)
    level_row = _row(table.levels, "level", level)
    company_row = table.companies.get(company, {})
    raw: dict[Round, float] = {}
    says: dict[Round, list[str]] = {}
    for name in ROUNDS:
        raw[name] = _number(table, role_row[name]) * _number(table, archetype_row[name])
        says[name] = [_line(table, "Role", role_row[name]), _line(table, "Company kind", archetype_row[name])]
        for source, row in (("Company", company_row), ("Level", level_row)):
            if name in row:
                raw[name] *= row[name].factor
                says[name].append(f"{source}: {row[name].says} (× {row[name].factor:g}, {_BASIS[row[name].basis]})")
    total = sum(raw.values())
    shares = {name: raw[name] / total for name in ROUNDS}
    if edits:
        shares = _edited(shares, edits, says)
    return {name: Share(value=shares[name], says=tuple(says[name])) for name in ROUNDS}


def _edited(
    shares: dict[Round, float], edits: Mapping[Round, float], says: dict[Round, list[str]]
) -> dict[Round, float]:
    for name, value in edits.items():
        if name not in ROUNDS:
            raise UnknownNameError("round", str(name), list(ROUNDS))
        if not 0 <= value <= 1:
            raise OutOfRangeError(f"edits[{name}]", value, "0 to 1")
    pinned = sum(edits.values())
    free = {name: share for name, share in shares.items() if name not in edits}
    if not free and pinned <= 0:
        raise OutOfRangeError("edits", dict(edits), "at least one above zero")
    scale = 1 / pinned if pinned > 1 or not free else 1.0
    left = max(0.0, 1 - pinned * scale)
    rest = sum(free.values())
    out: dict[Round, float] = {}
    for name in ROUNDS:
        before = percent(shares[name])
        if name in edits:
            out[name] = min(1.0, edits[name] * scale)
            note = f", scaled to {percent(out[name])} because the edits sum to {percent(pinned)}" if scale != 1 else ""
            says[name].append(f"Edited by you: {percent(edits[name])}{note} (was {before})")
        else:
            out[name] = left * free[name] / rest
            says[name].append(f"Shares the {percent(left)} that your edits leave (was {before})")
    return out


def _row(rows: Mapping[Key, Row], kind: str, name: Key) -> Row:
    if name not in rows:
        raise UnknownNameError(kind, name, sorted(rows))
    return rows[name]


def _number(table: WeightTable, cell: Cell) -> float:
    if cell.word not in table.words:
        raise UnknownNameError("weight word", cell.word, sorted(table.words))
    return table.words[cell.word]


def _line(table: WeightTable, source: str, cell: Cell) -> str:
    return f"{source}: {cell.says} ({cell.word.replace('-', ' ')} = {table.words[cell.word]:g})"
