"""Ada owns everything; to Cem it is as if it did not exist."""

import pytest

from theloop.base.errors import NotFoundError


@pytest.fixture
async def adas(store, started, said, at):
    await store.put_goal("ada", {"level": "L6"}, at=at())
    await store.put_plan("ada", {"days": []}, at=at())
    await store.append_plan_edit("ada", {"kind": "done"}, client_id="e1", at=at())
    await store.create_attempt("ada", "at_1", events=[started, said("secret")], at=at())
    await store.put_report("ada", "at_1", {"v": 1}, input_seq=2, at=at())
    return store


CALLS = {
    "goal": lambda s, at, new: s.get_goal("cem"),
    "plan": lambda s, at, new: s.get_plan("cem"),
    "attempt": lambda s, at, new: s.attempt("cem", "at_1"),
    "events": lambda s, at, new: s.events("cem", "at_1"),
    "events after the end": lambda s, at, new: s.events("cem", "at_1", after=99),
    "append": lambda s, at, new: s.append("cem", "at_1", events=[new], at=at()),
    "append nothing": lambda s, at, new: s.append("cem", "at_1", events=[], at=at()),
    "report": lambda s, at, new: s.get_report("cem", "at_1"),
    "history": lambda s, at, new: s.report_history("cem", "at_1"),
    "put report": lambda s, at, new: s.put_report("cem", "at_1", {}, input_seq=1, at=at()),
    "odd attempt id": lambda s, at, new: s.events("cem", "at_1\u0000' OR 1=1 --"),
}


@pytest.mark.parametrize("call", CALLS)
async def test_cem_is_told_that_it_does_not_exist(adas, said, at, call):
    with pytest.raises(NotFoundError):
        await CALLS[call](adas, at, said("intruder"))
    assert len(await adas.events("ada", "at_1")) == 2


async def test_cem_lists_nothing(adas):
    assert await adas.goals("cem") == []
    assert await adas.plan_edits("cem") == []
    assert await adas.attempts("cem") == []
    assert await adas.reports("cem") == []
    exported = b"".join([chunk async for chunk in adas.export("cem")])
    assert b"secret" not in exported
    assert exported.count(b"\n") == 2


async def test_cem_may_own_an_attempt_of_the_same_id_without_meeting_hers(adas, started, said, at):
    await adas.create_attempt("cem", "at_1", events=[started], at=at())
    await adas.append("cem", "at_1", events=[said("his")], at=at())
    assert [e.client_id for e in await adas.events("ada", "at_1")] == ["start", "secret"]
    assert (await adas.attempt("cem", "at_1")).page == 1
