"""A design exercise as authors write it: the prompt, what may be asked and committed, truths, blueprints, answers.

Why: the room, the report and the content tests read a design only through here. Wrong when a truth, a reveal or a
rubric item reaches the room before it was earned: the room gets what an action picks from `sheet`, never all of it.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import Field, JsonValue, model_validator

from theloop.base.errors import ContentError
from theloop.engines.attempt.choices import Answer, ChoiceRule
from theloop.engines.grading.rubric import ItemId, Rubric, Sentence
from theloop.engines.systems.blueprint import Blueprint, Requirements
from theloop.engines.systems.predictions import NapkinTruth
from theloop.library.common import ContentModel, Header, Phase
from theloop.library.load import load_yaml, parse_yaml, read_tree

CommitmentName = Annotated[str, Field(pattern=r"^[a-z0-9_.:-]+$", max_length=120)]
DimensionName = Literal["count", "time", "rate", "data", "bandwidth", "flop", "flop_rate", "money", "spend"]
FAILING = ("misses_latency_", "overloads_", "loses_recall_", "over_budget_", "stale_", "single_point_")
PROMISES = ("meets_", *FAILING)


class Choice(ContentModel):
    """One option of a commitment: its value in the event and the words shown."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9_-]+$", max_length=60)]
    label: str


class Commitment(ContentModel):
    """A field of the room that asks for something checkable.

    `unit` is the dimension a quantity must have; `example` shows how to write it. `with_reason` asks for the reason
    beside the value.
    """

    name: CommitmentName
    phase: ItemId
    label: str
    kind: Literal["quantity", "choice", "text"]
    unit: DimensionName | None = None
    example: str = ""
    choices: tuple[Choice, ...] = ()
    help: Sentence
    with_reason: bool = False

    @model_validator(mode="after")
    def _kind_fits(self) -> Commitment:
        if (self.kind == "quantity") != (self.unit is not None):
            raise ValueError(f"{self.name}: a quantity names its unit, and only a quantity does")
        if (self.kind == "choice") != bool(self.choices):
            raise ValueError(f"{self.name}: a choice lists its choices, and only a choice does")
        return self


class Timed(ContentModel):
    """Which commitments the clock watches: the scope statement, the approach, the close."""

    scope: tuple[CommitmentName, ...] = Field(min_length=1)
    approach: tuple[CommitmentName, ...] = Field(min_length=1)
    close: tuple[CommitmentName, ...] = Field(min_length=1)


class Metrics(ContentModel):
    """The chain of metrics from what is computed offline to what the company wants."""

    offline: tuple[Sentence, ...] = Field(min_length=1)
    online: tuple[Sentence, ...] = Field(min_length=1)
    guardrails: tuple[Sentence, ...] = Field(min_length=1)
    north_star: Sentence


class ShippingExperiment(ContentModel):
    """The experiment that would ship the design: unit, primary metric, length, and the threat to watch for."""

    unit: str
    primary: Sentence
    smallest_effect: Sentence
    duration: Sentence
    threat: Sentence
    decision: Sentence


class DesignSheet(Header):
    """The file `design.yaml`."""

    kind: Literal["design"]
    opening: Sentence
    approach: Sentence
    closing: Sentence
    given_at_l5: tuple[Sentence, ...] = Field(min_length=3)
    commitments: tuple[Commitment, ...] = Field(min_length=4, max_length=30)
    choices: tuple[ChoiceRule, ...] = ()
    timed: Timed
    truths: tuple[NapkinTruth, ...] = Field(min_length=3, max_length=30)
    floor: Requirements
    reference: str
    metrics: Metrics
    experiment: ShippingExperiment

    @model_validator(mode="after")
    def _names_agree(self) -> DesignSheet:
        phases = {phase.id for phase in self.phases}
        names = {commitment.name for commitment in self.commitments}
        for commitment in self.commitments:
            if commitment.phase not in phases:
                raise ValueError(f"commitment {commitment.name!r} names the phase {commitment.phase!r}")
        asked = [condition.commitment for rule in self.choices for condition in rule.when]
        watched = [*self.timed.scope, *self.timed.approach, *self.timed.close, *asked]
        for name in watched:
            if name not in names:
                raise ValueError(f"{name!r} is not a commitment of this design")
        sources = {source.id for source in self.sources} | {"assumption", "arithmetic"}
        for truth in self.truths:
            if truth.source not in sources:
                raise ValueError(f"truth {truth.id!r} cites {truth.source!r}, which is not a source")
        return self


