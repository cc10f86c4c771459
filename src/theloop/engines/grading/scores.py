"""From verdicts to places on the level axis, as intervals that say what is still undecided.

Why: the level is computed here, in the open, and nowhere else. Wrong when an undecided item is counted as missed:
it widens the interval instead.
"""

from __future__ import annotations

from collections.abc import Sequence

from theloop.engines.grading.report import BarVerdict, ItemVerdict, RaisedFlag, Scored, Share, ThreeWay, Unscored

L4_AXIS, L5_BAR, L6_BAR = 4.0, 5.0, 6.0
EXECUTION_NEEDED = 0.75
STRATEGY_NEEDED = 0.6
CAP_BELOW = 0.1
HIGHEST = L5_BAR + 1 / STRATEGY_NEEDED
_DIGITS = 4


def level_of(execution: float, strategy: float) -> float:
    """Return the place on the level axis for the reached shares of both bars.

    With E = min(execution / 0.75, 1) the place is 4 + E x (1 + strategy / 0.6): three quarters of the execution
    weight stand on the L5 bar (5.0), and six tenths of the strategy weight on top of that on the L6 bar (6.0).
    Strategy counts only as far as execution carries it. Rising in both; from 4.0 to 6.67.

    Args:
        execution: Share of the weight whose execution bar was reached, in [0, 1].
        strategy: Share of the weight whose strategy bar was reached, in [0, 1].

    Examples:
        >>> level_of(0.75, 0.0), level_of(0.75, 0.6), level_of(0.0, 1.0)
        (5.0, 6.0, 4.0)
    """
    carried = min(execution / EXECUTION_NEEDED, 1.0)
    return round(L4_AXIS + carried * (1 + strategy / STRATEGY_NEEDED), _DIGITS)


def share(bars: Sequence[tuple[BarVerdict, float]]) -> Share:
    """Return the reached share of `bars`, each with its weight, as [reached, reached + undecided]."""
    total = sum(weight for _, weight in bars)
    reached = sum(bar.credit * weight for bar, weight in bars)
    open_ = sum(weight for bar, weight in bars if bar.decision == "cant_tell")
    return Share(
        low=round(reached / total, _DIGITS),
        high=round(min(1.0, (reached + open_) / total), _DIGITS),
        decided=round(1 - open_ / total, _DIGITS),
    )


def score(items: Sequence[ItemVerdict], flags: Sequence[RaisedFlag]) -> tuple[Scored | Unscored, str]:
    """Return the place of one competency and the essential item that caps it, empty where none does.

    The value counts everything undecided as half reached, `low` as missed, `high` as reached: what somebody chose to
    commit is no fair sample of what they left open, so deciding little well does not score high. An essential item
    whose execution bar was not reached caps the place at 4.9, one whose strategy bar was not reached at 5.9. A raised
    red flag takes its weight, as a share of the items' weight, off both bars; an undecided one takes it off `low` only.

    Args:
        items: The verdicts of one competency, at least one.
        flags: The red flags of the same competency.
    """
    execution = share([(item.execution, item.weight) for item in items])
    strategy = share([(item.strategy, item.weight) for item in items])
    total = sum(item.weight for item in items)
    raised = sum(-flag.weight for flag in flags if flag.state == "raised") / total
    feared = raised + sum(-flag.weight for flag in flags if flag.state == "cant_tell") / total
    cap, capped_by = _cap(items, undecided=False)
    low_cap, _ = _cap(items, undecided=True)
    low = min(low_cap, _place(execution.low, strategy.low, penalty=feared))
    high = min(cap, _place(execution.high, strategy.high, penalty=raised))
    if execution.decided == 0:
        return Unscored(reason="no execution bar of it is decided", low=low, high=high), capped_by
    value = min(cap, _place(_half(execution), _half(strategy), penalty=raised))
    return Scored(value=min(max(value, low), high), low=low, high=high), capped_by


def bar_state(place: Scored | Unscored, bar: float) -> ThreeWay:
    """Return whether a place is at or over `bar`: `cant_tell` where what is undecided could change it."""
    if place.low >= bar:
        return "yes"
    return "no" if place.high < bar else "cant_tell"


def weighted(places: Sequence[tuple[Scored | Unscored, float]]) -> Scored | Unscored:
    """Return the weighted mean of `places`, each with its weight of at least 0.

    An unscored place contributes its whole possible interval to `low` and `high` and nothing to the value. With no
    scored place of positive weight: `Unscored`.
    """
    total = sum(weight for _, weight in places)
    scored = [(place, weight) for place, weight in places if isinstance(place, Scored) and weight > 0]
    if not scored:
        return Unscored(reason="nothing is decided yet", low=L4_AXIS, high=round(HIGHEST, _DIGITS))
    low = round(sum(place.low * weight for place, weight in places) / total, _DIGITS)
    high = round(sum(place.high * weight for place, weight in places) / total, _DIGITS)
    value = round(sum(p.value * weight for p, weight in scored) / sum(weight for _, weight in scored), _DIGITS)
    return Scored(value=min(max(value, low), high), low=low, high=high)


def _half(part: Share) -> float:
    return (part.low + part.high) / 2


def _place(execution: float, strategy: float, *, penalty: float) -> float:
    return level_of(max(0.0, execution - penalty), max(0.0, strategy - penalty))


def _cap(items: Sequence[ItemVerdict], *, undecided: bool) -> tuple[float, str]:
    missing = ("not_reached", "contradicted", "cant_tell") if undecided else ("not_reached", "contradicted")
    for bar, name in ((L5_BAR, "execution"), (L6_BAR, "strategy")):
        for item in items:
            verdict = item.execution if name == "execution" else item.strategy
            if item.essential and verdict.decision in missing:
                return bar - CAP_BELOW, item.item
    return HIGHEST, ""
