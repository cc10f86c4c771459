"""The hostile web page: DNS rebinding, cross-site POST, cross-site WebSocket, lies about size. It gets nothing."""

import httpx
import pytest
import pytest_asyncio
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from theloop.web.guard import BODY_LIMIT, BodyTooLargeError, Guard

HOST = "127.0.0.1:8421"
OWN = {"host": HOST, "origin": f"http://{HOST}", "sec-fetch-site": "same-origin"}
touched: list[str] = []


async def touch(request: Request) -> PlainTextResponse:
    body = await request.body()
    touched.append(request.method)
    return PlainTextResponse(str(len(body)))


async def talk(socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_text("hello")
    await socket.close()


async def too_large(_: Request, error: Exception) -> PlainTextResponse:
    return PlainTextResponse(str(error), status_code=413)


def guarded() -> Guard:
    app = Starlette(
        routes=[
            Route("/api/x", touch, methods=["GET", "POST", "PUT", "DELETE", "PATCH"]),
            WebSocketRoute("/api/live", talk),
        ],
        exception_handlers={BodyTooLargeError: too_large},
    )
    return Guard(app, allowed_hosts=("127.0.0.1", "localhost", "[::1]"))


@pytest_asyncio.fixture
async def client():
    touched.clear()
    async with httpx.AsyncClient(transport=httpx.ASGITransport(guarded()), base_url=f"http://{HOST}") as opened:
        yield opened


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example:8421", "loopback.evil.example", "", "[::2]:80"]
)
async def test_a_rebound_host_name_is_refused_even_for_reading(client, host):
    answer = await client.get("/api/x", headers={"host": host})
    assert (answer.status_code, touched) == (403, [])


@pytest.mark.parametrize("host", ["127.0.0.1:8421", "localhost:9", "LOCALHOST", "[::1]:8421"])
async def test_our_own_names_are_served(client, host):
    assert (await client.get("/api/x", headers={"host": host})).status_code == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9999"},
        {"origin": f"http://{HOST}", "sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "cross-site"},
    ],
    ids=str,
)
async def test_an_unsafe_method_from_another_site_changes_nothing(client, method, headers):
    answer = await client.request(method, "/api/x", headers={"host": HOST, **headers})
    assert (answer.status_code, touched) == (403, [])


async def test_our_own_page_and_a_script_without_a_browser_may_write(client):
    assert (await client.post("/api/x", headers=OWN)).status_code == 200
    assert (await client.post("/api/x", headers={"host": HOST})).status_code == 200


async def test_a_body_over_the_limit_is_refused_whether_or_not_its_length_is_told(client):
    told = await client.post("/api/x", headers=OWN, content=b"x" * (BODY_LIMIT + 1))

    async def streamed():
        for _ in range(BODY_LIMIT // 100_000 + 2):
            yield b"x" * 100_000

    untold = await client.post("/api/x", headers=OWN, content=streamed())
    assert (told.status_code, untold.status_code, touched) == (413, 413, [])


async def test_every_answer_forbids_inline_script_and_framing_and_has_a_fresh_nonce(client):
    policies = [(await client.get("/api/x", headers=OWN)).headers["content-security-policy"] for _ in range(2)]
    assert policies[0] != policies[1]
    for policy in policies:
        assert "unsafe-inline" not in policy
        assert "unsafe-eval" not in policy
        assert "frame-ancestors 'none'" in policy


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "evil.example", "origin": "http://evil.example"},
        {"host": HOST, "origin": "http://evil.example"},
        {"host": HOST, "origin": f"http://{HOST}", "sec-fetch-site": "cross-site"},
    ],
    ids=str,
)
def test_a_websocket_handshake_from_another_site_is_closed_before_it_opens(headers):
    with (
        pytest.raises(WebSocketDisconnect) as closed,
        TestClient(guarded()).websocket_connect("/api/live", headers=headers),
    ):
        pass
    assert closed.value.code == 1008


def test_our_own_page_may_open_the_live_channel():
    with TestClient(guarded()).websocket_connect("/api/live", headers=OWN) as socket:
        assert socket.receive_text() == "hello"
