"""Every grading is kept; the one from the longest log, then the last put, is current."""

import pytest

from theloop.base.errors import NotFoundError, OutOfRangeError


@pytest.fixture
async def graded(store, started, said, at):
    await store.create_attempt("ada", "at_1", events=[started, said("a"), said("b")], at=at())
    return store


async def test_the_current_report_is_from_the_longest_log_then_the_last_put(graded, at):
    await graded.put_report("ada", "at_1", {"v": 1}, input_seq=2, at=at(1))
    await graded.put_report("ada", "at_1", {"v": 2}, input_seq=3, at=at(2))
    await graded.put_report("ada", "at_1", {"v": "late job"}, input_seq=2, at=at(3))
    await graded.put_report("ada", "at_1", {"v": 3}, input_seq=3, at=at(4))

    current = await graded.get_report("ada", "at_1")
    assert (current.report, current.input_seq, current.at) == ({"v": 3}, 3, at(4))
    history = await graded.report_history("ada", "at_1")
    assert [row.report["v"] for row in history] == [1, 2, "late job", 3]


async def test_putting_the_same_report_again_adds_nothing(graded, at):
    for seconds in (1, 2):
        await graded.put_report("ada", "at_1", {"v": 1}, input_seq=3, at=at(seconds))
    assert len(await graded.report_history("ada", "at_1")) == 1


async def test_the_list_has_one_report_per_graded_attempt_oldest_page_first(graded, started, at):
    for name in ("at_2", "at_0"):
        await graded.create_attempt("ada", name, events=[started], at=at())
    await graded.put_report("ada", "at_0", {"v": "third page"}, input_seq=1, at=at(1))
    for v in (1, 2):
        await graded.put_report("ada", "at_1", {"v": v}, input_seq=3, at=at(v))
    assert [(r.attempt, r.report["v"]) for r in await graded.reports("ada")] == [("at_1", 2), ("at_0", "third page")]


async def test_a_report_of_an_event_that_is_not_there_is_refused(graded, at):
    for seq in (0, 4):
        with pytest.raises(OutOfRangeError):
            await graded.put_report("ada", "at_1", {}, input_seq=seq, at=at())


async def test_an_attempt_that_was_never_graded_has_no_report(graded):
    with pytest.raises(NotFoundError):
        await graded.get_report("ada", "at_1")
    assert await graded.report_history("ada", "at_1") == []
