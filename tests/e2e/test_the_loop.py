"""The main job in one go, in Chromium, at an accelerated clock: set up, plan, three mocks, reports, readiness, plan.

In the middle of the design mock the server is killed the hard way; every acknowledged event must be there afterwards.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.journal import Journal
from tests.support.server import Server

# One worker drives the browser: two at once starve each other on two cores.
pytestmark = pytest.mark.xdist_group("browser")
SPEED = 20
START = datetime(2026, 11, 24, 20, 0, tzinfo=UTC)
LOOP_DAY = (START + timedelta(days=28)).date().isoformat()
SOLUTION = Path(__file__).parents[2] / "content/problems/scaled-dot-product-attention/solutions/ac_shifted_softmax.py"


@pytest.fixture
def fast(tmp_path: Path) -> Iterator[Server]:
    anchor = datetime.now(UTC)
    clock = f"{START.isoformat()}@{anchor.isoformat()}"
    with Server(tmp_path / "data", THELOOP_CLOCK_SPEED=str(SPEED), THELOOP_CLOCK_START=clock) as server:
        yield server


def log_of(server: Server, attempt: str) -> list[dict]:
    return httpx.get(f"{server.url}/api/attempts/{attempt}/events", timeout=30).json()["events"]


def attempt_in(page: Page) -> str:
    return page.url.rstrip("/").split("/")[-1]


@pytest.mark.timeout(280)
def test_the_loop_once_round(browser: Browser, fast: Server):
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.set_default_timeout(30_000)
    journal = Journal()
    journal.watch(page)
    set_up(page, fast)
    design = design_mock(page, fast, journal)
    report_of(page, "Competencies")
    code = code_mock(page, fast)
    report_of(page, "Competencies")
    lab = lab_mock(page, fast)
    report_of(page, "Competencies")
    readiness_moved(page, fast)
    for attempt in (design, code, lab):
        log = log_of(fast, attempt)
        assert journal.missing_from(log) == []
        assert [event["seq"] for event in log] == list(range(1, len(log) + 1))
    assert journal.problems == []


def set_up(page: Page, server: Server) -> None:
    page.goto(server.url)
    page.get_by_role("link", name=re.compile("set ?up", re.IGNORECASE)).last.click()
    page.get_by_role("radio", name=re.compile("^ML engineer")).check(force=True)
    page.get_by_role("radio", name=re.compile("^L6")).check(force=True)
    page.get_by_role("checkbox", name="Meta", exact=True).check(force=True)
    page.get_by_label("Meta", exact=True).last.fill(LOOP_DAY)
    before = page.get_by_role("img", name=re.compile("weight", re.IGNORECASE)).first
    expect(before).to_be_visible()
    page.keyboard.press("Control+Enter")
    page.goto(server.url)
    expect(page.get_by_role("heading", level=1)).to_contain_text("28 days")
    page.goto(f"{server.url}/clock")
    expect(page.get_by_text("Mock and sharpen").first).to_be_visible()


def begin(page: Page, server: Server, room: str, title: str) -> str:
    page.goto(f"{server.url}/{room}")
    page.get_by_role("button", name=re.compile(f"Begin.*{title}|^Begin", re.IGNORECASE)).first.click()
    page.get_by_role("dialog").get_by_role("button", name=re.compile("^Begin")).click()
    page.wait_for_url(re.compile(f"/{room}/at_"))
    return attempt_in(page)


def design_mock(page: Page, server: Server, journal: Journal) -> str:
    attempt = begin(page, server, "design", "Home feed")
    expect(page.get_by_role("log")).to_contain_text("short-video")
    page.get_by_label("Daily users").fill("60 M users")
    page.get_by_label("Peak load").fill("24k req/s")
    page.get_by_label("p99 of a page").fill("250 ms")
    page.get_by_label("p99 of a page").press("Enter")
    say(page, "How fresh must a new video be?")
    expect(page.get_by_role("log").locator(".turn.q")).not_to_have_count(1)
    draw_a_box(page, "App")
    wait_until_saved(page)
    known = len(journal.seen)
    assert known >= 4

    server.kill()
    say(page, "While the server is down I still say that features are logged as they were served.")
    expect(page.get_by_role("contentinfo")).to_contain_text("Not saved yet")
    server.start()
    wait_until_saved(page)
    expect(page.get_by_role("contentinfo")).to_contain_text("aved", timeout=60_000)
    words = [event["body"].get("text", "") for event in log_of(server, attempt)]
    assert sum("features are logged" in text for text in words) == 1
    assert journal.missing_from(log_of(server, attempt)) == []

    page.reload()
    expect(page.get_by_role("log")).to_contain_text("features are logged")
    expect(page.get_by_text("60 M users").first).to_be_visible()
    finish(page)
    return attempt


def draw_a_box(page: Page, label: str) -> None:
    board = page.get_by_role("application")
    board.click(position={"x": 120, "y": 200})
    page.keyboard.press("b")
    page.keyboard.press("Enter")
    page.keyboard.type(label)
    page.keyboard.press("Enter")
    expect(page.get_by_role("application")).to_contain_text(label)


def say(page: Page, text: str) -> None:
    page.get_by_label("Your answer").fill(text)
    page.get_by_label("Your answer").press("Control+Enter")


def wait_until_saved(page: Page) -> None:
    expect(page.get_by_role("contentinfo")).to_contain_text(re.compile(r"Saved \d|is saved"), timeout=60_000)


def finish(page: Page) -> None:
    page.get_by_role("button", name="Finish", exact=True).click()
    page.wait_for_url(re.compile("/reports/at_"))


def report_of(page: Page, heading: str) -> None:
    expect(page.get_by_role("heading", name=heading, level=2)).to_be_visible(timeout=60_000)
    expect(page.get_by_role("heading", name="Drill next")).to_be_visible()
    expect(page.get_by_role("img", name=re.compile("minute|phases"))).to_be_visible()


def code_mock(page: Page, server: Server) -> str:
    attempt = begin(page, server, "code", "Scaled")
    editor = page.get_by_role("textbox", name=re.compile("attention|solution|editor", re.IGNORECASE)).first
    editor.click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(SOLUTION.read_text(encoding="utf-8"))
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Accepted").first).to_be_visible(timeout=60_000)
    wait_until_saved(page)
    finish(page)
    return attempt


def lab_mock(page: Page, server: Server) -> str:
    attempt = begin(page, server, "lab", "Free unlock")
    page.get_by_role("button", name=re.compile("Seal the plan")).click()
    page.get_by_role("button", name=re.compile("Seal and run")).click()
    expect(page.get_by_role("heading", name=re.compile("hidden threat", re.IGNORECASE))).to_be_visible(timeout=60_000)
    finish(page)
    return attempt


def readiness_moved(page: Page, server: Server) -> None:
    found = httpx.get(f"{server.url}/api/readiness", timeout=30).json()
    assert found["sessions"] >= 1
    page.goto(server.url)
    expect(page.get_by_role("heading", name=re.compile("Readiness"))).to_be_visible()
    expect(page.get_by_text(re.compile(r"of 20"))).not_to_have_count(0)
