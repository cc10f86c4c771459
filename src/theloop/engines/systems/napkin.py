"""Napkin math with checked units: named lines, earlier lines by their letter, errors that point at the character.

Why: order of magnitude is the interview's first tool, and a wrong unit is its commonest mistake. Wrong when a formula
needs functions or loops: this is a calculator with six signs, on purpose, because the text comes from a stranger.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict

from theloop.base.errors import UnitError
from theloop.base.units import NUMBER, NUMBER_ONLY, RATE, UNITS, Measure, parse_quantity, parse_unit, scaled, shown

LINE_LIMIT = 60
FORMULA_LIMIT = 400
_DEPTH_LIMIT = 30


class NapkinValue(BaseModel):
    """One line, evaluated. `value` is in `unit`; `text` is how it is read; exactly one of `text` and `error` is set,
    or neither when the line is empty. `error_at` is the offset in the formula.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    letter: str
    name: str
    formula: str
    value: float | None = None
    unit: str | None = None
    text: str | None = None
    error: str | None = None
    error_at: int | None = None


class Napkin(BaseModel):
    """All lines. `agree` is true when no line has an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    lines: tuple[NapkinValue, ...]
    agree: bool
    summary: str


class FormulaError(UnitError):
    """A formula could not be evaluated; `at` is the offset of the character it fails at."""

    def __init__(self, formula: str, why: str, *, at: int) -> None:
        super().__init__(formula, why)
        self.at = at


def letter_of(position: int) -> str:
    """Return the letter of a line counted from 0: a ... z, aa, ab ...

    Examples:
        >>> letter_of(0), letter_of(25), letter_of(26)
        ('a', 'z', 'aa')
    """
    text = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        text = chr(97 + rest) + text
    return text


def evaluate_napkin(lines: Sequence[tuple[str, str]]) -> Napkin:
    """Return every line evaluated in order; a line may use the letters of earlier lines that have a value.

    Args:
        lines: Pairs of name and formula as typed, at most 60; a formula of at most 400 characters.

    Raises:
        UnitError: More than 60 lines. Everything else is an error of its own line.

    Examples:
        >>> evaluate_napkin([("daily users", "60 M users"), ("pages", "52 min ÷ 22 s ÷ 10")]).lines[1].text
        '14.2'
    """
    if len(lines) > LINE_LIMIT:
        raise UnitError("napkin", f"{len(lines)} lines; at most {LINE_LIMIT}")
    known: dict[str, Measure] = {}
    values = []
    for position, (name, formula) in enumerate(lines):
        letter = letter_of(position)
        value = _line(letter, name, formula, known)
        values.append(value)
    wrong = [value for value in values if value.error]
    full = [value for value in values if value.text]
    if wrong:
        summary = f"line {wrong[0].letter}: {wrong[0].error}"
    else:
        summary = f"all {len(full)} lines agree" if len(full) != 1 else "the one line agrees"
    return Napkin(lines=tuple(values), agree=not wrong, summary=summary)


def _line(letter: str, name: str, formula: str, known: dict[str, Measure]) -> NapkinValue:
    if not formula.strip():
        return NapkinValue(letter=letter, name=name, formula=formula)
    try:
        measure = evaluate(formula, known)
    except FormulaError as error:
        return NapkinValue(letter=letter, name=name, formula=formula, error=error.why, error_at=error.at)
    known[letter] = measure = _named(measure, name)
    value, unit = scaled(measure)
    return NapkinValue(letter=letter, name=name, formula=formula, value=value, unit=unit, text=shown(measure))


_HINTS = (
    (re.compile(r"\bgpus?\b"), "GPU"),
    (re.compile(r"\b(load|qps|requests?|traffic|queries)\b"), "req"),
    (re.compile(r"\b(scores?|items?|candidates?|videos?)\b"), "items"),
    (re.compile(r"\breads?\b"), "reads"),
    (re.compile(r"\bevents?\b"), "events"),
    (re.compile(r"\b(machines?|hosts?|servers?|shards?|nodes?|cores?)\b"), "machines"),
    (re.compile(r"\busers?\b"), "users"),
)


def _named(measure: Measure, name: str) -> Measure:
    """Take the counted noun from the line's own name: "GPUs" is a count of GPU whatever its factors counted."""
    if measure.dimension not in (NUMBER_ONLY, RATE):
        return Measure(measure.value, measure.dimension)
    words = re.split(r"\bper\b|,|\(", name.lower())[0]
    for pattern, noun in _HINTS:
        if pattern.search(words):
            return Measure(measure.value, measure.dimension, noun)
    return measure if " per " not in f" {name.lower()} " else Measure(measure.value, measure.dimension)


