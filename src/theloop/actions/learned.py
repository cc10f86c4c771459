"""What graded attempts say about a person: evidence for readiness, and the needs that the plan works on."""

from __future__ import annotations

from pydantic import ValidationError

from theloop.engines.grading.report import Report, Scored
from theloop.engines.plan.model import Need, Weights
from theloop.engines.readiness.belief import readiness
from theloop.engines.readiness.model import Belief, Evidence, Readiness
from theloop.ports.world import World


async def evidence_of(world: World) -> tuple[Evidence, ...]:
    """Return one piece of evidence per graded competency of each attempt, dated by when the attempt ended."""
    ended = {row.attempt: row.last_at for row in await world.store.attempts(world.person)}
    found = []
    for row in await world.store.reports(world.person):
        try:
            report = Report.model_validate(row.report)
        except ValidationError:
            continue  # written by an older version; it is graded again when it is opened
        for competency in report.competencies:
            if not isinstance(competency.score, Scored):
                continue
            found.append(
                Evidence(
                    competency=competency.competency,
                    attempt=row.attempt,
                    score=competency.score.value,
                    low=competency.score.low,
                    high=competency.score.high,
                    executed_share=competency.executed_share,
                    at=ended.get(row.attempt, row.at),
                )
            )
    return tuple(found)


async def beliefs_of(world: World, *, weights: Weights, bar: float) -> Readiness:
    """Return the belief about this person now, for one loop's weights and bar."""
    return readiness(
        await evidence_of(world),
        now=world.clock.now(),
        bar=bar,
        round_weights={name: share.value for name, share in weights.items()},
        competency_weights=world.library.tracks.competency_weights(),
    )


async def needs_of(world: World) -> tuple[Need, ...]:
    """Return what the plan needs to know: mean and spread of every competency that has evidence."""
    even = dict.fromkeys(("ml-design", "ai-design", "ml-coding", "statistics"), 0.25)
    found = readiness(
        await evidence_of(world),
        now=world.clock.now(),
        bar=6.0,
        round_weights=even,
        competency_weights=world.library.tracks.competency_weights(),
    )
    return tuple(
        Need(competency=one.competency, mean=one.judgement.mean, sd=one.judgement.sd, evidence=one.evidence)
        for one in found.competencies
        if isinstance(one.judgement, Belief)
    )
