"""The environment, read once at the door and handed down as a value.

Why: one place says which knobs exist, and a test fails when one is undocumented.
Wrong when code below wiring reads os.environ.
"""

from __future__ import annotations

from pathlib import Path

from platformdirs import user_data_path
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Every knob of the product. Each may be set as `THELOOP_<NAME>`."""

    model_config = SettingsConfigDict(env_prefix="THELOOP_", extra="ignore", frozen=True)

    data: Path = Field(
        default_factory=lambda: user_data_path("theloop", appauthor=False),
        description="Folder of the database and exports; made when missing.",
    )
    database_url: str = Field(
        default="",
        description="SQLAlchemy URL of a PostgreSQL database; empty means SQLite inside the data folder.",
    )
    content: Path | None = Field(default=None, description="Content folder; empty means the one that ships.")
    host: str = Field(default="127.0.0.1", description="Address to bind; anything but loopback must be asked for.")
    port: int = Field(default=8421, ge=0, le=65535, description="Port to bind; 0 picks a free one.")
    allowed_hosts: tuple[str, ...] = Field(
        default=("127.0.0.1", "localhost", "[::1]"),
        description="Host names a request may carry; everything else is refused (DNS rebinding).",
    )
    clock_speed: float = Field(
        default=1.0,
        gt=0,
        le=10_000,
        description="Seconds of product time per second of wall time; for tests and demos.",
    )
    clock_start: str = Field(default="", description="ISO instant the product clock starts from; empty means now.")
    log_level: str = Field(default="warning", description="debug, info, warning or error.")

    @property
    def sqlite_path(self) -> Path:
        """The SQLite file inside the data folder."""
        return self.data / "theloop.db"
