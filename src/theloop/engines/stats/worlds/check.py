"""Findings while the plan is typed (bodies follow)."""

from __future__ import annotations

from theloop.engines.stats.worlds.plan import Plan, PlanFinding
from theloop.engines.stats.worlds.world import World


def check_plan(plan: Plan, world: World) -> tuple[PlanFinding, ...]:
    """Return what a careful reader would say about the plan from the public numbers alone."""
    raise NotImplementedError
