"""The guide's tables as typed data: roles, companies, bars, rounds, the clock, and the words that weights come from.

Why: the plan and Setup show numbers that authors can check and change without Python. Wrong when a claim about a
company does not say whether it is the guide's or our assumption.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import Field

from theloop.base.errors import ContentError, UnknownNameError
from theloop.engines.grading.rubric import Bar, Competency, Dimension, ItemId, Sentence
from theloop.engines.plan.catalogue import Exercise, Homework, Shared, Target, Variant, activities
from theloop.engines.plan.model import (
    ROUNDS,
    STAGES,
    Activity,
    Adjustment,
    Archetype,
    Cell,
    Goal,
    Level,
    LoopDate,
    Role,
    Round,
    StageRule,
    Weekday,
    Weights,
    WeightTable,
)
from theloop.engines.plan.weights import round_weights
from theloop.library.common import ContentModel
from theloop.library.load import load_yaml

Basis = Literal["guide", "assumption"]
Entry = TypeVar("Entry", "RoleTrack", "ArchetypeTrack", "RoundTrack", "BarTrack")


class Claim(ContentModel):
    """One statement about a company or kind of company: whose it is, and from when, when it is ours."""

    says: Sentence
    basis: Basis
    dated: date


class RoleTrack(ContentModel):
    """A role: what it does, where its depth goes first, and a word of the scale for each round."""

    id: Role
    title: str
    says: Sentence
    focus: Sentence
    rounds: dict[Round, Cell]
    expected_rounds: dict[Round, str]


class CompanyTrack(ContentModel):
    """A named company: its particulars, what changes its weights, and homework that no round covers."""

    id: ItemId
    name: str
    in_guide: bool
    particulars: tuple[Claim, ...] = Field(min_length=1)
    adjusts: dict[Round, Adjustment] = Field(default_factory=dict)
    homework: tuple[Homework, ...] = ()


class ArchetypeTrack(ContentModel):
    """A kind of company: a word for each round, what makes the difference there, and the companies of that kind."""

    id: Archetype
    title: str
    says: Sentence
    differentiator: Sentence
    rounds: dict[Round, Cell]
    companies: tuple[CompanyTrack, ...]


class CompetencyTrack(ContentModel):
    """One of a round's four competencies; `weight` is its share of the round's belief (four sum to 1)."""

    id: Competency
    title: str
    says: Sentence
    weight: float = Field(gt=0, le=1)


class RoundTrack(ContentModel):
    """One of the four rounds: how long, how often, for whom, and what is judged."""

    id: Round
    title: str
    says: Sentence
    minutes: tuple[int, int]
    frequency: str
    seniority: Sentence
    competencies: tuple[CompetencyTrack, ...] = Field(min_length=4, max_length=4)


class DimensionTrack(ContentModel):
    """One dimension at one bar."""

    id: Dimension
    title: str
    says: Sentence


class BarTrack(ContentModel):
    """A bar: the levels it is for and the seven dimensions as they are judged there."""

    id: Bar
    title: str
    levels: tuple[Level, ...]
    says: Sentence
    dimensions: tuple[DimensionTrack, ...] = Field(min_length=7, max_length=7)


class LevelTrack(ContentModel):
    """A level: where its bar lies on the level axis, which bar judges it, and how it shifts the weights."""

    id: Level
    title: str
    bar: Bar
    at: float = Field(ge=4, le=7)
    says: Sentence
    basis: Basis
    adjusts: dict[Round, Adjustment] = Field(default_factory=dict)


class Word(ContentModel):
    """A word of the weight scale, its number, and why that number."""

    value: float = Field(gt=0, le=10)
    because: Sentence


class WeightWords(ContentModel):
    """The scale that turns words into numbers, the reasoning behind it, and the levels."""

    says: Sentence
    words: dict[str, Word]
    levels: tuple[LevelTrack, ...]


class _Activities(ContentModel):
    variants: tuple[Variant, ...] = ()
    shared: tuple[Shared, ...] = ()


class Tracks(ContentModel):
    """Everything in `content/tracks/`, in the order of the guide."""

    roles: tuple[RoleTrack, ...]
    archetypes: tuple[ArchetypeTrack, ...]
    rounds: tuple[RoundTrack, ...]
    bars: tuple[BarTrack, ...]
    levels: tuple[LevelTrack, ...]
    stages: tuple[StageRule, ...]
    variants: tuple[Variant, ...]
    shared: tuple[Shared, ...]
    table: WeightTable
    words: dict[str, Word]
    says: str

    def company(self, slug: str) -> tuple[ArchetypeTrack, CompanyTrack]:
        """Return a company and its kind.

        Raises:
            UnknownNameError: No company has that slug.
        """
        for archetype in self.archetypes:
            for company in archetype.companies:
                if company.id == slug:
                    return archetype, company
        known = [company.id for archetype in self.archetypes for company in archetype.companies]
        raise _unknown("company", slug, known)

    def level(self, name: str) -> LevelTrack:
        """Return a level. Raises `UnknownNameError`."""
        for level in self.levels:
            if level.id == name:
                return level
        raise _unknown("level", name, [level.id for level in self.levels])

    def role(self, name: str) -> RoleTrack:
        """Return a role. Raises `UnknownNameError`."""
        for role in self.roles:
            if role.id == name:
                return role
        raise _unknown("role", name, [role.id for role in self.roles])

    def weights(self, role: str, company: str, *, level: str, edits: dict[Round, float] | None = None) -> Weights:
        """Return each round's share at a company; see `round_weights`. Raises what that raises."""
        archetype, found = self.company(company)
        return round_weights(
            self.table,
            self.role(role).id,
            archetype=archetype.id,
            company=found.id,
            level=self.level(level).id,
            edits=edits,
        )

    def goal(
        self,
        *,
        role: str,
        level: str,
        hours_per_week: float,
        loops: Sequence[tuple[str, date, dict[Round, float]]],
        days_off: Sequence[Weekday | date] = (),
    ) -> Goal:
        """Return the engine's goal from what Setup takes: loops as (company slug, date, edited shares).

        Raises:
            UnknownNameError: Role, level or company is not in the tracks.
            OutOfRangeError: An edited share leaves [0, 1].
        """
        dated = tuple(
            LoopDate(
                company=slug,
                name=self.company(slug)[1].name,
                date=day,
                weights=self.weights(role, slug, level=level, edits=edits),
            )
            for slug, day, edits in loops
        )
        found = self.level(level)
        return Goal(
            role=self.role(role).id,
            level=found.id,
            bar=found.at,
            hours_per_week=hours_per_week,
            days_off=tuple(days_off),
            loops=dated,
        )

    def activities(self, goal: Goal, exercises: Iterable[Exercise]) -> tuple[Activity, ...]:
        """Return what a plan for this goal may use: the exercises in their variants, and what needs no exercise."""
        targets = []
        for loop in goal.loops:
            company = self.company(loop.company)[1]
            targets.append(Target(company=company.id, name=company.name, homework=company.homework))
        return activities(
            exercises=exercises, variants=self.variants, shared=self.shared, role=goal.role, targets=targets
        )

    def competency_weights(self) -> dict[str, float]:
        """Return each competency's share of its round; the four of a round sum to 1."""
        return {entry.id: entry.weight for track in self.rounds for entry in track.competencies}


