"""The built web pages and the widget: what channels/web compiles to, each file under its own fixed path."""

from __future__ import annotations

from pathlib import Path

from aiohttp import web

from channels.faults import refusal

DIST = Path(__file__).parent / "web" / "dist"

_NOT_BUILT = "网页还没有构建好。请先运行 scripts/web.sh（make run 会自动运行），然后刷新页面。"

# Fixed types: the system's own table may know .js under an old name, which nosniff would make the browser refuse.
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json; charset=utf-8",
    ".woff2": "font/woff2",
}
_ENTRIES = {
    "/": "chat.html",
    "/chat": "chat.html",
    "/desk": "desk.html",
    "/kiosk": "kiosk.html",
    "/kiosk-worker.js": "kiosk-worker.js",
    "/widget.js": "widget.js",
    "/icon.svg": "icon.svg",
}
#: The name of such a file changes with its content, so a browser need never ask for it again.
_FOREVER = "public, max-age=31536000, immutable"
_ASK_EACH_TIME = "no-cache"


class Site:
    """Serves a folder as ``scripts/web.sh`` leaves it. A build made while the server runs is served from then on."""

    def __init__(self, dist: Path = DIST) -> None:
        self._dist = dist

    def routes(self) -> list[web.AbstractRouteDef]:
        """The pages, the widget and the hashed files that the pages name."""
        entries = [web.get(path, self._entry) for path in _ENTRIES]
        return [*entries, web.get(r"/assets/{name:[A-Za-z0-9_-]+(?:\.[a-z0-9]+)+}", self._asset)]

    async def _entry(self, request: web.Request) -> web.StreamResponse:
        file = self._dist / _ENTRIES[request.path]
        if not file.is_file():
            return refusal(503, _NOT_BUILT)
        response = _file(file, _ASK_EACH_TIME)
        if file.name == "widget.js":
            # The widget stands in pages of other sites.
            response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
            response.headers["Access-Control-Allow-Origin"] = "*"
        return response

    async def _asset(self, request: web.Request) -> web.StreamResponse:
        file = self._dist / "assets" / request.match_info["name"]
        if file.suffix not in _TYPES or not file.is_file():
            raise web.HTTPNotFound
        return _file(file, _FOREVER)


def _file(file: Path, caching: str) -> web.FileResponse:
    return web.FileResponse(file, headers={"Content-Type": _TYPES[file.suffix], "Cache-Control": caching})
