"""One person's everything as JSON lines, out and in again (format: docs/reference/export.md).

Why: what a person practised is theirs to keep, move and read without us. Wrong when export, import into an empty
store and export again differ in one byte, or when a hostile file leaves a trace.
"""

from __future__ import annotations

import tempfile
import zlib
from collections.abc import AsyncIterator, Iterator
from typing import IO, Any

from pydantic import ValidationError
from sqlalchemy import Connection, select

from theloop.adapters.sql import lines, rows
from theloop.adapters.sql.engine import Database, named_errors
from theloop.adapters.sql.merge import LineRefusedError, Merge
from theloop.adapters.sql.schema import attempts, events, goals, plan_edits, plans, reports
from theloop.base.errors import ContentError, OutOfRangeError, StorageFullError, TooLargeError
from theloop.ports.store import BODY_LIMIT, IMPORT_LIMIT, ImportSummary

FILE = "export file"
_CHUNK = 64 * 1024
_LINE_LIMIT = 2 * BODY_LIMIT  # escapes may make a line longer than what is stored
_GZIP = b"\x1f\x8b"
_IN_MEMORY = 8 * 1024 * 1024


async def export(database: Database, person: str) -> AsyncIterator[bytes]:
    """Yield the file in chunks of about 64 KiB; see `Store.export`."""
    connection = await database.in_reader(database.snapshot)
    try:
        chunks = _chunks(connection, person)
        while chunk := await database.in_reader(lambda: _next(chunks)):
            yield chunk
    finally:
        await database.in_reader(connection.close)


def _next(chunks: Iterator[bytes]) -> bytes:
    with named_errors():
        return next(chunks, b"")


def _chunks(connection: Connection, person: str) -> Iterator[bytes]:
    waiting: list[str] = []
    size = count = 0
    for line in _written(connection, person):
        waiting.append(line)
        size += len(line)
        count += 1
        if size >= _CHUNK:
            yield "".join(waiting).encode()
            waiting, size = [], 0
    waiting.append(lines.End(lines=count).model_dump_json() + "\n")
    yield "".join(waiting).encode()


def _written(connection: Connection, person: str) -> Iterator[str]:
    yield lines.Begin().model_dump_json() + "\n"
    for kind, table in (("goal", goals), ("plan", plans)):
        for row in _rows(connection, select(table).where(table.c.person == person).order_by(table.c.at, table.c.nr)):
            yield _line({"kind": kind, "at": row.at}, row.body)
    edits = select(plan_edits).where(plan_edits.c.person == person).order_by(plan_edits.c.nr)
    for row in _rows(connection, edits):
        yield _line({"kind": "edit", "client_id": row.client_id, "at": row.at}, row.body)
    pages = select(attempts.c.attempt).where(attempts.c.person == person).order_by(attempts.c.page)
    for attempt in connection.execute(pages).scalars().all():
        yield _json({"kind": "attempt", "attempt": attempt}) + "\n"
        yield from _attempt(connection, person, attempt=attempt)


def _attempt(connection: Connection, person: str, *, attempt: str) -> Iterator[str]:
    log = select(events).where(events.c.person == person, events.c.attempt == attempt).order_by(events.c.seq)
    for row in _rows(connection, log):
        head = {"kind": "event", "attempt": attempt, "seq": row.seq, "client_id": row.client_id, "at_ms": row.at_ms}
        yield _line(head | {"recorded_at": row.recorded_at}, row.body)
    graded = select(reports).where(reports.c.person == person, reports.c.attempt == attempt).order_by(reports.c.nr)
    for row in _rows(connection, graded):
        yield _line({"kind": "report", "attempt": attempt, "input_seq": row.input_seq, "at": row.at}, row.body)


def _rows(connection: Connection, query: Any) -> Iterator[Any]:
    yield from connection.execute(query.execution_options(yield_per=500))


def _line(head: dict[str, Any], body: str) -> str:
    # The body goes out as the text it is stored as: nothing is parsed, so nothing can change.
    return f'{_json(head)[:-1]},"body":{body}}}\n'


def _json(value: dict[str, Any]) -> str:
    return rows.json_text(value, what="line")


async def import_(database: Database, person: str, chunks: AsyncIterator[bytes]) -> ImportSummary:
    """Merge a file; see `Store.import_`."""
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as file:
        plain = _Plain(file)
        async for chunk in chunks:
            await database.in_reader(lambda part=chunk: plain.feed(part))  # type: ignore[misc]
        plain.end()
        file.seek(0)
        return await database.write(_merge, person, file=file)


def _merge(connection: Connection, person: str, *, file: IO[bytes]) -> ImportSummary:
    merge: Merge | None = None
    number = 0
    ended = False
    while raw := file.readline(_LINE_LIMIT + 1):
        number += 1
        if len(raw) > _LINE_LIMIT:
            raise TooLargeError(f"line {number} of the {FILE}", len(raw), _LINE_LIMIT)
        line = _parsed(raw, number=number)
        if ended:
            raise ContentError(FILE, number, "something follows the end")
        if isinstance(line, lines.Begin) and number == 1:
            merge = Merge(connection, person)
        elif merge is None:
            raise ContentError(FILE, 1, "the first line must be the header of an export")
        elif isinstance(line, lines.End):
            if line.lines != number - 1:
                raise ContentError(FILE, number, f"the end counts {line.lines} lines, the file has {number - 1}")
            ended = True
        else:
            _take(merge, line, number=number)
    if merge is None or not ended:
        raise ContentError(FILE, number, "the file is cut short: its last line must be the end")
    try:
        return merge.finish()
    except LineRefusedError as error:
        raise ContentError(FILE, number, str(error)) from error


def _take(merge: Merge, line: lines.Line, *, number: int) -> None:
    try:
        merge.take(line)
    except (LineRefusedError, OutOfRangeError) as error:
        raise ContentError(FILE, number, str(error)) from error


def _parsed(raw: bytes, *, number: int) -> lines.Line:
    try:
        return lines.LINE.validate_json(raw)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise ContentError(FILE, number, f"{place}: {first['msg']}" if place else first["msg"]) from error


class _Plain:
    """Collects the file, decompressing it when it is gzip; never more than `IMPORT_LIMIT` bytes of it."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._size = 0
        self._start = b""
        self._unzip: Any = None
        self._decided = False

    def feed(self, chunk: bytes) -> None:
        if not self._decided:
            self._start += chunk
            if len(self._start) < len(_GZIP):
                return
            chunk, self._start, self._decided = self._start, b"", True
            if chunk.startswith(_GZIP):
                self._unzip = zlib.decompressobj(wbits=31)
        if self._unzip is None:
            self._keep(chunk)
            return
        try:
            while chunk:
                if self._unzip.eof:
                    raise ContentError(FILE, 1, "something follows the compressed data")
                self._keep(self._unzip.decompress(chunk, _CHUNK))
                chunk = self._unzip.unconsumed_tail or self._unzip.unused_data
        except zlib.error as error:
            raise ContentError(FILE, 1, f"not valid gzip: {error}") from error

    def end(self) -> None:
        if not self._decided:
            self._keep(self._start)
        if self._unzip is not None:
            self._keep(self._unzip.flush())
            if not self._unzip.eof:
                raise ContentError(FILE, 1, "the compressed data is cut short")

    def _keep(self, data: bytes) -> None:
        self._size += len(data)
        if self._size > IMPORT_LIMIT:
            raise TooLargeError(f"the {FILE}", self._size, IMPORT_LIMIT)
        try:
            self._file.write(data)
        except OSError as error:
            raise StorageFullError(f"no room to unpack the {FILE}; nothing was changed") from error