def evaluate(formula: str, known: Mapping[str, Measure]) -> Measure:
    """Return the value of one formula.

    Signs: + - − * · × x ÷ / ( ) and a trailing `in UNIT`, which checks the dimension. A unit follows its number;
    `15 TFLOP/s` without spaces is one quantity, `a / h` with spaces divides by line h where there is one.

    Args:
        formula: At most 400 characters.
        known: Values by letter or name.

    Raises:
        FormulaError: With the offset of the character it fails at.

    Examples:
        >>> shown(evaluate("a · 300", {"a": parse_quantity("24.3k req/s")}))
        '7.29 M req/s'
    """
    if len(formula) > FORMULA_LIMIT:
        raise FormulaError(formula[:20], f"longer than {FORMULA_LIMIT} characters", at=FORMULA_LIMIT)
    return _Parser(formula, known).whole()


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str  # "number", "name", "sign", "end"
    text: str
    at: int
    measure: Measure | None = None


_UNIT_WORDS = r"(?:%|[A-Za-zµμ$][A-Za-zµμ]*)"
_QUANTITY = re.compile(rf"(\$?)\s*({NUMBER})(?:(\s*)({_UNIT_WORDS}(?:\s+[A-Za-zµμ]+)?)?((?:/[A-Za-zµμ]+)*))?")
_SIGNS = {"*": "*", "·": "*", "×": "*", "÷": "/", "/": "/", "+": "+", "-": "-", "−": "-", "(": "(", ")": ")"}


def _tokens(formula: str) -> list[_Token]:
    tokens: list[_Token] = []
    at = 0
    while at < len(formula):
        sign = formula[at]
        if sign.isspace():
            at += 1
        elif sign in _SIGNS:
            tokens.append(_Token("sign", _SIGNS[sign], at))
            at += 1
        elif sign in "0123456789.$":
            token, at = _quantity(formula, at)
            tokens.append(token)
        else:
            word = re.compile(r"[A-Za-z_µμ%][A-Za-z_0-9µμ]*").match(formula, at)
            if word is None:
                raise FormulaError(formula, f"{sign!r} is not a sign this napkin knows", at=at)
            operand_before = bool(tokens) and (tokens[-1].kind in ("number", "name") or tokens[-1].text == ")")
            if word[0] in ("x", "X") and operand_before:
                tokens.append(_Token("sign", "*", at))
            else:
                tokens.append(_Token("name", word[0], at))
            at = word.end()
    return [*tokens, _Token("end", "the end", len(formula))]


def _quantity(formula: str, at: int) -> tuple[_Token, int]:
    """Read the longest quantity at an offset: with two unit words, with one, then the bare number."""
    match = _QUANTITY.match(formula, at)
    if match is None:
        raise FormulaError(formula, "a number is expected here", at=at)
    words = (match[4] or "").split()
    ends = [match.end()] if match[4] or match[5] else []
    ends += [match.start(4) + len(words[0])] if len(words) == 2 else []
    for end in ends:
        try:
            return _Token("number", formula[at:end], at, parse_quantity(formula[at:end])), end
        except UnitError as error:
            first = words[0] if words else "/"
            if end == ends[-1] and first not in ("x", "X", "in") and (first not in UNITS or match[1]):
                raise FormulaError(formula, error.why, at=match.end(2)) from None
    end = match.end(2)
    return _Token("number", formula[at:end], at, parse_quantity(formula[at:end])), end


