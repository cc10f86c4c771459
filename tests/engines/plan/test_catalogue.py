"""A few exercises become many activities, each for its kind, role and company."""

from datetime import date, timedelta


def ids(inputs):
    return [activity.id for activity in inputs.activities]


def test_a_design_becomes_a_full_run_a_mock_and_a_drill_for_each_phase(inputs_for):
    mine = {ident for ident in ids(inputs_for()) if ident.startswith("home-feed-ranking.")}
    phases = {f"home-feed-ranking.phase.{name}" for name in ("scope", "data", "architecture", "scale", "evaluation")}
    assert mine >= phases | {"home-feed-ranking.full", "home-feed-ranking.mock", "home-feed-ranking.not-built"}


def test_a_phase_drill_takes_the_phase_and_ten_minutes_and_its_own_competency(inputs_for):
    drill = next(a for a in inputs_for().activities if a.id == "home-feed-ranking.phase.architecture")
    assert drill.minutes == 22
    assert drill.competencies == ("ml-design.architecture",)
    assert drill.ref == "home-feed-ranking#architecture"
    assert drill.title == "Home feed ranking: Architecture only"
    assert drill.after == "home-feed-ranking.full"


def test_ids_stand_once_and_every_after_names_an_activity(inputs_for):
    inputs = inputs_for(loops=(("meta", 20), ("anthropic", 30)))
    assert len(ids(inputs)) == len(set(ids(inputs)))
    assert {a.after for a in inputs.activities if a.after} <= set(ids(inputs))


def test_what_is_for_one_role_is_not_offered_to_another(inputs_for):
    assert "papers" in ids(inputs_for(role="ai-engineer"))
    assert "papers" not in ids(inputs_for())


def test_company_activities_carry_its_name(inputs_for):
    goal = inputs_for(loops=(("stripe", 20),))
    posts = next(a for a in goal.activities if a.id == "company-posts.stripe")
    assert posts.title == "Stripe: recent posts and papers"
    assert "{" not in posts.title + posts.how + posts.why


def test_a_redo_never_stands_before_the_day_after_its_first_run(inputs_for):
    from theloop.engines.plan.schedule import make_plan

    inputs = inputs_for()
    after = {a.id: a.after for a in inputs.activities if a.after}
    first: dict[str, date] = {}
    for day in make_plan(inputs).days:
        for item in day.items:
            if item.activity in after:
                assert first[after[item.activity]] <= day.date - timedelta(days=1)
            first.setdefault(item.activity, day.date)
