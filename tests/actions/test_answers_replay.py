"""An answer's file name is a promise about the report: played through the whole product, it is kept.

Each answer is an attempt: the words, commitments, board, source or plan at the times its author wrote down, the
interviewer answering and probing, the work executed, the report graded. Nothing here ticks an item by hand.
"""

import pytest
import pytest_asyncio

from tests.support.replay import answers, replay
from tests.support.worlds import START, open_still
from theloop.base.clock import FixedClock
from theloop.engines.grading.report import Scored
from theloop.library.catalogue import Library, header_of, shipped_content
from theloop.settings import Settings

SLUGS = [header_of(exercise).slug for exercise in Library(shipped_content()).exercises()]
BANDS = ("l4", "l5", "l6")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def reports(tmp_path_factory):
    """Every shipped answer's report, by exercise and name."""
    clock = FixedClock(START)
    settings = Settings(data=tmp_path_factory.mktemp("answers") / "data")
    async with open_still(settings, clock) as world:
        return {
            slug: {name: await replay(world, clock, slug, answer=name) for name in answers(world, slug)}
            for slug in SLUGS
        }


def of_band(reports, slug, band):
    found = [report for name, report in reports[slug].items() if name.startswith(f"{band}_")]
    assert found, f"{slug} ships no {band} answer"
    return found


def share(report, bar):
    """The reached share of all the weight at one bar."""
    total = sum(one.weight for one in report.competencies)
    return sum(getattr(one, bar).low * one.weight for one in report.competencies) / total


def reads(report):
    """The report in one line, for a failure."""
    return [(one.item, one.execution.decision, one.strategy.decision) for one in report.items]


@pytest.mark.parametrize("slug", SLUGS)
def test_a_better_answer_has_the_higher_score_and_reaches_more_of_both_bars(reports, slug):
    for lower, higher in (("l4", "l5"), ("l5", "l6")):
        for low in of_band(reports, slug, lower):
            for high in of_band(reports, slug, higher):
                assert isinstance(low.total, Scored)
                assert isinstance(high.total, Scored)
                assert high.total.value > low.total.value
                assert high.total.low > low.total.low
                assert share(high, "strategy") > share(low, "strategy")
                assert share(high, "execution") > share(low, "execution")


@pytest.mark.parametrize("slug", SLUGS)
def test_an_l6_answer_stands_on_the_l6_bar_as_far_as_anything_decided_it(reports, slug):
    for report in of_band(reports, slug, "l6"):
        assert report.total.high >= 6.0
        assert report.total.low >= 5.0, "what is undecided may cost it the L6 bar, never the L5 bar"
        undone = [one.item for one in report.items if one.execution.decision in ("not_reached", "contradicted")]
        assert undone == [], reads(report)
        unmet = [one.item for one in report.items if one.strategy.decision in ("not_reached", "contradicted")]
        assert unmet == [], reads(report)


@pytest.mark.parametrize("slug", SLUGS)
def test_an_l6_answer_raises_no_red_flag_and_none_of_its_words_is_thrown_out(reports, slug):
    for report in of_band(reports, slug, "l6"):
        assert [one.id for one in report.red_flags if one.state == "raised"] == []
        assert report.flagged == ()


@pytest.mark.parametrize("slug", SLUGS)
def test_the_clock_facts_hold_for_an_l6_answer(reports, slug):
    for report in of_band(reports, slug, "l6"):
        assert [fact.says for fact in report.timing if not fact.holds] == []
        assert "clock.phases_on_time" in {fact.id for fact in report.timing}


def test_a_designs_l6_answer_states_scope_names_the_approach_and_closes_in_time(reports):
    for report in of_band(reports, "home-feed-ranking", "l6"):
        assert {fact.id for fact in report.timing if fact.holds} >= {
            "clock.scope_stated_within_60s",
            "clock.approach_named_within_120s",
            "clock.closed_with_business",
            "clock.phases_on_time",
        }
        assert report.total.low >= 6.0, "a design decides enough by facts to stand on the bar whatever is undecided"


@pytest.mark.parametrize("slug", SLUGS)
def test_an_l5_answer_may_stand_on_the_l5_bar_and_cannot_on_the_l6_bar(reports, slug):
    for report in of_band(reports, slug, "l5"):
        assert report.total.value >= 5.0
        assert report.total.high < 6.0


@pytest.mark.parametrize("slug", SLUGS)
def test_an_l4_answer_does_not_reach_the_l5_bar(reports, slug):
    for report in of_band(reports, slug, "l4"):
        assert report.total.value < 5.0
        assert report.total.low < 5.0
        assert "no" in {one.at_l5 for one in report.competencies}
        assert "yes" not in {one.at_l6 for one in report.competencies}
        undone = sum(one.weight for one in report.items if one.execution.decision == "not_reached")
        assert undone >= 0.25 * sum(one.weight for one in report.items), reads(report)


@pytest.mark.parametrize("slug", SLUGS)
def test_nothing_in_a_report_was_decided_by_words(reports, slug):
    for report in reports[slug].values():
        for item in report.items:
            assert {item.execution.origin, item.strategy.origin} <= {"fact", "nobody"}
        assert report.executed.by_model == report.executed.by_own_tick == report.executed.by_peer_tick == 0


async def test_the_same_answer_played_again_gives_the_same_report(reports, settings, clock):
    slug = "free-unlock"
    name = next(iter(reports[slug]))
    async with open_still(settings, clock) as world:
        again = await replay(world, clock, slug, answer=name)
    first = reports[slug][name]
    assert [(one.item, one.execution.decision, one.strategy.decision) for one in again.items] == reads(first)
    assert again.total.value == pytest.approx(first.total.value)