def load_tracks(root: Path) -> Tracks:
    """Return the tracks below a content root (the folder that holds `tracks/`).

    Raises:
        ContentError: A file is wrong (file and line), an id stands twice, a word or company is unknown, or a stage,
            role, round, bar or archetype is missing.
    """
    folder = root / "tracks"
    words = load_yaml(folder / "weights.yaml", WeightWords, root=root)
    roles = _every(folder / "roles", RoleTrack, root)
    archetypes = _every(folder / "companies", ArchetypeTrack, root)
    rounds = _ordered(_every(folder / "rounds", RoundTrack, root), ROUNDS, folder / "rounds")
    bars = _every(folder / "bars", BarTrack, root)
    stages = [load_yaml(path, StageRule, root=root) for path in sorted((folder / "clock").glob("*.yaml"))]
    _same({stage.stage for stage in stages}, set(STAGES), folder / "clock")
    lists = [load_yaml(path, _Activities, root=root) for path in sorted((folder / "activities").glob("*.yaml"))]
    _check_words(words, [(r.id, r.rounds) for r in roles] + [(a.id, a.rounds) for a in archetypes], folder)
    companies = [company for archetype in archetypes for company in archetype.companies]
    _unique([company.id for company in companies], folder / "companies")
    table = WeightTable(
        words={name: word.value for name, word in words.words.items()},
        roles={role.id: role.rounds for role in roles},
        archetypes={archetype.id: archetype.rounds for archetype in archetypes},
        companies={company.id: company.adjusts for company in companies},
        levels={level.id: level.adjusts for level in words.levels},
    )
    shared = tuple(entry for part in lists for entry in part.shared)
    variants = tuple(entry for part in lists for entry in part.variants)
    _unique([entry.id for entry in shared], folder / "activities")
    return Tracks(
        roles=_ordered(roles, ("ml-engineer", "ai-engineer", "data-scientist"), folder / "roles"),
        archetypes=_ordered(archetypes, ("faang", "ai-first", "product", "startup"), folder / "companies"),
        rounds=rounds,
        bars=_ordered(bars, ("execution", "strategy"), folder / "bars"),
        levels=words.levels,
        stages=tuple(sorted(stages, key=lambda stage: -stage.from_days_out)),
        variants=variants,
        shared=shared,
        table=table,
        words=words.words,
        says=words.says,
    )


def _every(folder: Path, model: type[Entry], root: Path) -> list[Entry]:
    return [load_yaml(path, model, root=root) for path in sorted(folder.glob("*.yaml"))]


def _ordered(found: list[Entry], order: Sequence[str], folder: Path) -> tuple[Entry, ...]:
    _unique([entry.id for entry in found], folder)
    _same({entry.id for entry in found}, set(order), folder)
    return tuple(sorted(found, key=lambda entry: order.index(entry.id)))


def _same(found: set[str], wanted: set[str], folder: Path) -> None:
    if found != wanted:
        missing, extra = sorted(wanted - found), sorted(found - wanted)
        raise ContentError(f"tracks/{folder.name}", 1, f"missing: {missing}; not known: {extra}")


def _unique(ids: list[str], folder: Path) -> None:
    twice = sorted({ident for ident in ids if ids.count(ident) > 1})
    if twice:
        raise ContentError(f"tracks/{folder.name}", 1, f"ids stand twice: {twice}")


def _check_words(words: WeightWords, rows: list[tuple[str, dict[Round, Cell]]], folder: Path) -> None:
    for owner, row in rows:
        _same(set(row), set(ROUNDS), folder / owner)
        for name, cell in row.items():
            if cell.word not in words.words:
                raise ContentError(
                    f"tracks/{owner}",
                    1,
                    f"{name}: word {cell.word!r} is not in weights.yaml; known: {sorted(words.words)}",
                )


def _unknown(kind: str, name: str, known: list[str]) -> UnknownNameError:
    near = difflib.get_close_matches(name, known, n=1)
    return UnknownNameError(kind, name, known, near[0] if near else None)
