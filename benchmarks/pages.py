"""Page weight per route, from the built front end's manifest: script and style, gzipped, as a browser would fetch them.

Claim: Today ships at most 120 kB of script; editor and board are loaded only in their rooms. Floor: the entry alone.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

STATIC = Path(__file__).resolve().parents[1] / "src/theloop/web/static"
TODAY_BUDGET = 120_000


def closure(manifest: dict[str, dict[str, object]], key: str, seen: set[str]) -> set[str]:
    """Every file a chunk needs before it runs: itself and its static imports."""
    if key in seen:
        return seen
    seen.add(key)
    for child in manifest[key].get("imports", []):  # type: ignore[attr-defined]
        closure(manifest, child, seen)
    return seen


def packed(name: str) -> int:
    path = STATIC / f"{name}.gz"
    return (path if path.is_file() else STATIC / name).stat().st_size


def weights() -> dict[str, tuple[int, int]]:
    """Script and style bytes by page folder."""
    manifest = json.loads((STATIC / ".vite/manifest.json").read_text(encoding="utf-8"))
    entry = next(key for key, chunk in manifest.items() if chunk.get("isEntry"))
    found = {}
    for key in [
        entry,
        *(key for key in manifest if key.startswith("src/pages/") and manifest[key].get("isDynamicEntry")),
    ]:
        keys = closure(manifest, entry, set()) | closure(manifest, key, set())
        scripts = {manifest[one]["file"] for one in keys if str(manifest[one]["file"]).endswith(".js")}
        styles = {css for one in keys for css in manifest[one].get("css", [])}
        name = "entry alone" if key == entry else key.removeprefix("src/pages/").removesuffix("/page.tsx")
        found[name] = (sum(map(packed, scripts)), sum(map(packed, styles)))
    return found


def main() -> int:
    if not (STATIC / ".vite/manifest.json").is_file():
        print("the front end is not built: run `make frontend`", file=sys.stderr)
        return 2
    found = weights()
    floor = found["entry alone"][0]
    rows = [
        {"what": f"{name}: script", "ours": script, "floor": floor, "ratio": round(script / floor, 2), "style": style}
        for name, (script, style) in found.items()
    ]
    if "--json" in sys.argv:
        print(json.dumps(rows))
    else:
        print(f"{'route':24}{'script kB':>12}{'style kB':>12}{'x entry':>10}")
        for row in rows:
            name = str(row["what"]).removesuffix(": script")
            print(f"{name:24}{row['ours'] / 1000:12.1f}{row['style'] / 1000:12.1f}{row['ratio']:10.2f}")
        print(f"Today's budget: {TODAY_BUDGET / 1000:.0f} kB of script")
    return 0 if found.get("today", (0, 0))[0] <= TODAY_BUDGET else 1


if __name__ == "__main__":
    sys.exit(main())
