"""The loop, once round, on PostgreSQL: what holds on the file on one's own machine holds on a server."""

import json

import psycopg

from tests.support.candidates import committed, event, said
from tests.support.worlds import GOAL, open_still
from theloop.actions.append_events import append_events
from theloop.actions.finish_attempt import finish_attempt, grading_job
from theloop.actions.goal import goal_from, set_goal
from theloop.actions.see_plan import see_plan
from theloop.actions.see_readiness import see_readiness
from theloop.actions.see_reports import list_reports, see_report
from theloop.actions.start_attempt import start_attempt
from theloop.settings import Settings

EXERCISE = "home-feed-ranking"


async def exported(world):
    whole = b"".join([part async for part in world.store.export(world.person)])
    return [json.loads(line) for line in whole.splitlines()]


async def test_the_loop_goes_round_on_postgresql_and_is_still_there_for_the_next_process(
    tmp_path, clock, postgres_url, monkeypatch
):
    url = postgres_url()
    monkeypatch.setenv("THELOOP_DATABASE_URL", url)
    settings = Settings(data=tmp_path / "data")
    async with open_still(settings, clock, role="server") as world:
        await set_goal(world, goal_from(**GOAL))
        plan = await see_plan(world)
        attempt = (await start_attempt(world, EXERCISE, level="L6")).id
        clock.advance(seconds=40)
        reference = world.library.design(EXERCISE).reference.model_dump(mode="json", exclude_none=True)
        await append_events(
            world,
            attempt,
            [
                committed("scope.daily_users", "60 M users"),
                committed("scope.peak_load", "24k req/s"),
                committed("scope.p99_latency", "250 ms"),
                said("I assume 60 M daily users and a p99 of 250 ms. Is the catalogue global?"),
                event("drew", board=reference),
            ],
        )
        clock.advance(seconds=20 * 60)
        assert await finish_attempt(world, attempt) == "pending"
        state = await world.jobs.wait(grading_job(world, attempt).key, seconds=120)
        assert state.phase == "done", state.error
        page = await see_report(world, attempt)
        assert page.report.executed.by_fact > 0.2
        readiness = await see_readiness(world)
        assert readiness.sessions == 1
        moved = await see_plan(world)
        assert moved.days != plan.days
        taken = await exported(world)

    assert not list((tmp_path / "data").glob("*.db")), "nothing may be kept beside the database that was asked for"
    with psycopg.connect(url) as connection:
        (events,) = connection.execute("SELECT count(*) FROM events").fetchone()
    assert events == sum('"client_id"' in json.dumps(line) and '"seq"' in json.dumps(line) for line in taken)

    async with open_still(settings, clock, role="command") as again:
        assert (await see_report(again, attempt)).report == page.report
        assert [one.attempt for one in await list_reports(again)] == [attempt]
        assert (await see_plan(again)).days == moved.days
        assert await see_readiness(again) == readiness

    monkeypatch.delenv("THELOOP_DATABASE_URL")
    home = Settings(data=tmp_path / "home")
    async with open_still(home, clock) as world:
        await world.store.import_(world.person, lines_of(taken))
        assert (await see_report(world, attempt)).report == page.report
        assert (await exported(world))[1:] == taken[1:]


async def lines_of(taken):
    for line in taken:
        yield (json.dumps(line) + "\n").encode()
