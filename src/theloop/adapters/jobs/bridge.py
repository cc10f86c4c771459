"""Between DBOS's thread, where steps are remembered, and our event loop, where handlers and their steps run.

Why: handlers use the store and ring the doorbell, which live in the event loop; DBOS knows the job by the
thread it runs in. Wrong when leaving early is recorded as the job's end: an interrupted job must stay open for its
successor.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
import queue
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from pydantic import JsonValue

from theloop.base.errors import FaultError, LoopError, StorageBusyError

RunStep = Callable[[str, Callable[[], dict[str, JsonValue]]], dict[str, JsonValue]]
_RETRY_AFTER_SECONDS = (0.2, 0.5, 1.0, 2.0)


class AbandonedError(BaseException):
    """The process leaves in the middle of a job. Not an Exception, so that DBOS does not record it as the outcome."""


class _Step:
    def __init__(self, name: str, act: Callable[[], Awaitable[JsonValue]], done: asyncio.Future[JsonValue]) -> None:
        self.name, self.done = name, done
        self._act = act
        self._loop = done.get_loop()
        self._acting: concurrent.futures.Future[JsonValue] | None = None
        self._error: Exception | None = None

    def take(self, run_step: RunStep) -> None:
        """Run the step in DBOS's thread, and tell the handler its result."""
        try:
            kept = run_step(self.name, self._perform)
        except Exception as error:  # DBOS refuses the step, e.g. another name is remembered at this place
            self._tell(FaultError(f"step {self.name!r}: {error}"), None)
            return
        if "error" in kept:
            self._tell(self._error or FaultError(f"step {self.name!r}: {kept['error']}"), None)
        else:
            self._tell(None, kept["ok"])

    def abandon(self) -> None:
        if self._acting is not None:
            self._acting.cancel()

    def _perform(self) -> dict[str, JsonValue]:
        self._acting = _in_loop(self._acted(), self._loop)
        try:
            return {"ok": self._acting.result()}
        except concurrent.futures.CancelledError:
            raise AbandonedError from None
        except Exception as error:
            self._error = error
            return {"error": one_line(error)}

    async def _acted(self) -> JsonValue:
        for seconds in _RETRY_AFTER_SECONDS:
            try:
                return await self._act()
            except StorageBusyError:
                await asyncio.sleep(seconds)
        return await self._act()

    def _tell(self, error: Exception | None, value: JsonValue) -> None:
        def tell() -> None:
            if self.done.done():
                return
            if error is None:
                self.done.set_result(value)
            else:
                self.done.set_exception(error)

        self._loop.call_soon_threadsafe(tell)


class BridgedSteps:
    """Implements `ports.jobs.Steps`: passes each step to the thread that remembers it."""

    def __init__(self) -> None:
        self.requests: queue.SimpleQueue[_Step | None] = queue.SimpleQueue()

    async def once(self, name: str, act: Callable[[], Awaitable[JsonValue]]) -> JsonValue:
        """See `Steps.once`."""
        step = _Step(name, act, asyncio.get_running_loop().create_future())
        self.requests.put(step)
        try:
            return await step.done
        except asyncio.CancelledError:
            step.abandon()
            raise


def run_bridged(
    handle: Callable[[BridgedSteps], Coroutine[Any, Any, None]], loop: asyncio.AbstractEventLoop, *, run_step: RunStep
) -> None:
    """Run a handler in the event loop and its steps here; returns when the handler has ended.

    Raises:
        AbandonedError: The handler was cancelled, or the loop is gone.
    """
    steps = BridgedSteps()
    handling = _in_loop(handle(steps), loop)
    handling.add_done_callback(lambda _: steps.requests.put(None))
    while (step := steps.requests.get()) is not None:
        step.take(run_step)
    try:
        handling.result()
    except (concurrent.futures.CancelledError, Exception) as error:
        raise AbandonedError from error


def one_line(error: BaseException) -> str:
    """Return an error as one line: our own by what they say, others with their type."""
    said = " ".join(str(error).split())
    return said if isinstance(error, LoopError) else f"{type(error).__name__}: {said}"


def _in_loop(coroutine: Coroutine[Any, Any, Any], loop: asyncio.AbstractEventLoop) -> concurrent.futures.Future[Any]:
    try:
        return asyncio.run_coroutine_threadsafe(coroutine, loop)
    except RuntimeError:  # the loop is closed
        coroutine.close()
        raise AbandonedError from None
