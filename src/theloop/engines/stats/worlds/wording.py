"""Numbers as the notebook prints them: effects with a sign and the real minus, shares without the leading zero.

Why: the finding, the rows and the facts must print the same number alike. Wrong for numbers of other engines.
"""

from __future__ import annotations


def effect(percent: float, *, digits: int = 1) -> str:
    """Return an effect in percent with its sign.

    Examples:
        >>> effect(3.04), effect(-0.26), effect(0.01)
        ('+3.0 %', '−0.3 %', '+0.0 %')
    """
    return f"{points(percent, digits=digits)} %"


def points(percent: float, *, digits: int = 1) -> str:
    """Return a difference of percentages with its sign, without a unit; a rounded zero is positive."""
    rounded = round(percent, digits) + 0.0
    return f"{rounded:+.{digits}f}".replace("-", "−")


def share(value: float) -> str:
    """Return a share with two digits and no leading zero.

    Examples:
        >>> share(0.794), share(1.0), share(0.0)
        ('.79', '1.00', '.00')
    """
    shown = f"{value:.2f}"
    return shown[1:] if shown.startswith("0") else shown


def money(usd: float) -> str:
    """Return an amount of US dollars with three significant digits.

    Examples:
        >>> money(812_345), money(4_130_000), money(950)
        ('$812 k', '$4.13 M', '$950')
    """
    size = abs(usd)
    for limit, sign in ((1e9, "B"), (1e6, "M"), (1e3, "k")):
        if size >= limit:
            scaled = size / limit
            digits = 2 if scaled < 10 else 1 if scaled < 100 else 0
            return f"${scaled:.{digits}f} {sign}"
    return f"${size:.0f}"


def one_in(value: float) -> str:
    """Return a share as how many worlds it is.

    Examples:
        >>> one_in(0.21), one_in(0.5), one_in(0.93), one_in(0.998), one_in(0.0004)
        ('one world in 5', 'one world in 2', '93 worlds in 100', 'every world', 'no world')
    """
    if value >= 0.995:
        return "every world"
    if value < 0.0005:
        return "no world"
    if value < 0.01:
        return f"{10_000 * value:.0f} worlds in 10,000"
    if value <= 0.5:
        return f"one world in {1 / value:.0f}"
    return f"{100 * value:.0f} worlds in 100"


def plural(count: float, noun: str) -> str:
    """Return a count with its noun.

    Examples:
        >>> plural(1, "look"), plural(14, "day")
        ('1 look', '14 days')
    """
    return f"{count:,.0f} {noun}" + ("" if round(count) == 1 else "s")
