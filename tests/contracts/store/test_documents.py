"""Goals, plans and edits: the latest is current, nothing is overwritten, a repeat adds nothing."""

import asyncio

import pytest

from theloop.base.errors import NotFoundError, OutOfRangeError, TooLargeError
from theloop.ports.store import BODY_LIMIT


async def test_the_goal_put_last_is_current_and_the_earlier_ones_are_kept(store, at):
    await store.put_goal("ada", {"level": "L5"}, at=at(0))
    await store.put_goal("ada", {"level": "L6"}, at=at(1))

    assert await store.get_goal("ada") == {"level": "L6"}
    assert [(d.at, d.body) for d in await store.goals("ada")] == [(at(0), {"level": "L5"}), (at(1), {"level": "L6"})]


async def test_putting_the_current_goal_again_adds_nothing(store, at):
    for seconds in (0, 0, 7):
        await store.put_goal("ada", {"level": "L5"}, at=at(seconds))
    assert len(await store.goals("ada")) == 1


async def test_a_clock_that_went_back_does_not_hide_the_last_goal(store, at):
    await store.put_goal("ada", {"level": "L5"}, at=at(100))
    await store.put_goal("ada", {"level": "L6"}, at=at(0))
    assert await store.get_goal("ada") == {"level": "L6"}


async def test_a_plan_says_when_it_was_made(store, at):
    await store.put_plan("ada", {"days": []}, at=at(0))
    await store.put_plan("ada", {"days": [1.0]}, at=at(5))
    plan = await store.get_plan("ada")
    assert (plan.at, repr(plan.body)) == (at(5), "{'days': [1.0]}")


async def test_an_edit_is_stored_once_per_client_id_even_from_two_tabs(store, at):
    rows = await asyncio.gather(
        *(store.append_plan_edit("ada", {"kind": "done", "tab": n}, client_id="e1", at=at(n)) for n in range(6))
    )
    assert all(row == rows[0] for row in rows)
    assert await store.plan_edits("ada") == [rows[0]]


async def test_edits_are_numbered_in_the_order_they_were_acknowledged(store, at):
    for n in range(5):
        await store.append_plan_edit("ada", {"n": n}, client_id=f"e{n}", at=at(-n))
    edits = await store.plan_edits("ada")
    assert [(e.nr, e.edit) for e in edits] == [(n + 1, {"n": n}) for n in range(5)]
    assert [e.at for e in edits] == sorted(e.at for e in edits)


@pytest.mark.parametrize("bad", [{"x": float("nan")}, {"x": "\ud800"}, {"x": {1, 2}}])
async def test_what_could_not_be_read_again_is_refused(store, at, bad):
    with pytest.raises(OutOfRangeError):
        await store.put_goal("ada", bad, at=at())
    with pytest.raises(NotFoundError):
        await store.get_goal("ada")


async def test_a_document_over_the_limit_is_refused(store, at):
    with pytest.raises(TooLargeError):
        await store.put_plan("ada", {"x": "a" * BODY_LIMIT}, at=at())


async def test_a_person_or_client_id_with_odd_characters_is_refused(store, at):
    with pytest.raises(OutOfRangeError):
        await store.put_goal("a\u0000da", {}, at=at())
    with pytest.raises(OutOfRangeError):
        await store.append_plan_edit("ada", {}, client_id="'; drop table goals; --", at=at())
