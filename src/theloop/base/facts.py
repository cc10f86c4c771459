"""An executed fact: something a machine established about an attempt, with what it measured.

Engines make facts, actions collect them, grading decides rubric items by them. A fact that nobody established is
absent, never false: absence means "can't tell".
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

FactSource = Literal["simulator", "board", "napkin", "prediction", "judge", "worlds", "plan", "clock", "choice"]


class Fact(BaseModel):
    """One established fact.

    `id` is dotted and stable: rubric items name it under `fact:`. `holds` is what was established. `says` is one
    sentence with the measured number in it, shown to the candidate as the reason. `at_ms` is the attempt-clock
    time at which it became true, where that is known.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    holds: bool
    says: str
    source: FactSource
    at_ms: int | None = None
