"""Executed facts about a plan (bodies follow)."""

from __future__ import annotations

from theloop.base.facts import Fact
from theloop.engines.stats.worlds.plan import Plan
from theloop.engines.stats.worlds.result import WorldsResult
from theloop.engines.stats.worlds.world import World


def facts_of(plan: Plan, result: WorldsResult, world: World) -> tuple[Fact, ...]:
    """Return every fact the worlds and the plan establish."""
    raise NotImplementedError
