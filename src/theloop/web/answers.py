"""Answers that are files and not JSON, each with its media type, so that the API's document names what is sent.

Wrong when a route gives another type at run time than its class says.
"""

from __future__ import annotations

from typing import Any

from starlette.responses import PlainTextResponse, Response, StreamingResponse


class Markdown(PlainTextResponse):
    """Text in Markdown."""

    media_type = "text/markdown"


class Yaml(PlainTextResponse):
    """Text in YAML."""

    media_type = "application/yaml"


class CalendarFile(Response):
    """An iCalendar file."""

    media_type = "text/calendar"


class JsonLines(StreamingResponse):
    """JSON objects, one a line, sent while they are read."""

    media_type = "application/x-ndjson"


def documented(answer: type[Response]) -> dict[int | str, dict[str, Any]]:
    """Return what the API's document says of a route that answers with this class.

    Beside `response_class=Response`: with the class itself there, the errors of the route would be documented under
    its media type too, and errors are JSON everywhere.
    """
    kind = answer.media_type or ""
    schema = {"type": "string"} if kind.startswith("text/") else {}
    return {200: {"content": {kind: {"schema": schema}}}}
