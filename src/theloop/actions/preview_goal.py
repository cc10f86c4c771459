"""Setup shows what a goal would mean before it is stored: weights by kind of company, and where the hours go."""

from __future__ import annotations

from theloop.actions.attempt_view import View
from theloop.actions.goal import Draft, Goal, PlanChange
from theloop.actions.learned import beliefs_of
from theloop.actions.planning import change_between, current_plan, make_for, today_of
from theloop.base.text import percent
from theloop.engines.plan import model
from theloop.engines.plan.weights import round_weights
from theloop.engines.readiness.model import Expected
from theloop.library.tracks import ArchetypeTrack
from theloop.ports.world import World


class RoundShare(View):
    """A round's share of the decision and the words it came from."""

    round: model.Round
    value: float
    says: tuple[str, ...]


class WeightColumn(View):
    """One kind of company, with the chosen company of that kind where there is one."""

    archetype: str
    company: str | None
    shares: tuple[RoundShare, ...]


class AtBar(View):
    """Rounds expected at the bar tonight, of how many."""

    expected: float
    of: int
    scored: int


class CompanyHours(View):
    """Hours per round for one loop, and what readiness says of it."""

    company: str
    rounds: dict[model.Round, float]
    at_bar: AtBar | None


class Preview(View):
    """What a goal would mean."""

    weights: tuple[WeightColumn, ...]
    days: int
    total_hours: float
    hours: tuple[CompanyHours, ...]
    stage_now: str
    verdict: str
    change: PlanChange


async def preview_goal(world: World, draft: Draft) -> Preview:
    """Return weights, hours and what would change, storing nothing; without a loop only the weights.

    Raises as `set_goal`.
    """
    if not draft.loops:
        return _weights_only(world, draft)
    goal = Goal.model_validate(draft.model_dump())
    today = today_of(world)
    former = await current_plan(world)
    plan = await make_for(world, goal, former=former, today=today)
    chosen = {world.library.tracks.company(loop.company)[0].id: loop.company for loop in reversed(goal.loops)}
    nearest = plan.goal.loops[0]
    stage = next((day.stage for day in plan.days if day.date == today), "deep-study")
    titles: dict[str, str] = {rule.stage: rule.title for rule in world.library.tracks.stages}
    hours = [await _hours(world, goal, plan, company=loop.company) for loop in goal.loops]
    return Preview(
        weights=tuple(_column(world, goal, one, company=chosen.get(one.id)) for one in world.library.tracks.archetypes),
        days=(nearest.date - today).days,
        total_hours=round(sum(day.minutes for day in plan.days if day.date >= today) / 60, 1),
        hours=tuple(hours),
        stage_now=titles[stage],
        verdict=_verdict(hours, plan),
        change=change_between(former, plan, today=today),
    )


def _weights_only(world: World, draft: Draft) -> Preview:
    return Preview(
        weights=tuple(_column(world, draft, one, company=None) for one in world.library.tracks.archetypes),
        days=0,
        total_hours=0.0,
        hours=(),
        stage_now="",
        verdict="Choose a company and its date: then the hours follow these weights.",
        change=PlanChange(moved=0, dropped=0, added=0, kept=0),
    )


def _column(world: World, goal: Draft, archetype: ArchetypeTrack, *, company: str | None) -> WeightColumn:
    if company is None:
        weights = round_weights(
            world.library.tracks.table,
            goal.role,
            archetype=archetype.id,
            level=goal.level,
            edits=dict(goal.weight_edits),
        )
    else:
        weights = world.library.tracks.weights(goal.role, company, level=goal.level, edits=dict(goal.weight_edits))
    shares = tuple(RoundShare(round=name, value=share.value, says=share.says) for name, share in weights.items())
    return WeightColumn(archetype=archetype.id, company=company, shares=shares)


async def _hours(world: World, goal: Goal, plan: model.Plan, *, company: str) -> CompanyHours:
    weights = world.library.tracks.weights(goal.role, company, level=goal.level, edits=dict(goal.weight_edits))
    found = await beliefs_of(world, weights=weights, bar=plan.goal.bar)
    rounds = {split.round: round(split.minutes / 60, 1) for split in plan.splits if split.company == company}
    expected: Expected = found.expected
    at_bar = AtBar(expected=expected.value, of=expected.of, scored=expected.scored) if expected.scored else None
    return CompanyHours(company=company, rounds=rounds, at_bar=at_bar)


def _verdict(hours: list[CompanyHours], plan: model.Plan) -> str:
    """Two sentences at most: which round decides at each of the first two loops, and what it rests on."""
    says = []
    for loop in plan.goal.loops[:2]:
        top = max(loop.weights, key=lambda name: loop.weights[name].value)
        words = {
            "ml-design": "system design",
            "ai-design": "AI systems",
            "ml-coding": "coding",
            "statistics": "statistics",
        }
        says.append(f"At {loop.name or loop.company} {words[top]} weighs most, {percent(loop.weights[top].value)}.")
    if not any(one.at_bar for one in hours):
        says.append("Nothing is graded yet, so no round can be called.")
    return " ".join(says[:2])
