"""A small library and the real tracks, as the plan sees them."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from theloop.engines.plan.catalogue import Exercise, PlanPhase
from theloop.engines.plan.model import CapacityRule, PlanInputs
from theloop.library.tracks import Tracks, load_tracks

TODAY = date(2026, 11, 24)  # a Tuesday
PHASES = (
    ("scope", 6, "scoping"),
    ("data", 7, "architecture"),
    ("architecture", 12, "architecture"),
    ("scale", 10, "scale"),
    ("evaluation", 10, "evaluation"),
)
EXERCISES = (
    Exercise(
        slug="home-feed-ranking",
        kind="design",
        round="ml-design",
        title="Home feed ranking",
        minutes=45,
        competencies=("ml-design.scoping", "ml-design.architecture", "ml-design.scale", "ml-design.evaluation"),
        phases=tuple(
            PlanPhase(id=name, title=name.title(), minutes=minutes, competencies=(f"ml-design.{competency}",))
            for name, minutes, competency in PHASES
        ),
    ),
    Exercise(
        slug="masked-attention",
        kind="problem",
        round="ml-coding",
        title="Masked attention",
        minutes=45,
        competencies=("ml-coding.algorithms", "ml-coding.quality", "ml-coding.explanation"),
    ),
    Exercise(
        slug="free-delivery",
        kind="case",
        round="statistics",
        title="Free delivery",
        minutes=45,
        competencies=("statistics.ab-design", "statistics.power", "statistics.pitfalls"),
    ),
)


@pytest.fixture(scope="session")
def tracks() -> Tracks:
    return load_tracks(Path(__file__).resolve().parents[3] / "content")


@pytest.fixture(scope="session")
def inputs_for(tracks: Tracks) -> Callable[..., PlanInputs]:
    """Inputs of a plan: `loops` are (company, days from today)."""

    def build(
        loops: tuple[tuple[str, int], ...] = (("meta", 28),),
        *,
        role: str = "ml-engineer",
        level: str = "L6",
        hours: float = 12,
        days_off: Any = (),
        edits: Any = None,
        needs: Any = (),
        today: date = TODAY,
        capacity: CapacityRule | None = None,
    ) -> PlanInputs:
        goal = tracks.goal(
            role=role,
            level=level,
            hours_per_week=hours,
            loops=[(company, today + timedelta(days=days), edits or {}) for company, days in loops],
            days_off=days_off,
        )
        return PlanInputs(
            today=today,
            began=today,
            goal=goal,
            stages=tracks.stages,
            activities=tracks.activities(goal, EXERCISES),
            needs=needs,
            capacity=capacity or CapacityRule(),
        )

    return build
