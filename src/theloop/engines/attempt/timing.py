"""What the clock of an attempt establishes: how long each phase took, and what was committed in time.

Why: "scope in the first minute" is a fact that can be computed again from the log. Wrong when words alone decide: a
sentence may state the scope or not, so what was only said leaves the fact unestablished, never false.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from theloop.base.facts import Fact
from theloop.engines.attempt.marks import Mark
from theloop.engines.attempt.state import AttemptState

SCOPE_LIMIT_MS = 60_000
APPROACH_LIMIT_MS = 120_000
SCOPE_NEEDED = 3
CLOSE_WINDOW_MS = 300_000
PHASE_GRACE_MS = 30_000
CLOCK_FACTS = frozenset(
    {
        "clock.scope_stated_within_60s",
        "clock.approach_named_within_120s",
        "clock.closed_with_business",
        "clock.phases_on_time",
        "clock.load_before_hardware",
    }
)
"""Every fact id that `timing_facts` can establish."""


class PhaseTime(Mark):
    """How long one phase took: its stretches of the attempt clock, their sum, and how far over its budget."""

    id: str
    budget_ms: int
    spans: tuple[tuple[int, int], ...]
    spent_ms: int
    over_ms: int


def end_ms(state: AttemptState) -> int:
    """Return the clock at which what is known of the attempt ends: the finish, the pause, else the last event."""
    return max(state.last_at_ms, 0 if state.status == "running" else state.running_from_ms)


def phase_times(state: AttemptState, *, until_ms: int) -> tuple[PhaseTime, ...]:
    """Return the time spent in each phase, in the order of the budget, up to `until_ms` of the attempt clock.

    The stretches do not overlap and add up to `until_ms` less the clock of the start. Before the start: nothing.
    """
    if state.started is None:
        return ()
    marks = [mark for mark in state.phase_marks if mark.at_ms <= until_ms]
    ends = [mark.at_ms for mark in marks[1:]] + [until_ms]
    times = []
    for budget in state.started.phases:
        spans = tuple(
            (mark.at_ms, end)
            for mark, end in zip(marks, ends, strict=True)
            if mark.phase == budget.id and end > mark.at_ms
        )
        spent = sum(end - begin for begin, end in spans)
        allowed = budget.minutes * 60_000
        times.append(
            PhaseTime(id=budget.id, budget_ms=allowed, spans=spans, spent_ms=spent, over_ms=max(0, spent - allowed))
        )
    return tuple(times)


def timing_facts(
    state: AttemptState,
    *,
    scope_names: Collection[str],
    approach_names: Collection[str],
    close_names: Collection[str],
    load_names: Collection[str] = (),
    hardware_names: Collection[str] = (),
) -> list[Fact]:
    """Return what the clock established about `state`, each fact with its measured time in `says`.

    A commitment counts for a group when its name is listed or begins with the group's prefix (`scope.`,
    `approach.`, `close.`), its value is not blank, and it was not made after the threat was opened.

    - `clock.scope_stated_within_60s`: three different scope commitments (all of `scope_names`, if fewer) were first
      made by 1:00. False when the third came later, or when by 1:00 nothing was committed and nothing said.
    - `clock.approach_named_within_120s`: one approach commitment by 2:00. False in the same way.
    - `clock.closed_with_business`: a close commitment was made or changed in the last five minutes of the attempt;
      false when there is only an older one, or none and nothing was said in these minutes. Only after the finish.
    - `clock.phases_on_time`: every phase was entered and none ran more than 30 s over. Only after the finish, and
      only under a running clock.
    - `clock.load_before_hardware`: the first of `load_names` (napkin line or commitment) came before the first of
      `hardware_names`. Only when both exist.

    Absent from the result is what could not be established: words without a commitment, a window not yet over.
    """
    if state.started is None:
        return []
    found = [
        _within(
            state,
            fact="clock.scope_stated_within_60s",
            what="scope commitments",
            times=_first_times(state, scope_names, prefix="scope."),
            needed=min(SCOPE_NEEDED, len(scope_names)) or SCOPE_NEEDED,
            limit_ms=SCOPE_LIMIT_MS,
        ),
        _within(
            state,
            fact="clock.approach_named_within_120s",
            what="approach commitment",
            times=_first_times(state, approach_names, prefix="approach."),
            needed=1,
            limit_ms=APPROACH_LIMIT_MS,
        ),
        _closed(state, close_names),
        _on_time(state),
        _load_first(state, load_names, hardware_names=hardware_names),
    ]
    return [fact for fact in found if fact is not None]


def clock_text(ms: int) -> str:
    """Return milliseconds as `minutes:seconds`, cut to the second.

    Examples:
        >>> clock_text(62_900)
        '1:02'
    """
    return f"{ms // 60_000}:{ms // 1000 % 60:02d}"


def _counts(state: AttemptState, names: Collection[str], *, prefix: str) -> list[str]:
    return [
        name
        for name, made in state.commitments.items()
        if (name in names or name.startswith(prefix)) and made.value.strip() and not made.after_opening
    ]


def _first_times(state: AttemptState, names: Collection[str], *, prefix: str) -> list[int]:
    return sorted(state.commitments[name].first_at_ms for name in _counts(state, names, prefix=prefix))


def _spoke(state: AttemptState, *, from_ms: int, to_ms: int) -> bool:
    return any(turn.who == "you" and from_ms <= turn.at_ms <= to_ms for turn in state.transcript)


def _within(
    state: AttemptState, *, fact: str, what: str, times: Sequence[int], needed: int, limit_ms: int
) -> Fact | None:
    limit = clock_text(limit_ms)
    in_time = sum(at <= limit_ms for at in times)
    if len(times) >= needed:
        at = times[needed - 1]
        count = f"{needed} {what}" if needed > 1 else f"the {what}"
        says = f"{count} stood at {clock_text(at)}; the limit is {limit}"
        return Fact(id=fact, holds=at <= limit_ms, says=says, source="clock", at_ms=at)
    over = state.status == "finished" or end_ms(state) > limit_ms
    if not over or in_time or _spoke(state, from_ms=0, to_ms=limit_ms):
        return None
    says = f"by {limit} nothing was said and no {what} made"
    return Fact(id=fact, holds=False, says=says, source="clock", at_ms=limit_ms)


def _closed(state: AttemptState, names: Collection[str]) -> Fact | None:
    if state.status != "finished":
        return None
    end = end_ms(state)
    window = max(0, end - CLOSE_WINDOW_MS)
    last = max((state.commitments[name].at_ms for name in _counts(state, names, prefix="close.")), default=None)
    fact = "clock.closed_with_business"
    if last is not None:
        says = f"the business close was committed at {clock_text(last)} of {clock_text(end)}"
        return Fact(id=fact, holds=last >= window, says=says, source="clock", at_ms=last)
    if _spoke(state, from_ms=window, to_ms=end):
        return None
    says = f"nothing was said and no close committed after {clock_text(window)} of {clock_text(end)}"
    return Fact(id=fact, holds=False, says=says, source="clock", at_ms=end)


def _on_time(state: AttemptState) -> Fact | None:
    if state.status != "finished" or not state.begun.clock_runs:
        return None
    end = end_ms(state)
    times = phase_times(state, until_ms=end)
    over = [t for t in times if t.over_ms > PHASE_GRACE_MS]
    unseen = [t.id for t in times if not t.spans]
    if over:
        parts = ", ".join(f"{t.id} took {clock_text(t.spent_ms)} of {clock_text(t.budget_ms)}" for t in over)
        says = parts + (f"; not reached: {', '.join(unseen)}" if unseen else "")
    elif unseen:
        says = f"not reached by {clock_text(end)}: {', '.join(unseen)}"
    else:
        says = f"all {len(times)} phases within their budget and {PHASE_GRACE_MS // 1000} s, {clock_text(end)} in all"
    return Fact(id="clock.phases_on_time", holds=not over and not unseen, says=says, source="clock", at_ms=end)


def _load_first(state: AttemptState, load_names: Collection[str], *, hardware_names: Collection[str]) -> Fact | None:
    load, hardware = _earliest(state, load_names), _earliest(state, hardware_names)
    if load is None or hardware is None:
        return None
    says = f"load estimated at {clock_text(load)}, hardware at {clock_text(hardware)}"
    return Fact(
        id="clock.load_before_hardware", holds=load < hardware, says=says, source="clock", at_ms=max(load, hardware)
    )


def _earliest(state: AttemptState, names: Collection[str]) -> int | None:
    lines = [line.first_at_ms for line in state.napkin if line.name in names and line.formula.strip()]
    made = [c.first_at_ms for name, c in state.commitments.items() if name in names and not c.after_opening]
    return min(lines + made, default=None)
