"""A person looks at readiness: per round and competency, as dots with uncertainty, and the next weak competency."""

from __future__ import annotations

from theloop.actions.attempt_view import View
from theloop.actions.goal import Goal, get_goal
from theloop.actions.learned import beliefs_of, evidence_of
from theloop.engines.plan.model import ROUNDS, Round, Share, Weights
from theloop.engines.readiness.model import Belief, CompetencyReadiness, Readiness, RoundReadiness
from theloop.library.catalogue import header_of
from theloop.ports.world import World


class Dot(View):
    """One of twenty quantiles on the level axis; filled when it stands at or above the bar."""

    level: float
    filled: bool


class CompetencyBelief(View):
    """One competency; the numbers are absent until something was graded."""

    id: str
    title: str
    mean: float | None
    low: float | None
    high: float | None
    chance: float | None
    evidence: int
    last_days: int | None
    why_unscored: str | None


class RoundBelief(View):
    """One round with its share of the decision."""

    round: str
    title: str
    share: float
    of_20: int | None
    dots: tuple[Dot, ...]
    mean: float | None
    low: float | None
    high: float | None
    evidence: int
    why_unscored: str | None
    competencies: tuple[CompetencyBelief, ...]


class ExpectedRounds(View):
    """Rounds at the bar if the loop were tonight; `before` is what it was two weeks ago, where anything was graded."""

    value: float
    of: int
    scored: int
    says: str
    before: float | None = None


class DrillLink(View):
    """What to open for a weak competency."""

    title: str
    href: str
    minutes: int


class WeakLine(View):
    """The competency that moves the decision most per minute."""

    competency: str
    title: str
    mean: float
    plus_minus: float
    bar: float
    evidence: int
    text: str
    drill: DrillLink | None


class ReadinessView(View):
    """Everything readiness shows. `bar` is the level's name, `bar_at` its place on the axis from 4 to 7."""

    bar: str
    bar_at: float
    sessions: int
    rounds: tuple[RoundBelief, ...]
    expected: ExpectedRounds | None
    next_weak: WeakLine | None
    assumptions: tuple[str, ...]


async def see_readiness(world: World) -> ReadinessView:
    """Return the belief for the goal's first loop; without a goal for an L5 bar with even weights."""
    goal = await get_goal(world)
    level = world.library.tracks.level(goal.level if goal else "L5")
    found = await beliefs_of(world, weights=weights_of(world, goal), bar=level.at)
    evidence = await evidence_of(world)
    return ReadinessView(
        bar=level.id,
        bar_at=level.at,
        sessions=len({one.attempt for one in evidence}),
        rounds=tuple(_round(world, one, found) for one in found.rounds),
        expected=ExpectedRounds(
            value=found.expected.value, of=found.expected.of, scored=found.expected.scored, says=found.expected.says
        )
        if found.expected.scored
        else None,
        next_weak=_weak(world, found, bar=level.at),
        assumptions=found.says,
    )


def weights_of(world: World, goal: Goal | None) -> Weights:
    """Return the round weights of the goal's first loop, or even ones before Setup."""
    if goal is None:
        return {name: Share(value=0.25, says=("No goal yet: every round weighs the same.",)) for name in ROUNDS}
    return world.library.tracks.weights(
        goal.role, goal.loops[0].company, level=goal.level, edits=dict(goal.weight_edits)
    )


def _round(world: World, one: RoundReadiness, found: Readiness) -> RoundBelief:
    track = next(track for track in world.library.tracks.rounds if track.id == one.round)
    titles: dict[str, str] = {entry.id: entry.title for entry in track.competencies}
    mine = [entry for entry in found.competencies if entry.round == one.round]
    judged = one.judgement if isinstance(one.judgement, Belief) else None
    return RoundBelief(
        round=one.round,
        title=track.title,
        share=one.share,
        of_20=judged.of_20 if judged else None,
        dots=tuple(Dot(level=dot, filled=dot >= judged.bar) for dot in judged.dots) if judged else (),
        mean=judged.mean if judged else None,
        low=judged.low if judged else None,
        high=judged.high if judged else None,
        evidence=one.evidence,
        why_unscored=None if isinstance(one.judgement, Belief) else one.judgement.reason,
        competencies=tuple(_competency(entry, titles) for entry in mine),
    )


def _competency(entry: CompetencyReadiness, titles: dict[str, str]) -> CompetencyBelief:
    judged = entry.judgement if isinstance(entry.judgement, Belief) else None
    return CompetencyBelief(
        id=entry.competency,
        title=titles.get(entry.competency, entry.competency),
        mean=judged.mean if judged else None,
        low=judged.low if judged else None,
        high=judged.high if judged else None,
        chance=judged.chance if judged else None,
        evidence=entry.evidence,
        last_days=entry.days_since,
        why_unscored=None if isinstance(entry.judgement, Belief) else entry.judgement.reason,
    )


def _weak(world: World, found: Readiness, *, bar: float) -> WeakLine | None:
    """The first weak competency that has evidence; a guess about the unknown is no finding."""
    known = [one for one in found.weak if one.evidence]
    if not known:
        return None
    weak = known[0]
    name: Round = weak.competency.split(".")[0]  # type: ignore[assignment]
    track = next(track for track in world.library.tracks.rounds if track.id == name)
    title = next(entry.title for entry in track.competencies if entry.id == weak.competency)
    return WeakLine(
        competency=weak.competency,
        title=f"{track.title}: {title[:1].lower()}{title[1:]}",
        mean=weak.mean,
        plus_minus=round(1.64 * weak.sd, 1),
        bar=bar,
        evidence=weak.evidence,
        text=weak.says,
        drill=_drill(world, weak.competency),
    )


def _drill(world: World, competency: str) -> DrillLink | None:
    for exercise in world.library.exercises():
        if any(item.competency == competency for item in exercise.rubric.items):
            header = header_of(exercise)
            return DrillLink(title=header.title, href=f"/exercises/{header.slug}", minutes=header.minutes)
    return None
