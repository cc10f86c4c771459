"""What an acknowledged event costs, against bare sqlite3 inserts of the same bytes with the same durability.

Why: the log is the hot path of every room. Wrong when the floor is less durable than ours: both run WAL with
synchronous=FULL, one transaction per event, in one run on one disk, alternating, so that a busy machine slows both.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sqlite3
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from theloop.adapters.sql.store import SqlStore, open_store
from theloop.engines.attempt.events import NewEvent, PhaseBudget, Said, Started

AT = datetime(2026, 11, 24, tzinfo=UTC)
TEXT = "Candidates come from two towers and a popularity fallback; ranking is one multi-task model. " * 4
ROUNDS, CHUNK, BATCH = 40, 25, 20


def event(number: int) -> NewEvent:
    return NewEvent(client_id=f"c{number}", at_ms=number, body=Said(text=TEXT))


async def new_store(folder: Path, name: str) -> SqlStore:
    store = await open_store(f"sqlite:///{folder}/{name}.db")
    body = Started(exercise="x", round="ml-design", level="L5", minutes=45, phases=(PhaseBudget(id="a", minutes=45),))
    await store.create_attempt("local", "at_1", events=[NewEvent(client_id="s", at_ms=0, body=body)], at=AT)
    return store


def bare(folder: Path, name: str) -> sqlite3.Connection:
    connection = sqlite3.connect(folder / f"{name}.db", isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE events (seq INTEGER PRIMARY KEY, body TEXT NOT NULL)")
    return connection


def bare_insert(connection: sqlite3.Connection, bodies: list[str]) -> None:
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany("INSERT INTO events (body) VALUES (?)", [(body,) for body in bodies])
    connection.execute("COMMIT")


async def measure(folder: Path) -> dict[str, list[float]]:
    """Return seconds per transaction: of one event (ours, floor) and of a batch (ours, floor)."""
    store, connection = await new_store(folder, "one"), bare(folder, "bare")
    seconds: dict[str, list[float]] = {"ours_1": [], "floor_1": [], "ours_n": [], "floor_n": []}
    number = 0
    for _ in range(ROUNDS):
        for _ in range(CHUNK):
            number += 1
            new = event(number)
            began = time.perf_counter()
            await store.append("local", "at_1", events=[new], at=AT)
            seconds["ours_1"].append(time.perf_counter() - began)
        body = event(0).body.model_dump_json()
        for _ in range(CHUNK):
            began = time.perf_counter()
            bare_insert(connection, [body])
            seconds["floor_1"].append(time.perf_counter() - began)
        for _ in range(3):
            batch = [event(number := number + 1) for _ in range(BATCH)]
            began = time.perf_counter()
            await store.append("local", "at_1", events=batch, at=AT)
            seconds["ours_n"].append(time.perf_counter() - began)
            began = time.perf_counter()
            bare_insert(connection, [body] * BATCH)
            seconds["floor_n"].append(time.perf_counter() - began)
    seconds |= await reading(store, connection)
    await store.close()
    connection.close()
    return seconds


async def reading(store: SqlStore, connection: sqlite3.Connection) -> dict[str, list[float]]:
    """Return seconds to read the log back as events, and the floor: its bodies parsed as JSON."""
    ours, floor = [], []
    for _ in range(5):
        began = time.perf_counter()
        log = await store.events("local", "at_1")
        ours.append((time.perf_counter() - began) / len(log))
        began = time.perf_counter()
        bodies = [json.loads(body) for (body,) in connection.execute("SELECT body FROM events ORDER BY seq")]
        floor.append((time.perf_counter() - began) / len(bodies))
    return {"ours_read": ours, "floor_read": floor}


def share(values: list[float], part: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * part))]


def table(seconds: dict[str, list[float]]) -> list[dict[str, object]]:
    def row(what: str, ours: float, floor: float) -> dict[str, object]:
        return {"what": what, "ours": round(ours, 3), "floor": round(floor, 3), "ratio": round(ours / floor, 2)}

    def rate(name: str, events: int) -> float:
        return events * len(seconds[name]) / sum(seconds[name])

    return [
        row("append one event, p50 (ms)", 1e3 * share(seconds["ours_1"], 0.5), 1e3 * share(seconds["floor_1"], 0.5)),
        row("append one event, p99 (ms)", 1e3 * share(seconds["ours_1"], 0.99), 1e3 * share(seconds["floor_1"], 0.99)),
        row("one event at a time (events/s)", rate("ours_1", 1), rate("floor_1", 1)),
        row(f"in batches of {BATCH} (events/s)", rate("ours_n", BATCH), rate("floor_n", BATCH)),
        row("read back (µs/event)", 1e6 * share(seconds["ours_read"], 0.5), 1e6 * share(seconds["floor_read"], 0.5)),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        rows = table(asyncio.run(measure(Path(folder))))
    if arguments.json:
        json.dump({"rows": rows, "floor": "sqlite3, WAL, synchronous=FULL, one transaction each"}, sys.stdout)
        return
    print(f"{'what':34} {'ours':>12} {'floor':>12} {'ratio':>7}   floor: bare sqlite3, same durability")
    for row in rows:
        print(f"{row['what']:34} {row['ours']:>12} {row['floor']:>12} {row['ratio']:>7}")


if __name__ == "__main__":
    main()
