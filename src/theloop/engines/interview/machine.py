"""The interviewer: what is said next, as a pure function of the script and the talk so far.

Why: a mock needs somebody who answers, probes and moves on, without a key or a network. Wrong when it speaks into a
thought: after its own turn it waits, unless the clock or a long silence gives a reason.
"""

from __future__ import annotations

from collections.abc import Sequence

from theloop.engines.interview.belief import best_probe, probes_left
from theloop.engines.interview.script import Log, ProbesLeft, Reveal, Script, ScriptPhase, Silence, Spoken, Turn
from theloop.engines.interview.words import (
    absolute_claim,
    asks,
    bare_choice,
    checks_in,
    likeness,
    mentions,
    sentences,
    vague_amount,
    words,
)

FIRST_MINUTE_MS = 60_000
LAST_MINUTES_MS = 120_000
SILENCE_MS = 90_000
ASKED_ALIKE = 0.6
SECOND_ALIKE = 0.25
TWO_MINUTES = "clock.two-minutes"
QUIET = "silence"
_ANSWERS_AT_ONCE = 3
_GIVEN_LINES = 8
_LEVELS_WITH_SCOPE = frozenset({"L4", "L5"})

YOUR_CALL = (
    "Your call. What would you assume?",
    "I don't have that for you. Pick a value and say what it changes.",
    "You decide. What breaks if you are wrong about it?",
    "Assume what you need, and write it down as an assumption.",
    "That is open. Which answer would change what you do?",
)
NUDGES = (
    "Where would you start?",
    "Say what you are thinking, even if it is not settled.",
    "What are you deciding between?",
    "What do you know so far, and what is missing?",
)
GO_ON = "Go on."
CLOSING = "That is time. We stop here."


def next_turn(script: Script, log: Log) -> Turn | Silence:
    """Return what the interviewer says now, or why nothing.

    In this order: the prompt (at L4 and L5 with the scope, at L6 and Staff without); the close, when the time is up;
    an answer to what was asked; the next phase, when this one's time is up; the last two minutes, once; after an
    answer one challenge, one follow-up on an amount and one on a bare choice per phase, else the probe worth most; a
    nudge after 90 s in which nothing was said, drawn or typed, once a phase. In the first minute at L6 and Staff the
    candidate is not interrupted. Deterministic: the same script and log give the same turn.

    Args:
        script: The exercise; its level decides what is given.
        log: The talk so far, what execution established, and the clock.
    """
    if not any(turn.why == "prompt" for turn in log.turns):
        return _prompt(script)
    if any(turn.why == "close" for turn in log.turns):
        return Silence(reason="closed")
    pending = _pending(log)
    return (
        _close(script, log)
        or _answers(script, log, pending)
        or _move_on(script, log)
        or _two_minutes(script, log)
        or _react(script, log, pending=pending)
    )


def probes_left_in(script: Script, log: Log) -> ProbesLeft:
    """Return how many probes the present phase has left and had; none is left once the interviewer has closed."""
    counted = probes_left(script, log)
    closed = any(turn.why == "close" for turn in log.turns)
    return ProbesLeft(left=0, of=counted.of) if closed else counted


def given_scope(script: Script) -> tuple[str, ...]:
    """Return the lines that are given with the prompt: at L4 and L5 the facts that L6 and Staff must ask for."""
    if script.level not in _LEVELS_WITH_SCOPE:
        return ()
    return tuple(reveal.answer for reveal in script.reveals)[:_GIVEN_LINES]


def _prompt(script: Script) -> Turn:
    given = given_scope(script)
    text = "\n".join([script.prompt, "", "Given:", *(f"- {line}" for line in given)]) if given else script.prompt
    return Turn(text=text, why="prompt")


def _close(script: Script, log: Log) -> Turn | None:
    if not log.clock_runs or log.elapsed_ms < _total_ms(script):
        return None
    return Turn(text=script.closing or CLOSING, why="close")


def _answers(script: Script, log: Log, pending: Sequence[Spoken]) -> Turn | None:
    """Answer the questions of the candidate's turns since the interviewer last spoke."""
    parts = [part for turn in pending for part in sentences(turn.text)]
    matched: list[Reveal] = []
    for part in parts:
        if asks(part):
            matched += [reveal for reveal in _matches(script, log, question=part) if reveal not in matched]
    if matched:
        answers = [_told(reveal, log) for reveal in matched[:_ANSWERS_AT_ONCE]]
        return Turn(text=" ".join(answers), why="answer", about=matched[0].id)
    # A question that the candidate answers in the next breath was not for the interviewer.
    if not parts or not parts[-1].rstrip("\"'”’) ").endswith("?"):
        return None
    if checks_in(parts[-1]):
        return Turn(text=GO_ON, why="answer")
    before = sum(turn.why == "your_call" for turn in log.turns)
    return Turn(text=YOUR_CALL[before % len(YOUR_CALL)], why="your_call")


def _matches(script: Script, log: Log, *, question: str) -> list[Reveal]:
    """Reveals that a question asks for: all groups of words, else wording much like a written question; best first.

    A second one needs both, and must be new: one loose word shall not repeat a fact that nobody asked for.
    """
    scored = []
    for place, reveal in enumerate(script.reveals):
        alike = max((likeness(question, asked) for asked in reveal.asked_as), default=0.0)
        groups = bool(reveal.keywords) and all(any(mentions(question, w) for w in group) for group in reveal.keywords)
        if groups or alike >= ASKED_ALIKE:
            scored.append((-alike - groups, place, reveal))
    ranked = sorted(scored, key=lambda entry: entry[:2])
    second = [reveal for rank, _, reveal in ranked[1:2] if rank <= -1 - SECOND_ALIKE and not _was_told(reveal, log)]
    return [reveal for _, _, reveal in ranked[:1]] + second


