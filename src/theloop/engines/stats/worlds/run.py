"""Run a plan in many worlds and say what it did (bodies follow)."""

from __future__ import annotations

from numpy.random import Generator

from theloop.engines.stats.worlds.plan import Plan
from theloop.engines.stats.worlds.result import WorldsResult
from theloop.engines.stats.worlds.world import World


def run_plan(
    plan: Plan, world: World, *, beside: Plan, rng: Generator, runs: int = 10_000
) -> WorldsResult:
    """Return what `plan` does in `runs` worlds, with the plan `beside` run next to it."""
    raise NotImplementedError
