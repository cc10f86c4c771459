"""One small rubric and one honest transcript that the grading tests share."""

import pytest

from theloop.base.facts import Fact
from theloop.engines.grading.inputs import Evidence, PhaseUse, SeniorInsight, Tick, Utterance
from theloop.engines.grading.rubric import Rubric

FEED = {
    "id": "feed",
    "version": 3,
    "items": [
        {
            "id": "objective",
            "competency": "ml-design.scoping",
            "dimension": "framing",
            "phase": "scope",
            "weight": 2,
            "essential": True,
            "l5": {"says": "Commits an objective that the business would sign", "fact": "choice.objective"},
            "l6": {
                "says": "Names where the proxy and the objective part ways",
                "exemplars": [
                    "Watch time goes up when we show longer clips, and people still leave after a month.",
                    "A session can be long because somebody is bored; they come back less.",
                    "Minutes are easy to buy with cliffhangers that cost us returns in week five.",
                    "If dwell and return disagree I believe return, since dwell can be inflated.",
                    "The surrogate breaks for binge users: more today, nothing next month.",
                ],
            },
            "not_enough": [
                "We should optimise for engagement.",
                "Watch time is a common metric in the industry.",
                "There are several metrics that we could use.",
            ],
            "terms": ["watch time", "retention"],
            "probes": [{"when": "missing", "ask": "What would make the team celebrate wrongly?"}],
        },
        {
            "id": "cascade",
            "competency": "ml-design.architecture",
            "dimension": "design",
            "phase": "architecture",
            "weight": 3,
            "l5": {"says": "Puts a cheap stage between retrieval and the ranker", "fact": "cascade.has_cheap_stage"},
            "l6": {"says": "States how much the cheap stage loses and measures it", "fact": "napkin.loss_measured"},
            "not_enough": [
                "We can add a light model for efficiency.",
                "A small model filters candidates first.",
                "Multi-stage ranking is industry standard.",
            ],
            "terms": ["recall", "pre-ranker"],
            "probes": [{"when": "missing", "ask": "What does scoring 2,000 items cost at peak?"}],
        },
        {
            "id": "labels",
            "competency": "ml-design.architecture",
            "dimension": "metrics",
            "phase": "data",
            "weight": 1,
            "l5": {"says": "Handles position bias in the labels", "fact": "choice.position_bias"},
            "l6": {"says": "Logs the features that the ranker saw at request time", "fact": "board.logs_features"},
            "not_enough": [
                "Clicks can be noisy as labels.",
                "We need good training data.",
                "Feature stores help consistency.",
            ],
            "probes": [{"when": "l5", "ask": "Your offline AUC rose and nothing moved online. Why?"}],
        },
    ],
    "red_flags": [
        {
            "id": "no-fallback",
            "competency": "ml-design.architecture",
            "says": "Nothing answers when the ranker is down",
            "fact": "board.no_fallback",
            "weight": -0.8,
        }
    ],
}

TALK = (
    (1, 20_000, "interviewer", "Design the home feed ranking for a short-video app.", "prompt", None),
    (
        2,
        41_000,
        "you",
        "The goal is return after a month. Watch time rises with longer clips and people still leave.",
        "said",
        None,
    ),
    (3, 600_000, "interviewer", "What does scoring 2,000 items cost at peak?", "probe", "cascade"),
    (
        4,
        640_000,
        "you",
        (
            "Too much, so a cheap stage goes between retrieval and the ranker, 2,000 in and 300 out. "
            "I measure what the cheap stage loses as recall of the ranker's own top ten."
        ),
        "said",
        None,
    ),
    (5, 900_000, "you", "I would use inverse propensity weights against position bias in the labels.", "said", None),
)


def turn(row):
    seq, at, who, text, why, about = row
    return Utterance(seq=seq, at_ms=at, who=who, text=text, phase="scope", why=why, about=about)


@pytest.fixture(scope="session")
def rubric():
    return Rubric.model_validate(FEED)


@pytest.fixture(scope="session")
def transcript():
    return tuple(turn(row) for row in TALK)


@pytest.fixture(scope="session")
def facts():
    def fact(ident, holds, at=None):
        return Fact(id=ident, holds=holds, says=f"{ident} measured 7", source="board", at_ms=at)

    return [
        fact("choice.objective", True, 30_000),
        fact("cascade.has_cheap_stage", True, 650_000),
        fact("napkin.loss_measured", True, 700_000),
        fact("choice.position_bias", False, 900_000),
        fact("board.no_fallback", False),
        Fact(id="clock.phases_on_time", holds=True, says="all 5 phases on time", source="clock", at_ms=1),
    ]


@pytest.fixture(scope="session")
def evidence(transcript):
    return Evidence(
        transcript=transcript,
        ticks=(Tick(item="objective", bar="strategy", verdict="reached", seq=9),),
        insights=(
            SeniorInsight(
                id="saw",
                phase="data",
                claim="Log what the ranker saw.",
                because="Recomputed features leak the future.",
                wrong_when="Features never change.",
                item="labels",
            ),
            SeniorInsight(
                id="loss",
                phase="architecture",
                claim="Train the cheap stage on the ranker's choices.",
                because="Its job is not to lose them.",
                wrong_when="You doubt the ranker.",
                item="cascade",
            ),
        ),
        phases=(PhaseUse(id="data", title="Data", budget_ms=420_000, spans=((360_000, 800_000),)),),
        total_ms=2_700_000,
        prompt="Design the home feed ranking for a short-video app.",
    )
