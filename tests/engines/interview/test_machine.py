"""The interviewer, second by second: what it gives, answers, asks, and when it is silent."""

import pytest

from theloop.engines.interview.machine import YOUR_CALL, given_scope, next_turn, probes_left_in
from theloop.engines.interview.script import Known, Log, Silence, Spoken, Turn


def spoken(who, text, at=0, why="said", about=None, phase="scope"):
    return Spoken(at_ms=at, who=who, text=text, why=why, about=about, phase=phase)


PROMPT = spoken("interviewer", "Take this where you think it matters.", why="prompt")


def log(*turns, at=100_000, phase="scope", **more):
    given = {"phase": phase, "elapsed_ms": at, "phase_elapsed_ms": at, "active_ms": at} | more
    return Log(turns=(PROMPT, *turns), **given)


def test_it_begins_with_the_prompt(script):
    turn = next_turn(script(), Log(phase="scope", elapsed_ms=0, phase_elapsed_ms=0))
    assert turn == Turn(text="Take this where you think it matters.", why="prompt")


@pytest.mark.parametrize(("level", "given"), [("L4", True), ("L5", True), ("L6", False), ("Staff", False)])
def test_the_scope_is_given_at_l4_and_l5_and_withheld_above(script, level, given):
    made = script(level=level)
    turn = next_turn(made, Log(phase="scope", elapsed_ms=0, phase_elapsed_ms=0))
    assert ("60 M people" in turn.text) is given
    assert bool(given_scope(made)) is given


@pytest.mark.parametrize(
    ("question", "about"),
    [
        ("How many users do we have?", "users"),
        ("What is the size of the audience", "users"),
        ("Is there a p99 I must meet?", "latency"),
        ("Before I start: how fast must a page be?", "latency"),
        ("How many people come on a day? I would guess 60 M.", "users"),
    ],
)
def test_a_scoping_question_is_answered_from_the_case(script, question, about):
    turn = next_turn(script(), log(spoken("you", question, 20_000), at=20_000))
    assert (turn.why, turn.about) == ("answer", about)


def test_two_questions_in_one_turn_get_both_answers(script):
    turn = next_turn(script(), log(spoken("you", "How many daily users? And what is the latency budget?", 20_000)))
    assert "60 M" in turn.text
    assert "250 ms" in turn.text


def test_one_question_about_two_facts_gets_both_and_a_loose_word_does_not_repeat_a_third(script):
    both = spoken("you", "What is the size of the daily audience and the p99 target?", 20_000)
    assert {"60 M", "250 ms"} <= {word for word in ("60 M", "250 ms") if word in next_turn(script(), log(both)).text}
    told = spoken("interviewer", "A page of ten within 250 ms at p99, measured at the edge.", 10, "answer", "latency")
    loose = spoken("you", "How many people come daily, as fast as they do?", 20_000)
    assert "250 ms" not in next_turn(script(), log(told, loose)).text


def test_a_fact_asked_for_twice_is_marked_as_said(script):
    told = spoken("interviewer", "60 M people open it on a day, in mature markets.", 10, "answer", "users")
    turn = next_turn(script(), log(told, spoken("you", "How many users were there?", 20_000)))
    assert turn.text.startswith("As I said: 60 M")


def test_an_unknown_question_is_the_candidates_call_in_changing_words(script):
    made, turns, texts = script(), [], []
    for k in range(len(YOUR_CALL)):
        turns.append(spoken("you", f"Do moderators work at night in region {k}?", 1_000 * k))
        turn = next_turn(made, log(*turns))
        assert turn.why == "your_call"
        texts.append(turn.text)
        turns.append(spoken("interviewer", turn.text, 1_000 * k, turn.why))
    assert sorted(texts) == sorted(YOUR_CALL)


def test_a_question_that_the_candidate_answers_is_not_for_the_interviewer(script):
    turn = next_turn(script(), log(spoken("you", "Why not one stage? Because it costs 20 times the compute.")))
    assert turn.why == "probe"


def test_asking_for_leave_gets_leave(script):
    assert next_turn(script(), log(spoken("you", "I cap it at 500. Does that make sense?"))).text == "Go on."


def test_a_statement_holding_the_words_of_a_fact_is_not_a_question(script):
    turn = next_turn(script(), log(spoken("you", "I assume 60 M daily users because the market is mature.")))
    assert turn.why == "probe"


@pytest.mark.parametrize(
    ("said", "why", "ends"),
    [
        ("It has to handle millions of requests.", "follow_up", "How many, in which unit?"),
        ("We would use a feature store.", "follow_up", "Why not the other?"),
        ("That can't fail.", "challenge", "When is it not so?"),
    ],
)
def test_vague_amounts_bare_choices_and_absolute_claims_are_pressed_once_a_phase(script, said, why, ends):
    first = next_turn(script(), log(spoken("you", said)))
    assert first.why == why
    assert first.text.endswith(ends)
    again = next_turn(
        script(),
        log(spoken("you", said), spoken("interviewer", first.text, 2, why), spoken("you", said, 3)),
    )
    assert again.why == "probe"


