"""What a run of the judge establishes about an attempt, for the rubric.

Why: a rubric item on code is decided by what the code did. Wrong when a fact is stated of tests that never ran:
what was not reached is absent, so the item stays open.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from theloop.base.errors import OutOfRangeError
from theloop.base.facts import Fact
from theloop.engines.judge.growth import agrees, exponent_of
from theloop.engines.judge.verdict import Fit, Growth, JudgeResult

FEW_COPIES = 2.5
"""At most this many of the unit (a score matrix) alive at once counts as memory spent with care."""
BELOW_QUADRATIC = 1.6
"""A memory slope below this is not that of a matrix over all pairs."""

SAME_GROWTH_WITHIN = 0.6
"""Two measured time slopes this near are of one kind: less than a whole power, more than a cache can bend them."""
LITTLE = 0.125
"""A peak below this share of the reference's, too small to fit a line to, is itself the finding."""


def facts_of(result: JudgeResult, claims: Mapping[str, str]) -> list[Fact]:
    """Return the facts of one run.

    Args:
        result: The run.
        claims: Committed complexities under `claim.time` and `claim.memory`, such as `O(T^2 d)`.

    Returns:
        `judge.accepted`; `judge.<group>_pass` per group and `judge.<tag>` per tag, absent while tests were not
        reached and none failed; `judge.no_python_loop` from the pace; and from the growth `judge.memory_few_copies`,
        `judge.memory_below_quadratic`, `judge.time_matches_reference`, `judge.claimed_time_matches`,
        `judge.claimed_memory_matches`, and `judge.claims_made` from the claims alone.
    """
    facts = [
        _fact("judge.accepted", holds=result.verdict == "accepted", says=result.says),
    ]
    for group in result.groups:
        found = _totals(f"judge.{group.name}_pass", group.title, group.passed, total=group.total, left=group.not_run)
        facts += found
    for tag in result.tags:
        facts += _totals(f"judge.{tag.name}", f"Tests of {tag.name}", tag.passed, total=tag.total, left=tag.not_run)
    if result.pace is not None:
        pace = result.pace
        says = (
            f"{pace.seconds * 1000:.1f} ms of CPU on the scale tests, {pace.ratio:.1f} times the reference; "
            f"at most {pace.allowed:.1f} times is allowed."
        )
        facts.append(_fact("judge.no_python_loop", holds=pace.ratio <= pace.allowed, says=says))
    if result.growth is not None:
        facts += _growth_facts(result.growth, claims)
    made = [claims[name] for name in ("claim.time", "claim.memory") if claims.get(name)]
    if made:
        says = f"Committed: {', '.join(made)}."
        facts.append(_fact("judge.claims_made", holds=len(made) == 2, says=says))
    return facts


def _totals(ident: str, title: str, passed: int, *, total: int, left: int) -> list[Fact]:
    failed = total - passed - left
    if total == 0 or (left and not failed):
        return []
    return [_fact(ident, holds=passed == total, says=f"{title}: {passed} of {total} pass.")]


def _growth_facts(growth: Growth, claims: Mapping[str, str]) -> list[Fact]:
    facts: list[Fact] = []
    largest = f"{growth.variable} = {growth.sizes[-1]:,}"
    if growth.copies is not None:
        says = f"At {largest}, {growth.copies:.1f} of one {growth.unit} are alive at the peak."
        facts.append(_fact("judge.memory_few_copies", holds=growth.copies <= FEW_COPIES, says=says))
    memory = growth.yours.memory
    if memory is not None:
        says = (
            f"Peak memory grows as {growth.variable}^{memory.slope:.2f} (95 % {memory.low:.2f} to {memory.high:.2f})."
        )
        holds = memory.slope < BELOW_QUADRATIC
        facts.append(_fact("judge.memory_below_quadratic", holds=holds, says=says))
    elif growth.yours.mib[-1] < growth.reference.mib[-1] * LITTLE:
        # Too little memory to fit a line is itself the finding, where the reference needs far more.
        says = (
            f"At {largest} the peak is {growth.yours.mib[-1]:.1f} MiB, the reference's {growth.reference.mib[-1]:.1f}."
        )
        facts.append(_fact("judge.memory_below_quadratic", holds=True, says=says))
    time, reference = growth.yours.time, growth.reference.time
    if time is not None and reference is not None:
        axis = growth.variable
        says = f"Time grows as {axis}^{time.slope:.2f}, the reference's as {axis}^{reference.slope:.2f}."
        near = abs(time.slope - reference.slope) <= SAME_GROWTH_WITHIN
        facts.append(_fact("judge.time_matches_reference", holds=near, says=says))
    facts += _claim_fact("judge.claimed_time_matches", "time", claims.get("claim.time"), fit=time, growth=growth)
    facts += _claim_fact(
        "judge.claimed_memory_matches", "memory", claims.get("claim.memory"), fit=memory, growth=growth
    )
    return facts


def _claim_fact(ident: str, what: str, claim: str | None, *, fit: Fit | None, growth: Growth) -> list[Fact]:
    if claim is None:
        return []
    try:
        power = exponent_of(claim, growth.variable)
    except OutOfRangeError:
        return [_fact(ident, holds=False, says=f"The claim {claim!r} cannot be read as a product of powers.")]
    claimed = f"Claimed {claim}: {what} as {growth.variable}^{power:g}"
    if fit is not None:
        says = f"{claimed}; measured {growth.variable}^{fit.slope:.2f} (95 % {fit.low:.2f} to {fit.high:.2f})."
        return [_fact(ident, holds=agrees(claim, fit, variable=growth.variable), says=says)]
    if what == "memory" and growth.yours.mib[-1] < growth.reference.mib[-1] * LITTLE:
        # Too little to fit a line to is an upper bound: it cannot have been a matrix over all pairs.
        says = f"{claimed}; measured only {growth.yours.mib[-1]:.1f} MiB at {growth.variable} = {growth.sizes[-1]:,}."
        return [_fact(ident, holds=power <= 1, says=says)]
    return []


def _fact(ident: str, *, holds: bool, says: str) -> Fact:
    return Fact(id=ident, holds=holds, says=says, source="judge")


_ALWAYS = frozenset(
    {
        "judge.accepted",
        "judge.claims_made",
        "judge.no_python_loop",
        "judge.memory_few_copies",
        "judge.memory_below_quadratic",
        "judge.time_matches_reference",
        "judge.claimed_time_matches",
        "judge.claimed_memory_matches",
    }
)


def known_fact_ids(*, groups: Iterable[str], tags: Iterable[str]) -> frozenset[str]:
    """Return every fact id that a run of a problem with these groups and tags can establish."""
    return _ALWAYS | {f"judge.{name}_pass" for name in groups} | {f"judge.{name}" for name in tags}
