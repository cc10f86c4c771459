"""Facts from what was committed in the room: small predicates over choices, numbers and reasons.

Why: a choice made in a form is executed evidence, so a rubric may rest on it. Wrong when a predicate would need to
understand prose: `filled_with_reason` only establishes that a reason of some length was given beside a value.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from theloop.base.errors import UnitError
from theloop.base.facts import Fact
from theloop.base.units import parse_quantity, shown

REASON_WORDS = 6  # fewer words than this name a thing and give no reason
Op = Literal["equals", "one_of", "none_of", "at_least", "at_most", "filled", "filled_with_reason"]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Answer(_Model):
    """What was committed under one name: the latest value, its reason, and when it was first committed."""

    value: str
    reason: str = ""
    at_ms: int | None = None


class Predicate(_Model):
    """One condition on one commitment. `value` is a choice id, a list of them, or a quantity with its unit."""

    commitment: Annotated[str, Field(pattern=r"^[a-z0-9_.:-]+$", max_length=120)]
    op: Op
    value: str | tuple[str, ...] = ""

    @model_validator(mode="after")
    def _value_fits(self) -> Predicate:
        if self.op in ("one_of", "none_of") and (isinstance(self.value, str) or not self.value):
            raise ValueError(f"{self.op} takes a list of values")
        if self.op in ("equals", "at_least", "at_most") and (not isinstance(self.value, str) or not self.value):
            raise ValueError(f"{self.op} takes one value")
        if self.op in ("filled", "filled_with_reason") and self.value:
            raise ValueError(f"{self.op} takes no value")
        if self.op in ("at_least", "at_most") and isinstance(self.value, str):
            try:
                parse_quantity(self.value)
            except UnitError as error:
                raise ValueError(str(error)) from None
        return self


class ChoiceRule(_Model):
    """A fact that holds when every condition of `when` holds; absent while any named commitment is missing."""

    id: Annotated[str, Field(pattern=r"^choice(?:\.[a-z0-9_]+)+$", max_length=100)]
    says: Annotated[str, Field(min_length=8, max_length=300)]
    otherwise: Annotated[str, Field(min_length=8, max_length=300)]
    when: tuple[Predicate, ...] = Field(min_length=1, max_length=6)


def choice_facts(rules: Sequence[ChoiceRule], committed: Mapping[str, Answer]) -> list[Fact]:
    """Return one fact per rule whose commitments have all been made.

    The sentence quotes the committed value. A number that cannot be read, or has another dimension, does not hold.
    """
    facts = []
    for rule in rules:
        answers = [committed.get(condition.commitment) for condition in rule.when]
        given = [answer for answer in answers if answer is not None and answer.value.strip()]
        if len(given) < len(rule.when):
            continue
        holds = all(_holds(condition, answer) for condition, answer in zip(rule.when, given, strict=True))
        quoted = "; ".join(dict.fromkeys(answer.value.strip()[:80] for answer in given))
        says = f"{rule.says if holds else rule.otherwise} You committed: {quoted}."
        times = [answer.at_ms for answer in given if answer.at_ms is not None]
        facts.append(Fact(id=rule.id, holds=holds, says=says, source="choice", at_ms=max(times, default=None)))
    return facts


def _holds(condition: Predicate, answer: Answer) -> bool:
    value = answer.value.strip()
    match condition.op:
        case "equals":
            return value == condition.value
        case "one_of":
            return value in condition.value
        case "none_of":
            return value not in condition.value
        case "filled":
            return True
        case "filled_with_reason":
            return len(answer.reason.split()) >= REASON_WORDS
        case "at_least" | "at_most":
            return _compares(condition, value)


def _compares(condition: Predicate, value: str) -> bool:
    try:
        got, limit = parse_quantity(value), parse_quantity(str(condition.value))
    except UnitError:
        return False
    if got.dimension != limit.dimension:
        return False
    return got.value >= limit.value if condition.op == "at_least" else got.value <= limit.value


def quantity_text(answer: Answer) -> str | None:
    """Return a committed number as it is read ("250 ms"), or None where it is not a quantity.

    Examples:
        >>> quantity_text(Answer(value="0.25 s"))
        '250 ms'
    """
    try:
        return shown(parse_quantity(answer.value))
    except UnitError:
        return None
