"""The sentences of a report: title and lede, computed from what is decided, without praise.

Why: the title is the finding. Wrong when it states a level that no fact, model or tick decided.
"""

from __future__ import annotations

from collections.abc import Sequence

from theloop.engines.grading.inputs import Level
from theloop.engines.grading.report import BarVerdict, CompetencyReport, ItemVerdict, Move

_TITLES = {
    "ab-design": "A/B design",
    "power": "Power and size",
    "causal": "Causal questions",
    "scale": "Scale and latency",
    "agents": "Agents",
}


def competency_title(competency: str) -> str:
    """Return the name of a competency as it is shown.

    Examples:
        >>> competency_title("ml-design.scoping"), competency_title("statistics.ab-design")
        ('Scoping', 'A/B design')
    """
    name = competency.partition(".")[2]
    return _TITLES.get(name, name.replace("-", " ").capitalize())


def title(competencies: Sequence[CompetencyReport], *, level: Level) -> str:
    """Return the finding as one sentence: how the competencies stand to the bar played for, and what is undecided."""
    bar = "L6" if level in ("L6", "Staff") else "L5"
    states = [report.at_l6 if bar == "L6" else report.at_l5 for report in competencies]
    on, below, open_ = states.count("yes"), states.count("no"), states.count("cant_tell")
    count = len(states)
    if open_ == count:
        decided = any(report.execution.decided or report.strategy.decided for report in competencies)
        return f"The {bar} bar is undecided in {_all(count)}" if decided else "Nothing is decided yet"
    if on == count:
        return f"On the {bar} bar in {_all(count)}"
    parts = [f"on the {bar} bar in {on} of {count} competencies"] if on else []
    if below:
        parts += [f"below it in {below}"] if on else [f"below the {bar} bar in {below} of {count} competencies"]
    parts += [f"undecided in {open_}"] if open_ else []
    sentence = ", ".join(parts)
    return sentence[0].upper() + sentence[1:]


def lede(items: Sequence[ItemVerdict], competencies: Sequence[CompetencyReport]) -> str:
    """Return two sentences: the heaviest missing move, and what is undecided with what to do about it."""
    moves = [(report, report.move) for report in competencies if isinstance(report.move, Move) and report.move.decided]
    bars = [bar for item in items for bar in (item.execution, item.strategy)]
    if moves:
        report, move = max(moves, key=lambda pair: (pair[1].weight, pair[1].item))
        first = f"Not reached in {competency_title(report.competency).lower()}: {as_sentence(move.says)}"
    elif all(bar.decision == "cant_tell" for bar in bars):
        first = "No fact was established and nothing is ticked."
    else:
        first = "No strategy criterion is decided as missing."
    return f"{first} {_undecided(bars)}"


def _undecided(bars: Sequence[BarVerdict]) -> str:
    open_ = [bar for bar in bars if bar.decision == "cant_tell"]
    if not open_:
        return f"All {len(bars)} bars are decided."
    runs = sum(bar.fact is not None for bar in open_)
    readable = sum(bar.fact is None and bar.quote is not None for bar in open_)
    unseen = len(open_) - runs - readable
    advice = []
    if runs:
        advice.append(f"{runs} by a run or a commitment that this attempt does not have")
    if readable:
        advice.append(f"{readable} by your tick beside the quoted sentence")
    if unseen:
        advice.append(f"{unseen} by your tick, and no sentence was found to read")
    verb = "is" if len(open_) == 1 else "are"
    return f"{len(open_)} of {len(bars)} bars {verb} undecided and can be settled: {'; '.join(advice)}."


def as_sentence(text: str) -> str:
    """Return `text` with a full stop where it ends without a mark."""
    return text if text.endswith((".", "?", "!")) else f"{text}."


def _all(count: int) -> str:
    return {1: "the one competency", 2: "both competencies"}.get(count, f"all {count} competencies")
