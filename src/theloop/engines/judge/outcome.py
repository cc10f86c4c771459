"""From what happened at each case to the result that is shown; the only place where a verdict is put together.

Why: the supervisor measures and this decides, so every rule of hiding and ordering is tested without a process.
Wrong when a hidden case's own input, answer, message or time appears in the result.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from theloop.engines.judge.growth import fit_growth
from theloop.engines.judge.verdict import (
    RUNG_SAYS,
    VERDICT_SAYS,
    Difference,
    Failure,
    GroupResult,
    Growth,
    JudgeResult,
    Pace,
    Rung,
    Series,
    TagResult,
    Verdict,
)

TIME_FLOOR = 1e-3
"""Seconds below which a call is mostly the cost of asking (0.1 ms) and of the interpreter, not of the numbers."""
MEMORY_FLOOR = 4.0
"""MiB below which a peak is bent by what the allocator still held."""
_SHOWN_FAILURES = 12


@dataclass(frozen=True, slots=True)
class CasePlan:
    """One case as the problem plans it. `role` is `test`, or `growth` for a point of the series at `size`."""

    index: int
    name: str
    group: str
    hidden: bool = False
    tags: tuple[str, ...] = ()
    role: Literal["test", "growth"] = "test"
    size: int = 0
    unit_bytes: int = 0


@dataclass(frozen=True, slots=True)
class CaseOutcome:
    """What happened at one case. `cpu_seconds` and `peak_mib` are of this call alone, as seen from outside."""

    plan: CasePlan
    verdict: Verdict
    cpu_seconds: float
    peak_mib: float
    says: str = ""
    input: str = ""
    expected: str = ""
    got: str = ""
    difference: Difference | None = None
    line: int | None = None
    traceback: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """The cheapest of the calls at one size."""

    seconds: float
    mib: float


@dataclass(frozen=True, slots=True)
class Reference:
    """The reference's own costs in the same confinement: CPU seconds by case index, and its growth points by size."""

    case_seconds: Mapping[int, float]
    points: Mapping[int, Point]


@dataclass(frozen=True, slots=True)
class Observed:
    """Everything the supervisor saw of one submission.

    `load_failure` is set when the source could not be loaded; then there are no outcomes. Outcomes stand in the
    order of the plan and stop at the first one that ended the program.
    """

    problem: str
    rung: Rung
    plan: tuple[CasePlan, ...]
    titles: Mapping[str, str]
    outcomes: tuple[CaseOutcome, ...]
    reference: Reference | None
    cpu_seconds: float
    wall_seconds: float
    peak_mib: float
    allowed_pace: float
    load_failure: Failure | None = None
    printed: str = ""
    variable: str | None = None
    unit: str | None = None
    claims: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def result_of(observed: Observed) -> JudgeResult:
    """Return the result of a submission.

    The verdict is that of the first test, in the plan's order, that was not accepted; a growth point never changes
    it. Hidden tests appear in totals only, and `first_failure` of a hidden test carries no text of the program.
    """
    tests = [case for case in observed.plan if case.role == "test"]
    done = {outcome.plan.index: outcome for outcome in observed.outcomes}
    groups = tuple(_group(name, title, tests, done) for name, title in observed.titles.items())
    first = observed.load_failure or _first_failure(tests, done)
    passed = sum(group.passed for group in groups)
    verdict: Verdict = first.verdict if first else "accepted"
    growth, growth_notes = _growth(observed, done)
    return JudgeResult(
        problem=observed.problem,
        verdict=verdict,
        says=_headline(verdict, passed=passed, total=len(tests), first=first),
        rung=observed.rung,
        rung_says=RUNG_SAYS[observed.rung],
        groups=groups,
        tags=_tags(tests, done),
        passed=passed,
        total=len(tests),
        cpu_seconds=observed.cpu_seconds,
        wall_seconds=observed.wall_seconds,
        peak_mib=observed.peak_mib,
        pace=_pace(observed, done),
        growth=growth,
        first_failure=first,
        printed=observed.printed,
        notes=(*observed.notes, *growth_notes),
    )


def _headline(verdict: Verdict, *, passed: int, total: int, first: Failure | None) -> str:
    head = f"{VERDICT_SAYS[verdict]}: {passed} of {total} tests pass"
    return f"{head}. {first.says}" if first else f"{head}."


def _group(name: str, title: str, tests: Sequence[CasePlan], done: Mapping[int, CaseOutcome]) -> GroupResult:
    members = [case for case in tests if case.group == name]
    outcomes = [done[case.index] for case in members if case.index in done]
    failures = [_failure(outcome) for outcome in outcomes if outcome.verdict != "accepted" and not outcome.plan.hidden]
    return GroupResult(
        name=name,
        title=title,
        passed=sum(outcome.verdict == "accepted" for outcome in outcomes),
        total=len(members),
        hidden=sum(case.hidden for case in members),
        not_run=len(members) - len(outcomes),
        failures=tuple(failures[:_SHOWN_FAILURES]),
    )


