"""An experiment case as authors write it: a world, a story, form choices, a rubric, plans that prove themselves.

Why: the Lab, the report and the content tests read a case only through here. Wrong when a sealed number can be read
without asking for `world.sealed` or `threat`.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Literal, get_args

from pydantic import Field, StringConstraints, model_validator

from theloop.base.errors import ContentError
from theloop.engines.grading.rubric import ItemId, Rubric, Sentence
from theloop.engines.stats.worlds.plan import Analysis, Decision, Plan, StoppingRule
from theloop.engines.stats.worlds.world import World
from theloop.library.common import ContentModel, Header
from theloop.library.load import load_yaml, parse_yaml

PHASES = ("frame", "design", "size", "threats", "decide")
_LINE = re.compile(r"^\[(\d{1,3}):([0-5]\d)\]\s+(.+)$")
_PHASE = re.compile(r"^## ([a-z][a-z-]*)$")


class Hint(ContentModel):
    """A sentence that stands word for word in the prompt and gave the threat away, with what it meant."""

    quote: Sentence
    meant: Sentence


class ThreatLink(ContentModel):
    """One arrow of the threat's diagram: who acts on whom, and the words on the arrow."""

    source: str
    target: str
    says: str
    kind: Literal["assumed", "real"]


class Threat(ContentModel):
    """The sealed threat, as it is told once the plan is committed."""

    title: str
    what: tuple[Sentence, ...] = Field(min_length=1, max_length=4)
    hints: tuple[Hint, ...] = Field(min_length=2, max_length=4)
    redesign: tuple[Sentence, ...] = Field(min_length=1, max_length=4)
    links: tuple[ThreatLink, ...] = Field(min_length=2, max_length=8)
    returns_as: Sentence


class Choice(ContentModel):
    """One option of a closed field of the plan form: its value in the plan and the words shown."""

    value: str
    label: Annotated[str, StringConstraints(min_length=2, max_length=120)]


class Form(ContentModel):
    """The closed lists of the plan form, and the plan it starts from: complete, and good at nothing."""

    units: tuple[Choice, ...] = Field(min_length=2)
    primary: tuple[Choice, ...] = Field(min_length=2)
    guardrails: tuple[Choice, ...] = Field(min_length=1)
    analyses: tuple[Choice, ...] = Field(min_length=2)
    stopping: tuple[Choice, ...] = Field(min_length=2)
    decisions: tuple[Choice, ...] = Field(min_length=2)
    start: Plan


class Case(Header):
    """One experiment case. `beside` names the two plans shown next to a candidate's: the sound and the common one."""

    kind: Literal["case"]
    round: Literal["statistics"]
    world: World
    form: Form
    threat: Threat
    beside: dict[Literal["sound", "common"], str]

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> Case:
        if tuple(phase.id for phase in self.phases) != PHASES:
            raise ValueError(f"phases of a case are {', '.join(PHASES)}, in this order")
        if set(self.beside) != {"sound", "common"}:
            raise ValueError("beside names a sound and a common plan")
        primary = [metric.id for metric in self.world.metrics if "primary" in metric.roles]
        guards = [metric.id for metric in self.world.metrics if "guardrail" in metric.roles]
        for field, offered, known in (
            ("units", self.form.units, self.world.units),
            ("primary", self.form.primary, primary),
            ("guardrails", self.form.guardrails, guards),
            ("analyses", self.form.analyses, get_args(Analysis)),
            ("stopping", self.form.stopping, get_args(StoppingRule)),
            ("decisions", self.form.decisions, get_args(Decision)),
        ):
            values = [choice.value for choice in offered]
            if len(set(values)) != len(values) or not set(values) <= set(known):
                raise ValueError(f"form.{field} offers {values}; allowed, each once: {', '.join(known)}")
        return self


class AnswerLine(ContentModel):
    """One line said at an attempt-clock time, in which phase of the clock."""

    at_ms: int = Field(ge=0)
    phase: ItemId
    text: str = Field(min_length=1)


class Answer(ContentModel):
    """A replayable transcript: timed lines, the name of the plan it sealed, the band it must be graded in."""

    name: str
    band: Literal["l4", "l5", "l6"]
    plan: str
    lines: tuple[AnswerLine, ...] = Field(min_length=1)


class LoadedCase(ContentModel):
    """A case with its neighbours in the folder: prompt (Markdown), rubric, plans and answers by file name."""

    case: Case
    prompt: str
    rubric: Rubric
    plans: dict[str, Plan]
    answers: dict[str, Answer]

    def beside(self, plan: Plan) -> Plan:
        """Return the plan to run next to this one: the sound plan, or the common one when the units are the same."""
        sound = self.plans[self.case.beside["sound"]]
        return sound if plan.unit != sound.unit else self.plans[self.case.beside["common"]]