def test_a_number_with_its_unit_and_a_reason_are_not_pressed(script):
    said = "We would use a store because 24 k requests a second must not touch the log."
    assert next_turn(script(), log(spoken("you", said))).why == "probe"


def test_the_first_minute_at_l6_belongs_to_the_candidate_but_questions_are_answered(script):
    said = spoken("you", "The goal is return after a month.", 30_000)
    assert next_turn(script(), log(said, at=30_000)) == Silence(reason="first_minute")
    assert next_turn(script(level="L5"), log(said, at=30_000)).why == "probe"
    asked = spoken("you", "What is the latency budget?", 31_000)
    assert next_turn(script(), log(said, asked, at=31_000)).why == "answer"


def test_the_heaviest_open_item_of_the_phase_is_probed(script):
    turn = next_turn(script(), log(spoken("you", "Let us begin.")))
    assert (turn.why, turn.about) == ("probe", "scope-3")


def test_what_execution_established_is_not_asked_and_a_reached_l5_is_pushed(script):
    known = (Known(item="scope-3", l5="reached", l6="reached"), Known(item="scope-2", l5="reached"))
    turn = next_turn(script(), log(spoken("you", "Let us begin."), known=known))
    assert (turn.about, turn.text) == ("scope-2", "Who pays when scope part 2 is wrong?")


def test_what_was_said_is_not_asked_again(script):
    made = script()
    item = next(item for item in made.items if item.id == "scope-3")
    turn = next_turn(made, log(spoken("you", f"{item.l6}. {item.l5}.")))
    assert turn.about != "scope-3"


def test_a_claim_that_the_rubric_knows_as_wrong_is_challenged_by_its_probe(script):
    made = script()
    item = next(item for item in made.items if item.id == "scope-3")
    turn = next_turn(made, log(spoken("you", item.contradicts[0] + ".")))
    assert turn.text == "The trace of scope part 3 disagrees. Why?"


def test_a_probe_that_tells_its_answer_is_never_asked(script):
    made = script()
    leaky = tuple(
        item.model_copy(update={"probes": (item.probes[0].model_copy(update={"ask": f"Would you say: {item.l5}?"}),)})
        for item in made.items
    )
    turn = next_turn(made.model_copy(update={"items": leaky}), log(spoken("you", "Let us begin.")))
    assert turn == Silence(reason="nothing_left")


def test_after_its_own_turn_it_waits_until_a_long_silence(script):
    probe = spoken("interviewer", "What grows?", 100_000, "probe", "scope-3")
    said = spoken("you", "Well.", 90_000)
    waiting = log(said, probe, at=150_000, active_ms=90_000)
    assert next_turn(script(), waiting) == Silence(reason="candidate_has_the_floor")
    quiet = log(said, probe, at=190_000, active_ms=90_000)
    assert next_turn(script(), quiet).about == "silence"
    drawing = log(said, probe, at=190_000, active_ms=185_000)
    assert next_turn(script(), drawing) == Silence(reason="candidate_has_the_floor")


def test_it_moves_on_when_the_time_of_a_phase_is_up_and_says_so_once(script):
    late = log(spoken("you", "Well.", 230_000), at=240_000)
    turn = next_turn(script(), late)
    assert (turn.why, turn.moves_to) == ("move_on", "data")
    told = spoken("interviewer", turn.text, 240_000, "move_on", turn.about)
    back = log(told, spoken("you", "Back to scope.", 241_000), at=242_000)
    assert next_turn(script(), back).why == "probe"


def test_without_a_clock_it_moves_on_when_nothing_is_left_to_ask(script):
    made = script().model_copy(update={"items": ()})
    turn = next_turn(made, log(spoken("you", "That is my scope."), at=10_000_000, clock_runs=False))
    assert turn.moves_to == "data"
    last = next_turn(made, log(spoken("you", "I ship."), phase="evaluation", at=10_000_000, clock_runs=False))
    assert last.why == "close"


def test_the_count_of_probes_falls_with_each_and_is_none_after_the_close(script):
    made = script()
    before = probes_left_in(made, log())
    after = probes_left_in(made, log(spoken("interviewer", "What grows?", 1, "probe", "scope-3")))
    assert (before.left, before.of) == (2, 2)
    assert after.left == 1
    assert probes_left_in(made, log(spoken("interviewer", "Stop.", 1, "close"))).left == 0


def test_a_script_without_the_present_phase_still_answers(script):
    turn = next_turn(script(), log(spoken("you", "What is the latency budget?"), phase="elsewhere"))
    assert turn.about == "latency"
