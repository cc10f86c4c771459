"""An experiment plan is checked while it is typed: units, weeks, power. The seal stays closed."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import JsonValue, ValidationError

from theloop.actions.attempt_view import View
from theloop.engines.stats.worlds.check import check_plan
from theloop.engines.stats.worlds.plan import Plan, PlanFinding
from theloop.ports.world import World


class PlanCheck(View):
    """What was found; `complete` says that the plan can be sealed."""

    findings: tuple[PlanFinding, ...]
    complete: bool


def check_case_plan(world: World, slug: str, plan: Mapping[str, JsonValue]) -> PlanCheck:
    """Return what is wrong or thin about a plan so far; a half-filled form is a list of findings, not an error.

    Raises:
        UnknownNameError: No such case.
    """
    case = world.library.case(slug)
    try:
        typed = Plan.model_validate(plan)
    except ValidationError as error:
        found = tuple(
            PlanFinding(
                id="form.incomplete",
                field=".".join(str(part) for part in problem["loc"]) or "plan",
                level="stop",
                says=str(problem["msg"]),
            )
            for problem in error.errors(include_url=False, include_input=False)[:20]
        )
        return PlanCheck(findings=found, complete=False)
    findings = check_plan(typed, case.case.world)
    return PlanCheck(findings=findings, complete=not any(finding.level == "stop" for finding in findings))
