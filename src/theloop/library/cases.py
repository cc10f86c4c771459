"""An experiment case as authors write it: a world, a story, form choices, a rubric, plans that prove themselves.

Why: the Lab, the report and the content tests read a case only through here. Wrong when a sealed number can be read
without asking for `world.sealed` or `threat`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field

from theloop.engines.grading.rubric import ItemId, Rubric, Sentence
from theloop.engines.stats.worlds.plan import Plan
from theloop.engines.stats.worlds.world import World
from theloop.library.common import ContentModel, Header


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
    label: str


class Form(ContentModel):
    """The closed lists of the plan form and the plan it starts from (deliberately empty of good choices)."""

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


class LoadedCase(ContentModel):
    """A case with its neighbours in the folder: prompt (Markdown), rubric, named plans, answer transcripts."""

    case: Case
    prompt: str
    rubric: Rubric
    plans: dict[str, Plan]
    answers: dict[str, Answer]

    def beside(self, plan: Plan) -> Plan:
        """Return the plan to run next to this one: the sound plan, or the common one when units are the same."""
        sound = self.plans[self.case.beside["sound"]]
        return sound if plan.unit != sound.unit else self.plans[self.case.beside["common"]]


class Answer(ContentModel):
    """A replayable transcript: timed lines, the plan it sealed, the band it must be graded in."""

    name: str
    band: Literal["l4", "l5", "l6"]
    plan: str
    lines: tuple[AnswerLine, ...] = Field(min_length=1)


class AnswerLine(ContentModel):
    """One line said at an attempt-clock time; `phase` where the line begins a phase of the clock."""

    at_ms: int = Field(ge=0)
    text: str
    phase: ItemId | Literal["same"] = "same"


def load_case(folder: Path) -> LoadedCase:
    """Return the case in `folder`."""
    raise NotImplementedError
