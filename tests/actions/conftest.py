"""The world of these tests."""

from tests.support.postgres import postgres_server, postgres_url  # noqa: F401
from tests.support.worlds import clock, settings, world  # noqa: F401