class _Parser:
    """Recursive descent over the tokens of one formula; depth is limited."""

    def __init__(self, formula: str, known: Mapping[str, Measure]) -> None:
        self._formula, self._known = formula, known
        target = re.search(r"\s+in\s+(\S.*)$", formula)
        self._target = (target[1], target.start(1)) if target else None
        self._tokens = _tokens(formula[: target.start()] if target else formula)
        self._next, self._depth = 0, 0

    def whole(self) -> Measure:
        measure = self._sum()
        token = self._peek()
        if token.kind != "end":
            why = "a sign is missing before this" if token.kind != "sign" else f"{token.text!r} is not expected here"
            raise FormulaError(self._formula, why, at=token.at)
        return self._converted(measure)

    def _converted(self, measure: Measure) -> Measure:
        if self._target is None:
            return measure
        name, at = self._target
        try:
            unit = parse_unit(name)
        except UnitError as error:
            raise FormulaError(self._formula, error.why, at=at) from None
        if unit.dimension != measure.dimension:
            raise FormulaError(self._formula, f"this is {measure.dimension}, {name} is {unit.dimension}", at=at)
        return Measure(measure.value, measure.dimension, unit.noun or measure.noun)

    def _peek(self) -> _Token:
        return self._tokens[self._next]

    def _take(self) -> _Token:
        token = self._tokens[self._next]
        self._next += 1
        return token

    def _sum(self) -> Measure:
        total = self._product()
        while self._peek().kind == "sign" and self._peek().text in "+-":
            sign = self._take()
            term = self._product()
            total = self._combined(total, sign, term)
        return total

    def _product(self) -> Measure:
        total = self._factor()
        while self._peek().kind == "sign" and self._peek().text in "*/":
            sign = self._take()
            total = self._combined(total, sign, self._factor())
        return total

    def _combined(self, left: Measure, sign: _Token, right: Measure) -> Measure:
        try:
            match sign.text:
                case "*":
                    result = left * right
                case "/":
                    result = left / right
                case "+":
                    result = left + right
                case _:
                    result = left - right
        except UnitError as error:
            raise FormulaError(self._formula, error.why, at=sign.at) from None
        if abs(result.value) > 1e300:
            raise FormulaError(self._formula, "the number grows too large", at=sign.at)
        return result

    def _factor(self) -> Measure:
        self._depth += 1
        if self._depth > _DEPTH_LIMIT:
            raise FormulaError(self._formula, f"nested deeper than {_DEPTH_LIMIT}", at=self._peek().at)
        try:
            return self._atom(self._take())
        finally:
            self._depth -= 1

    def _atom(self, token: _Token) -> Measure:
        if token.measure is not None:
            return token.measure
        if token.kind == "name":
            return self._name(token)
        if token.text == "-":
            inner = self._factor()
            return Measure(-inner.value, inner.dimension, inner.noun)
        if token.text == "(":
            inner = self._sum()
            if self._take().text != ")":
                raise FormulaError(self._formula, "the bracket is not closed", at=token.at)
            return inner
        raise FormulaError(self._formula, f"a number or a line's letter is expected, not {token.text}", at=token.at)

    def _name(self, token: _Token) -> Measure:
        # A line's letter wins over a unit of the same name: after eight lines "h" is line h, "86,400 s" stays time.
        if token.text in self._known:
            return self._known[token.text]
        if token.text in UNITS:
            return parse_unit(token.text)
        used = ", ".join(list(self._known)[:12]) or "none yet"
        raise FormulaError(self._formula, f"{token.text!r} is neither an earlier line ({used}) nor a unit", at=token.at)
