"""A disk that is full: the database file may grow by so many pages, and then SQLite answers SQLITE_FULL."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import event


def limit(store: Any, pages: int) -> Callable[[], None]:
    """Let the store's file grow by so many pages and no more; what is returned makes room again."""
    engine = store._database.engine

    def full(connection: Any, _record: Any) -> None:
        (now,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count={now + pages}")

    def room() -> None:
        event.remove(engine, "connect", full)
        engine.dispose()

    engine.dispose()
    event.listen(engine, "connect", full)
    return room