def _told(reveal: Reveal, log: Log) -> str:
    return f"As I said: {reveal.answer}" if _was_told(reveal, log) else reveal.answer


def _was_told(reveal: Reveal, log: Log) -> bool:
    return any(turn.who == "interviewer" and reveal.answer in turn.text for turn in log.turns)


def _move_on(script: Script, log: Log) -> Turn | None:
    here = _place(script, log)
    if not log.clock_runs or here is None or here + 1 >= len(script.phases):
        return None
    following = script.phases[here + 1]
    if log.phase_elapsed_ms < script.phases[here].minutes * 60_000 or _announced(log, following):
        return None
    return _entering(following, opening=f"Time to move on: {following.title}.")


def _two_minutes(script: Script, log: Log) -> Turn | None:
    left = _total_ms(script) - log.elapsed_ms
    told = any(turn.about == TWO_MINUTES for turn in log.turns)
    if told or not log.clock_runs or left > LAST_MINUTES_MS or _total_ms(script) <= 2 * LAST_MINUTES_MS:
        return None
    return Turn(text="Two minutes left. How do you close?", why="move_on", about=TWO_MINUTES)


def _react(script: Script, log: Log, *, pending: Sequence[Spoken]) -> Turn | Silence:
    if not any(words(turn.text) for turn in pending):
        return _nudge(log)
    if script.level not in _LEVELS_WITH_SCOPE and log.elapsed_ms < FIRST_MINUTE_MS:
        return Silence(reason="first_minute")
    pick = best_probe(script, log)
    probe = Turn(text=pick.probe.ask, why="probe", about=pick.item.id) if pick else None
    # A claim that the rubric knows to be wrong has an authored answer; general pressing would waste it.
    if probe and pick and pick.probe.when == "contradicted":
        return probe
    return _press(log, pending) or probe or _nothing_left(script, log)


def _press(log: Log, pending: Sequence[Spoken]) -> Turn | None:
    """Challenge one claim a phase; follow up one vague amount and one bare choice a phase."""
    text = "\n".join(turn.text for turn in pending)
    about = _item_asked(log)
    claim = absolute_claim(text)
    if claim and not _used(log, "challenge", marker="When is it not so?"):
        return Turn(text=f"You said “{claim}”. When is it not so?", why="challenge", about=about)
    amount = vague_amount(text)
    if amount and not _used(log, "follow_up", marker="How many, in which unit?"):
        return Turn(text=f"“{amount[0].upper()}{amount[1:]}”. How many, in which unit?", why="follow_up", about=about)
    if bare_choice(text) and not _used(log, "follow_up", marker="Why not the other?"):
        return Turn(text="What did you choose that over? Why not the other?", why="follow_up", about=about)
    return None


def _nothing_left(script: Script, log: Log) -> Turn | Silence:
    """Without a running clock nobody else would move on; with one, the candidate keeps the rest of the phase."""
    here = _place(script, log)
    if log.clock_runs or here is None:
        return Silence(reason="nothing_left")
    if here + 1 == len(script.phases):
        return Turn(text=script.closing or "I have no more questions. We stop here.", why="close")
    following = script.phases[here + 1]
    if _announced(log, following):
        return Silence(reason="nothing_left")
    return _entering(following, opening=f"No more questions here. Next: {following.title}.")


def _nudge(log: Log) -> Turn | Silence:
    last = max((turn.at_ms for turn in log.turns), default=0)
    quiet = log.elapsed_ms - max(last, log.active_ms)
    nudged = [turn for turn in log.turns if turn.about == QUIET]
    if quiet < SILENCE_MS or any(turn.phase == log.phase for turn in nudged) or len(nudged) >= len(NUDGES):
        return Silence(reason="candidate_has_the_floor")
    return Turn(text=NUDGES[len(nudged)], why="follow_up", about=QUIET)


def _entering(phase: ScriptPhase, *, opening: str) -> Turn:
    text = f"{opening} {phase.opening}".strip()
    return Turn(text=text, why="move_on", about=f"phase:{phase.id}", moves_to=phase.id)


def _announced(log: Log, phase: ScriptPhase) -> bool:
    return any(turn.why == "move_on" and turn.about == f"phase:{phase.id}" for turn in log.turns)


def _used(log: Log, why: str, *, marker: str) -> bool:
    return any(turn.why == why and turn.phase == log.phase and turn.text.endswith(marker) for turn in log.turns)


def _item_asked(log: Log) -> str | None:
    """The item that the interviewer's last question was about."""
    asked = [turn for turn in log.turns if turn.who == "interviewer"]
    return asked[-1].about if asked and asked[-1].why == "probe" else None


def _pending(log: Log) -> list[Spoken]:
    """What the candidate said since the interviewer last spoke."""
    last = max((i for i, turn in enumerate(log.turns) if turn.who == "interviewer"), default=-1)
    return [turn for turn in log.turns[last + 1 :] if turn.who == "you"]


def _place(script: Script, log: Log) -> int | None:
    return next((i for i, phase in enumerate(script.phases) if phase.id == log.phase), None)


def _total_ms(script: Script) -> int:
    return sum(phase.minutes for phase in script.phases) * 60_000
