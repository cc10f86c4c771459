"""Scripts of three rounds and a room in which simulated candidates sit them, second by second."""

from dataclasses import dataclass, field

import pytest

from theloop.engines.interview.machine import next_turn
from theloop.engines.interview.script import (
    Known,
    Log,
    Reveal,
    Script,
    ScriptItem,
    ScriptPhase,
    ScriptProbe,
    Spoken,
    Turn,
)

ROUNDS = {
    "design": ("scope", "data", "architecture", "scale", "evaluation"),
    "coding": ("clarify", "plan", "write", "test", "optimise"),
    "statistics": ("frame", "design", "size", "threats", "decide"),
}
SUBJECTS = ("hubs", "labels", "shards", "cohorts", "novelty", "caches", "quotas", "drift")
BARS = (
    (
        "Bounds {0} in {1} by an explicit ceiling",
        "Prices dropped {0} of {1} against weekly revenue",
        "Unlimited {0} for {1} cost nothing at peak",
    ),
    (
        "Names an owner paged for {0} during {1}",
        "Rehearses losing {0} under {1} every quarter",
        "Nobody needs watching over {0} after {1} ships",
    ),
    (
        "Estimates bytes read per request by {0} in {1}",
        "Trades memory of {0} for tail delay in {1}",
        "Memory is free so {0} stays resident for {1}",
    ),
    (
        "Compares {0} with a simpler baseline during {1}",
        "Decides when {0} gets retired from {1} entirely",
        "Simple baselines lose always, hence {0} wins {1}",
    ),
)


def make_script(kind="design", level="L6", minutes=4):
    phases = tuple(ScriptPhase(id=name, title=name.capitalize(), minutes=minutes) for name in ROUNDS[kind])
    items = []
    for p, phase in enumerate(phases):
        for k in range(4):
            name, subject = f"{phase.id}-{k}", SUBJECTS[(p + k) % len(SUBJECTS)]
            items.append(
                ScriptItem(
                    id=name,
                    phase=phase.id,
                    competency="ml-design.scale",
                    weight=1 + k,
                    essential=k == 0,
                    l5=BARS[k][0].format(subject, phase.id),
                    l6=BARS[k][1].format(subject, phase.id),
                    terms=(subject,),
                    contradicts=(BARS[k][2].format(subject, phase.id),),
                    probes=(
                        ScriptProbe(when="missing", ask=f"What grows without end in {phase.id}, part {k}?"),
                        ScriptProbe(when="l5", ask=f"Who pays when {phase.id} part {k} is wrong?"),
                        ScriptProbe(when="contradicted", ask=f"The trace of {phase.id} part {k} disagrees. Why?"),
                    ),
                )
            )
    reveals = (
        Reveal(
            id="users",
            asked_as=("How many daily users are there?", "What is the user base?", "How big is the audience?"),
            keywords=(("users", "audience", "people"), ("many", "number", "size", "daily")),
            answer="60 M people open it on a day, in mature markets.",
        ),
        Reveal(
            id="latency",
            asked_as=("What is the latency budget?", "How fast must a page be?", "Is there a p99 target?"),
            keywords=(("latency", "p99", "fast", "milliseconds"),),
            answer="A page of ten within 250 ms at p99, measured at the edge.",
        ),
    )
    return Script(
        id=kind, level=level, prompt="Take this where you think it matters.", phases=phases, reveals=reveals,
        items=tuple(items),
    )  # fmt: skip


@dataclass
class Room:
    """Runs one attempt: the candidate is asked for words every second, the interviewer after each and every 5 s."""

    script: Script
    known: tuple[Known, ...] = ()
    clock_runs: bool = True
    turns: list[Spoken] = field(default_factory=list)
    phase: str = ""
    phase_began_ms: int = 0

    def log(self, now_ms):
        return Log(
            turns=tuple(self.turns),
            known=self.known,
            phase=self.phase,
            elapsed_ms=now_ms,
            phase_elapsed_ms=now_ms - self.phase_began_ms,
            active_ms=max((t.at_ms for t in self.turns if t.who == "you"), default=0),
            clock_runs=self.clock_runs,
        )

    def speak(self, now_ms):
        for _ in range(3):
            turn = next_turn(self.script, self.log(now_ms))
            if not isinstance(turn, Turn):
                return
            if turn.moves_to:
                self.phase, self.phase_began_ms = turn.moves_to, now_ms
            self.turns.append(
                Spoken(
                    at_ms=now_ms, who="interviewer", text=turn.text, phase=self.phase, why=turn.why, about=turn.about
                )
            )

    def sit(self, candidate, *, step_s=5, over_s=120):
        self.phase = self.script.phases[0].id
        total_s = sum(p.minutes for p in self.script.phases) * 60
        self.speak(0)
        for second in range(step_s, total_s + over_s, step_s):
            now = second * 1000
            text = candidate(self, now)
            if text:
                self.turns.append(Spoken(at_ms=now, who="you", text=text, phase=self.phase))
            self.speak(now)
        return self

    @property
    def asked(self):
        return [t for t in self.turns if t.who == "interviewer"]

    @property
    def probes(self):
        return [t for t in self.asked if t.why == "probe"]


@pytest.fixture(scope="session")
def room():
    """Make a room: `room(kind=..., level=..., known=..., clock_runs=...)`."""

    def make(kind="design", level="L6", known=(), clock_runs=True, minutes=4):
        return Room(make_script(kind, level, minutes), known=tuple(known), clock_runs=clock_runs)

    return make


@pytest.fixture(scope="session")
def script():
    """Make a script: `script(kind, level)`."""
    return make_script
