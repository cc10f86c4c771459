"""The guard in front of every request: who may talk to a server that runs code on this machine.

A web page that the user visits can send requests to loopback (and, by DNS rebinding, under its own name). So the Host
must be one of ours, an unsafe method or a WebSocket handshake must come from our own origin, and bodies are bounded.
Wrong when it trusts a header that a page can set: Host, Origin and Sec-Fetch-* are set by the browser alone.
"""

from __future__ import annotations

import json
import secrets
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
BODY_LIMIT = 4_000_000
IMPORT_LIMIT = 256_000_000
_OWN_SITE = frozenset({"same-origin", "none"})


class Guard:
    """ASGI middleware: Host allow-list, same-origin rule, body limit, security headers with a nonce per response."""

    def __init__(self, app: ASGIApp, *, allowed_hosts: tuple[str, ...]) -> None:
        self._app = app
        self._hosts = frozenset(host.lower() for host in allowed_hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse what is not ours with 403 (HTTP) or 1008 (WebSocket), else pass it on."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        refusal = self._refusal(scope, headers)
        if refusal is not None:
            await _refuse(scope, receive, send, refusal)
            return
        if scope["type"] == "websocket":
            await self._app(scope, receive, send)
            return
        limit = IMPORT_LIMIT if scope["path"] == "/api/import" else BODY_LIMIT
        told = headers.get("content-length") or "0"
        if not (told.isascii() and told.isdigit()):
            await _refuse(scope, receive, send, (400, "usage", f"the content-length {told[:100]!r} is not a number"))
            return
        if int(told[:20]) > limit:
            await _refuse(scope, receive, send, (413, "too_large", f"the body is over {limit:,} bytes"))
            return
        nonce = secrets.token_urlsafe(16)
        scope.setdefault("state", {})["csp_nonce"] = nonce
        await self._app(scope, _bounded(receive, limit), _with_headers(send, nonce))

    def _refusal(self, scope: Scope, headers: Headers) -> tuple[int, str, str] | None:
        host = headers.get("host", "")
        if _name_of(host) not in self._hosts:
            return 403, "host", f"the host {host[:100]!r} is not served here"
        unsafe = scope["type"] == "websocket" or scope["method"] not in SAFE_METHODS
        if not unsafe:
            return None
        site = headers.get("sec-fetch-site")
        if site is not None and site not in _OWN_SITE:
            return 403, "origin", "the request comes from another site"
        origin = headers.get("origin")
        # No Origin and no Sec-Fetch-Site: not a browser (curl, a script). A browser sends Origin with every unsafe
        # request and every WebSocket handshake, so a page cannot take this path.
        if origin is not None and _place_of(origin) != host.lower():
            return 403, "origin", f"the origin {origin[:100]!r} is not this server"
        return None


def _place_of(origin: str) -> str:
    """Host and port of an Origin header, lower case; empty where it cannot be read."""
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:
        return ""


def _name_of(host: str) -> str:
    """Host header without its port, lower case."""
    host = host.strip().lower()
    if host.startswith("["):
        return host.partition("]")[0] + "]"
    return host.partition(":")[0]


def _bounded(receive: Receive, limit: int) -> Receive:
    """Count what really arrives: Content-Length may be absent or a lie."""
    seen = 0

    async def counted() -> Message:
        nonlocal seen
        message = await receive()
        if message["type"] == "http.request":
            seen += len(message.get("body", b""))
            if seen > limit:
                raise BodyTooLargeError(limit)
        return message

    return counted


class BodyTooLargeError(Exception):
    """More bytes arrived than the route allows."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"the body is over {limit:,} bytes")
        self.limit = limit


def _with_headers(send: Send, nonce: str) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers["content-security-policy"] = (
                f"default-src 'self'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data: blob:; "
                "connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
            )
            headers["x-content-type-options"] = "nosniff"
            headers["referrer-policy"] = "no-referrer"
            headers["cross-origin-opener-policy"] = "same-origin"
            headers["cross-origin-resource-policy"] = "same-origin"
            headers["permissions-policy"] = "camera=(), geolocation=(), payment=()"
        await send(message)

    return sending


async def _refuse(scope: Scope, receive: Receive, send: Send, refusal: tuple[int, str, str]) -> None:
    status, kind, message = refusal
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1008, "reason": message[:120]})
        return
    body = json.dumps({"error": {"kind": kind, "message": message, "safe": "Nothing was changed."}}).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
