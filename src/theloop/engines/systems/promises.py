"""Promises made in words beside the board: what was committed in the scope becomes what the design is judged by.

Why: a candidate states p99 and load once, in the form or on the board, and is held to it either way. Wrong when the
two differ: the board wins, because it was drawn knowing what it costs.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pydantic import ValidationError

from theloop.base.errors import UnitError
from theloop.base.units import MONEY, parse_quantity
from theloop.engines.systems.blueprint import Blueprint, Requirements

COMMITMENTS: Final = {
    "scope.p99_latency": "p99",
    "scope.peak_load": "load",
    "scope.recall": "recall",
    "scope.cost": "cost",
    "scope.item_freshness": "item_freshness",
    "scope.model_freshness": "model_freshness",
}


def with_promises(blueprint: Blueprint, committed: Mapping[str, str]) -> Blueprint:
    """Return the blueprint with the promises that were committed and do not stand on the board yet.

    Args:
        blueprint: The board.
        committed: Texts by commitment name; a text that is no fitting quantity is left out. A cost without a period
            is a cost a year; a recall may be written `0.8` or `80 %`.

    Examples:
        >>> with_promises(Blueprint(), {"scope.p99_latency": "250 ms"}).requirements.p99
        '250 ms'
    """
    promised = blueprint.requirements
    for name, field in COMMITMENTS.items():
        text = committed.get(name, "").strip()
        if not text or getattr(promised, field) is not None:
            continue
        try:
            measure = parse_quantity(text)
            value: str | float = measure.value if field == "recall" else text
            if field == "cost" and measure.dimension == MONEY:
                value = f"{measure.value:.12g} USD/year"
            Requirements.model_validate({field: value})
        except (UnitError, ValidationError):
            continue
        promised = promised.model_copy(update={field: value})
    return blueprint.model_copy(update={"requirements": promised})
