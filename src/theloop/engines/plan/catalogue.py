"""From a few exercises to many activities: one system is a full run, five phase drills, a mock, and what you left out.

Why: three exercises must fill weeks without repeating one thing. Wrong when a variant says to do what the exercise
does not have; a variant names the kind of exercise it fits. Templates are content (`content/tracks/activities/`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from pydantic import Field

from theloop.engines.plan.model import (
    Activity,
    ActivityId,
    CompetencyId,
    Kind,
    PlanModel,
    Role,
    Round,
    RoundOrAll,
    Stage,
    Strand,
)

ExerciseKind = Literal["design", "problem", "case"]


class PlanPhase(PlanModel):
    """One phase of an exercise: id, title, minutes, and the competencies that its rubric items judge there."""

    id: str
    title: str
    minutes: int = Field(ge=1, le=60)
    competencies: tuple[CompetencyId, ...] = ()


class Exercise(PlanModel):
    """An exercise as the plan sees it. `difficulty` 1 is a first exercise of its round."""

    slug: ActivityId
    kind: ExerciseKind
    round: Round
    title: str
    minutes: int = Field(ge=10, le=90)
    competencies: tuple[CompetencyId, ...]
    phases: tuple[PlanPhase, ...] = ()
    difficulty: int = Field(default=2, ge=1, le=5)


class Homework(PlanModel):
    """Something one company asks for that no round covers, in minutes, with the sentence that says why."""

    id: ActivityId
    title: str
    how: str
    minutes: int = Field(ge=5, le=90)
    says: str


class Target(PlanModel):
    """A company the candidate meets, as the plan names it."""

    company: str
    name: str
    homework: tuple[Homework, ...] = ()


class Variant(PlanModel):
    """A way to practise an exercise of one kind.

    `minutes` 0 takes the exercise's own, or with `per_phase` the phase's plus `extra_minutes`. In `title` and `how`,
    `{title}` and `{phase}` are replaced. `after` names another variant of the same exercise that must come first.
    """

    id: ActivityId
    of: ExerciseKind
    kind: Kind
    strand: Strand
    title: str
    how: str
    minutes: int = Field(default=0, ge=0, le=90)
    extra_minutes: int = Field(default=0, ge=0, le=60)
    per_phase: bool = False
    stages: tuple[Stage, ...]
    new_material: bool
    at_most: int = Field(default=4, ge=1, le=400)
    gap_days: int = Field(default=3, ge=0, le=60)
    after: str = ""


class Shared(PlanModel):
    """An activity that needs no exercise: recall, reading, paper drills, research, checklists, rest.

    Empty `roles` means every role. `{company}` in title, how and why is replaced when `per_company` is set.
    """

    id: ActivityId
    kind: Kind
    strand: Strand
    title: str
    how: str
    round: RoundOrAll
    minutes: int = Field(ge=0, le=90)
    competencies: tuple[CompetencyId, ...] = ()
    stages: tuple[Stage, ...]
    new_material: bool
    at_most: int = Field(default=60, ge=1, le=400)
    gap_days: int = Field(default=1, ge=0, le=60)
    days_out: tuple[int, ...] = ()
    roles: tuple[Role, ...] = ()
    per_company: bool = False
    why: str = ""


def activities(
    *,
    exercises: Iterable[Exercise],
    variants: Iterable[Variant],
    shared: Iterable[Shared],
    role: Role,
    targets: Iterable[Target],
) -> tuple[Activity, ...]:
    """Return every activity a plan for this role and these companies may use, in content order; ids are unique."""
    found: list[Activity] = []
    variants, targets = tuple(variants), tuple(targets)
    for exercise in exercises:
        for variant in variants:
            if variant.of == exercise.kind:
                found += _of_exercise(exercise, variant)
    for entry in shared:
        if entry.roles and role not in entry.roles:
            continue
        if entry.per_company:
            found += [_for_company(entry, target) for target in targets]
        else:
            found.append(_plain(entry))
    for target in targets:
        found += [_homework(work, target) for work in target.homework]
    return tuple(found)


def _of_exercise(exercise: Exercise, variant: Variant) -> list[Activity]:
    phases = exercise.phases if variant.per_phase else (None,)
    return [_one(exercise, variant, phase) for phase in phases]


def _one(exercise: Exercise, variant: Variant, phase: PlanPhase | None) -> Activity:
    suffix = f".{phase.id}" if phase else ""
    words = {"title": exercise.title, "phase": phase.title if phase else ""}
    own = phase.minutes if phase else exercise.minutes
    return Activity(
        id=f"{exercise.slug}.{variant.id}{suffix}",
        kind=variant.kind,
        strand=variant.strand,
        ref=f"{exercise.slug}#{phase.id}" if phase else exercise.slug,
        exercise=exercise.slug,
        title=_filled(variant.title, words),
        how=_filled(variant.how, words),
        round=exercise.round,
        minutes=(variant.minutes or own) + variant.extra_minutes,
        competencies=(phase.competencies if phase and phase.competencies else exercise.competencies),
        difficulty=exercise.difficulty,
        stages=variant.stages,
        new_material=variant.new_material,
        at_most=variant.at_most,
        gap_days=variant.gap_days,
        after=f"{exercise.slug}.{variant.after}" if variant.after else "",
    )


def _plain(entry: Shared) -> Activity:
    return Activity(
        id=entry.id,
        kind=entry.kind,
        strand=entry.strand,
        ref=entry.id,
        title=entry.title,
        how=entry.how,
        round=entry.round,
        minutes=entry.minutes,
        competencies=entry.competencies,
        stages=entry.stages,
        new_material=entry.new_material,
        at_most=entry.at_most,
        gap_days=entry.gap_days,
        days_out=entry.days_out,
        why=entry.why,
    )


def _for_company(entry: Shared, target: Target) -> Activity:
    words = {"company": target.name}
    return _plain(entry).model_copy(
        update={
            "id": f"{entry.id}.{target.company}",
            "ref": f"{entry.id}.{target.company}",
            "title": _filled(entry.title, words),
            "how": _filled(entry.how, words),
            "why": _filled(entry.why, words),
            "company": target.company,
        }
    )


def _homework(work: Homework, target: Target) -> Activity:
    return Activity(
        id=f"{work.id}.{target.company}",
        kind="research",
        strand="research",
        ref=f"{work.id}.{target.company}",
        title=work.title,
        how=work.how,
        round="all",
        minutes=work.minutes,
        stages=("deep-study", "mock-and-sharpen", "review"),
        new_material=False,
        at_most=1,
        gap_days=1,
        company=target.company,
        why=work.says,
    )


def _filled(text: str, words: dict[str, str]) -> str:
    for name, value in words.items():
        text = text.replace("{" + name + "}", value)
    return text
