"""From graded evidence to belief: a Gaussian per competency that narrows with evidence and widens with time.

Why: one good evening is not a level. Wrong when the level moves fast (a week of full-time work): the drift is an
assumption for practice beside a job. Everything assumed is in `Assumptions` and is returned with the result.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import groupby
from statistics import NormalDist

from theloop.base.errors import OutOfRangeError, UnknownNameError
from theloop.base.text import percent
from theloop.engines.readiness.model import (
    AXIS_HIGH,
    AXIS_LOW,
    DOTS,
    Assumptions,
    Belief,
    CompetencyReadiness,
    Evidence,
    Expected,
    Readiness,
    RoundReadiness,
    Unscored,
    WeakCompetency,
)

_Z90, _Z95 = 1.6449, 1.9600
_HALF_DOT = 0.05
"""Half the width of a drawn dot on the level axis: dots nearer to the bar are set beside it, on their own side."""

_DAY = 86_400.0
_Gaussian = tuple[float, float]


def readiness(
    evidence: Iterable[Evidence],
    *,
    now: datetime,
    bar: float,
    round_weights: Mapping[str, float],
    competency_weights: Mapping[str, float],
    assumptions: Assumptions | None = None,
) -> Readiness:
    """Return what is believed at `now` about every competency and round, against one bar.

    Model: each competency is a level that drifts (random walk, `drift_per_day` of variance a day, never wider than the
    prior); each piece of evidence is that level plus noise. The noise variance is the square of the grader's 95 %
    interval over 3.92, plus the session's variance, which grows by up to `unexecuted_factor` as less of the score was
    executed. A round is the weighted sum of its competencies with one correlation between them.

    Args:
        evidence: Graded competencies in any order; those after `now` are not known yet and are left aside.
        now: The instant to judge at, aware.
        bar: The level axis value to reach; 4 to 7 (5.0 is L5, 6.0 is L6).
        round_weights: Each round's share of the decision; they are divided by their sum.
        competency_weights: Each competency's weight within its round, by its dotted id.
        assumptions: The unmeasured numbers; the defaults where absent.

    Returns:
        `Readiness`. What nobody graded is `Unscored`; in rounds where something was graded, and in `expected` and
        `weak`, it counts with the prior.

    Raises:
        OutOfRangeError: `bar` leaves the axis, or the round weights do not have a positive sum.
        UnknownNameError: Evidence is about a competency that has no weight.

    Source:
        Kalman filter for a local level model: Durbin & Koopman (2012), Time Series Analysis by State Space Methods,
        2nd ed., section 2.2. Quantile dots: Kay et al. (2016), CHI, "When (ish) is My Bus?", section 4.
    """
    assumed = assumptions or Assumptions()
    if not AXIS_LOW <= bar <= AXIS_HIGH:
        raise OutOfRangeError("bar", bar, f"{AXIS_LOW} to {AXIS_HIGH}")
    total = math.fsum(round_weights.values())
    if total <= 0:
        raise OutOfRangeError("round_weights", dict(round_weights), "a positive sum")
    known = [one for one in evidence if one.at <= now]
    for one in known:
        if one.competency not in competency_weights:
            raise UnknownNameError("competency", one.competency, sorted(competency_weights))
    shares = {name: weight / total for name, weight in round_weights.items()}
    mine = {name: [one for one in known if one.competency == name] for name in competency_weights}
    levels = {name: level_of(found, now=now, assumptions=assumed) for name, found in mine.items()}
    rounds = tuple(
        _round(name, share, mine=mine, levels=levels, weights=competency_weights, bar=bar, assumed=assumed)
        for name, share in shares.items()
    )
    return Readiness(
        at=now,
        bar=bar,
        rounds=rounds,
        competencies=tuple(
            _competency(name, mine[name], levels[name], now=now, bar=bar) for name in competency_weights
        ),
        expected=_expected(rounds, levels, weights=competency_weights, bar=bar, assumed=assumed),
        weak=_weak(shares, competency_weights, levels, mine=mine, now=now, bar=bar),
        assumptions=assumed,
        says=_said(assumed),
    )


def level_of(evidence: Iterable[Evidence], *, now: datetime, assumptions: Assumptions) -> tuple[float, float]:
    """Return mean and standard deviation of one competency's level at `now`; the prior without evidence.

    The order of evidence does not matter; more evidence never widens; a higher score of the same width never lowers
    the mean; time alone never narrows and never moves the mean.
    """
    prior = assumptions.prior_sd**2
    mean, variance = assumptions.prior_mean, prior
    then: datetime | None = None
    known = sorted((one for one in evidence if one.at <= now), key=lambda one: one.at)
    for at, group in groupby(known, key=lambda one: one.at):
        variance = _drifted(variance, then, at, assumptions)
        # Precisions are summed exactly, so that pieces of the same instant may come in any order.
        pieces = [(1 / noise_variance(one, assumptions), one.score) for one in group]
        precision = math.fsum([1 / variance, *(weight for weight, _ in pieces)])
        mean = math.fsum([mean / variance, *(weight * score for weight, score in pieces)]) / precision
        variance, then = 1 / precision, at
    return mean, math.sqrt(_drifted(variance, then, now, assumptions))


def noise_variance(one: Evidence, assumptions: Assumptions) -> float:
    """Return by how much (variance, in squared level steps) one graded score may stray from the level behind it."""
    undecided = (one.high - one.low) / (2 * _Z95)
    unexecuted = 1 + (assumptions.unexecuted_factor - 1) * (1 - one.executed_share)
    return undecided**2 + assumptions.session_sd**2 * unexecuted


def belief_of(mean: float, sd: float, *, bar: float) -> Belief:
    """Return a Gaussian as it is shown: interval, chance at the bar, and twenty quantile dots beside the bar.

    Examples:
        >>> belief = belief_of(6.0, 0.5, bar=6.0)
        >>> belief.of_20, round(belief.chance, 2)
        (10, 0.5)
    """
    gaussian = NormalDist(mean, sd)
    raw = [gaussian.inv_cdf((i + 0.5) / DOTS) for i in range(DOTS)]
    dots = []
    for dot in raw:
        shown = min(max(dot, AXIS_LOW), AXIS_HIGH)
        dots.append(max(shown, bar + _HALF_DOT) if dot >= bar else min(shown, bar - _HALF_DOT))
    return Belief(
        mean=mean,
        sd=sd,
        low=mean - _Z90 * sd,
        high=mean + _Z90 * sd,
        bar=bar,
        chance=_chance(mean, sd, bar=bar),
        dots=tuple(dots),
        of_20=sum(dot >= bar for dot in raw),
    )


def _chance(mean: float, sd: float, *, bar: float) -> float:
    return 0.5 * math.erfc((bar - mean) / (sd * math.sqrt(2)))


def _drifted(variance: float, then: datetime | None, now: datetime, assumptions: Assumptions) -> float:
    if then is None:
        return variance
    days = max(0.0, (now - then).total_seconds() / _DAY)
    # Knowing once and forgetting when cannot be worse than never having known: the prior is the widest.
    return max(variance, min(variance + assumptions.drift_per_day * days, assumptions.prior_sd**2))


def _names(round_name: str, weights: Mapping[str, float]) -> dict[str, float]:
    mine = {name: weight for name, weight in weights.items() if name.startswith(f"{round_name}.")}
    total = math.fsum(mine.values()) or 1.0
    return {name: weight / total for name, weight in mine.items()}


def _combined(
    round_name: str, levels: Mapping[str, _Gaussian], *, weights: Mapping[str, float], assumed: Assumptions
) -> _Gaussian:
    mine = _names(round_name, weights)
    if not mine:
        return assumed.prior_mean, assumed.prior_sd
    mean = math.fsum(weight * levels[name][0] for name, weight in mine.items())
    spreads = [weight * levels[name][1] for name, weight in mine.items()]
    alone = math.fsum(spread**2 for spread in spreads)
    together = math.fsum(spreads) ** 2
    return mean, math.sqrt((1 - assumed.correlation) * alone + assumed.correlation * together)


def _round(
    name: str,
    share: float,
    *,
    mine: Mapping[str, list[Evidence]],
    levels: Mapping[str, _Gaussian],
    weights: Mapping[str, float],
    bar: float,
    assumed: Assumptions,
) -> RoundReadiness:
    found = [one for competency in _names(name, weights) for one in mine[competency]]
    sessions = len({one.attempt for one in found})
    if not found:
        reason = "Nothing of this round was graded yet; finish one session of it."
        return RoundReadiness(round=name, share=share, judgement=Unscored(reason=reason), evidence=0)
    mean, sd = _combined(name, levels, weights=weights, assumed=assumed)
    return RoundReadiness(round=name, share=share, judgement=belief_of(mean, sd, bar=bar), evidence=sessions)


def _competency(
    name: str, found: list[Evidence], level: _Gaussian, *, now: datetime, bar: float
) -> CompetencyReadiness:
    round_name = name.split(".", 1)[0]
    if not found:
        reason = "Not graded yet: no session has decided anything about it."
        judgement = Unscored(reason=reason)
        return CompetencyReadiness(
            competency=name, round=round_name, judgement=judgement, evidence=0, last=None, days_since=None
        )
    last = max(one.at for one in found)
    return CompetencyReadiness(
        competency=name,
        round=round_name,
        judgement=belief_of(*level, bar=bar),
        evidence=len({one.attempt for one in found}),
        last=last,
        days_since=(now - last).days,
    )


def _expected(
    rounds: tuple[RoundReadiness, ...],
    levels: Mapping[str, _Gaussian],
    *,
    weights: Mapping[str, float],
    bar: float,
    assumed: Assumptions,
) -> Expected:
    value = len(rounds) * math.fsum(
        one.share * _chance(*_combined(one.round, levels, weights=weights, assumed=assumed), bar=bar) for one in rounds
    )
    scored = sum(isinstance(one.judgement, Belief) for one in rounds)
    says = f"If the loop were tonight, expect {value:.1f} of {len(rounds)} rounds at the bar, weighted by their share."
    if scored < len(rounds):
        says += f" {len(rounds) - scored} of them rest on the assumed prior alone."
    return Expected(value=value, of=len(rounds), scored=scored, says=says)


def _weak(
    shares: Mapping[str, float],
    weights: Mapping[str, float],
    levels: Mapping[str, _Gaussian],
    *,
    mine: Mapping[str, list[Evidence]],
    now: datetime,
    bar: float,
) -> tuple[WeakCompetency, ...]:
    """All competencies, the one with the most to gain first."""
    out = []
    for round_name, share in shares.items():
        for name, weight in _names(round_name, weights).items():
            mean, sd = levels[name]
            below = 1 - _chance(mean, sd, bar=bar)
            sessions = len({one.attempt for one in mine[name]})
            head = f"{mean:.1f} ± {_Z90 * sd:.1f} against {bar:.1f}"
            if sessions:
                days = (now - max(one.at for one in mine[name])).days
                plural = "session" if sessions == 1 else "sessions"
                when = "today" if days == 0 else "yesterday" if days == 1 else f"{days} days ago"
                head += f", from {sessions} {plural}, the last {when}"
            else:
                head += ", assumed: nothing was graded yet"
            says = f"{head}. Below the bar with {percent(below)}; its round is {percent(share)} of the decision."
            gain = share * weight * below
            out.append(
                WeakCompetency(competency=name, gain=gain, below=below, mean=mean, sd=sd, evidence=sessions, says=says)
            )
    return tuple(sorted(out, key=lambda one: (-one.gain, one.competency)))


def _said(assumed: Assumptions) -> tuple[str, ...]:
    year = math.sqrt(365 * assumed.drift_per_day)
    prior = f"{assumed.prior_mean:.1f} ± {_Z90 * assumed.prior_sd:.1f}"
    session, factor = f"{assumed.session_sd:.1f}", f"{assumed.unexecuted_factor:g}"
    drift = f"{assumed.drift_per_day:g} of variance a day, {year:.1f} in a year"
    return (
        f"Assumed: before any evidence a level is {prior}, a little under L5; two or three sessions outweigh it.",
        f"Assumed: one session strays by {session} (SD); its variance counts {factor} times when nothing was executed.",
        f"Assumed: a level that is not seen drifts by {drift}, and is never wider than before any evidence.",
        f"Assumed: competencies of one round correlate with {assumed.correlation:g}.",
    )
