"""The built front end: hashed assets that never change, and one page for every address of the product.

Wrong when an address of the API falls through to the page: an unknown `/api/...` is a 404 in JSON.
"""

from __future__ import annotations

import mimetypes
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, Response

STATIC = Path(__file__).parent / "static"
_NOT_BUILT = (
    "<!doctype html><html lang=en><title>The Loop</title><p>The front end is not built. "
    "Run <code>make run</code> in the project's folder, or install the wheel."
)
mimetypes.add_type("text/javascript", ".js")
mimetypes.add_type("font/woff2", ".woff2")


def install(app: FastAPI) -> None:
    """Serve assets under /assets and the page under every other address that is not the API's."""

    @app.get("/{path:path}", include_in_schema=False)
    async def page(path: str, request: Request) -> Response:
        found = None if path.startswith("api/") else _asset(path)
        # An asset of an older build is gone; a page as its answer would only confuse the browser.
        if found is None and (path.startswith(("api/", "assets/")) or path == "api"):
            error = {"kind": "not_found", "message": f"no address /{path[:200]}", "safe": "Nothing was changed."}
            return JSONResponse({"error": error}, status_code=404)
        if found is not None:
            # Vite puts a content hash in every name under assets/, so those may be kept forever.
            forever = path.startswith("assets/")
            cache = "public, max-age=31536000, immutable" if forever else "no-cache"
            return _file(found, request, cache)
        nonce = str(request.scope["state"]["csp_nonce"])
        return HTMLResponse(_index().replace("__CSP_NONCE__", nonce), headers={"cache-control": "no-store"})


def _asset(path: str) -> Path | None:
    """The file of an asset address, or None; addresses cannot leave the folder."""
    if not path or path == "index.html" or ".." in path.split("/"):
        return None
    try:
        found = (STATIC / path).resolve()
        return found if found.is_file() and found.is_relative_to(STATIC.resolve()) else None
    except (OSError, ValueError):  # too long for a file's name, or with a zero byte in it: no file has it
        return None


def _file(path: Path, request: Request, cache: str) -> Response:
    """The file, compressed where the build left a `.gz` beside it and the browser takes it."""
    packed = path.with_name(path.name + ".gz")
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    if packed.is_file() and "gzip" in request.headers.get("accept-encoding", ""):
        headers = {"cache-control": cache, "content-encoding": "gzip", "vary": "accept-encoding"}
        return FileResponse(packed, media_type=kind, headers=headers)
    return FileResponse(path, media_type=kind, headers={"cache-control": cache})


def _index() -> str:
    """The page as it is built now: it names its assets by hash, so a rebuild must be seen at once."""
    try:
        return (STATIC / "index.html").read_text(encoding="utf-8")
    except FileNotFoundError:
        return _NOT_BUILT
