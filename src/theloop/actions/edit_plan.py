"""A person marks an item done, moves it, takes a day off, or takes the last edit back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date as Date
from datetime import timedelta
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from theloop.actions.planning import StoredEdit, Undo, current_plan, today_of
from theloop.actions.see_plan import PlanView, see_plan
from theloop.base.errors import ConflictError, NotFoundError, UsageError
from theloop.engines.plan import model
from theloop.engines.plan.replan import replan
from theloop.ports.store import EditRow
from theloop.ports.world import World


class PlanEdit(BaseModel):
    """One edit. `done`, `move` and `drop` name an item; `move` also a date or a number of days; `day_off` a date.

    `undone` takes back that an item was done, `day_on` that a date was off, `undo` the latest edit in force.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    client_id: str = Field(pattern=r"^[A-Za-z0-9_.:-]{1,80}$")
    kind: Literal["done", "undone", "move", "drop", "day_off", "day_on", "undo"]
    item: str | None = Field(default=None, max_length=200)
    date: Date | None = None
    by_days: int | None = Field(default=None, ge=-60, le=60)


async def edit_plan(world: World, edit: PlanEdit) -> PlanView:
    """Apply one edit and return the plan. The same client id twice is one edit.

    Raises:
        UsageError: The edit lacks what its kind needs, or there is no goal yet.
        NotFoundError: No such open item or date.
        ConflictError: The target day is off, past, full or takes no such material; nothing to undo.
    """
    plan = await current_plan(world)
    if plan is None:
        raise UsageError("there is no plan yet: set up a goal first")
    rows = await world.store.plan_edits(world.person)
    if edit.client_id not in {row.client_id for row in rows}:
        stored: StoredEdit
        if edit.kind in ("undo", "undone", "day_on"):
            stored = Undo(nr=_latest(rows, edit))
        else:
            stored = _engine_edit(edit, plan, today=today_of(world))
            replan(plan, [stored], today=plan.today)  # refuses before anything is written
        await world.store.append_plan_edit(
            world.person, stored.model_dump(mode="json"), client_id=edit.client_id, at=world.clock.now()
        )
    found = await see_plan(world)
    assert found is not None
    return found


def _latest(rows: Sequence[EditRow], edit: PlanEdit) -> int:
    """Number of the latest edit in force that this one takes back."""
    undone = {row.edit["nr"] for row in rows if row.edit.get("kind") == "undo"}
    wanted: dict[str, dict[str, str | None]] = {
        "undone": {"kind": "done", "item": edit.item},
        "day_on": {"kind": "day_off", "date": str(edit.date)},
    }
    match = wanted.get(edit.kind, {})
    found = [
        row.nr
        for row in rows
        if row.edit.get("kind") != "undo"
        and row.nr not in undone
        and all(row.edit.get(key) == value for key, value in match.items())
    ]
    if not found:
        raise ConflictError("there is nothing to take back")
    return found[-1]


def _engine_edit(edit: PlanEdit, plan: model.Plan, *, today: Date) -> model.Edit:
    if edit.kind == "day_off":
        if edit.date is None:
            raise UsageError("day_off needs a date")
        return model.DayOff(date=edit.date)
    if edit.item is None:
        raise UsageError(f"{edit.kind} needs an item")
    if edit.kind == "done":
        return model.Done(item=edit.item, on=today)
    if edit.kind == "drop":
        return model.Dropped(item=edit.item)
    return model.Moved(item=edit.item, to=edit.date or _shifted(edit, plan))


def _shifted(edit: PlanEdit, plan: model.Plan) -> Date:
    if not edit.by_days:
        raise UsageError("move needs a date, or by_days that is not 0")
    for day in plan.days:
        if any(item.id == edit.item and item.status == "planned" for item in day.items):
            return day.date + timedelta(days=edit.by_days)
    raise NotFoundError("open item", str(edit.item))
