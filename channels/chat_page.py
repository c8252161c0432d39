"""The chat page at /: a handful of files, each served under its own fixed path."""

from __future__ import annotations

from pathlib import Path

from aiohttp import web

FOLDER = Path(__file__).parent / "page"

# Fixed types: the system's own table may know .js under an old name, which nosniff would make the browser refuse.
_FILES = {
    "/": ("index.html", "text/html; charset=utf-8"),
    "/page/chat.css": ("chat.css", "text/css; charset=utf-8"),
    "/page/chat.js": ("chat.js", "text/javascript; charset=utf-8"),
    "/page/icon.svg": ("icon.svg", "image/svg+xml"),
    "/page/welcome.json": ("welcome.json", "application/json; charset=utf-8"),
}


def routes() -> list[web.AbstractRouteDef]:
    """GET routes of the page and its files."""
    return [web.get(path, _Page(FOLDER / name, media_type).serve) for path, (name, media_type) in _FILES.items()]


class _Page:
    def __init__(self, file: Path, media_type: str) -> None:
        self._file = file
        self._headers = {"Content-Type": media_type, "Cache-Control": "no-cache"}

    async def serve(self, _request: web.Request) -> web.StreamResponse:
        return web.FileResponse(self._file, headers=self._headers)
