"""Trouble while somebody practises: a full disk, a locked database, a second tab, a page that vanishes."""

import json
import sqlite3
import struct
from contextlib import contextmanager
from socket import SO_LINGER, SOL_SOCKET

import httpx
import pytest
import pytest_asyncio
from websockets.sync.client import connect

from tests.support.disk import limit
from tests.support.server import Server
from tests.support.worlds import GOAL, open_still
from theloop.web.app import create_app

EXERCISE = "home-feed-ranking"


def said(ident, text="words " * 300):
    return {"events": [{"client_id": ident, "at_ms": 0, "body": {"kind": "said", "text": text}}]}


def wrote(ident, text="x = 1\n" * 3_000):
    return {"events": [{"client_id": ident, "at_ms": 0, "body": {"kind": "wrote", "source": text}}]}


@pytest_asyncio.fixture
async def app(settings, clock):
    app = create_app(lambda: open_still(settings, clock), settings=settings)
    async with app.router.lifespan_context(app):
        yield app


@pytest_asyncio.fixture
async def client(app):
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as opened:
        yield opened


async def begun(client):
    return (await client.post("/api/attempts", json={"exercise": EXERCISE, "level": "L6"})).json()["id"]


async def log_of(client, attempt):
    answer = await client.get(f"/api/attempts/{attempt}/events")
    assert answer.status_code == 200
    return answer.json()["events"]


async def filled(client, app, attempt):
    """Write until the disk is full; returns what was acknowledged, what was refused, and how to make room."""
    acknowledged = await log_of(client, attempt)
    room = limit(app.state.world.store, 30)
    for number in range(1_000):
        answer = await client.post(f"/api/attempts/{attempt}/events", json=wrote(f"w{number}"))
        if answer.status_code != 200:
            return acknowledged, answer, wrote(f"w{number}"), room
        acknowledged += answer.json()["events"]
    raise AssertionError("the disk never filled")


async def test_a_full_disk_is_said_in_a_sentence_and_nothing_acknowledged_is_lost(client, app):
    attempt = await begun(client)
    acknowledged, answer, refused, room = await filled(client, app, attempt)
    assert len(acknowledged) > 3
    assert answer.status_code == 507
    error = answer.json()["error"]
    assert error["kind"] == "storage_full"
    assert "nothing of this was written" in error["message"]
    assert error["safe"] == "What was shown as saved is saved."
    assert await log_of(client, attempt) == acknowledged

    room()
    again = await client.post(f"/api/attempts/{attempt}/events", json=refused)
    assert again.status_code == 200
    assert await log_of(client, attempt) == acknowledged + again.json()["events"]


async def test_on_a_full_disk_everything_can_still_be_read_and_taken_away(client, app, clock):
    await client.put("/api/goal", json=GOAL)
    attempt = await begun(client)
    acknowledged, *_ = await filled(client, app, attempt)
    clock.advance(seconds=3_600)  # long enough for looking at it to want to write down a pause
    for path in ("meta", "goal", "plan", "today", "readiness", "exercises", "reports", "attempts", "calendar.ics"):
        assert (await client.get(f"/api/{path}")).status_code == 200, path
    seen = await client.get(f"/api/attempts/{attempt}")
    assert seen.status_code == 200
    assert [one["seq"] for one in await log_of(client, attempt)][: len(acknowledged)] == [
        one["seq"] for one in acknowledged
    ]
    whole = [json.loads(line) for line in (await client.get("/api/export")).text.splitlines()]
    assert acknowledged[-1]["client_id"] in json.dumps(whole)


async def test_on_a_full_disk_every_writing_answers_507_and_changes_nothing(client, app):
    await client.put("/api/goal", json=GOAL)
    attempt = await begun(client)
    await filled(client, app, attempt)
    before = (await client.get("/api/export")).text
    big = said("big", "words " * 3_000)
    for _ in range(12):
        answers = [
            await client.post(f"/api/attempts/{attempt}/events", json=big),
            await client.post("/api/import", content=grown(before)),
        ]
        for answer in answers:
            assert answer.status_code == 507, answer.text
            assert answer.json()["error"]["safe"]
    assert without_times((await client.get("/api/export")).text) == without_times(before)


def without_times(export):
    """The lines of an export but the first, which says when it was made."""
    return export.splitlines()[1:]


def grown(export):
    """The export of another machine: the same attempts under other names, so that all of it would have to be added."""
    return export.replace("at_", "at_other").encode()


