"""Large JSON answers go out compressed to clients that take it."""

from __future__ import annotations

from aiohttp import web

#: From so many bytes on it pays. Answers that hold secrets, such as a session's token against forged requests, are far
#: smaller: compressed beside something that others chose, their length would tell of them.
LEAST_BYTES = 8_192


def pack(request: web.Request, response: web.Response) -> None:
    """Has a large answer compressed by gzip if the request allows it."""
    body = response.body
    if not isinstance(body, bytes | bytearray) or len(body) < LEAST_BYTES:
        return
    response.headers.add("Vary", "Accept-Encoding")
    if takes_gzip(request.headers.get("Accept-Encoding", "")):
        response.enable_compression(web.ContentCoding.gzip)


def takes_gzip(accepted: str) -> bool:
    """Whether an Accept-Encoding header allows gzip."""
    wishes: dict[str, bool] = {}
    for wish in accepted.lower().split(","):
        coding, _, weight = wish.partition(";")
        wishes[coding.strip()] = weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return wishes.get("gzip", wishes.get("*", False))
