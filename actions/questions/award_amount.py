"""How much is paid."""

from __future__ import annotations

from actions.award_reply import award_reply
from actions.reply import Reply
from actions.request import Request


def answer(request: Request) -> Reply:
    """How much, as far as the facts stated so far decide it."""
    return award_reply(request, "award_amount")
