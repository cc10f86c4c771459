"""The API as a page uses it: shapes that the contract promises, errors that say what is safe, one origin only."""

from datetime import timedelta

import httpx
import pytest_asyncio

from tests.support.worlds import START, open_still
from theloop.web.app import create_app

EXERCISE = "home-feed-ranking"
DATE = (START + timedelta(days=28)).date().isoformat()
GOAL = {"role": "ml-engineer", "level": "L6", "hours_per_week": 12, "loops": [{"company": "meta", "date": DATE}]}
HEADERS = {"origin": "http://testserver", "sec-fetch-site": "same-origin"}


@pytest_asyncio.fixture
async def client(settings, clock):
    app = create_app(lambda: open_still(settings, clock), settings=settings)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(
            transport=httpx.ASGITransport(app, raise_app_exceptions=False),
            base_url="http://testserver",
            headers=HEADERS,
        ) as opened,
    ):
        yield opened


def said(text, ident="a1"):
    return {"client_id": ident, "at_ms": 10**9, "body": {"kind": "said", "text": text}}


async def begin(client):
    return (await client.post("/api/attempts", json={"exercise": EXERCISE, "level": "L6"})).json()["id"]


async def test_before_setup_everything_says_so_and_nothing_fails(client):
    assert (await client.get("/api/meta")).json()["has_goal"] is False
    for path in ("goal", "plan", "today"):
        answer = await client.get(f"/api/{path}")
        assert (answer.status_code, answer.json()) == (200, None), path
    assert (await client.get("/api/readiness")).json()["sessions"] == 0
    assert (await client.get("/api/reports")).json() == []


async def test_setup_gives_a_plan_a_today_and_weights_with_their_words(client):
    preview = (await client.post("/api/preview", json=GOAL)).json()
    assert [column["archetype"] for column in preview["weights"]] == ["faang", "ai-first", "product", "startup"]
    assert all(share["says"] for column in preview["weights"] for share in column["shares"])
    assert (await client.get("/api/goal")).json() is None
    saved = (await client.put("/api/goal", json=GOAL)).json()
    assert saved["plan_change"]["added"] > 20
    assert (await client.get("/api/today")).json()["days_left"] == 28
    assert (await client.get("/api/plan")).json()["loop"]["company"] == "meta"


async def test_an_edited_weight_moves_the_plan(client):
    before = (await client.put("/api/goal", json=GOAL)).json()
    assert before["goal"]["weight_edits"] == {}
    await client.put("/api/goal", json={**GOAL, "weight_edits": {"statistics": 0.6}})
    plan = (await client.get("/api/plan")).json()
    assert abs(plan["weights"]["statistics"] - 0.6) < 1e-6


async def test_done_can_be_taken_back(client):
    await client.put("/api/goal", json=GOAL)
    plan = (await client.get("/api/plan")).json()
    item = next(item for item in plan["days"][0]["items"] if item["status"] == "planned")["id"]
    edit = {"client_id": "e1", "kind": "done", "item": item}
    done = (await client.post("/api/plan/edits", json=edit)).json()
    again = (await client.post("/api/plan/edits", json=edit)).json()
    assert done == again
    assert [one["status"] for one in done["days"][0]["items"] if one["id"] == item] == ["done"]
    back = (await client.post("/api/plan/edits", json={"client_id": "e2", "kind": "undone", "item": item})).json()
    assert back["days"] == plan["days"]


async def test_the_room_shows_no_rubric_no_reveal_and_no_truth(client):
    room = (await client.get(f"/api/exercises/{EXERCISE}")).text
    for secret in ("asked_as", "not_enough", "exemplars", "truths", "reveals", "wrong_when"):
        assert secret not in room
    case = next(one["slug"] for one in (await client.get("/api/exercises")).json() if one["kind"] == "case")
    sealed = (await client.get(f"/api/exercises/{case}")).text
    for secret in ('"sealed"', "interference", "full_launch", '"threat"', '"world"'):
        assert secret not in sealed


