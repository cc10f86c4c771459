"""What a room may show of an exercise before it is graded.

Why: reveals, rubrics, truths, expected values and sealed threats stay on this side of the door. Wrong when a field is
copied wholesale from content: every field here is chosen.
"""

from __future__ import annotations

from typing import Literal, assert_never

from pydantic import JsonValue

from theloop.actions.attempt_view import View
from theloop.actions.markdown import html_of
from theloop.engines.attempt.events import Level, Round
from theloop.engines.systems.catalogue import NodeType, node_types
from theloop.library.cases import LoadedCase
from theloop.library.catalogue import header_of
from theloop.library.common import Header
from theloop.library.designs import Design
from theloop.library.problems import Problem
from theloop.ports.world import World


class PhaseMaterial(View):
    """One phase of the clock, at both lengths."""

    id: str
    title: str
    minutes: int
    long_minutes: int
    settle: str


class Option(View):
    """One choice of a closed list."""

    id: str
    label: str


class CommitmentMaterial(View):
    """A field that asks for something checkable; `unit` is the dimension a quantity must have."""

    name: str
    phase: str
    label: str
    kind: Literal["quantity", "choice", "text"]
    unit: str | None = None
    example: str = ""
    choices: tuple[Option, ...] = ()
    help: str
    with_reason: bool = False


class _Material(View):
    slug: str
    round: Round
    title: str
    summary: str
    prompt_html: str
    minutes: int
    levels: tuple[Level, ...]
    phases: tuple[PhaseMaterial, ...]
    commitments: tuple[CommitmentMaterial, ...]
    out_of_scope: tuple[str, ...]


class DesignMaterial(_Material):
    """The Design Room's material."""

    kind: Literal["design"] = "design"
    node_types: tuple[NodeType, ...]


class SignatureLine(View):
    """One parameter of the function, or what it returns."""

    name: str
    shape: str
    dtype: str
    says: str


class Aloud(View):
    """A question to be answered aloud; `about` is what a `said` event carries."""

    id: str
    about: str
    prompt: str


class ProblemMaterial(_Material):
    """The Code Room's material."""

    kind: Literal["problem"] = "problem"
    file: str
    function: str
    starter: str
    signature: tuple[SignatureLine, ...]
    rules: tuple[str, ...]
    aloud: tuple[Aloud, ...]
    after: tuple[str, ...]
    groups: tuple[Option, ...]
    cpu_seconds: float
    memory_mib: int


class FormMaterial(View):
    """The closed lists of the plan form and the plan it starts from."""

    units: tuple[Option, ...]
    primary: tuple[Option, ...]
    guardrails: tuple[Option, ...]
    analyses: tuple[Option, ...]
    stopping: tuple[Option, ...]
    decisions: tuple[Option, ...]
    start: dict[str, JsonValue]


class CaseMaterial(_Material):
    """The Lab's material; the world's truth and its threats are not in it."""

    kind: Literal["case"] = "case"
    form: FormMaterial


def open_room(world: World, slug: str) -> DesignMaterial | ProblemMaterial | CaseMaterial:
    """Return what the room of this exercise shows. Raises `UnknownNameError` for an unknown slug."""
    exercise = world.library.exercise(slug)
    match exercise:
        case Design():
            return _design(exercise)
        case Problem():
            return _problem(exercise)
        case LoadedCase():
            return _case(exercise)
        case _:
            assert_never(exercise)


def _common(header: Header, prompt: str) -> dict[str, object]:
    return {
        "slug": header.slug,
        "round": header.round,
        "title": header.title,
        "summary": header.summary,
        "prompt_html": html_of(prompt),
        "minutes": header.minutes,
        "levels": header.levels,
        "phases": tuple(
            PhaseMaterial(
                id=phase.id,
                title=phase.title,
                minutes=phase.minutes,
                long_minutes=phase.long_minutes,
                settle=phase.settle,
            )
            for phase in header.phases
        ),
        "out_of_scope": header.out_of_scope,
    }


def _design(design: Design) -> DesignMaterial:
    commitments = tuple(
        CommitmentMaterial(
            name=one.name,
            phase=one.phase,
            label=one.label,
            kind=one.kind,
            unit=one.unit,
            example=one.example,
            choices=tuple(Option(id=choice.id, label=choice.label) for choice in one.choices),
            help=one.help,
            with_reason=one.with_reason,
        )
        for one in design.sheet.commitments
    )
    common = _common(header_of(design), design.prompt)
    return DesignMaterial.model_validate(
        {**common, "commitments": commitments, "node_types": node_types()}, from_attributes=True
    )


def _problem(problem: Problem) -> ProblemMaterial:
    claims = tuple(
        CommitmentMaterial(
            name=claim.name,
            phase=problem.phases[1].id,
            label=claim.label,
            kind="choice",
            choices=tuple(Option(id=choice.label, label=choice.label) for choice in claim.choices),
            help=claim.help,
        )
        for claim in problem.claims
    )
    return ProblemMaterial.model_validate(
        {
            **_common(problem, problem.prompt),
            "commitments": claims,
            "file": problem.file,
            "function": problem.function,
            "starter": problem.starter,
            "signature": tuple(
                SignatureLine(name=line.name, shape=line.shape, dtype=line.dtype, says=line.says)
                for line in problem.signature
            ),
            "rules": problem.rules,
            "aloud": tuple(
                Aloud(id=prompt.id, about=f"aloud.{prompt.id}", prompt=prompt.prompt) for prompt in problem.aloud
            ),
            "after": problem.after,
            "groups": tuple(Option(id=group.name, label=group.title) for group in problem.groups),
            "cpu_seconds": problem.limits.cpu_seconds,
            "memory_mib": problem.limits.memory_mib,
        }
    )


def _case(loaded: LoadedCase) -> CaseMaterial:
    form = loaded.case.form
    lists = ("units", "primary", "guardrails", "analyses", "stopping", "decisions")
    options = {
        name: tuple(Option(id=choice.value, label=choice.label) for choice in getattr(form, name)) for name in lists
    }
    material = FormMaterial.model_validate({**options, "start": form.start.model_dump(mode="json")})
    return CaseMaterial.model_validate({**_common(loaded.case, loaded.prompt), "commitments": (), "form": material})
