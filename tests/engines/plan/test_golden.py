"""Three whole plans, kept as files: any change of a rule or a table shows as a changed line.

To accept a change, run these tests once with THELOOP_WRITE_GOLDEN=1 and read the difference.
"""

import json
import os
from pathlib import Path

import pytest

from theloop.engines.plan.schedule import make_plan

GOLDEN = Path(__file__).resolve().parents[2] / "golden"
PLANS = {
    "plan_28_days_meta": {"loops": (("meta", 28),)},
    "plan_9_days_anthropic": {"loops": (("anthropic", 9),), "role": "ai-engineer", "hours": 10},
    "plan_two_loops": {
        "loops": (("stripe", 12), ("google", 17)),
        "role": "data-scientist",
        "level": "L5",
        "hours": 8,
        "days_off": ("friday",),
    },
}


def told(plan) -> str:
    lines = [
        f"{day.date} {day.stage} {day.company} {day.minutes}/{day.capacity}: "
        + ", ".join(f"{item.id} {item.minutes}" for item in day.items)
        for day in plan.days
    ]
    weights = {name: round(value, 4) for name, value in plan.weights.items()}
    left_out = [f"{entry.ref}: {entry.reason}" for entry in plan.left_out]
    stages = [span.says for span in plan.stages]
    found = {"weights": weights, "days": lines, "stages": stages, "left_out": left_out}
    return json.dumps(found, indent=1, ensure_ascii=False) + "\n"


@pytest.mark.parametrize("name", PLANS)
def test_the_plan_is_the_one_that_was_accepted(name, inputs_for):
    path = GOLDEN / f"{name}.json"
    got = told(make_plan(inputs_for(**PLANS[name])))
    if os.environ.get("THELOOP_WRITE_GOLDEN"):
        path.write_text(got, encoding="utf-8")
    assert got == path.read_text(encoding="utf-8")
