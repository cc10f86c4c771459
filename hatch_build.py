"""Wheel hook: the built front end and the content travel in the wheel; the source archive carries both, already built.

Why: `pip install` must not need Node where the built files are fresh. Wrong when a wheel can be made without them.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

STATIC = "src/theloop/web/static"


class FrontendHook(BuildHookInterface[Any]):
    """Build the front end if it is stale, then add what git does not know of."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the built files to the archive; an editable install is left to `make`, which builds by itself."""
        if version == "editable":
            return
        root = Path(self.root)
        sys.path.insert(0, str(root / "tools"))
        try:
            import build_frontend
        finally:
            sys.path.pop(0)
        build_frontend.build(root)
        build_data["artifacts"].append(f"/{STATIC}/**")
        if self.target_name == "wheel":
            build_data["force_include"][str(root / "content")] = "theloop/_content"
