"""A person looks at what there is to practise."""

from __future__ import annotations

from theloop.actions.attempt_view import AttemptSummary, View, summary_of
from theloop.engines.attempt.events import Level, Round
from theloop.library.catalogue import header_of
from theloop.library.common import ExerciseKind
from theloop.ports.world import World


class ExerciseLine(View):
    """An exercise in a list, with how often it was attempted and the newest attempt."""

    slug: str
    kind: ExerciseKind
    round: Round
    title: str
    summary: str
    minutes: int
    levels: tuple[Level, ...]
    attempts: int
    last: AttemptSummary | None


async def list_exercises(world: World) -> list[ExerciseLine]:
    """Return every exercise of the library in the order of kind and slug."""
    rows = await world.store.attempts(world.person)
    found = []
    for exercise in world.library.exercises():
        header = header_of(exercise)
        mine = [row for row in rows if row.exercise == header.slug]
        found.append(
            ExerciseLine(
                slug=header.slug,
                kind=header.kind,
                round=header.round,
                title=header.title,
                summary=header.summary,
                minutes=header.minutes,
                levels=header.levels,
                attempts=len(mine),
                last=summary_of(mine[0], header, tracks=world.library.tracks) if mine else None,
            )
        )
    return found
