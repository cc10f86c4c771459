"""Every page is free of axe-core findings, by day and night, wide and narrow, and can be walked by keyboard alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
import yaml
from playwright.sync_api import Browser, Page

from tests.support.server import Server

# One worker drives the browser: two at once starve each other on two cores.
pytestmark = pytest.mark.xdist_group("browser")
ROOT = Path(__file__).parents[2]
AXE = ROOT / "frontend/node_modules/axe-core/axe.min.js"
CONTENT = ROOT / "content"
SIZES = {"1440": (1440, 900), "390": (390, 844)}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@dataclass
class Prepared:
    """A server with a goal, a running mock in each room, and a finished one in each."""

    url: str
    pages: dict[str, str]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prepared]:
    with (
        Server(tmp_path_factory.mktemp("axe") / "data") as server,
        httpx.Client(base_url=server.url, timeout=120) as client,
    ):
        loop = {"company": "meta", "date": (datetime.now(UTC) + timedelta(days=28)).date().isoformat()}
        goal = {"role": "ml-engineer", "level": "L6", "hours_per_week": 12, "loops": [loop]}
        client.put("/api/goal", json=goal).raise_for_status()
        pages = {
            "setup": "/setup",
            "today": "/",
            "clock": "/clock",
            "readiness": "/readiness",
            "reports": "/reports",
            "designs": "/design",
            "problems": "/code",
            "cases": "/lab",
        }
        for room, slug, work in (
            ("design", "home-feed-ranking", board()),
            ("code", "scaled-dot-product-attention", source()),
            ("lab", "free-unlock", sealed()),
        ):
            done = attempt(client, slug)
            say(client, done, "I assume 60 M daily users and a p99 of 250 ms.", work)
            client.post(f"/api/attempts/{done}/run").raise_for_status()
            pages[f"{room} after a run"] = f"/{room}/{done}"
            if room == "design":
                pages["simulation"] = f"/designs/run/{done}"
            pages[f"{room} room"] = f"/{room}/{attempt(client, slug)}"
            graded = attempt(client, slug)
            say(client, graded, "I assume 60 M daily users and a p99 of 250 ms.", work)
            client.post(f"/api/attempts/{graded}/finish").raise_for_status()
            pages[f"{room} report"] = f"/reports/{graded}"
            while client.get(f"/api/reports/{graded}").status_code == 202:
                pass
        yield Prepared(url=server.url, pages=pages)


def attempt(client: httpx.Client, slug: str) -> str:
    return client.post("/api/attempts", json={"exercise": slug, "level": "L6"}).raise_for_status().json()["id"]


def say(client: httpx.Client, ident: str, text: str, work: dict) -> None:
    events = [{"kind": "said", "text": text}, work]
    body = {"events": [{"client_id": f"axe:{n}", "at_ms": 10**9, "body": one} for n, one in enumerate(events)]}
    client.post(f"/api/attempts/{ident}/events", json=body).raise_for_status()


def board() -> dict:
    found = sorted((CONTENT / "designs/home-feed-ranking/blueprints").glob("misses_latency_*.yaml"))[0]
    return {"kind": "drew", "board": yaml.safe_load(found.read_text(encoding="utf-8"))}


def source() -> dict:
    found = CONTENT / "problems/scaled-dot-product-attention/solutions/wa_masked_row_is_nan.py"
    return {"kind": "wrote", "file": "solution", "source": found.read_text(encoding="utf-8")}


def sealed() -> dict:
    found = sorted((CONTENT / "cases/free-unlock/plans").glob("peeks_*.yaml"))[0]
    return {"kind": "sealed", "plan": yaml.safe_load(found.read_text(encoding="utf-8"))}


def opened(browser: Browser, prepared: Prepared, path: str, *, theme: str, size: str) -> Page:
    width, height = SIZES[size]
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=theme, reduced_motion="reduce")
    page.goto(prepared.url + path)
    page.get_by_role("heading", level=1).first.wait_for()
    page.wait_for_timeout(500)  # the checks of a room and the queries of a page answer within this
    return page


@pytest.mark.timeout(280)
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_page_has_an_axe_finding_or_scrolls_sideways(browser: Browser, prepared: Prepared, theme: str, size: str):
    found = []
    for name, path in prepared.pages.items():
        page = opened(browser, prepared, path, theme=theme, size=size)
        # Through the protocol and not as a script tag: the page's own policy forbids foreign script.
        page.evaluate(AXE.read_text(encoding="utf-8"))
        result = page.evaluate(
            "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}, resultTypes: ['violations']})", RULES
        )
        found += [
            f"{name} {theme} {size}: {one['id']} ({one['help']}): {[n['target'] for n in one['nodes'][:3]]}"
            for one in result["violations"]
        ]
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wider > 0:
            found.append(f"{name} {theme} {size}: scrolls sideways by {wider} px")
        page.close()
    assert not found, "\n".join(found)


def test_every_page_can_be_walked_by_keyboard_and_shows_where_it_is(browser: Browser, prepared: Prepared):
    lost = []
    for name, path in prepared.pages.items():
        page = opened(browser, prepared, path, theme="light", size="1440")
        places = set()
        for _ in range(25):
            page.keyboard.press("Tab")
            place = page.evaluate(
                """async () => {
                   // CodeMirror marks itself as focused a moment after the focus has arrived.
                   await new Promise(done => setTimeout(done, 30));
                   const e = document.activeElement; if (!e || e === document.body) return '';
                   const near = [e, e.parentElement, e.closest('.editor')].filter(Boolean);
                   const drawn = c => c.outlineStyle !== 'none' && parseFloat(c.outlineWidth) > 0;
                   const framed = c => drawn(c) || (c.borderTopStyle !== 'none' && parseFloat(c.borderTopWidth) > 1);
                   // The editor's ring is drawn above its gutter, by ::after.
                   const ring = near.some(n => drawn(getComputedStyle(n)) || framed(getComputedStyle(n, '::after')));
                   const r = e.getBoundingClientRect();
                   return JSON.stringify([e.tagName, Math.round(r.x), Math.round(r.y), ring]); }"""
            )
            if place:
                places.add(place)
        if len(places) < 5:
            lost.append(f"{name}: only {len(places)} places can be reached")
        lost += [f"{name}: no focus ring at {place}" for place in sorted(places) if place.endswith("false]")]
        page.close()
    assert not lost, "\n".join(lost)


def test_single_keys_go_between_pages(browser: Browser, prepared: Prepared):
    page = opened(browser, prepared, "/", theme="light", size="1440")
    for key, path in (("k", "/clock"), ("s", "/setup"), ("r", "/reports"), ("d", "/design"), ("t", "/")):
        page.keyboard.press("g")
        page.keyboard.press(key)
        page.wait_for_url(prepared.url + path)
    page.keyboard.press("?")
    assert page.get_by_role("dialog").is_visible()
    page.close()
