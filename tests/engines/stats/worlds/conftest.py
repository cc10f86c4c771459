"""A marketplace with a shared resource, small enough to read in a test."""

import pytest

from theloop.engines.stats.worlds.plan import Plan
from theloop.engines.stats.worlds.world import World


def metric(ident, **changes):
    given = {"id": ident, "title": ident.capitalize(), "unit": "1", "mean": 2.4, "sd": 3.1, "between_share": 0.3}
    return given | {"cell_sd": 0.14} | changes


WORLD = {
    "id": "market",
    "traffic": {"kind": "panel", "users": 500_000},
    "weekday": (0.9, 0.95, 1.0, 1.0, 1.05, 1.1, 1.0),
    "metrics": [
        metric("orders", decides=True),
        metric("clicks", why="It counts what you give away"),
        metric("margin", roles=("guardrail",), covers_cost=True),
        metric("wait", roles=("guardrail",), worse_when="higher"),
    ],
    "places": {"cities": 40},
    "stakes": {"usd_per_point_year": 1_000_000, "break_even": 0.02},
    "sealed": {
        "effects": [
            {"metric": "orders", "full_launch": 0.01, "control_loses": 0.02, "treated_loses": 0.01},
            {"metric": "clicks", "full_launch": 0.2},
            {"metric": "margin", "full_launch": -0.01, "control_loses": 0.02, "treated_loses": 0.01},
            {"metric": "wait", "full_launch": 0.06, "control_loses": -0.06, "treated_loses": -0.06},
        ],
        "interference": {"resource": "the same couriers", "carry_over_hours": 0.25},
    },
}
PLAN = {
    "unit": "user",
    "primary": "orders",
    "mde": {"value": 0.01},
    "units_per_arm": 250_000,
    "duration_days": 14,
    "guardrails": [{"metric": "margin", "threshold": 0.01}, {"metric": "wait", "threshold": 0.03}],
    "break_even": 0.02,
    "decision": "interval_above_break_even",
    "srm_check": True,
}
SWITCHBACK = PLAN | {
    "unit": "city_time",
    "units_per_arm": 3_360,
    "duration_days": 28,
    "analysis": "cluster_robust",
}


@pytest.fixture
def make_world():
    def make(*, sealed=None, **changes) -> World:
        return World.model_validate(WORLD | changes | {"sealed": WORLD["sealed"] | (sealed or {})})

    return make


@pytest.fixture
def make_plan():
    def make(**changes) -> Plan:
        return Plan.model_validate(PLAN | changes)

    return make


@pytest.fixture
def make_switchback():
    def make(**changes) -> Plan:
        return Plan.model_validate(SWITCHBACK | changes)

    return make
