"""Candidates for tests: short ways to say, draw, commit and write in an attempt."""

import itertools
from typing import Any

from theloop.engines.attempt.events import NewEvent

_count = itertools.count()


def event(kind: str, *, at_ms: int = 10**9, client_id: str | None = None, **body: Any) -> NewEvent:
    """A new event; the log clamps its time to the present."""
    ident = client_id or f"test:{next(_count)}"
    return NewEvent.model_validate({"client_id": ident, "at_ms": at_ms, "body": {"kind": kind, **body}})


def said(text: str, **extra: Any) -> NewEvent:
    return event("said", text=text, **extra)


def committed(name: str, value: str, reason: str = "") -> NewEvent:
    return event("committed", name=name, value=value, reason=reason)
