"""Write frontend/openapi.json from the application, or with --check say whether it is up to date."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from theloop.settings import Settings
from theloop.web.app import create_app
from theloop.wiring import open_world

TARGET = Path(__file__).resolve().parents[1] / "frontend" / "openapi.json"


def document() -> str:
    settings = Settings()
    app = create_app(lambda: open_world(settings, role="command"), settings=settings)
    return json.dumps(app.openapi(), indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def main() -> int:
    wanted = document()
    if "--check" not in sys.argv:
        TARGET.write_text(wanted, encoding="utf-8")
        print(f"wrote {TARGET.name}, {len(wanted):,} bytes")
        return 0
    if not TARGET.is_file() or TARGET.read_text(encoding="utf-8") != wanted:
        print("frontend/openapi.json is stale: run `make openapi`", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
