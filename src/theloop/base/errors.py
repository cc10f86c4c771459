"""Every error the product raises on purpose.

One class per thing that can be wrong; each carries its facts as attributes and a message that names the
argument, what came and what was allowed. Doors translate them once: `UsageError` is the caller's fault (exit 2,
HTTP 4xx), `FaultError` is ours (exit 3, HTTP 5xx). A candidate's failure is a value, never one of these.
"""

from __future__ import annotations


class LoopError(Exception):
    """Root of all errors raised on purpose."""


class UsageError(LoopError):
    """The caller gave something that cannot be used; the message is one clear line."""


class FaultError(LoopError):
    """The product failed; the caller may try again and has lost nothing that was acknowledged."""


class OutOfRangeError(UsageError):
    """An argument left its allowed range."""

    def __init__(self, name: str, value: object, allowed: str) -> None:
        super().__init__(f"{name} is {value!r}; allowed: {allowed}")
        self.name, self.value, self.allowed = name, value, allowed


class UnknownNameError(UsageError):
    """A name is not one of a closed set."""

    def __init__(self, kind: str, name: str, known: list[str], nearest: str | None = None) -> None:
        hint = f" Did you mean {nearest!r}?" if nearest else ""
        shown = ", ".join(known[:12]) + (" ..." if len(known) > 12 else "")
        super().__init__(f"unknown {kind} {name!r}.{hint} Known: {shown}")
        self.kind, self.name, self.known, self.nearest = kind, name, known, nearest


class UnitError(UsageError):
    """A quantity could not be read, or two units do not fit together."""

    def __init__(self, text: str, why: str) -> None:
        super().__init__(f"{text!r}: {why}")
        self.text, self.why = text, why


class ContentError(UsageError):
    """A content file is wrong: says file, line and why."""

    def __init__(self, path: str, line: int, why: str) -> None:
        super().__init__(f"{path}:{line}: {why}")
        self.path, self.line, self.why = path, line, why


class NotFoundError(UsageError):
    """The thing asked for does not exist for this person."""

    def __init__(self, kind: str, ident: str) -> None:
        super().__init__(f"no {kind} {ident!r}")
        self.kind, self.ident = kind, ident


class ConflictError(UsageError):
    """The request does not fit the state the thing is in."""


class TooLargeError(UsageError):
    """Something exceeds a stated limit."""

    def __init__(self, what: str, size: int, limit: int, unit: str = "bytes") -> None:
        super().__init__(f"{what} is {size:,} {unit}; the limit is {limit:,} {unit}")
        self.what, self.size, self.limit, self.unit = what, size, limit, unit


class StorageFullError(FaultError):
    """The disk or database refused the write; what was acknowledged before is safe."""


class StorageBusyError(FaultError):
    """The database stayed locked past its timeout; trying again is safe."""


class SandboxFaultError(FaultError):
    """The judge itself failed; never the candidate's fault."""