class _FrontMatter(ContentModel):
    plan: str


def load_case(folder: Path) -> LoadedCase:
    """Return the case in `folder`: case.yaml, prompt.md, rubric.yaml, plans/*.yaml, answers/*.md.

    Raises:
        ContentError: A file is missing or wrong, a hint does not stand in the prompt, an insight, answer or `beside`
            names something that is not there; the message gives file and line.
        TooLargeError: A YAML file is larger than 512 kB.
    """
    for name in ("case.yaml", "prompt.md", "rubric.yaml"):
        if not (folder / name).is_file():
            raise ContentError(f"{folder.name}/{name}", 1, "the file is missing")
    root = folder.parent
    case = load_yaml(folder / "case.yaml", Case, root=root)
    plans = {path.stem: load_yaml(path, Plan, root=root) for path in sorted((folder / "plans").glob("*.yaml"))}
    loaded = LoadedCase(
        case=case,
        prompt=(folder / "prompt.md").read_text(encoding="utf-8"),
        rubric=load_yaml(folder / "rubric.yaml", Rubric, root=root),
        plans=plans,
        answers={path.stem: _load_answer(path, root=root) for path in sorted((folder / "answers").glob("*.md"))},
    )
    _check_names(loaded, folder)
    return loaded


def _check_names(loaded: LoadedCase, folder: Path) -> None:
    case, shown = loaded.case, f"{folder.name}/case.yaml"
    if case.slug != folder.name or case.world.id != folder.name:
        raise ContentError(shown, 1, f"slug and world.id must be the folder's name {folder.name!r}")
    for name in case.beside.values():
        if name not in loaded.plans:
            raise ContentError(shown, 1, f"beside names plan {name!r}, which is not in plans/")
    prompt = " ".join(loaded.prompt.split())
    for hint in case.threat.hints:
        if " ".join(hint.quote.split()) not in prompt:
            raise ContentError(shown, 1, f"the hint {hint.quote!r} does not stand in prompt.md")
    items = {item.id for item in loaded.rubric.items}
    for insight in case.insights:
        if insight.item not in items or insight.phase not in PHASES:
            raise ContentError(shown, 1, f"insight {insight.id!r} names an unknown item or phase")
    for item in loaded.rubric.items:
        if item.phase not in PHASES:
            raise ContentError(f"{folder.name}/rubric.yaml", 1, f"item {item.id!r} names unknown phase {item.phase!r}")
    for answer in loaded.answers.values():
        if answer.plan not in loaded.plans:
            raise ContentError(f"{folder.name}/answers/{answer.name}.md", 2, f"no plan {answer.plan!r} in plans/")


def _load_answer(path: Path, *, root: Path) -> Answer:
    """Read `---`, front matter, `---`, then `## phase` headings and `[mm:ss] text` lines."""
    shown = str(path.relative_to(root))
    parts = path.read_text(encoding="utf-8").split("---\n", 2)
    if len(parts) != 3 or parts[0]:
        raise ContentError(shown, 1, "a transcript begins with front matter between two lines ---")
    front = parse_yaml(parts[1], _FrontMatter, shown=shown)
    first = parts[1].count("\n") + 3
    band = path.stem.split("_", 1)[0]
    if band not in ("l4", "l5", "l6"):
        raise ContentError(shown, 1, "the file's name begins with l4_, l5_ or l6_")
    lines: list[AnswerLine] = []
    phase = PHASES[0]
    for number, line in enumerate(parts[2].splitlines(), start=first):
        heading, spoken = _PHASE.match(line), _LINE.match(line)
        if heading:
            phase = heading.group(1)
            if phase not in PHASES:
                raise ContentError(shown, number, f"unknown phase {phase!r}; known: {', '.join(PHASES)}")
        elif spoken:
            at_ms = (int(spoken.group(1)) * 60 + int(spoken.group(2))) * 1000
            if lines and at_ms < lines[-1].at_ms:
                raise ContentError(shown, number, "the clock runs backwards")
            lines.append(AnswerLine(at_ms=at_ms, phase=phase, text=spoken.group(3)))
        elif line.strip():
            raise ContentError(shown, number, "a line reads `[mm:ss] text` or `## phase`")
    return Answer.model_validate({"name": path.stem, "band": band, "plan": front.plan, "lines": lines})
