"""Take the screenshots of docs/screens/ from a server that is filled with the content's own answers.

Run it when a screen changed: `python tools/screens.py`. Needs Chromium; nothing in the product needs these files.
"""

from __future__ import annotations

import itertools
import shutil
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.support.server import Server  # noqa: E402  the same server that the browser tests start
from theloop.library.catalogue import Library, shipped_content  # noqa: E402

TARGET = ROOT / "docs" / "screens"
NOW = datetime(2026, 11, 27, 21, 40, tzinfo=UTC)
FAST = 90  # seconds of product time a second while mocks are filled
WIDE, NARROW = (1440, 900), (390, 844)
_ids = itertools.count()


def post(client: httpx.Client, attempt: str, at_seconds: float, **body: Any) -> None:
    event = {"client_id": f"screen:{next(_ids)}", "at_ms": int(at_seconds * 1000), "body": body}
    client.post(f"/api/attempts/{attempt}/events", json={"events": [event]}).raise_for_status()


def begin(client: httpx.Client, slug: str) -> str:
    body = {"exercise": slug, "level": "L6", "company": "meta"}
    return str(client.post("/api/attempts", json=body).raise_for_status().json()["id"])


def finish(client: httpx.Client, attempt: str) -> None:
    client.post(f"/api/attempts/{attempt}/finish").raise_for_status()
    while client.get(f"/api/reports/{attempt}").status_code == 202:
        pass


def design(client: httpx.Client, library: Library, band: str) -> str:
    """A mock of home feed ranking as one of the written answers went."""
    found = library.design("home-feed-ranking")
    answer = next(one for name, one in found.answers.items() if name.startswith(band))
    attempt, replay = begin(client, "home-feed-ranking"), answer.replay
    for made in replay.committed:
        post(client, attempt, made.at, kind="committed", name=made.name, value=made.value, reason=made.reason)
    for turn in answer.said[:12]:
        post(client, attempt, turn.at, kind="said", text=turn.text)
    for phase, at in replay.phases:
        post(client, attempt, at, kind="phase_changed", phase=phase, by="candidate")
    lines = [{"name": name, "formula": formula} for name, formula in replay.napkin]
    post(client, attempt, replay.napkin_at, kind="calculated", lines=lines)
    if replay.board:
        board = found.blueprints[replay.board].model_dump(mode="json", exclude_none=True)
        post(client, attempt, replay.board_at, kind="drew", board=board)
    client.post(f"/api/attempts/{attempt}/run").raise_for_status()
    return attempt


def code(client: httpx.Client, library: Library, solution: str) -> str:
    problem = library.problem("scaled-dot-product-attention")
    source = next(one.source for one in problem.solutions if one.name == solution)
    attempt = begin(client, problem.slug)
    post(client, attempt, 5, kind="committed", name="claim.time", value=problem.claims[0].choices[0].label)
    post(client, attempt, 60, kind="wrote", file="solution", source=source)
    client.post(f"/api/attempts/{attempt}/run").raise_for_status()
    return attempt


def lab(client: httpx.Client, library: Library, plan: str) -> str:
    case = library.case("free-unlock")
    attempt = begin(client, "free-unlock")
    post(client, attempt, 60, kind="sealed", plan=case.plans[plan].model_dump(mode="json"))
    client.post(f"/api/attempts/{attempt}/run").raise_for_status()
    return attempt


def fill(client: httpx.Client) -> dict[str, str]:
    """Fill the server and return the address of each screen by its name."""
    library = Library(shipped_content())
    loops = [{"company": "meta", "date": "2026-12-10"}, {"company": "anthropic", "date": "2026-12-22"}]
    goal = {"role": "ml-engineer", "level": "L6", "hours_per_week": 11, "loops": loops}
    client.put("/api/goal", json=goal).raise_for_status()
    done = [design(client, library, "l5"), code(client, library, "ac_shifted_softmax.py")]
    done.append(lab(client, library, "biased_by_interference_rider_split"))
    for attempt in done:
        finish(client, attempt)
    # The open ones last: a mock that is left alone for five minutes is paused.
    open_lab, open_code = begin(client, "free-unlock"), code(client, library, "wa_masked_row_is_nan.py")
    open_design = design(client, library, "l6")
    return {
        "today": "/", "setup": "/setup", "clock": "/clock", "readiness": "/readiness",
        "report": f"/reports/{done[0]}", "simulation": f"/designs/run/{done[0]}", "lab": f"/lab/{done[2]}",
        "design-room": f"/design/{open_design}", "code-room": f"/code/{open_code}", "lab-plan": f"/lab/{open_lab}",
    }  # fmt: skip


def shoot(browser: Browser, url: str, pages: dict[str, str]) -> None:
    for (theme, size), (name, path) in itertools.product(
        (("light", WIDE), ("dark", WIDE), ("light", NARROW)), pages.items()
    ):
        page = browser.new_page(viewport={"width": size[0], "height": size[1]}, color_scheme=theme)  # type: ignore[arg-type]
        page.goto(url + path)
        page.get_by_role("heading", level=1).first.wait_for()
        page.wait_for_timeout(1_000)  # plots and the board's check arrive after the page
        suffix = "" if (theme, size) == ("light", WIDE) else f"-{theme}" if size == WIDE else "-390"
        page.screenshot(path=TARGET / f"{name}{suffix}.png")
        page.close()


def main() -> int:
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        print("no Chromium here", file=sys.stderr)
        return 2
    TARGET.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        data, anchor = Path(folder) / "data", datetime.now(UTC)
        fast = {"THELOOP_CLOCK_START": f"{NOW.isoformat()}@{anchor.isoformat()}", "THELOOP_CLOCK_SPEED": str(FAST)}
        with Server(data, **fast) as server, httpx.Client(base_url=server.url, timeout=120) as client:
            pages = fill(client)
        # Mocks that took half an hour are filled in seconds; then time goes on at its own pace for the pictures.
        now = datetime.now(UTC)
        reached = NOW + (now - anchor) * FAST
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        with Server(data, THELOOP_CLOCK_START=f"{reached.isoformat()}@{now.isoformat()}") as server:
            shoot(browser, server.url, pages)
        browser.close()
    print(f"wrote {len(list(TARGET.glob('*.png')))} pictures to docs/screens")
    return 0


if __name__ == "__main__":
    sys.exit(main())
