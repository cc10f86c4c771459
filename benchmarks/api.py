"""API latency with 50 requests in flight, beside a bare Starlette route of the same size on the same server class.

Claim: reads answer in tens of milliseconds under load on two cores. Ratios are of one run on one machine.
"""

from __future__ import annotations

import asyncio
import json
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx
import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from tests.support.server import Server

IN_FLIGHT, REQUESTS = 50, 1_500
FLOOR = """
import sys, uvicorn
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route
body = b"x" * int(sys.argv[2])
async def plain(_): return Response(body, media_type="application/json")
uvicorn.run(Starlette(routes=[Route("/plain", plain)]), port=int(sys.argv[1]), log_level="error")
"""


async def latencies(url: str) -> tuple[np.ndarray, float, int]:
    """Milliseconds per request with 50 in flight, requests per second, and the size of an answer."""
    taken: list[float] = []
    size = 0
    async with httpx.AsyncClient(limits=httpx.Limits(max_connections=IN_FLIGHT), timeout=60) as client:
        (await client.get(url)).raise_for_status()
        gate = asyncio.Semaphore(IN_FLIGHT)

        async def one() -> None:
            nonlocal size
            async with gate:
                begun = time.perf_counter()
                answer = await client.get(url)
                taken.append((time.perf_counter() - begun) * 1000)
                answer.raise_for_status()
                size = len(answer.content)

        begun = time.perf_counter()
        await asyncio.gather(*(one() for _ in range(REQUESTS)))
        rate = REQUESTS / (time.perf_counter() - begun)
    return np.array(taken), rate, size


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def floor(size: int) -> tuple[np.ndarray, float]:
    port = free_port()
    process = subprocess.Popen([sys.executable, "-c", FLOOR, str(port), str(size)])
    try:
        for _ in range(200):
            try:
                httpx.get(f"http://127.0.0.1:{port}/plain")
                break
            except httpx.TransportError:
                await asyncio.sleep(0.05)
        taken, rate, _ = await latencies(f"http://127.0.0.1:{port}/plain")
        return taken, rate
    finally:
        process.kill()
        process.wait()


async def measure() -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    with tempfile.TemporaryDirectory() as folder, Server(Path(folder) / "data") as server:
        async with httpx.AsyncClient(base_url=server.url, timeout=60) as client:
            loop = {"company": "meta", "date": time.strftime("%Y-%m-%d", time.gmtime(time.time() + 28 * 86400))}
            goal = {"role": "ml-engineer", "level": "L6", "hours_per_week": 12, "loops": [loop]}
            (await client.put("/api/goal", json=goal)).raise_for_status()
            attempt = (await client.post("/api/attempts", json={"exercise": "home-feed-ranking"})).json()["id"]
        for path in ("/api/meta", "/api/exercises", f"/api/attempts/{attempt}?watched=true", "/api/today", "/api/plan"):
            taken, rate, size = await latencies(server.url + path)
            bare, bare_rate = await floor(size)
            for quantile in (50, 99):
                ours, theirs = float(np.percentile(taken, quantile)), float(np.percentile(bare, quantile))
                name = path.split("?")[0].replace(attempt, "ID")
                rows.append(
                    {
                        "what": f"{name} p{quantile} ms",
                        "ours": round(ours, 1),
                        "floor": round(theirs, 1),
                        "ratio": round(ours / theirs, 2),
                        "requests_per_second": round(rate),
                        "floor_rate": round(bare_rate),
                    }
                )
    return rows


def main() -> int:
    rows = asyncio.run(measure())
    if "--json" in sys.argv:
        print(json.dumps(rows))
    else:
        print(f"{IN_FLIGHT} requests in flight, {REQUESTS:,} requests a row; floor: a bare Starlette route, same size")
        print(f"{'what':32}{'ours':>9}{'floor':>9}{'ratio':>8}{'req/s':>9}")
        for row in rows:
            print(f"{row['what']:32}{row['ours']:9}{row['floor']:9}{row['ratio']:8}{row['requests_per_second']:9}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