async def test_a_locked_database_answers_503_and_the_same_request_again_succeeds(settings, clock, monkeypatch):
    monkeypatch.setattr("theloop.adapters.sql.engine.BUSY_SECONDS", 0.05)
    app = create_app(lambda: open_still(settings, clock), settings=settings)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://testserver") as client,
    ):
        attempt = await begun(client)
        before = await log_of(client, attempt)
        with locked(settings):
            answer = await client.post(f"/api/attempts/{attempt}/events", json=said("a"))
            assert answer.status_code == 503
            assert answer.json()["error"]["kind"] == "storage_busy"
            assert "trying again is safe" in answer.json()["error"]["message"]
            clock.advance(seconds=3_600)
            assert (await client.get(f"/api/attempts/{attempt}")).status_code == 200
            assert await log_of(client, attempt) == before
        again = await client.post(f"/api/attempts/{attempt}/events?", json=wrote("a"))
        assert again.status_code == 200
        assert (await log_of(client, attempt))[len(before)]["client_id"] == "a"


@contextmanager
def locked(settings):
    """Another process holds the database for writing."""
    other = sqlite3.connect(settings.sqlite_path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with Server(tmp_path_factory.mktemp("trouble") / "data") as running:
        yield running


@pytest.fixture
def mock(server):
    """A running mock on a real server: how to write into it, and how to open a tab on it."""
    return Mock(server)


class Mock:
    def __init__(self, server):
        self._server = server
        started = httpx.post(f"{server.url}/api/attempts", json={"exercise": EXERCISE, "level": "L6"})
        self.id = started.json()["id"]
        self.log = [one["seq"] for one in started.json()["events"]]

    def say(self, ident):
        answer = httpx.post(f"{self._server.url}/api/attempts/{self.id}/events", json=said(ident, "How many users?"))
        assert answer.status_code == 200
        self.log += [one["seq"] for one in answer.json()["events"]]

    def tab(self, after=0):
        return connect(f"{self._server.url.replace('http', 'ws')}/api/attempts/{self.id}/live?after={after}")


def heard(socket, *, events=(), tabs=None):
    """Listen until the events with these numbers have come and the number of tabs is this one."""
    seqs, count = [], None
    while (events and seqs[-len(events) :] != list(events)) or (tabs is not None and count != tabs):
        message = json.loads(socket.recv(timeout=15))
        if message["type"] == "events":
            seqs += [one["seq"] for one in message["events"]]
        if message["type"] == "tabs":
            count = message["count"]
    return seqs


def test_a_tab_opened_from_the_beginning_gets_the_whole_log_once(mock):
    mock.say("a")
    mock.say("b")
    with mock.tab(after=0) as tab:
        assert heard(tab, events=mock.log) == mock.log
    with mock.tab(after=mock.log[-2]) as tab:
        assert heard(tab, events=mock.log[-1:]) == mock.log[-1:]


def test_two_tabs_get_each_others_events_and_know_of_each_other(mock):
    with mock.tab() as one, mock.tab() as two:
        heard(one, events=mock.log, tabs=2)
        heard(two, events=mock.log, tabs=2)
        for ident in ("from-one", "from-two"):
            before = len(mock.log)
            mock.say(ident)
            for tab in (one, two):
                assert heard(tab, events=mock.log[before:]) == mock.log[before:]


def test_a_tab_on_another_mock_is_not_counted_and_hears_nothing_of_this_one(server, mock):
    other = Mock(server)
    with mock.tab() as one, other.tab() as two:
        heard(one, events=mock.log, tabs=1)
        heard(two, events=other.log, tabs=1)
        mock.say("a")
        other.say("b")
        assert heard(two, events=other.log[2:]) == other.log[2:]


def test_a_tab_that_is_killed_leaves_no_listener(mock):
    with mock.tab() as left:
        for _ in range(5):
            gone = mock.tab()
            heard(left, tabs=2)
            # A page whose process was killed says no goodbye: the connection is reset.
            gone.socket.setsockopt(SOL_SOCKET, SO_LINGER, struct.pack("ii", 1, 0))
            gone.socket.shutdown(2)
            gone.socket.close()
            heard(left, tabs=1)
        mock.say("a")
        heard(left, events=mock.log[2:])
    with mock.tab() as fresh:
        heard(fresh, events=mock.log, tabs=1)


def test_a_tab_on_a_mock_that_is_not_there_is_closed_with_a_reason(mock):
    mock.id = "at_none"
    with mock.tab() as tab, pytest.raises(Exception, match="no such attempt"):
        tab.recv(timeout=15)
