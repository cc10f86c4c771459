"""A coding problem as its author wrote it: the folder's promise files as one frozen value.

Why: the room shows it, the judge runs it, the grader reads its rubric. Wrong when anything here that is secret
(`cases`, `solutions`, reveals) reaches a door: doors take `prompt`, `starter`, `signature`, `rules`, `aloud`, `after`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from theloop.base.errors import ContentError
from theloop.engines.grading.rubric import ItemId, Rubric, Sentence
from theloop.library.common import ContentModel, Header
from theloop.library.load import load_yaml

Text = Annotated[str, Field(min_length=1, max_length=400)]
TagName = Annotated[str, Field(pattern=r"^[a-z0-9_]+$", max_length=60)]


class Parameter(ContentModel):
    """One line of the signature table: a parameter, or `returns`; `shape` in the problem's letters."""

    name: Text
    shape: Text
    dtype: Text
    says: str = ""


class TestGroup(ContentModel):
    """A group of tests as it is shown; `cases.py` yields cases under these names, in this order."""

    __test__ = False  # pytest must not collect it

    name: TagName
    title: Text


class AloudPrompt(ContentModel):
    """A question to be answered aloud after the code; answered by a `said` event whose `about` is `aloud.<id>`."""

    id: ItemId
    prompt: Sentence


class ClaimChoice(ContentModel):
    """A complexity that may be claimed, written as `O(T^2 d)`: factors with powers, nothing else."""

    id: ItemId
    label: Annotated[str, Field(pattern=r"^O\([A-Za-z0-9^ .]+\)$", max_length=60)]


class Claim(ContentModel):
    """What the candidate commits about the code: `name` is the commitment (`claim.time`, `claim.memory`).

    The commitment's value is the `label` of the choice, so it reads the same in the log, the fact and the report.
    """

    name: Literal["claim.time", "claim.memory"]
    label: Text
    help: Text
    choices: tuple[ClaimChoice, ...] = Field(min_length=3, max_length=10)


class Limits(ContentModel):
    """Limits of one submission. CPU and wall seconds are per test; memory is above the idle program.

    A test tagged `scale` may use `pace` times the reference's CPU time, and never less than `scale_floor_seconds`.
    """

    cpu_seconds: float = Field(gt=0, le=60)
    wall_seconds: float = Field(gt=0, le=120)
    load_seconds: float = Field(default=2.0, gt=0, le=30)
    memory_mib: int = Field(ge=16, le=8192)
    pace: float = Field(default=10.0, gt=1, le=100)
    scale_floor_seconds: float = Field(default=0.1, gt=0, le=10)


class GrowthAxis(ContentModel):
    """The size that the growth series varies, and what `copies` counts, if anything."""

    variable: Annotated[str, Field(pattern=r"^[A-Za-z]$")]
    says: Sentence
    unit: Text | None = None


class ProblemHead(Header):
    """What `problem.yaml` holds."""

    function: Annotated[str, Field(pattern=r"^[a-z_][a-z0-9_]*$")]
    file: Annotated[str, Field(pattern=r"^[a-z0-9_]+\.py$")]
    signature: tuple[Parameter, ...] = Field(min_length=2, max_length=12)
    rules: tuple[Sentence, ...] = Field(min_length=1, max_length=12)
    allowed_modules: tuple[str, ...] = ("numpy",)
    groups: tuple[TestGroup, ...] = Field(min_length=2, max_length=6)
    tags: tuple[TagName, ...] = ()
    limits: Limits
    growth: GrowthAxis | None = None
    claims: tuple[Claim, ...] = ()
    aloud: tuple[AloudPrompt, ...] = Field(min_length=2, max_length=8)
    after: tuple[Sentence, ...] = Field(min_length=1, max_length=8)
    reference: Annotated[str, Field(pattern=r"^ac_[a-z0-9_]+\.py$")]


class Solution(ContentModel):
    """A file under `solutions/` whose name promises its verdict, such as `wa_mask_after_softmax.py`."""

    name: str
    source: str


class Problem(ProblemHead):
    """A whole problem: `problem.yaml`, and the text of the files beside it.

    `cases` is Python that only the judge's grader process executes. `rubric` decides the report.
    """

    prompt: str
    starter: str
    cases: str
    notes: str
    rubric: Rubric
    solutions: tuple[Solution, ...]

    @model_validator(mode="after")
    def _reference_is_a_solution(self) -> Problem:
        if self.reference not in {solution.name for solution in self.solutions}:
            raise ValueError(f"reference {self.reference!r} is not among the solutions")
        return self

    @property
    def reference_source(self) -> str:
        """The source of the accepted solution that time and memory are compared with."""
        return next(s.source for s in self.solutions if s.name == self.reference)


def load_problem(folder: Path, *, root: Path | None = None) -> Problem:
    """Return the problem in `folder`.

    Reads `problem.yaml`, `prompt.md`, `starter.py`, `cases.py`, `notes.md`, `rubric.yaml` and `solutions/*.py`.
    Nothing is executed.

    Args:
        folder: The problem's folder; its name must be the problem's slug.
        root: Folder that paths are shown relative to in errors.

    Raises:
        ContentError: A file is missing or not allowed, the folder's name is not the slug, or a name in the head
            (a rubric item behind an insight, a phase, the reference solution) does not exist.
    """
    head = load_yaml(folder / "problem.yaml", ProblemHead, root=root)
    shown = str((folder / "problem.yaml").relative_to(root)) if root else str(folder / "problem.yaml")
    rubric = load_yaml(folder / "rubric.yaml", Rubric, root=root)
    if head.slug != folder.name:
        raise ContentError(shown, 1, f"slug {head.slug!r} is not the folder's name {folder.name!r}")
    _check_names(head, rubric, shown)
    solutions = tuple(
        Solution(name=path.name, source=path.read_text(encoding="utf-8"))
        for path in sorted((folder / "solutions").glob("*.py"))
    )
    if head.reference not in {solution.name for solution in solutions}:
        raise ContentError(shown, 1, f"reference {head.reference!r} is not in solutions/")
    return Problem(
        **head.model_dump(),
        prompt=_text(folder, "prompt.md", root),
        starter=_text(folder, "starter.py", root),
        cases=_text(folder, "cases.py", root),
        notes=_text(folder, "notes.md", root),
        rubric=rubric,
        solutions=solutions,
    )


def _text(folder: Path, name: str, root: Path | None) -> str:
    path = folder / name
    shown = str(path.relative_to(root)) if root else str(path)
    if not path.is_file():
        raise ContentError(shown, 1, "the file is missing")
    return path.read_text(encoding="utf-8")


def _check_names(head: ProblemHead, rubric: Rubric, shown: str) -> None:
    phases = {phase.id for phase in head.phases}
    items = {item.id for item in rubric.items}
    for insight in head.insights:
        if insight.phase not in phases:
            raise ContentError(shown, 1, f"insight {insight.id!r} names the unknown phase {insight.phase!r}")
        if insight.item not in items:
            raise ContentError(shown, 1, f"insight {insight.id!r} names the unknown rubric item {insight.item!r}")
    for item in rubric.items:
        if item.phase not in phases:
            raise ContentError(shown, 1, f"rubric item {item.id!r} names the unknown phase {item.phase!r}")
    for claim in head.claims:
        labels = [choice.label for choice in claim.choices]
        if len(set(labels)) != len(labels):
            raise ContentError(shown, 1, f"{claim.name} offers the same choice twice")
