"""Napkin lines are evaluated while they are typed. Nothing is stored here."""

from __future__ import annotations

from collections.abc import Sequence

from theloop.engines.attempt.events import NapkinLine
from theloop.engines.systems.napkin import Napkin, evaluate_napkin

NapkinCheck = Napkin


def check_napkin(lines: Sequence[NapkinLine]) -> NapkinCheck:
    """Return each line's value with its unit, or why it has none."""
    return evaluate_napkin([(line.name, line.formula) for line in lines])
