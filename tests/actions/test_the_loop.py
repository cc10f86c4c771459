"""The loop, once round, without a browser: plan, practise, grade, readiness, and the plan has moved."""

from datetime import timedelta

from tests.support.candidates import committed, event, said
from tests.support.worlds import START, open_still
from theloop.actions.append_events import append_events
from theloop.actions.finish_attempt import finish_attempt, grading_job
from theloop.actions.goal import goal_from, set_goal
from theloop.actions.see_plan import see_plan
from theloop.actions.see_readiness import see_readiness
from theloop.actions.see_reports import Pending, see_report
from theloop.actions.start_attempt import start_attempt
from theloop.actions.tick_item import tick_item
from theloop.engines.grading.report import Scored

DATE = (START + timedelta(days=28)).date()
GOAL = {"role": "ml-engineer", "level": "L6", "hours_per_week": 12, "loops": [{"company": "meta", "date": DATE}]}


async def test_a_graded_mock_moves_readiness_and_the_plan(settings, clock):
    async with open_still(settings, clock, role="server") as world:
        await set_goal(world, goal_from(**GOAL))
        plan = await see_plan(world)
        attempt = (await start_attempt(world, "home-feed-ranking", level="L6")).id
        clock.advance(seconds=40)
        scope = [
            committed(name, value)
            for name, value in (
                ("scope.daily_users", "60 M users"),
                ("scope.peak_load", "24k req/s"),
                ("scope.p99_latency", "250 ms"),
            )
        ]
        await append_events(world, attempt, [*scope, said("I assume 60 M daily users and a p99 of 250 ms.")])
        design = world.library.design("home-feed-ranking")
        board = design.reference.model_dump(mode="json", exclude_none=True)
        await append_events(world, attempt, [event("drew", board=board)])
        clock.advance(seconds=20 * 60)
        assert await finish_attempt(world, attempt) == "pending"
        assert isinstance(await see_report(world, attempt), Pending)
        state = await world.jobs.wait(grading_job(world, attempt).key, seconds=120)
        assert state.phase == "done", state.error
        page = await see_report(world, attempt)
        assert not isinstance(page, Pending)
        assert page.report.executed.by_fact > 0.2
        timing = {fact.id: fact.holds for fact in page.report.timing}
        assert timing["clock.scope_stated_within_60s"] is True
        assert (await see_readiness(world)).sessions == 1
        assert (await see_plan(world)).days != plan.days


async def test_a_tick_beside_the_quote_decides_what_nobody_could_and_can_be_withdrawn(settings, clock):
    async with open_still(settings, clock, role="server") as world:
        attempt = (await start_attempt(world, "home-feed-ranking", level="L5")).id
        clock.advance(seconds=300)
        await append_events(world, attempt, [said("We log the features that the ranker saw, at serving time.")])
        await finish_attempt(world, attempt)
        await world.jobs.wait(grading_job(world, attempt).key, seconds=120)
        before = (await see_report(world, attempt)).report
        item = next(one for one in before.items if one.execution.origin == "nobody")
        ticked = await tick_item(world, attempt, item=item.item, bar="execution", verdict="reached", client_id="t1")
        verdict = next(one for one in ticked.report.items if one.item == item.item).execution
        assert (verdict.decision, verdict.origin) == ("reached", "own")
        competency = next(one for one in ticked.report.competencies if one.competency == item.competency)
        assert isinstance(competency.score, Scored)
        back = await tick_item(world, attempt, item=item.item, bar="execution", verdict="withdrawn", client_id="t2")
        assert back.report == before
