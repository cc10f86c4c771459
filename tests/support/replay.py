"""Replays an answer that an author wrote as the attempt it would have been: every act at its time on the clock."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from tests.support.candidates import committed, event, said
from theloop.actions.append_events import append_events
from theloop.actions.finish_attempt import finish_attempt
from theloop.actions.grade_attempt import grade_attempt
from theloop.actions.run_attempt import run_attempt
from theloop.actions.see_attempts import see_attempt
from theloop.actions.start_attempt import start_attempt
from theloop.actions.tick_clock import tick_clock
from theloop.base.clock import FixedClock
from theloop.engines.attempt.events import NewEvent
from theloop.engines.grading.report import Report
from theloop.library.cases import LoadedCase
from theloop.library.designs import Design
from theloop.ports.world import World

RUN = "run"
Act = tuple[int, NewEvent | str]
_TURN = re.compile(r"^\[(\d{1,3}):([0-5]\d)\]\s+(.+)$")
_AFTERWARDS = 20  # seconds between the last act and the finish


def answers(world: World, slug: str) -> list[str]:
    """The names of the answers an exercise ships with."""
    return sorted(path.stem for path in _folder(world, slug).glob("*.md"))


async def replay(world: World, clock: FixedClock, slug: str, *, answer: str) -> Report:
    """Play the answer through the actions, from start to report. `clock` must be the world's."""
    attempt = (await start_attempt(world, slug, level="L6")).id
    for at, act in acts(world, slug, answer=answer):
        await _wait(world, clock, attempt, until=at)
        if isinstance(act, str):
            await run_attempt(world, attempt)
        else:
            await append_events(world, attempt, [act])
    clock.advance(seconds=_AFTERWARDS)
    await finish_attempt(world, attempt)
    return await grade_attempt(world, attempt)


async def _wait(world: World, clock: FixedClock, attempt: str, *, until: int) -> None:
    """Let the clock run to this second; as a page does, have the interviewer look whenever a phase's time is up."""
    while True:
        seen = await see_attempt(world, attempt, watched=True)
        left = next((one.budget_ms - one.spent_ms for one in seen.phases if one.state == "now"), 0)
        to_go = until * 1000 - seen.elapsed_ms
        if left <= 0 or left + 1000 > to_go:
            clock.advance(seconds=to_go / 1000)
            return
        clock.advance(seconds=left / 1000 + 1)
        await tick_clock(world, attempt)


def acts(world: World, slug: str, *, answer: str) -> list[Act]:
    """What was done at which second, in order; of what has one time, what is typed comes before what is said."""
    exercise = world.library.exercise(slug)
    if isinstance(exercise, Design):
        found = list(_design(exercise, answer))
    elif isinstance(exercise, LoadedCase):
        found = list(_case(exercise, answer))
    else:
        solutions = {one.name: one.source for one in exercise.solutions}
        found = list(_problem(_folder(world, slug) / f"{answer}.md", solutions))
    return sorted(found, key=lambda act: act[0])


def _folder(world: World, slug: str) -> Path:
    _, folder = world.library.folders[slug]
    return folder / "answers"


def _design(design: Design, name: str) -> Iterator[Act]:
    answer = design.answers[name]
    done = answer.replay
    yield from ((at, event("phase_changed", phase=phase, by="candidate")) for phase, at in done.phases if at)
    yield from ((one.at, committed(one.name, one.value, one.reason)) for one in done.committed)
    yield done.napkin_at, event("calculated", lines=[{"name": n, "formula": f} for n, f in done.napkin])
    last = max([one.at for one in done.committed if one.name.startswith("predict.")], default=0)
    if done.board is not None:
        board = design.blueprints[done.board].model_dump(mode="json", exclude_none=True)
        yield done.board_at, event("drew", board=board)
        yield max(last, done.board_at, done.napkin_at) + 1, RUN
    yield from ((turn.at, said(turn.text)) for turn in answer.said)


def _case(case: LoadedCase, name: str) -> Iterator[Act]:
    answer = case.answers[name]
    phase = answer.lines[0].phase
    for line in answer.lines:
        if line.phase != phase:
            phase = line.phase
            yield line.at_ms // 1000, event("phase_changed", phase=phase, by="candidate")
        yield line.at_ms // 1000, said(line.text)
    end = answer.lines[-1].at_ms // 1000
    yield end + 1, event("sealed", plan=case.plans[answer.plan].model_dump(mode="json"))
    yield end + 2, RUN


def _problem(path: Path, solutions: dict[str, str]) -> Iterator[Act]:
    _, head, body = path.read_text(encoding="utf-8").split("---\n", 2)
    front: dict[str, Any] = yaml.safe_load(head)
    phase, times = "", dict[str, list[int]]()
    for line in body.splitlines():
        if line.startswith("## "):
            phase = line.removeprefix("## ").strip()
        elif turn := _TURN.match(line):
            at = int(turn[1]) * 60 + int(turn[2])
            if times and phase not in times:
                yield at, event("phase_changed", phase=phase, by="candidate")
            times.setdefault(phase, []).append(at)
            yield at, said(turn[3])
    yield from ((times["plan"][0], committed(name, value)) for name, value in front["claims"].items())
    yield times["write"][-1], event("wrote", source=solutions[front["solution"]])
    yield times["write"][-1] + 1, RUN
