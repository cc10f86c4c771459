"""The report as Markdown: everything on the page, in plain text that can be kept and compared.

Why: a report outlives the product. Wrong when it says more, or something else, than the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from theloop.engines.grading.report import BarVerdict, CompetencyReport, Move, Quote, Report, Scored, Share, Unscored
from theloop.engines.grading.wording import as_sentence, competency_title

_SPECIAL = re.compile(r"([\\`*_\[\]<>|#])")
_WORDS = {"reached": "reached", "not_reached": "not reached", "contradicted": "contradicted", "cant_tell": "can't tell"}
_FROM = {"fact": "executed", "model": "model", "own": "own tick", "peer": "peer's tick", "nobody": "undecided"}


def to_markdown(report: Report) -> str:
    """Return `report` as Markdown, ending in one newline. The candidate's words are escaped: they can't add markup."""
    blocks = [
        f"# {escaped(report.title)}",
        escaped(report.lede),
        _basis(report),
        _section("45 minutes" if report.strip.total_ms == 2_700_000 else "The minutes", _minutes(report)),
        _section("Competencies", _competencies(report)),
        _section("Every item", _items(report)),
        _section("Senior insights", _insights(report)),
        _section(
            "Red flags",
            [
                f"- {flag.state.replace('_', ' ')}: {escaped(flag.says)} ({escaped(flag.reason)})"
                for flag in report.red_flags
            ],
        ),
        _section("The clock", [f"- {'yes' if fact.holds else 'no'}: {escaped(fact.says)}" for fact in report.timing]),
        _section(
            "Taken out of the evidence",
            [f"- {flag.why.replace('_', ' ')}: “{escaped(flag.text)}”" for flag in report.flagged],
        ),
        _section(
            "Drill next",
            [f"{i}. {escaped(d.title)}, {d.minutes} min: {escaped(d.why)}" for i, d in enumerate(report.drills, 1)],
        ),
    ]
    return "\n\n".join(block for block in blocks if block) + "\n"


def escaped(text: str) -> str:
    """Return `text` on one line with every sign escaped that Markdown or HTML would read."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def place(score: Scored | Unscored) -> str:
    """Return a place on the level axis as text: `5.4 (4.9 to 6.0)`, or `undecided`."""
    span = f"({score.low:.1f} to {score.high:.1f})"
    return f"{score.value:.1f} {span}" if isinstance(score, Scored) else f"undecided {span}"


def _section(heading: str, lines: Iterable[str]) -> str:
    body = "\n".join(lines)
    return f"## {heading}\n\n{body}" if body else ""


def _basis(report: Report) -> str:
    parts = report.executed
    return (
        f"Level played for: {report.level}. In all: {place(report.total)}. "
        f"Decided by executed facts: {_percent(parts.by_fact)} of the weight (this rubric allows "
        f"{_percent(parts.can_be)}), by a model {_percent(parts.by_model)}, by own tick {_percent(parts.by_own_tick)}, "
        f"by a peer {_percent(parts.by_peer_tick)}; undecided {_percent(parts.cant_tell)}. "
        f"Rubric {report.rubric.id} version {report.rubric.version}, sha256 {report.rubric.sha256[:12]}."
    )


def _minutes(report: Report) -> list[str]:
    lines = []
    for phase in report.strip.phases:
        over = f", {_clock(phase.over_ms)} over" if phase.over_ms else ""
        lines.append(f"- {escaped(phase.title)}: {_clock(phase.spent_ms)} of {_clock(phase.budget_ms)}{over}")
    return lines


def _competencies(report: Report) -> list[str]:
    lines = ["| Competency | Score | Execution bar | Strategy bar | Missing move |", "|---|---|---|---|---|"]
    lines += [_competency(c) for c in report.competencies]
    for competency in report.competencies:
        title = competency_title(competency.competency)
        lines += [f"\n> {title}: {escaped(q.text)} ({_where(q)})" for q in competency.quotes]
    return lines


def _competency(competency: CompetencyReport) -> str:
    move = "none"
    if isinstance(competency.move, Move):
        move = escaped(competency.move.says) + ("" if competency.move.decided else " (undecided)")
    cells = (
        competency_title(competency.competency),
        place(competency.score),
        _share(competency.execution),
        _share(competency.strategy),
        move,
    )
    return f"| {' | '.join(cells)} |"


def _items(report: Report) -> list[str]:
    lines = []
    for item in report.items:
        lines.append(f"- **{item.item}**: {item.word}. {escaped(item.reason)}")
        lines += [f"  - {_bar(bar)}" for bar in (item.execution, item.strategy)]
    return lines


def _bar(bar: BarVerdict) -> str:
    told = f"{bar.bar}: {_WORDS[bar.decision]} ({_FROM[bar.origin]}{', after a probe' if bar.prompted else ''}). "
    quote = f" Read: “{escaped(bar.quote.text)}” ({_where(bar.quote)})" if bar.quote else ""
    return told + escaped(as_sentence(bar.says)) + f" {escaped(as_sentence(bar.reason))}" + quote


def _insights(report: Report) -> list[str]:
    return [
        f"- {insight.state.replace('cant_tell', 'can’t tell')} ✦ {escaped(insight.claim)} {escaped(insight.because)} "
        f"{escaped(insight.wrong_when)}"
        for insight in report.insights
    ]


def _where(quote: Quote) -> str:
    looks = ", reads like a denial" if quote.negated else ""
    return f"{_clock(quote.at_ms)}, turn {quote.seq}{looks}"


def _share(part: Share) -> str:
    low, high = _percent(part.low), _percent(part.high)
    return low if low == high else f"{low} to {high}"


def _percent(value: float) -> str:
    return f"{100 * value:.0f} %"


def _clock(ms: int) -> str:
    return f"{ms // 60_000}:{ms // 1000 % 60:02d}"
