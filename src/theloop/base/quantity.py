"""A number that may be shown: it carries its unit, and an interval or a class that says how it is known."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Provenance = Literal["closed_form", "simulated", "calibrated", "bound", "declared", "measured"]


class Quantity(BaseModel):
    """A value with its unit, its interval where it has one, and how it came to be known.

    `low` and `high` are a 95 % interval unless the field that holds the quantity says otherwise.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", serialize_by_alias=True, populate_by_name=True)

    value: float
    unit: str
    low: float | None = None
    high: float | None = None
    provenance: Provenance = Field(alias="class")
