"""Socket for everything that is remembered: goals, attempts and their events, reports, plans.

Why: actions promise that what was acknowledged is safe; this contract says what that means, and one suite holds every
database to it. Wrong when a caller needs to know which database is behind it.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Literal, Protocol

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from theloop.engines.attempt.events import Event, Level, NewEvent, Round, Slug
from theloop.ports.jobs import NewJob

JsonObject = dict[str, JsonValue]
LOCAL = "local"  # the person of an installation that serves one person without a login
IMPORT_LIMIT = 256 * 1024 * 1024  # bytes of an export file, after decompression
BODY_LIMIT = 4 * 1024 * 1024  # bytes of one event, goal, plan, edit or report as JSON
BATCH_LIMIT = 500  # events in one append
AT_MS_LIMIT = 2**53  # milliseconds of the attempt clock: what a browser number holds
ATTEMPT_EVENTS_LIMIT = 100_000  # events in one attempt: 45 minutes at one event every 30 ms is 90,000

AttemptStatus = Literal["running", "paused", "finished"]


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class AttemptRow(_Row):
    """What is known of an attempt without reading its log.

    `page` counts the person's attempts from 1 in the order of their creation, without gaps. `last_at` is the instant
    of the last append, `last_at_ms` the attempt clock of the last event. `status` follows the last paused, resumed or
    finished event.
    """

    attempt: str
    page: int = Field(ge=1)
    exercise: Slug
    round: Round
    level: Level
    company: Slug | None
    minutes: int
    status: AttemptStatus
    started_at: datetime
    last_at: datetime
    last_at_ms: int = Field(ge=0)
    last_seq: int = Field(ge=1)


class ReportRow(_Row):
    """One grading of an attempt: the report as it was written, from the log up to and including `input_seq`."""

    attempt: str
    input_seq: int = Field(ge=1)
    at: datetime
    report: JsonObject


class EditRow(_Row):
    """One edit of the plan. `nr` counts the person's edits from 1 in the order they were acknowledged."""

    nr: int = Field(ge=1)
    client_id: str
    at: datetime
    edit: JsonObject


class Dated(_Row):
    """A document and the instant it took effect: one state of the goal, one snapshot of the plan."""

    at: datetime
    body: JsonObject


class ImportSummary(_Row):
    """How many rows an import added, by kind, and how many it found already here."""

    goals: int = 0
    plans: int = 0
    plan_edits: int = 0
    attempts: int = 0
    events: int = 0
    reports: int = 0
    known: int = 0