def _tags(tests: Sequence[CasePlan], done: Mapping[int, CaseOutcome]) -> tuple[TagResult, ...]:
    names = sorted({tag for case in tests for tag in case.tags})
    out = []
    for name in names:
        members = [case for case in tests if name in case.tags]
        outcomes = [done[case.index] for case in members if case.index in done]
        passed = sum(outcome.verdict == "accepted" for outcome in outcomes)
        out.append(TagResult(name=name, passed=passed, total=len(members), not_run=len(members) - len(outcomes)))
    return tuple(out)


def _first_failure(tests: Sequence[CasePlan], done: Mapping[int, CaseOutcome]) -> Failure | None:
    for case in tests:
        outcome = done.get(case.index)
        if outcome is not None and outcome.verdict != "accepted":
            return _failure(outcome)
    return None


def _failure(outcome: CaseOutcome) -> Failure:
    plan = outcome.plan
    if plan.hidden:
        return Failure(
            case="hidden",
            group=plan.group,
            verdict=outcome.verdict,
            says=f"A hidden test of {plan.group} fails: {VERDICT_SAYS[outcome.verdict].lower()}.",
            hidden=True,
        )
    return Failure(
        case=plan.name,
        group=plan.group,
        verdict=outcome.verdict,
        says=f"{plan.name}: {outcome.says or VERDICT_SAYS[outcome.verdict].lower()}",
        input=outcome.input,
        expected=outcome.expected,
        got=outcome.got,
        difference=outcome.difference,
        line=outcome.line,
        traceback=outcome.traceback,
    )


def _pace(observed: Observed, done: Mapping[int, CaseOutcome]) -> Pace | None:
    """Sum the scale tests that were answered rightly or stopped by the clock; both tell how fast the program is."""
    if observed.reference is None:
        return None
    mine = theirs = 0.0
    for case in observed.plan:
        outcome = done.get(case.index)
        if case.role != "test" or "scale" not in case.tags or outcome is None:
            continue
        if outcome.verdict not in ("accepted", "time_limit") or case.index not in observed.reference.case_seconds:
            continue
        mine += outcome.cpu_seconds
        theirs += observed.reference.case_seconds[case.index]
    if theirs <= 0:
        return None
    return Pace(seconds=mine, reference_seconds=theirs, ratio=mine / theirs, allowed=observed.allowed_pace)


def points_of(outcomes: Sequence[CaseOutcome]) -> dict[int, Point]:
    """Return the cheapest accepted call at each size; distinct inputs of one size are repeats of one measurement."""
    out: dict[int, Point] = {}
    for outcome in outcomes:
        if outcome.plan.role != "growth" or outcome.verdict != "accepted":
            continue
        before = out.get(outcome.plan.size, Point(float("inf"), float("inf")))
        out[outcome.plan.size] = Point(min(before.seconds, outcome.cpu_seconds), min(before.mib, outcome.peak_mib))
    return out


def _growth(observed: Observed, done: Mapping[int, CaseOutcome]) -> tuple[Growth | None, tuple[str, ...]]:
    planned = [case for case in observed.plan if case.role == "growth"]
    ran = [done[case.index] for case in planned if case.index in done]
    if not ran or observed.variable is None or observed.reference is None:
        return None, ()
    for outcome in ran:
        if outcome.verdict != "accepted":
            reason = VERDICT_SAYS[outcome.verdict].lower()
            return None, (f"Growth was not measured: {observed.variable} = {outcome.plan.size:,} ended in {reason}.",)
    mine = points_of(ran)
    sizes = tuple(sorted(mine))
    if set(sizes) != set(observed.reference.points):
        return None, ()
    unit_bytes = max((case.unit_bytes for case in planned if case.size == sizes[-1]), default=0)
    yours = _series(sizes, mine)
    growth = Growth(
        variable=observed.variable,
        sizes=sizes,
        yours=yours,
        reference=_series(sizes, observed.reference.points),
        unit=observed.unit if unit_bytes else None,
        copies=yours.mib[-1] * 2**20 / unit_bytes if unit_bytes else None,
        claimed_time=observed.claims.get("claim.time"),
        claimed_memory=observed.claims.get("claim.memory"),
    )
    return growth, ()


def _series(sizes: tuple[int, ...], points: Mapping[int, Point]) -> Series:
    seconds = tuple(points[size].seconds for size in sizes)
    mib = tuple(points[size].mib for size in sizes)
    return Series(
        seconds=seconds,
        mib=mib,
        time=fit_growth(sizes, seconds, floor=TIME_FLOOR),
        memory=fit_growth(sizes, mib, floor=MEMORY_FLOOR),
    )
