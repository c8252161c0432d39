"""Headers that every response carries."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from aiohttp import web

_POLICY = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
)


_A_DAY = 24 * 3600


def secure_headers(
    embedders: Sequence[str] = (), hsts_days: int = 0
) -> Callable[[web.Request, web.StreamResponse], Awaitable[None]]:
    """A hook for ``app.on_response_prepare``. ``embedders`` are the origins that may show the page in a frame; for
    ``hsts_days`` browsers are told to come by https only."""
    ancestors = " ".join(embedders) or "'none'"
    headers = {
        "Content-Security-Policy": "; ".join((*_POLICY, f"frame-ancestors {ancestors}")),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Server": "ipdesk",
    }
    if not embedders:
        headers["X-Frame-Options"] = "DENY"
    if hsts_days:
        headers["Strict-Transport-Security"] = f"max-age={hsts_days * _A_DAY}"

    async def add(_request: web.Request, response: web.StreamResponse) -> None:
        response.headers.update(headers)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")

    return add
