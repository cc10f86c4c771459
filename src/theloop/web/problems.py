"""Errors on their way out of the web door: each class becomes one status, one kind and one clear line.

Wrong when a message names a path or a secret: what is not one of our own errors is logged and shown without details.
"""

from __future__ import annotations

import traceback

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from theloop.base.errors import (
    ConflictError,
    FaultError,
    NotFoundError,
    StorageBusyError,
    StorageFullError,
    TooLargeError,
    UsageError,
)
from theloop.web.guard import BodyTooLargeError

_SAFE = "What was shown as saved is saved."
_STATUS: tuple[tuple[type[Exception], int, str], ...] = (
    (NotFoundError, 404, "not_found"),
    (ConflictError, 409, "conflict"),
    (TooLargeError, 413, "too_large"),
    (BodyTooLargeError, 413, "too_large"),
    (UsageError, 400, "usage"),
    (StorageFullError, 507, "storage_full"),
    (StorageBusyError, 503, "storage_busy"),
    (FaultError, 500, "fault"),
)


class Said(BaseModel):
    """What went wrong: which kind of error, one clear line, and what is safe."""

    kind: str
    message: str
    safe: str


class Problem(BaseModel):
    """The body of every answer that is not what was asked for."""

    error: Said


def install(app: FastAPI) -> None:
    """Translate our errors, and the framework's, for every route."""
    for kind, _, _ in _STATUS:
        app.add_exception_handler(kind, _ours)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _frameworks)
    app.add_exception_handler(Exception, _unexpected)


def _answer(status: int, kind: str, message: str, safe: str = _SAFE) -> JSONResponse:
    return JSONResponse({"error": {"kind": kind, "message": message, "safe": safe}}, status_code=status)


async def _ours(_: Request, error: Exception) -> JSONResponse:
    for kind, status, name in _STATUS:
        if isinstance(error, kind):
            return _answer(status, name, str(error))
    return await _unexpected(_, error)


async def _invalid(_: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, RequestValidationError):
        return await _unexpected(_, error)
    first = error.errors()[0]
    if first["type"] == "json_invalid":
        return _answer(422, "usage", f"the body is not JSON at character {first['loc'][-1]}", "Nothing was changed.")
    where = ".".join(str(part) for part in first["loc"] if part != "body") or "the body"
    return _answer(422, "usage", f"{where}: {' '.join(first['msg'].split())}"[:500], "Nothing was changed.")


async def _frameworks(_: Request, error: Exception) -> JSONResponse:
    """What the framework refuses by itself: a method no address has, a body that is not text."""
    if not isinstance(error, HTTPException):
        return await _unexpected(_, error)
    answer = _answer(error.status_code, "usage", error.detail, "Nothing was changed.")
    answer.headers.update(error.headers or {})
    return answer


async def _unexpected(request: Request, error: Exception) -> JSONResponse:
    structlog.get_logger().error("unexpected", path=request.url.path, trace="".join(traceback.format_exception(error)))
    return _answer(500, "fault", "The server failed on this request; the log on this machine says why.")
