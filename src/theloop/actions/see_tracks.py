"""What Setup lists: roles, kinds of company, companies, levels, rounds, stages."""

from __future__ import annotations

from theloop.actions.attempt_view import View
from theloop.engines.plan.model import Level, Role
from theloop.ports.world import World


class RoleLine(View):
    """A role and what it decides by."""

    id: Role
    title: str
    summary: str


class ArchetypeLine(View):
    """A kind of company."""

    id: str
    title: str
    summary: str
    differentiator: str


class CompanyLine(View):
    """A company, its kind, and what is particular to it; `basis` tells the guide's words from our assumptions."""

    id: str
    title: str
    archetype: str
    in_guide: bool
    particular: str
    basis: str


class LevelLine(View):
    """A level, the bar it is judged at, and what changes there."""

    id: Level
    title: str
    bar: str
    at: float
    hint: str


class CompetencyLine(View):
    """One competency of a round."""

    id: str
    title: str
    summary: str
    weight: float


class RoundLine(View):
    """A round with its competencies."""

    id: str
    title: str
    short: str
    summary: str
    frequency: str
    competencies: tuple[CompetencyLine, ...]


class StageLine(View):
    """A stage of the clock."""

    id: str
    title: str
    summary: str
    from_days_out: int
    to_days_out: int


class TracksView(View):
    """Everything Setup chooses from. `weights_say` is the reasoning of the table behind the weights."""

    roles: tuple[RoleLine, ...]
    archetypes: tuple[ArchetypeLine, ...]
    companies: tuple[CompanyLine, ...]
    levels: tuple[LevelLine, ...]
    rounds: tuple[RoundLine, ...]
    stages: tuple[StageLine, ...]
    weights_say: str


# In the order of the pages: the round that most loops weigh least comes last.
SHORT = {"ml-design": "System design", "ml-coding": "Coding", "statistics": "Statistics", "ai-design": "AI systems"}


def see_tracks(world: World) -> TracksView:
    """Return the guide's tables as lists to choose from."""
    tracks = world.library.tracks
    return TracksView(
        roles=tuple(RoleLine(id=role.id, title=role.title, summary=role.says) for role in tracks.roles),
        archetypes=tuple(
            ArchetypeLine(id=one.id, title=one.title, summary=one.says, differentiator=one.differentiator)
            for one in tracks.archetypes
        ),
        companies=tuple(
            CompanyLine(
                id=company.id,
                title=company.name,
                archetype=archetype.id,
                in_guide=company.in_guide,
                particular=" ".join(claim.says for claim in company.particulars),
                basis=", ".join(dict.fromkeys(claim.basis for claim in company.particulars)),
            )
            for archetype in tracks.archetypes
            for company in archetype.companies
        ),
        levels=tuple(
            LevelLine(id=level.id, title=level.title, bar=level.bar, at=level.at, hint=level.says)
            for level in tracks.levels
        ),
        rounds=tuple(
            RoundLine(
                id=one.id,
                title=one.title,
                short=SHORT[one.id],
                summary=one.says,
                frequency=one.frequency,
                competencies=tuple(
                    CompetencyLine(id=entry.id, title=entry.title, summary=entry.says, weight=entry.weight)
                    for entry in one.competencies
                ),
            )
            for one in sorted(tracks.rounds, key=lambda one: list(SHORT).index(one.id))
        ),
        stages=tuple(
            StageLine(
                id=stage.stage,
                title=stage.title,
                summary=stage.says,
                from_days_out=stage.from_days_out,
                to_days_out=stage.to_days_out,
            )
            for stage in tracks.stages
        ),
        weights_say=tracks.says,
    )
