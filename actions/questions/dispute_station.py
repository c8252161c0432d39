"""Where to go with disputes, infringement, mediation, arbitration, overseas lawsuits."""

from __future__ import annotations

from actions.reply import Reply
from actions.request import Request
from actions.station_reply import station_reply


def answer(request: Request) -> Reply:
    """The institutions for disputes and rights protection."""
    return station_reply(request, "dispute_station")
