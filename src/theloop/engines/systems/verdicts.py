"""Promises against results, and the one sentence that is the finding.

Why: a report is named by what it shows. Wrong when a sentence says more than the fields: each number in it is one of
the verdict's own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from theloop.base.quantity import Quantity
from theloop.base.text import percent
from theloop.base.units import MONEY, RATE, Measure, parse_quantity, shown
from theloop.base.units import TIME as TIME_DIMENSION
from theloop.engines.systems.blueprint import Requirements
from theloop.engines.systems.report import Age, Cost, Failure, Latency, Stage, Verdict
from theloop.engines.systems.resolve import Load

LABELS: Final = {
    "p99": "p99 latency",
    "load": "load at peak",
    "recall": "recall of the ideal page",
    "cost": "cost a year",
    "item_freshness": "age of the newest item that can be found",
    "model_freshness": "age of the model",
    "utilisation": "busiest stage",
}


def verdicts_of(
    promised: Requirements,
    *,
    load: Load,
    latency: Latency | None,
    stages: Sequence[Stage],
    capacity: float,
    recall: Quantity | None,
    cost: Cost,
    ages: Sequence[Age],
    behind: Sequence[str],
) -> tuple[Verdict, ...]:
    """Return one verdict for each promise that was made.

    `capacity` is the load (all regions) at which the first stage has none left; `behind` names streams that fall
    behind, which makes every age they feed unbounded.
    """
    found = [_p99(promised, latency), _load(promised, load, capacity)]
    if promised.recall is not None and recall is not None:
        says = f"{recall.value:.2f} of the ideal page survives; {promised.recall:.2f} was promised."
        target = _given(promised.recall, "")
        found.append(_verdict("recall", target, recall, met=recall.value >= promised.recall - 1e-9, says=says))
    if promised.cost is not None:
        limit = parse_quantity(promised.cost).value * 31_536_000
        says = f"{_usd(cost.per_year.value)} a year; {_usd(limit)} was promised."
        target = _given(limit, "USD/year")
        found.append(_verdict("cost", target, cost.per_year, met=cost.per_year.value <= limit, says=says))
    found.append(_age("item_freshness", promised.item_freshness, "item", ages, behind=behind))
    found.append(_age("model_freshness", promised.model_freshness, "model", ages, behind=behind))
    found.append(_busy(promised, stages))
    return tuple(verdict for verdict in found if verdict is not None)


def _given(value: float, unit: str) -> Quantity:
    return Quantity(value=value, unit=unit, provenance="declared")


def _verdict(name: str, target: Quantity, got: Quantity | None, *, met: bool, says: str) -> Verdict:
    return Verdict(name=name, label=LABELS[name], target=target, got=got, met=met, says=says)


def _p99(promised: Requirements, latency: Latency | None) -> Verdict | None:
    if promised.p99 is None:
        return None
    limit = parse_quantity(promised.p99).value * 1e3
    target = _given(limit, "ms")
    if latency is None:
        return _verdict("p99", target, None, met=False, says="Overloaded: the queue grows, so there is no p99.")
    got = latency.p99
    says = f"p99 is {got.value:.0f} ms; {limit:.0f} ms was promised."
    if got.low is not None and got.high is not None and got.low <= limit <= got.high:
        says += f" The promise lies inside the interval {got.low:.0f} to {got.high:.0f} ms."
    return _verdict("p99", target, got, met=got.value <= limit, says=says)


def _load(promised: Requirements, load: Load, capacity: float) -> Verdict | None:
    if promised.load is None:
        return None
    lost = " with one region lost" if load.share != 1 or capacity == 0 else ""
    says = f"The first stage is full at {_rate(capacity)}{lost}; {_rate(load.peak)} was promised."
    got = Quantity(value=capacity, unit="req/s", provenance="closed_form")
    return _verdict("load", _given(load.peak, "req/s"), got, met=capacity > load.peak, says=says)


def _age(name: str, promised: str | None, kind: str, ages: Sequence[Age], *, behind: Sequence[str]) -> Verdict | None:
    if promised is None:
        return None
    limit = parse_quantity(promised).value
    oldest = max((age for age in ages if age.kind == kind), key=lambda age: age.worst.value, default=None)
    target = _given(limit, "s")
    if oldest is None:
        says = f"Nothing on the board renews it, so it is as old as its deployment; {promised} was promised."
        return _verdict(name, target, None, met=False, says=says)
    if behind:
        says = f"The stream {behind[0]} falls behind at this load, so the age grows without end."
        return _verdict(name, target, None, met=False, says=says)
    got = oldest.worst
    says = f"{oldest.label} answers from data up to {_time(got.value)} old; {_time(limit)} was promised."
    return _verdict(name, target, got, met=got.value <= limit, says=says)


def _busy(promised: Requirements, stages: Sequence[Stage]) -> Verdict | None:
    if promised.utilisation is None or not stages:
        return None
    worst = max(stages, key=lambda stage: (stage.hottest or stage.utilisation).value)
    got = worst.hottest or worst.utilisation
    says = f"{worst.label} is {got.value:.2f} busy; nothing above {promised.utilisation:.2f} was promised."
    target = _given(promised.utilisation, "")
    return _verdict("utilisation", target, got, met=got.value <= promised.utilisation, says=says)


def _usd(value: float) -> str:
    return shown(Measure(value, MONEY))


def _rate(value: float) -> str:
    return shown(Measure(value, RATE, "req"))


def _time(seconds: float) -> str:
    return shown(Measure(seconds, TIME_DIMENSION))


def finding_of(
    verdicts: Sequence[Verdict],
    *,
    late: Quantity | None,
    latency: Latency | None,
    stages: Sequence[Stage],
    failures: Sequence[Failure],
    regions: int,
) -> tuple[str, str]:
    """Return the title sentence (no full stop) and the two sentences under it. Bad news first, cause second."""
    missed = {verdict.name: verdict for verdict in verdicts if not verdict.met}
    single = [failure for failure in failures if failure.single_point]
    lede = _lede(latency, stages, verdicts, regions=regions)
    if latency is None:
        worst = max(stages, key=lambda stage: (stage.hottest or stage.utilisation).value)
        asked = (worst.hottest or worst.utilisation).value
        return f"{worst.label} cannot keep up at peak: {asked:.2f} of its capacity is asked for", lede
    if "p99" in missed and late is not None:
        return f"Your design answers {one_in(late.value)} too late", lede
    if "load" in missed:
        return f"Your design is full before its peak: {missed['load'].says[0].lower()}{missed['load'].says[1:-1]}", lede
    if "recall" in missed and missed["recall"].got is not None:
        lost = (1 - missed["recall"].got.value) * 10
        return f"Your cascade loses {lost:.1f} of the ideal ten videos", lede
    if "cost" in missed and missed["cost"].got is not None:
        return f"Your design costs {_usd(missed['cost'].got.value)} a year, {_over(missed['cost'])} over budget", lede
    for name in ("item_freshness", "model_freshness"):
        if name in missed:
            return f"Your answers are older than promised: the {LABELS[name]}", f"{missed[name].says} {lede}"
    if single:
        return f"One machine stands between you and an outage: {single[0].label}", f"{single[0].says} {lede}"
    if "utilisation" in missed:
        return "Your design keeps its latency with no room left", lede
    count = len(verdicts)
    if not count:
        return "Your design runs, and promises nothing", lede
    kept = {1: "its promise", 2: "both its promises"}.get(count, f"all {count} of its promises")
    return f"Your design keeps {kept}", lede


def _over(verdict: Verdict) -> str:
    assert verdict.got is not None
    return percent(verdict.got.value / max(verdict.target.value, 1.0) - 1)


def _lede(latency: Latency | None, stages: Sequence[Stage], verdicts: Sequence[Verdict], *, regions: int) -> str:
    """Say p99 at the judged load, where the slowest requests spend it, and how busy that stage is."""
    where = "At peak, with one region down," if regions > 1 else "At peak"
    if latency is None:
        full = [s for s in stages if (s.hottest or s.utilisation).value >= 1]
        names = ", ".join(stage.label for stage in full[:3])
        asked = "are asked for more than they have" if len(full) > 1 else "is asked for more than it has"
        return f"{where} {names or 'a stage'} {asked}. The queue grows as long as the peak lasts."
    p99 = next((verdict for verdict in verdicts if verdict.name == "p99"), None)
    against = f" against a budget of {p99.target.value:.0f}" if p99 is not None else ""
    first = f"{where} p99 is {latency.p99.value:.0f} ms{against}."
    timed = [stage for stage in stages if stage.latency is not None]
    if not timed:
        return first
    slowest = max(timed, key=lambda stage: stage.tail_share)
    busy = (slowest.hottest or slowest.utilisation).value
    why = "waiting for a free worker" if slowest.wait_share > 0.3 else "working, not waiting"
    second = f"{slowest.label} takes {percent(slowest.tail_share)} of the slowest requests, {why}"
    return f"{first} {second}; it is {busy:.2f} busy."


def one_in(share: float) -> str:
    """Return a share as people say it: "one request in eleven", "two requests in three", "every request".

    Examples:
        >>> one_in(0.091), one_in(0.0102), one_in(0.66)
        ('one request in eleven', 'one request in 98', 'two requests in three')
    """
    words = ("", "", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
    if share >= 0.95:
        return "nearly every request"
    if share > 0.58:
        several = {2 / 3: "two requests in three", 3 / 4: "three requests in four", 0.9: "nine requests in ten"}
        return several[min(several, key=lambda near: abs(near - share))]
    if share <= 0:
        return "no request"
    count = round(1 / share)
    if count <= 1:
        count = 2
    return f"one request in {words[count] if count < len(words) else f'{count:,}'}"