class Store(Protocol):
    """Remembers one person's everything; every call names the person.

    Promises that hold for every call:

    - **A stranger finds nothing.** Rows of one person are invisible to every other: a call for one thing raises
      `NotFoundError`, exactly as if the thing did not exist; a call for a list returns an empty one. Two people may
      own the same attempt id (after an import) without meeting.
    - **Returned means safe.** When a writing call returns, what it wrote survives SIGKILL of this process at once, and
      loss of power as the adapter's decision record states. When it raises, nothing of it was written.
    - **Again is safe.** Every writing call may be repeated with the same arguments, also after an error whose outcome
      is unknown, also from two tabs at once; the second time changes nothing and returns the same.
    - **Nothing is overwritten.** Goals, plans, edits, events and reports are appended; the latest is the current one.
    - Instants are aware and come back in UTC with microseconds. JSON comes back equal, keys in the order given.

    Any call may raise `StorageBusyError` (locked past the timeout; trying again is safe), `StorageFullError` (a
    writing call did not fit; earlier data is safe, reading goes on) or `FaultError` (the database is unreachable or
    damaged). A writing call raises `OutOfRangeError` for what cannot be JSON text and read again (NaN, infinity, half a
    surrogate pair), for an instant without a time zone and for a person, attempt or client id with other characters
    than letters, digits and `_ . : -`; it raises `TooLargeError` for a body over `BODY_LIMIT`.
    """

    # goal and plan: documents of which the latest is current

    async def put_goal(self, person: str, goal: JsonObject, *, at: datetime) -> None:
        """Make `goal` the current goal; the history keeps the earlier ones. The goal that is current adds no row.

        An `at` before the current goal's is lifted to it: what was put last is current, whatever the clock did.
        """
        ...

    async def get_goal(self, person: str) -> JsonObject:
        """Return the current goal.

        Raises:
            NotFoundError: This person has none.
        """
        ...

    async def goals(self, person: str) -> list[Dated]:
        """Return every goal ever put, oldest first."""
        ...

    async def put_plan(self, person: str, plan: JsonObject, *, at: datetime) -> None:
        """Make `plan` the current snapshot of the plan; otherwise as `put_goal`."""
        ...

    async def get_plan(self, person: str) -> Dated:
        """Return the current snapshot of the plan and when it was made.

        Raises:
            NotFoundError: This person has none.
        """
        ...

    async def append_plan_edit(self, person: str, edit: JsonObject, *, client_id: str, at: datetime) -> EditRow:
        """Append one edit of the plan, once per `client_id`; return the stored one."""
        ...

    async def plan_edits(self, person: str) -> list[EditRow]:
        """Return every edit in the order of `nr`."""
        ...

    # attempts: append-only logs

    async def create_attempt(
        self, person: str, attempt: str, *, events: Sequence[NewEvent], at: datetime
    ) -> list[Event]:
        """Create an attempt with its first events, of which the first must be `started`; return them as stored.

        Repeating it with the same id returns the attempt's first events, whatever was appended since.

        Raises:
            OutOfRangeError: `events` is empty or does not begin with `started`.
            TooLargeError: More than `BATCH_LIMIT` events.
            ConflictError: The person's attempt of that id began with another event.
        """
        ...

    async def append(
        self,
        person: str,
        attempt: str,
        *,
        events: Sequence[NewEvent],
        at: datetime,
        after_seq: int | None = None,
        jobs: Sequence[NewJob] = (),
    ) -> list[Event]:
        """Append events to the log in one transaction, all or none, and return them as stored, in the order given.

        An event whose `client_id` is already in this log is not appended again: the stored one is returned, even
        when its body differs. `seq` goes on from the last without gap; `at_ms` is lifted to its predecessor's, so it
        never decreases.

        To decide on what the log says (the interviewer's reply, "may this follow"), read the log, decide, and append
        with `after_seq` = the last `seq` that was read. If another writer came first nothing is written and
        `ConflictError` is raised: read on, decide again. A repeat of a batch that is wholly stored is never a
        conflict.

        Args:
            person: Who owns the attempt.
            attempt: The attempt's id.
            events: At most `BATCH_LIMIT`; may be empty when only `jobs` are to be written.
            at: The instant of the append, stored as `recorded_at` of each new event.
            after_seq: The `seq` the log must end with; None appends wherever it ends.
            jobs: Jobs to enqueue in the same transaction (see `ports.jobs`): either both happen or neither. A job
                whose key is known is not enqueued again.

        Raises:
            NotFoundError: This person has no such attempt.
            ConflictError: The log does not end with `after_seq`.
            TooLargeError: The batch or the log would exceed its limit.
        """
        ...

    async def events(
        self, person: str, attempt: str, *, after: int = 0, limit: int = ATTEMPT_EVENTS_LIMIT
    ) -> list[Event]:
        """Return the events with `seq` > `after` in order, at most `limit`.

        Raises:
            NotFoundError: This person has no such attempt.
        """
        ...

    async def attempt(self, person: str, attempt: str) -> AttemptRow:
        """Return what is known of one attempt.

        Raises:
            NotFoundError: This person has no such attempt.
        """
        ...

    async def attempts(self, person: str) -> list[AttemptRow]:
        """Return the person's attempts, the newest page first."""
        ...

    # reports: every grading is kept

    async def put_report(self, person: str, attempt: str, report: JsonObject, *, input_seq: int, at: datetime) -> None:
        """Keep a grading of the attempt. The current report is the one from the longest log, then the last put.

        A report equal to the one last put for the same `input_seq` adds no row.

        Raises:
            NotFoundError: This person has no such attempt.
            OutOfRangeError: `input_seq` is not a `seq` of the log.
        """
        ...

    async def get_report(self, person: str, attempt: str) -> ReportRow:
        """Return the current report of an attempt.

        Raises:
            NotFoundError: This person has no such attempt, or it was never graded.
        """
        ...

    async def report_history(self, person: str, attempt: str) -> list[ReportRow]:
        """Return every grading of an attempt in the order they were put.

        Raises:
            NotFoundError: This person has no such attempt.
        """
        ...

    async def reports(self, person: str) -> list[ReportRow]:
        """Return the current report of every graded attempt, oldest page first: the evidence of readiness."""
        ...

    # one person's everything, as a file

    def export(self, person: str) -> AsyncIterator[bytes]:
        """Yield one person's everything as JSON lines in UTF-8 (format: docs/reference/export.md).

        One consistent snapshot, no person id, no instant of export: exporting, importing into an empty store and
        exporting again gives the same bytes. Jobs in flight are not part of it.
        """
        ...

    async def import_(self, person: str, chunks: AsyncIterator[bytes]) -> ImportSummary:
        """Merge an exported file, plain or gzipped, into what this person has; all of it or nothing.

        Whatever is already here is left alone, so a second import changes nothing. A log that is longer on one side
        is continued; nothing is trusted: every line passes the same models as a live event.

        Raises:
            ContentError: A line is not what the format says, or names an attempt the file did not introduce; says
                the line.
            ConflictError: An attempt is here and in the file with logs that contradict each other.
            TooLargeError: The file exceeds `IMPORT_LIMIT`, or one log its limit.
        """
        ...
