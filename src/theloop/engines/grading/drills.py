"""What to practise next: the candidates ordered by what they could add to the weighted score per minute.

Why: the report ends in the next action. Wrong when the gain is read as a promise: it is the gap that is still
possible, not a forecast of learning.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from theloop.base.text import percent
from theloop.engines.grading.inputs import DrillCandidate, Level
from theloop.engines.grading.report import CompetencyReport, Drill, Scored
from theloop.engines.grading.rubric import Competency
from theloop.engines.grading.scores import L5_BAR, L6_BAR
from theloop.engines.grading.wording import competency_title


def bar_of(level: Level) -> float:
    """Return the place on the level axis that `level` plays for: 5.0 for L4 and L5, 6.0 for L6 and Staff."""
    return L6_BAR if level in ("L6", "Staff") else L5_BAR


def drills(
    candidates: Iterable[DrillCandidate], competencies: Iterable[CompetencyReport], *, level: Level
) -> tuple[Drill, ...]:
    """Return the candidates that train something below the bar, the largest gain per minute first.

    The gain is, over the competencies that a candidate trains, its share of minutes x the competency's share of the
    weight x the distance from the low end of its score to the bar: what was missed and what is still undecided.
    """
    reports = {report.competency: report for report in competencies}
    total = sum(report.weight for report in reports.values())
    found = []
    for candidate in candidates:
        parts = {
            name: trained * reports[name].weight / total * max(0.0, bar_of(level) - reports[name].score.low)
            for name, trained in sorted(candidate.trains.items())
            if name in reports
        }
        gain = round(sum(parts.values()), 4)
        if gain > 0:
            found.append(_drill(candidate, gain, why=_why(parts, reports, total=total)))
    return tuple(sorted(found, key=lambda d: (-d.gain_per_hour, d.minutes, d.exercise)))


def _drill(candidate: DrillCandidate, gain: float, *, why: str) -> Drill:
    return Drill(
        exercise=candidate.exercise,
        title=candidate.title,
        minutes=candidate.minutes,
        gain=gain,
        gain_per_hour=round(gain / candidate.minutes * 60, 4),
        why=why,
    )


def _why(parts: Mapping[Competency, float], reports: Mapping[Competency, CompetencyReport], *, total: float) -> str:
    name = max(parts, key=lambda key: (parts[key], key))
    report = reports[name]
    share = percent(report.weight / total)
    place = report.score
    if isinstance(place, Scored):
        span = f"{place.value:.1f} ({place.low:.1f} to {place.high:.1f})"
        return f"{competency_title(name)} stands at {span}, {share} of this round"
    return f"{competency_title(name)} is undecided, {share} of this round"