class Replay(ContentModel):
    """The front matter of an answer: what its author drew, calculated and committed, so that it can be graded.

    `at` is the attempt clock in seconds.
    """

    band: Literal["l4", "l5", "l6"]
    board: str | None = None
    board_at: int = Field(default=1_500, ge=0)
    napkin: tuple[tuple[str, str], ...] = ()
    napkin_at: int = Field(default=1_200, ge=0)
    committed: tuple[ReplayedCommitment, ...] = ()
    phases: tuple[tuple[ItemId, int], ...] = ()


class ReplayedCommitment(ContentModel):
    """One commitment of an answer."""

    name: CommitmentName
    value: str
    reason: str = ""
    at: int = Field(ge=0)

    def answer(self) -> Answer:
        """Return it as the choice engine takes it."""
        return Answer(value=self.value, reason=self.reason, at_ms=self.at * 1000)


class Spoken(ContentModel):
    """One turn of an answer: when, in seconds of the attempt clock, and the words."""

    at: int = Field(ge=0)
    text: str


class WrittenAnswer(ContentModel):
    """A whole answer: what was done (`replay`) and what was said."""

    name: str
    replay: Replay
    said: tuple[Spoken, ...]


class Design(ContentModel):
    """One design exercise, read from its folder."""

    sheet: DesignSheet
    prompt: str
    notes: dict[str, str]
    rubric: Rubric
    blueprints: dict[str, Blueprint]
    answers: dict[str, WrittenAnswer]

    @property
    def reference(self) -> Blueprint:
        """The blueprint that a candidate's board is compared with."""
        return self.blueprints[self.sheet.reference]


def load_design(folder: Path, *, root: Path | None = None) -> Design:
    """Return the design in `folder`, everything read and cross-checked.

    Args:
        folder: A folder with design.yaml, prompt.md, rubric.yaml, phases/, blueprints/ and answers/.
        root: Folder that paths in errors are relative to; the parent of `folder` where None.

    Raises:
        ContentError: A file is wrong or missing, or two files do not agree; names file, line and reason.
    """
    root = root or folder.parent
    sheet = load_yaml(folder / "design.yaml", DesignSheet, root=root)
    rubric = load_yaml(folder / "rubric.yaml", Rubric, root=root)
    notes = {phase.id: _text(folder / "phases" / f"{phase.id}.md", root) for phase in sheet.phases}
    blueprints = {
        path.stem: load_yaml(path, Blueprint, root=root) for path in sorted((folder / "blueprints").glob("*.yaml"))
    }
    answers = {path.stem: read_answer(path, root=root) for path in sorted((folder / "answers").glob("*.md"))}
    design = Design(
        sheet=sheet,
        prompt=_text(folder / "prompt.md", root),
        notes=notes,
        rubric=rubric,
        blueprints=blueprints,
        answers=answers,
    )
    _cross_check(design, shown=str((folder / "design.yaml").relative_to(root)))
    return design


def _text(path: Path, root: Path) -> str:
    if not path.is_file():
        raise ContentError(str(path.relative_to(root)), 1, "the file is missing")
    return path.read_text(encoding="utf-8")


