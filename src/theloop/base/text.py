"""How figures are written in sentences, the same in every engine and door.

Wrong when a page formats a number that an engine already put into a sentence.
"""

from __future__ import annotations


def percent(share: float) -> str:
    """Return a share in [0, 1] as a whole percentage with a space before the sign.

    Examples:
        >>> percent(0.487)
        '49 %'
    """
    return f"{100 * share:.0f} %"
