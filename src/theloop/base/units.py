"""Quantities as people write them: a closed table of units per dimension, and arithmetic that keeps the dimension.

Why: "100 rps" must never become radians, and a bare number must never pass for milliseconds. Wrong when a unit that
is not in the table is needed: add it here, with its dimension, or it does not exist.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from theloop.base.errors import UnitError

TEXT_LIMIT: Final = 60
NUMBER: Final = r"(?:(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?"


@dataclass(frozen=True, slots=True)
class Dimension:
    """Exponents over time, data, money and floating-point operations. What is counted (users, GPUs) has none."""

    time: int = 0
    data: int = 0
    money: int = 0
    flop: int = 0

    def __mul__(self, other: Dimension) -> Dimension:
        return Dimension(
            self.time + other.time, self.data + other.data, self.money + other.money, self.flop + other.flop
        )

    def __truediv__(self, other: Dimension) -> Dimension:
        return Dimension(
            self.time - other.time, self.data - other.data, self.money - other.money, self.flop - other.flop
        )

    def __str__(self) -> str:
        return _DIMENSION_NAMES.get(self) or _spelled(self)


NUMBER_ONLY: Final = Dimension()
TIME: Final = Dimension(time=1)
RATE: Final = Dimension(time=-1)
DATA: Final = Dimension(data=1)
BANDWIDTH: Final = Dimension(data=1, time=-1)
FLOP: Final = Dimension(flop=1)
FLOP_RATE: Final = Dimension(flop=1, time=-1)
MONEY: Final = Dimension(money=1)
SPEND: Final = Dimension(money=1, time=-1)
_DIMENSION_NAMES: Final = {
    NUMBER_ONLY: "a count",
    TIME: "time",
    RATE: "a rate",
    DATA: "data",
    BANDWIDTH: "data per time",
    FLOP: "operations",
    FLOP_RATE: "operations per time",
    MONEY: "money",
    SPEND: "money per time",
}
BY_NAME: Final = {
    "count": NUMBER_ONLY,
    "time": TIME,
    "rate": RATE,
    "data": DATA,
    "bandwidth": BANDWIDTH,
    "flop": FLOP,
    "flop_rate": FLOP_RATE,
    "money": MONEY,
    "spend": SPEND,
}


def _spelled(dimension: Dimension) -> str:
    parts = (("time", dimension.time), ("data", dimension.data), ("money", dimension.money), ("FLOP", dimension.flop))
    return " × ".join(f"{name}^{power}" if power != 1 else name for name, power in parts if power)


@dataclass(frozen=True, slots=True)
class Measure:
    """A value in base units (s, B, USD, FLOP) with its dimension, and the noun that was counted, if any.

    Nouns (`users`, `req`, `items`, `GPU`) are labels, not dimensions: 60 M users times 14 pages a day over 86,400 s
    is a rate. They only keep users from being added to GPUs.

    Examples:
        >>> parse_quantity("5k QPS")
        Measure(value=5000.0, dimension=Dimension(time=-1, data=0, money=0, flop=0), noun='req')
    """

    value: float
    dimension: Dimension
    noun: str = ""

    def __mul__(self, other: Measure) -> Measure:
        noun = self.noun if not other.noun else (other.noun if not self.noun else "")
        return Measure(self.value * other.value, self.dimension * other.dimension, noun)

    def __truediv__(self, other: Measure) -> Measure:
        if other.value == 0:
            raise UnitError("÷ 0", "division by zero")
        noun = "" if other.noun else self.noun
        return Measure(self.value / other.value, self.dimension / other.dimension, noun)

    def __add__(self, other: Measure) -> Measure:
        return Measure(self.value + other.value, self.dimension, self._same(other, "+"))

    def __sub__(self, other: Measure) -> Measure:
        return Measure(self.value - other.value, self.dimension, self._same(other, "-"))

    def _same(self, other: Measure, sign: str) -> str:
        if self.dimension != other.dimension:
            raise UnitError(
                f"{shown(self)} {sign} {shown(other)}", f"{self.dimension} and {other.dimension} do not add"
            )
        if self.noun and other.noun and self.noun != other.noun:
            raise UnitError(f"{shown(self)} {sign} {shown(other)}", f"{self.noun} and {other.noun} do not add")
        return self.noun or other.noun


@dataclass(frozen=True, slots=True)
class _Unit:
    factor: float
    dimension: Dimension
    noun: str = ""


_UP: Final = {"k": 1e3, "K": 1e3, "M": 1e6, "G": 1e9, "T": 1e12, "P": 1e15, "E": 1e18}
_TIMES: Final = {
    ("ns",): 1e-9,
    ("us", "µs", "μs"): 1e-6,
    ("ms",): 1e-3,
    ("s", "sec", "second", "seconds"): 1.0,
    ("min", "minute", "minutes"): 60.0,
    ("h", "hour", "hours"): 3_600.0,
    ("d", "day", "days"): 86_400.0,
    ("week", "weeks"): 604_800.0,
    ("month", "months"): 2_628_000.0,  # a twelfth of 365 days
    ("year", "years", "yr"): 31_536_000.0,  # 365 days, as prices are quoted
}
_NOUNS: Final = {
    "users": ("user", "users", "people", "DAU"),
    "req": ("req", "request", "requests", "query", "queries", "page", "pages"),
    "items": ("item", "items", "video", "videos", "candidate", "candidates", "vectors", "vector", "keys", "documents"),
    "reads": ("read", "reads", "lookup", "lookups"),
    "events": ("event", "events", "ev", "view", "views", "messages"),
    "GPU": ("GPU", "GPUs", "gpu", "gpus"),
    "machines": ("machine", "machines", "node", "nodes", "host", "hosts", "server", "servers", "shard", "shards",
                 "replica", "replicas", "core", "cores", "vCPU"),
}  # fmt: skip
_MULTIPLIERS: Final = {
    **_UP,
    "thousand": 1e3, "million": 1e6, "mn": 1e6, "billion": 1e9, "bn": 1e9, "trillion": 1e12,
}  # fmt: skip
_REFUSED: Final = {
    "b": "b is bit or byte: write B for bytes or bit for bits",
    "m": "m is not a unit here: write ms, min or M",
    "mb": "write MB for megabytes or Mbit for megabits",
    "gb": "write GB for gigabytes or Gbit for gigabits",
    "kb": "write kB for kilobytes or kbit for kilobits",
}


def _table() -> dict[str, _Unit]:
    table: dict[str, _Unit] = {"%": _Unit(0.01, NUMBER_ONLY)}
    for names, seconds in _TIMES.items():
        table.update(dict.fromkeys(names, _Unit(seconds, TIME)))
    for noun, names in _NOUNS.items():
        table.update(dict.fromkeys(names, _Unit(1.0, NUMBER_ONLY, noun)))
    for name, factor in (("B", 1.0), ("byte", 1.0), ("bytes", 1.0), ("bit", 0.125), ("bits", 0.125)):
        table[name] = _Unit(factor, DATA)
    for i, name in enumerate(("KiB", "MiB", "GiB", "TiB"), start=1):
        table[name] = _Unit(1024.0**i, DATA)
    table.update({name: _Unit(1.0, MONEY) for name in ("USD", "$", "dollars")})
    table.update({name: _Unit(1.0, RATE, "req") for name in ("QPS", "qps", "RPS", "rps", "TPS")})
    table.update({name: _Unit(1.0, FLOP) for name in ("FLOP", "flop")} | {"FLOPS": _Unit(1.0, FLOP_RATE)})
    for prefix, factor in _UP.items():
        for name in ("B", "bit", "FLOP", "FLOPS", "QPS", "USD"):
            base = table[name]
            table[prefix + name] = _Unit(base.factor * factor, base.dimension, base.noun)
    return table


UNITS: Final = _table()


def parse_unit(text: str) -> Measure:
    """Return one of the unit `text` ("req/s", "USD/h", "M users", "/s") as a `Measure`.

    Raises:
        UnitError: The unit is not in the closed table, or is ambiguous; the message says what to write.
    """
    total = Measure(1.0, NUMBER_ONLY)
    parts = re.split(r"\s*(/|·|\*|\bper\b)\s*", text.strip())
    if len(parts) > 9:
        raise UnitError(text, "at most four units in one quantity")
    for position, name in enumerate(parts[::2]):
        if name == "" and position == 0 and len(parts) > 1:
            continue
        sign = parts[2 * position - 1] if position else "·"
        one = _one_unit(name, text)
        total = total / one if sign in ("/", "per") else total * one
    return total


def _one_unit(name: str, text: str) -> Measure:
    words = name.split()
    factor = 1.0
    if len(words) == 2 and words[0] in _MULTIPLIERS:
        factor, words = _MULTIPLIERS[words[0]], words[1:]
    if len(words) == 1 and words[0] in UNITS:
        unit = UNITS[words[0]]
        return Measure(factor * unit.factor, unit.dimension, unit.noun)
    if len(words) == 1 and words[0] in _MULTIPLIERS and factor == 1.0:
        return Measure(_MULTIPLIERS[words[0]], NUMBER_ONLY)
    why = _REFUSED.get(name.lower()) if name.lower() != name or len(name) <= 2 else None
    raise UnitError(
        text, why or f"{name!r} is not a unit; known are ms, s, h, B, GB, QPS, req/s, users, USD/h, GPU ..."
    )


@lru_cache(maxsize=4096)
def parse_quantity(text: str) -> Measure:
    """Return what `text` says, in base units.

    Args:
        text: A number with its unit: `5k QPS`, `60 M users`, `1.2 kB`, `$1.006/h`, `2,000 items`, `92 %`. Thousands
            may be grouped by commas; `B` is bytes, a billion is `G` or `bn`.

    Raises:
        UnitError: No number, an unknown or ambiguous unit, or more than 60 characters.

    Examples:
        >>> parse_quantity("250 ms").value
        0.25
        >>> shown(parse_quantity("$3.2 M"))
        '$3.2 M'
    """
    if len(text) > TEXT_LIMIT:
        raise UnitError(text[:20] + "...", f"longer than {TEXT_LIMIT} characters")
    cleaned = text.strip().replace("−", "-").replace("US$", "$")
    match = re.fullmatch(rf"(-?)\s*(\$?)\s*({NUMBER})\s*(.*)", cleaned)
    if match is None:
        raise UnitError(text, "a number comes first, then its unit, as in 250 ms")
    minus, dollar, digits, unit = match.groups()
    value = float(digits.replace(",", "")) * (-1 if minus else 1)
    if not math.isfinite(value):
        raise UnitError(text, "the number is too large")
    measure = Measure(value, NUMBER_ONLY)
    if dollar:
        measure = measure * Measure(1.0, MONEY)
        unit = re.sub(r"^(k|M|bn|million|billion)?\s*(?=/|per|$)", lambda m: f"{m[1] or ''} USD", unit, count=1)
        return Measure(value, NUMBER_ONLY) * parse_unit(unit.strip())
    return measure * _unit_after_number(unit, text)


def _unit_after_number(unit: str, text: str) -> Measure:
    if not unit:
        return Measure(1.0, NUMBER_ONLY)
    try:
        return parse_unit(unit)
    except UnitError as error:
        # "5k QPS" and "24.3 k req/s": a multiplier may stand alone before the unit.
        head = re.match(r"(k|K|M|G|T|P|bn|mn|thousand|million|billion|trillion)\b\s*(.*)", unit)
        if head is None:
            raise UnitError(text, error.why) from None
        return Measure(_MULTIPLIERS[head[1]], NUMBER_ONLY) * parse_unit(head[2])


def require(text: str, dimension: Dimension) -> Measure:
    """Return `text` parsed, if it has this dimension; a bare number is refused where a unit is due.

    Raises:
        UnitError: As `parse_quantity`, or the dimension is another one.
    """
    measure = parse_quantity(text)
    if measure.dimension != dimension:
        example = _EXAMPLES.get(dimension, "")
        if measure.dimension == NUMBER_ONLY and not measure.noun:
            raise UnitError(text, f"a bare number where {dimension} is due; write {example}")
        raise UnitError(text, f"this is {measure.dimension}, {dimension} is due; write {example}")
    return measure


_EXAMPLES: Final = {
    NUMBER_ONLY: "60 M users",
    TIME: "250 ms",
    RATE: "5k req/s",
    DATA: "1.2 kB",
    BANDWIDTH: "8 GB/s",
    FLOP: "20 MFLOP",
    FLOP_RATE: "15 TFLOP/s",
    MONEY: "2.4 M USD",
    SPEND: "1.006 USD/h",
}
_TIME_STEPS: Final = ((1e-9, "ns"), (1e-6, "µs"), (1e-3, "ms"), (1.0, "s"), (60.0, "min"), (3_600.0, "h"),
                      (86_400.0, "days"), (31_536_000.0, "years"))  # fmt: skip


def scaled(measure: Measure) -> tuple[float, str]:
    """Return the value and the unit it is read best in: (24.3, "k req/s"), (8.75, "GB/s"), (250.0, "ms")."""
    value, dimension = measure.value, measure.dimension
    if dimension == TIME:
        steps = [(f, u) for f, u in _TIME_STEPS if abs(value) >= f * (2 if f > 1 else 1)]
        factor, unit = steps[-1] if steps and value else (1.0, "s") if value == 0 else (1e-9, "ns")
        return value / factor, unit
    if dimension == SPEND:
        value *= 31_536_000.0
    prefix, factor = _prefix(value, 10.0 if dimension in (NUMBER_ONLY, RATE, MONEY, SPEND) else 1.0)
    if dimension == SPEND:
        return value / factor, f"{prefix} USD/year".strip()
    if dimension in (DATA, BANDWIDTH, FLOP, FLOP_RATE, MONEY):
        base = {DATA: "B", BANDWIDTH: "B/s", FLOP: "FLOP", FLOP_RATE: "FLOP/s", MONEY: "USD"}[dimension]
        joined = f"{prefix} {base}".strip() if dimension == MONEY else prefix + base
        return value / factor, joined
    if dimension == RATE:
        return value / factor, f"{prefix} {measure.noun}/s".strip()
    if dimension == NUMBER_ONLY:
        return value / factor, f"{prefix} {measure.noun}".strip()
    return value, _spelled(dimension)


def _prefix(value: float, k_from: float) -> tuple[str, float]:
    # Counts and rates take a prefix from 10,000 on: 9,720 req/s stays as it is written on paper, 1.2 kB is kB.
    for name, factor in (("P", 1e15), ("T", 1e12), ("G", 1e9), ("M", 1e6), ("k", 1e3)):
        if abs(value) >= factor * (k_from if name == "k" else 1.0) * 0.99995:
            return name, factor
    return "", 1.0


def shown(measure: Measure) -> str:
    """Return the quantity as read: three significant digits, a real minus, money as `$3.2 M`.

    Examples:
        >>> shown(parse_quantity("24300 req/s"))
        '24.3 k req/s'
    """
    value, unit = scaled(measure)
    number = digits(abs(value))
    sign = "−" if value < 0 else ""
    if "USD" in unit:
        return f"{sign}${number} {unit.replace('USD', '').strip()}".strip().replace(" /", "/")
    return f"{sign}{number} {unit}".strip()


def digits(value: float) -> str:
    """Return a number with three significant digits, grouped by commas from 1,000 on."""
    if value == 0 or not math.isfinite(value):
        return "0" if value == 0 else str(value)
    if abs(value) >= 999.5:
        step = 10.0 ** max(0, math.floor(math.log10(abs(value))) - 2)
        return f"{round(value / step) * step:,.0f}"
    return f"{value:.3g}"
