"""Compare an answer with what was expected, by value, and name the first place where they differ.

Why: judges that compare printed strings reject half of all correct programs. Wrong when a rule accepts what the
problem's prompt forbids (another dtype, another shape), so each rule states both.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

TEXT_LIMIT = 2_000


@dataclass(frozen=True, slots=True)
class Rule:
    """How two values are compared.

    `exact`: equal values, NaN equal to NaN. `close`: numbers within `atol + rtol * |expected|`, NaN never accepted
    unless expected. `dtype`: `same` demands the expected dtype of every array; `any` compares values only.
    `sequences`: `same` keeps list, tuple and array apart; `alike` treats them as one.
    """

    kind: Literal["exact", "close"] = "close"
    rtol: float = 1e-6
    atol: float = 1e-9
    dtype: Literal["same", "any"] = "same"
    sequences: Literal["same", "alike"] = "alike"


@dataclass(frozen=True, slots=True)
class Mismatch:
    """The first difference: where, both sides in short, and one sentence."""

    at: str
    expected: str
    got: str
    says: str


def first_difference(got: object, expected: object, rule: Rule) -> Mismatch | None:
    """Return the first place where `got` is not what was expected, or None when the rule accepts it.

    Examples:
        >>> import numpy as np
        >>> rule = Rule(kind="close", rtol=1e-6, atol=0.0)
        >>> first_difference(np.array([1.0, 2.5]), np.array([1.0, 2.0]), rule).says
        'got 2.5, expected 2 at [1]'
        >>> first_difference(np.array([1.0], np.float64), np.array([1.0], np.float32), rule).says
        'got dtype float64, expected float32'
    """
    return _compare(got, expected, rule, "")


def shown(value: object) -> str:
    """Return a value as short text: arrays with shape and dtype, at most 2,000 characters."""
    if isinstance(value, np.ndarray):
        head = f"{value.dtype}{list(value.shape)}"
        body = np.array2string(value, threshold=60, edgeitems=2, precision=6, separator=", ")
        text = f"{head}\n{body}" if value.size else f"{head} (empty)"
    elif isinstance(value, tuple | list):
        opening, closing = ("(", ")") if isinstance(value, tuple) else ("[", "]")
        text = opening + ", ".join(shown(part) for part in value[:20]) + (", ..." if len(value) > 20 else "") + closing
    else:
        text = repr(value)
    return text if len(text) <= TEXT_LIMIT else text[: TEXT_LIMIT - 4] + " ..."


def _compare(got: object, expected: object, rule: Rule, where: str) -> Mismatch | None:
    if isinstance(expected, np.ndarray):
        return _compare_arrays(got, expected, rule, where)
    if isinstance(expected, bool | str) or expected is None:
        return None if type(got) is type(expected) and got == expected else _differ(got, expected, where)
    if isinstance(expected, int | float | complex | np.generic):
        return _compare_numbers(got, expected, rule, where)
    if isinstance(expected, list | tuple):
        return _compare_sequences(got, expected, rule, where)
    if isinstance(expected, dict):
        return _compare_dicts(got, expected, rule, where)
    raise TypeError(f"an expected value of type {type(expected).__name__} cannot be compared")


def _compare_arrays(got: object, expected: np.ndarray[Any, Any], rule: Rule, where: str) -> Mismatch | None:
    if isinstance(got, list | tuple) and rule.sequences == "alike" and rule.dtype == "any":
        try:
            got = np.asarray(got)
        except ValueError:
            return _kind_differs(got, expected, where)
    if isinstance(got, np.generic):
        got = np.asarray(got)  # numpy itself returns a scalar where the result has no axes
    if not isinstance(got, np.ndarray):
        return _kind_differs(got, expected, where)
    if got.shape != expected.shape:
        return _attribute_differs("shape", str(got.shape), str(expected.shape), where)
    if rule.dtype == "same" and got.dtype != expected.dtype:
        return _attribute_differs("dtype", str(got.dtype), str(expected.dtype), where)
    if got.dtype.kind not in "biufc":
        return _kind_differs(got, expected, where)
    wrong = ~_equal(got, expected, rule)
    if not wrong.any():
        return None
    place = tuple(int(i) for i in np.argwhere(wrong)[0])
    return _differ(got[place], expected[place], f"{where}{list(place)}" if place else where)


def _compare_numbers(got: object, expected: Any, rule: Rule, where: str) -> Mismatch | None:
    if isinstance(got, np.ndarray) and got.shape == () and rule.dtype == "any":
        got = got[()]
    if isinstance(got, bool) or not isinstance(got, int | float | complex | np.generic):
        return _kind_differs(got, expected, where)
    if isinstance(expected, int) and isinstance(got, int):
        # Python integers have no width: comparing them through float64 would accept neighbours above 2**53.
        return None if got == expected else _differ(got, expected, where)
    if rule.dtype == "same" and isinstance(expected, np.generic) and getattr(got, "dtype", None) != expected.dtype:
        return _attribute_differs("dtype", str(getattr(got, "dtype", type(got).__name__)), str(expected.dtype), where)
    try:
        same = bool(_equal(np.asarray(got), np.asarray(expected), rule))
    except (TypeError, OverflowError):
        return _kind_differs(got, expected, where)
    return None if same else _differ(got, expected, where)


def _compare_sequences(got: object, expected: Any, rule: Rule, where: str) -> Mismatch | None:
    if isinstance(got, np.ndarray) and rule.sequences == "alike" and got.ndim:
        got = got.tolist()
    fits = isinstance(got, list | tuple) if rule.sequences == "alike" else type(got) is type(expected)
    if not fits or not isinstance(got, list | tuple):
        return _kind_differs(got, expected, where)
    if len(got) != len(expected):
        return _attribute_differs("length", str(len(got)), str(len(expected)), where)
    for index, (left, right) in enumerate(zip(got, expected, strict=True)):
        if found := _compare(left, right, rule, f"{where}[{index}]"):
            return found
    return None


def _compare_dicts(got: object, expected: dict[Any, Any], rule: Rule, where: str) -> Mismatch | None:
    if not isinstance(got, dict):
        return _kind_differs(got, expected, where)
    for key in expected:
        if key not in got:
            return _attribute_differs("key", "absent", repr(key), where)
        if found := _compare(got[key], expected[key], rule, f"{where}[{key!r}]"):
            return found
    extra = [key for key in got if key not in expected]
    return _attribute_differs("key", repr(extra[0]), "absent", where) if extra else None


def _equal(got: np.ndarray[Any, Any], expected: np.ndarray[Any, Any], rule: Rule) -> Any:
    both_nan = _nan(got) & _nan(expected)
    if rule.kind == "exact" or got.dtype.kind in "b" or expected.dtype.kind in "b":
        return (got == expected) | both_nan
    wide_got, wide_expected = _wide(got), _wide(expected)
    with np.errstate(all="ignore"):
        # Infinities agree only with themselves; inf - inf is NaN, which compares false.
        near = np.abs(wide_got - wide_expected) <= rule.atol + rule.rtol * np.abs(wide_expected)
        finite = np.isfinite(wide_expected) & np.isfinite(wide_got)
    return (near & finite) | (wide_got == wide_expected) | both_nan


_WIDE: dict[str, Callable[[Any], Any]] = {
    "c": lambda a: a.astype(np.complex128),
}


def _wide(array: np.ndarray[Any, Any]) -> Any:
    return _WIDE.get(array.dtype.kind, lambda a: a.astype(np.float64))(array)


def _nan(array: np.ndarray[Any, Any]) -> Any:
    return np.isnan(array) if array.dtype.kind in "fc" else np.zeros(array.shape, dtype=bool)


def _number(value: object) -> str:
    if isinstance(value, float | np.floating):
        return f"{float(value):.9g}"
    text = str(value) if isinstance(value, np.generic) else repr(value)
    return text if len(text) <= 200 else text[:196] + " ..."


def _differ(got: object, expected: object, where: str) -> Mismatch:
    left, right = _number(got), _number(expected)
    return Mismatch(where, right, left, f"got {left}, expected {right}" + (f" at {where}" if where else ""))


def _attribute_differs(name: str, got: str, expected: str, where: str) -> Mismatch:
    place = f" at {where}" if where else ""
    return Mismatch(f"{where}.{name}".lstrip("."), expected, got, f"got {name} {got}, expected {expected}{place}")


def _kind_differs(got: object, expected: object, where: str) -> Mismatch:
    left, right = _kind_name(got), _kind_name(expected)
    if left == right:
        return _differ(got, expected, where)
    return _attribute_differs("type", left, right, where)


def _kind_name(value: object) -> str:
    if isinstance(value, np.ndarray):
        return f"array of {value.dtype}"
    return "None" if value is None else type(value).__name__
