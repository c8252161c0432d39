"""An explicit wish to have it computed."""

from __future__ import annotations

from actions.award_reply import award_reply
from actions.reply import Reply
from actions.request import Request


def answer(request: Request) -> Reply:
    """Compute, or ask for the next missing fact."""
    return award_reply(request, "calculate", ask=True)
