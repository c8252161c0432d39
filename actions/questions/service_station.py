"""Where to go for the other public services."""

from __future__ import annotations

from actions.reply import Reply
from actions.request import Request
from actions.station_reply import station_reply


def answer(request: Request) -> Reply:
    """One-stop service, trading, pledge finance, information, pre-examination, training."""
    return station_reply(request, "service_station")
