"""The world of these tests."""

from tests.support.worlds import clock, settings, world  # noqa: F401