def _cross_check(design: Design, *, shown: str) -> None:
    sheet, rubric = design.sheet, design.rubric
    items = {item.id for item in rubric.items}
    phases: set[str] = {phase.id for phase in sheet.phases}
    if sheet.reference not in design.blueprints:
        raise ContentError(shown, 1, f"the reference {sheet.reference!r} is not in blueprints/")
    for name in design.blueprints:
        if not name.startswith(PROMISES):
            raise ContentError(shown, 1, f"blueprints/{name}.yaml promises nothing; begin its name with meets_ ...")
    for insight in sheet.insights:
        if insight.item not in items or insight.phase not in phases:
            raise ContentError(shown, 1, f"insight {insight.id!r} names item {insight.item!r}, phase {insight.phase!r}")
    for item in rubric.items:
        if item.phase not in phases:
            raise ContentError(shown, 1, f"rubric item {item.id!r} names the phase {item.phase!r}")
    for name, answer in design.answers.items():
        if answer.replay.board is not None and answer.replay.board not in design.blueprints:
            raise ContentError(shown, 1, f"answers/{name}.md names the board {answer.replay.board!r}")


_TURN = re.compile(r"^\[(\d{1,3}):([0-5]\d)\]\s+(.*)$")


def read_answer(path: Path, *, root: Path) -> WrittenAnswer:
    """Return an answer file: YAML front matter between `---` lines, then turns that begin with `[mm:ss]`.

    Raises:
        ContentError: No front matter, a turn without a time, or times that go back.
    """
    shown = str(path.relative_to(root))
    text = _text(path, root)
    parts = text.split("---\n", 2)
    if len(parts) != 3 or parts[0].strip():
        raise ContentError(shown, 1, "an answer begins with front matter between --- lines")
    replay = parse_yaml(parts[1], Replay, shown=shown)
    first_line = parts[1].count("\n") + 3
    turns: list[Spoken] = []
    for number, line in enumerate(parts[2].splitlines(), start=first_line):
        match = _TURN.match(line)
        if match:
            at = int(match[1]) * 60 + int(match[2])
            if turns and at < turns[-1].at:
                raise ContentError(shown, number, "a turn is earlier than the one before it")
            turns.append(Spoken(at=at, text=match[3].strip()))
        elif line.strip() and turns:
            turns[-1] = Spoken(at=turns[-1].at, text=f"{turns[-1].text} {line.strip()}")
        elif line.strip():
            raise ContentError(shown, number, "a turn begins with its time, as in [00:42]")
    return WrittenAnswer(name=path.stem, replay=replay, said=tuple(turns))


def blueprint_yaml(blueprint: Blueprint) -> str:
    """Return a blueprint as YAML that `read_blueprint` reads back to an equal one; defaults are left out."""
    plain: dict[str, Any] = blueprint.model_dump(mode="json", exclude_defaults=True)
    plain["nodes"] = [
        {"id": node.id, "type": node.type, **node.model_dump(mode="json", exclude_defaults=True)}
        for node in blueprint.nodes
    ]
    return yaml.dump(plain, Dumper=_Lossless, sort_keys=False, allow_unicode=True, width=110)


class _Lossless(yaml.SafeDumper):
    """Quotes text with unprintable characters: YAML folds some of them into line breaks otherwise."""


def _text_node(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=None if text.isprintable() else '"')


_Lossless.add_representer(str, _text_node)


def read_blueprint(text: str, *, shown: str) -> Blueprint:
    """Return YAML text as a blueprint. Raises ContentError with file, line and reason, TooLargeError over 512 kB."""
    return parse_yaml(text, Blueprint, shown=shown)


def blueprint_tree(text: str, *, shown: str) -> dict[str, JsonValue]:
    """Return YAML text as plain data for `engines.systems.check.read_board`, which reports every error at once."""
    tree, _ = read_tree(text, shown=shown)
    if not isinstance(tree, dict):
        raise ContentError(shown, 1, "a blueprint is a mapping with nodes and edges")
    return tree


def phase_of(design: Design, ident: str) -> Phase:
    """Return a phase by id; raises KeyError where there is none."""
    return next(phase for phase in design.sheet.phases if phase.id == ident)