async def test_events_are_acknowledged_with_their_sequence_and_read_back(client):
    attempt = await begin(client)
    first = (
        await client.post(f"/api/attempts/{attempt}/events", json={"events": [said("How many users a day?")]})
    ).json()
    assert next(event["body"]["kind"] for event in first["events"]) == "said"
    again = (
        await client.post(f"/api/attempts/{attempt}/events", json={"events": [said("How many users a day?")]})
    ).json()
    assert again["events"][0] == first["events"][0]
    log = (await client.get(f"/api/attempts/{attempt}/events")).json()["events"]
    assert [event["seq"] for event in log] == list(range(1, len(log) + 1))


async def test_an_oversized_answer_is_refused_with_a_clear_line_and_changes_nothing(client):
    attempt = await begin(client)
    answer = await client.post(f"/api/attempts/{attempt}/events", json={"events": [said("x" * 30_000)]})
    assert answer.status_code == 422
    assert "20000" in answer.json()["error"]["message"]
    assert len((await client.get(f"/api/attempts/{attempt}/events")).json()["events"]) == 2


async def test_rubbish_is_refused_in_one_sentence(client):
    attempt = await begin(client)
    for body in (
        b"",
        b"{",
        b"[]",
        b'{"events": []}',
        b'{"events": [{"client_id": "x", "at_ms": -1, "body": {"kind": "said"}}]}',
    ):
        answer = await client.post(f"/api/attempts/{attempt}/events", content=body)
        assert answer.status_code == 422, body
        assert answer.json()["error"]["safe"]
    for path in ("/api/attempts/at_none", "/api/exercises/none", "/api/nothing", "/api/reports/at_none"):
        answer = await client.get(path)
        assert answer.status_code in (400, 404), path
        assert "Traceback" not in answer.text


async def test_what_is_not_there_to_run_is_said(client):
    attempt = await begin(client)
    answer = await client.post(f"/api/attempts/{attempt}/run")
    assert answer.status_code == 409
    assert "board" in answer.json()["error"]["message"]


async def test_a_threat_stays_sealed_until_the_plan_has_met_the_worlds(client):
    case = next(one["slug"] for one in (await client.get("/api/exercises")).json() if one["kind"] == "case")
    attempt = (await client.post("/api/attempts", json={"exercise": case, "level": "L6"})).json()["id"]
    assert (await client.get(f"/api/attempts/{attempt}/seal")).status_code == 409
    assert (await client.post(f"/api/attempts/{attempt}/run")).status_code == 409
    plan = (await client.get(f"/api/exercises/{case}")).json()["form"]["start"]
    checked = (await client.post(f"/api/cases/{case}/check", json={"plan": plan})).json()
    assert isinstance(checked["findings"], list)
    sealed = {"client_id": "s1", "at_ms": 0, "body": {"kind": "sealed", "plan": plan}}
    assert (await client.post(f"/api/attempts/{attempt}/events", json={"events": [sealed]})).status_code == 200
    ran = await client.post(f"/api/attempts/{attempt}/run")
    assert ran.status_code == 200, ran.text
    assert ran.json()["result"]["runs"] == 10_000
    assert (await client.get(f"/api/attempts/{attempt}/seal")).json()["title"]


async def test_a_foreign_page_cannot_write_through_the_whole_stack(client):
    answer = await client.put(
        "/api/goal", json=GOAL, headers={"origin": "http://evil.example", "sec-fetch-site": "cross-site"}
    )
    assert answer.status_code == 403
    assert (await client.get("/api/goal")).json() is None


async def test_the_page_carries_its_nonce_and_no_inline_script(client):
    page = await client.get("/")
    if "is not built" not in page.text:
        nonce = page.headers["content-security-policy"].split("'nonce-")[1].split("'")[0]
        assert f'content="{nonce}"' in page.text
    assert "<script>" not in page.text
